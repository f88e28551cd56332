import { randomUUID } from 'node:crypto'
import { createCookie } from '@remix-run/node'
import type { House } from './house.ts'

/** A browser is known for thirteen months, no longer than privacy authorities hold to be fair. */
const VISITOR_SECONDS = 395 * 86_400
const wellFormed = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const cookieOf = (house: House) =>
	createCookie('kontor_visitor', { httpOnly: true, sameSite: 'lax', path: '/', secure: house.secure, secrets: [...house.secrets], maxAge: VISITOR_SECONDS })

const choiceCookie = (house: House) =>
	createCookie('kontor_visits', { httpOnly: true, sameSite: 'lax', path: '/', secure: house.secure, maxAge: VISITOR_SECONDS })

export type VisitsChoice = 'yes' | 'no'

/** What somebody chose about being followed through her visits; null: nothing yet. */
export async function readVisitsChoice(request: Request, house: House): Promise<VisitsChoice | null> {
	const value: unknown = await choiceCookie(house).parse(request.headers.get('cookie'))
	return value === 'yes' || value === 'no' ? value : null
}

/** Whether this browser asks every site not to follow it. */
export const asksNotToBeFollowed = ({ headers }: Request) => headers.get('DNT') === '1' || headers.get('Sec-GPC') === '1'

/** Her own word comes first, then her browser's (app/decisions/0370). */
export async function mayFollow(request: Request, house: House): Promise<boolean> {
	const choice = await readVisitsChoice(request, house)
	return choice === null ? !asksNotToBeFollowed(request) : choice === 'yes'
}

/** The visitor that this browser is; null when it has none yet, or may not be followed. */
export async function readVisitorId(request: Request, house: House): Promise<string | null> {
	if (!(await mayFollow(request, house))) return null
	const value: unknown = await cookieOf(house).parse(request.headers.get('cookie'))
	return typeof value === 'string' && wellFormed.test(value) ? value : null
}

export const newVisitorId = () => randomUUID()

/** Set-Cookie for the visitor that a browser is from now on. */
export const keepVisitor = (house: House, id: string) => cookieOf(house).serialize(id)

/** Set-Cookie headers of a choice; who does not want to be followed is forgotten at once. */
export async function keepVisitsChoice(house: House, choice: VisitsChoice): Promise<string[]> {
	const said = await choiceCookie(house).serialize(choice)
	return choice === 'no' ? [said, await cookieOf(house).serialize('', { maxAge: 0 })] : [said]
}
