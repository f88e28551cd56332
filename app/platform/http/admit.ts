import type { AppLoadContext } from '@remix-run/node'
import type { House } from '../house.ts'
import { fixedT } from '../i18n.server.ts'
import { lostForSeconds } from '../lost-database.ts'
import { problem } from '../responses.ts'
import { cardNumberWritten, isCardInAddress, isCardInParts, isCardInText } from './card-numbers.ts'

/** A form or a call of the API: 2,000 lines are about 300 kB, and pasted lists of them less. Files come another way. */
const longestTextBytes = 4 * 1024 * 1024

const known = ['GET', 'HEAD', 'POST', 'OPTIONS']
/** What the text of a body has when one of its characters is none: NUL, which PostgreSQL cannot store, and half a pair. */
const suspect = /%00|\0|\\u0000|\\u[dD][89a-fA-F]/

type Handle = (request: Request, context: AppLoadContext) => Promise<Response>

/**
 * What is let through to the doors: the methods that they answer to, addresses and bodies that are text, and no card
 * numbers (commerce-engine.md section 8). Remix would call a door's action for any method but GET, and a NUL would break in the middle
 * of a statement. A refusal has no page, but for the card number, which people write by mistake: theirs says what to do.
 */
export async function admit(request: Request, house: House, handle: Handle): Promise<Response> {
	const url = new URL(request.url)
	const isApi = url.pathname.startsWith('/api/')
	const refuse = isApi ? refuseMachine : refusePerson
	if (!known.includes(request.method)) return refuse(405, 'There is no such method here', { Allow: 'GET, HEAD, POST' })
	// Other sites have no business here: a browser that asks for leave is told of none.
	if (isApi && request.method === 'OPTIONS') return refuse(405, 'There is no such method here', { Allow: 'GET, HEAD, POST' })
	if (request.url.includes('%00')) return refuse(404, 'Not found')
	const letIn = await bodyOf(request, refuse)
	if (letIn instanceof Response) return letIn
	// The processor's notices are signed, and carry numbers of banks that only look like cards.
	const isSigned = url.pathname.startsWith('/webhooks/')
	if (isSigned || !(isCardInAddress(url) || isCardInText(request.headers.get('idempotency-key') ?? '', null) || letIn.hasCard)) {
		return awayOr(await handle(letIn.request, { house }), house, isApi)
	}
	if (isApi) return problem({ status: 422, code: cardNumberWritten, title: fixedT(house.locale, 'refusals')(cardNumberWritten), requestId: house.requestId })
	// Nothing of what was written goes further, not even to be refused.
	const empty = new Request(request.url, { method: request.method, headers: withoutBody(request.headers), signal: request.signal })
	return handle(empty, { house: { ...house, refusedAtDoor: cardNumberWritten } })
}

/** What broke because the database was away is no fault of the page: whoever asks again, and a machine with its key, is answered. */
async function awayOr(response: Response, house: House, isApi: boolean): Promise<Response> {
	if (!house.lostDatabase || response.status < 500) return response
	const [status, retryAfterSeconds] = [503, lostForSeconds]
	if (isApi) return problem({ status, code: 'DATABASE_AWAY', title: 'Ask again in a moment', requestId: house.requestId, retryAfterSeconds })
	const headers = new Headers(response.headers)
	headers.set('Retry-After', String(retryAfterSeconds))
	return new Response(response.body, { status, headers })
}

type LetIn = { request: Request; hasCard: boolean }

async function bodyOf(request: Request, refuse: typeof refusePerson): Promise<LetIn | Response> {
	if (request.method !== 'POST') return { request, hasCard: false }
	const type = request.headers.get('content-type')
	const again = (body: BodyInit) => new Request(request.url, { method: 'POST', headers: request.headers, body, signal: request.signal })
	if (type?.startsWith('multipart/')) {
		const body = Buffer.from(await request.arrayBuffer())
		return { request: again(body as unknown as BodyInit), hasCard: isCardInParts(body, type) }
	}
	const text = await request.text()
	if (text.length > longestTextBytes) return refuse(413, 'Too long')
	if (suspect.test(text) && !isWhole(text)) return refuse(400, 'This is not text')
	return { request: again(text), hasCard: isCardInText(text, type) }
}

function withoutBody(headers: Headers): Headers {
	const kept = new Headers(headers)
	for (const name of ['content-type', 'content-length', 'idempotency-key']) kept.delete(name)
	return kept
}

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
