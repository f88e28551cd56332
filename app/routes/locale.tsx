import { data, type LoaderFunctionArgs } from '@remix-run/node'
import { Outlet } from '@remix-run/react'
import { isLocale, localeCookie, localeCookieName } from '../platform/locale.ts'
import { notFound } from '../platform/responses.ts'

/** The first part of a URL is a language or absent; anything else is a page that does not exist. A language asked for is kept. */
export function loader({ request, params }: LoaderFunctionArgs) {
	const asked = params['locale']
	if (asked === undefined) return data(null)
	if (!isLocale(asked)) throw notFound()
	const isKept = request.headers.get('cookie')?.includes(`${localeCookieName}=${asked}`)
	return data(null, isKept ? {} : { headers: { 'Set-Cookie': localeCookie(asked) } })
}

export default function InLanguage() {
	return <Outlet />
}
