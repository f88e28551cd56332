/** A page that does not exist, and one that this person may not see: the same answer, so that ids leak nothing. Throw it. */
export function notFound(): Response {
	return new Response('Not found', { status: 404, statusText: 'Not Found' })
}

export type Problem = { status: number; code: string; requestId: string; detail?: string; refusals?: readonly unknown[]; retryAfterSeconds?: number }

/** What the API answers instead of a result (RFC 9457). `code` is the code of the refusal. */
export function problem({ status, code, requestId, detail, refusals, retryAfterSeconds }: Problem): Response {
	const body = { type: `urn:kontor:problem:${code}`, title: code, status, code, requestId, ...(detail ? { detail } : {}), ...(refusals ? { refusals } : {}) }
	const headers = new Headers({ 'Content-Type': 'application/problem+json; charset=utf-8', 'Cache-Control': 'no-store' })
	if (retryAfterSeconds !== undefined) headers.set('Retry-After', String(retryAfterSeconds))
	return new Response(JSON.stringify(body), { status, headers })
}
