import { createCookie } from '@remix-run/node'

/** Asks of signed-in browsers: each with its cookie, made as the shop makes it. */
export async function withCookies<Ask extends { headers: Record<string, string> }>(asks: readonly Ask[], secret: string): Promise<Ask[]> {
	const cookie = createCookie('kontor_session', { path: '/', secrets: [secret] })
	return Promise.all(
		asks.map(async (ask) => {
			const { 'x-bench-session': token, ...headers } = ask.headers
			if (!token) return ask
			const [pair = ''] = (await cookie.serialize(token)).split(';')
			return { ...ask, headers: { ...headers, cookie: pair } }
		}),
	)
}
