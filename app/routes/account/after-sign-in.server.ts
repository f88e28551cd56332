import { redirect } from '@remix-run/node'
import type { House } from '../../platform/house.ts'
import { isLocale, localeCookie } from '../../platform/locale.ts'
import { openSession } from '../../platform/session.server.ts'

type Person = { loginId: number; locale: string; roles: readonly string[] | null }

const rooms = [
	['merchandiser', '/merchandising'],
	['marketer', '/marketing'],
	['credit_manager', '/receivables'],
] as const

/** Where people begin who asked for no page: buyers in the shop, the house in its rooms. */
function homeOf({ roles }: Person): string {
	if (roles === null) return '/'
	return rooms.find(([role]) => roles.includes(role))?.[1] ?? '/desk'
}

/** Opens the session, keeps the person's language, and goes to the page asked for. */
export async function afterSignIn(house: House, person: Person, to: string): Promise<Response> {
	const headers = new Headers({ 'Set-Cookie': await openSession(house, person.loginId) })
	if (isLocale(person.locale)) headers.append('Set-Cookie', localeCookie(person.locale))
	return redirect(to === '/' ? homeOf(person) : to, { headers })
}
