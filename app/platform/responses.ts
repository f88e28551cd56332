/** A page that does not exist, and one that this person may not see: the same answer, so that ids leak nothing. Throw it. */
export function notFound(): Response {
	return new Response('Not found', { status: 404, statusText: 'Not Found' })
}

export type Problem = {
	status: number
	code: string
	requestId?: string
	title?: string
	detail?: string
	refusals?: readonly unknown[]
	retryAfterSeconds?: number
	/** What else the answer says: members of the body, headers. */
	more?: Record<string, unknown>
	headers?: Record<string, string>
}

/** What the API answers instead of a result (RFC 9457). `code` is the code of the refusal. */
export function problem({ status, code, requestId, title, detail, refusals, retryAfterSeconds, more, headers: own }: Problem): Response {
	const said = { ...(requestId ? { requestId } : {}), ...(detail ? { detail } : {}), ...(refusals ? { refusals } : {}), ...more }
	const body = { type: `urn:kontor:problem:${code}`, title: title ?? code, status, code, ...said }
	const headers = new Headers({ 'Content-Type': 'application/problem+json; charset=utf-8', 'Cache-Control': 'no-store', ...own })
	if (retryAfterSeconds !== undefined) headers.set('Retry-After', String(retryAfterSeconds))
	return new Response(JSON.stringify(body), { status, headers })
}
