import { problem } from '../responses.ts'

/** A form or a call of the API: 2,000 lines are about 300 kB, and pasted lists of them less. Files come another way. */
const longestTextBytes = 4 * 1024 * 1024

const known = ['GET', 'HEAD', 'POST', 'OPTIONS']
/** What the text of a body has when one of its characters is none: NUL, which PostgreSQL cannot store, and half a pair. */
const suspect = /%00|\0|\\u0000|\\u[dD][89a-fA-F]/

/**
 * What is let through to the doors: the methods that they answer to, addresses and bodies that are text. Remix would
 * call a door's action for any method but GET, and a NUL would break in the middle of a statement. A refusal has no page.
 */
export async function admit(request: Request): Promise<Request | Response> {
	const isApi = new URL(request.url).pathname.startsWith('/api/')
	const refuse = isApi ? refuseMachine : refusePerson
	if (!known.includes(request.method)) return refuse(405, 'There is no such method here', { Allow: 'GET, HEAD, POST' })
	// Other sites have no business here: a browser that asks for leave is told of none.
	if (isApi && request.method === 'OPTIONS') return refuse(405, 'There is no such method here', { Allow: 'GET, HEAD, POST' })
	if (request.url.includes('%00')) return refuse(404, 'Not found')
	if (request.method !== 'POST' || !isText(request.headers.get('content-type'))) return request
	const text = await request.text()
	if (text.length > longestTextBytes) return refuse(413, 'Too long')
	if (suspect.test(text) && !isWhole(text)) return refuse(400, 'This is not text')
	return new Request(request.url, { method: 'POST', headers: request.headers, body: text, signal: request.signal })
}

const isText = (type: string | null) => !type?.startsWith('multipart/')

/** JSON may well speak of a pair of halves, or of a backslash before a u: only what it means counts. */
function isWhole(text: string): boolean {
	if (/%00|\0/.test(text)) return false
	try {
		const meant: unknown[] = []
		JSON.parse(text, (name, value: unknown) => {
			meant.push(name, value)
			return value
		})
		return meant.every((one) => typeof one !== 'string' || (one.isWellFormed() && !one.includes('\0')))
	} catch {
		return true
	}
}

const codes: Record<number, string> = { 400: 'BODY_NOT_JSON', 404: 'NOT_FOUND', 405: 'METHOD_NOT_ALLOWED', 413: 'BODY_TOO_LONG' }

function refuseMachine(status: number, title: string, headers: Record<string, string> = {}): Response {
	return problem({ status, code: codes[status] ?? 'REFUSED', title, headers })
}

function refusePerson(status: number, text: string, headers: Record<string, string> = {}): Response {
	return new Response(`${text}\n`, { status, headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' } })
}
