import type { SideFailure } from '../sync/contract.ts'

/** What is wrong with one row, in the words of a collection (`statusCode`) or of a single call (`errorCode`). */
export type SalesforceError = { statusCode?: string; errorCode?: string; message?: string; fields?: readonly string[]; duplicateResult?: DuplicateResult }
type DuplicateResult = { matchResults?: { matchRecords?: { record?: { Id?: string } }[] }[] }

const tooBusy = /^Concurrent/

/** The first of the errors; Salesforce names the others once this one is mended. */
export function readErrors(errors: readonly SalesforceError[], status: number | null, retryAfterSeconds: number | null = null): SideFailure {
	const [first = {}] = errors
	const message = first.message ?? ''
	const named = first.statusCode ?? first.errorCode ?? 'UNKNOWN_EXCEPTION'
	const duplicates = (first.duplicateResult?.matchResults ?? []).flatMap(({ matchRecords = [] }) => matchRecords.flatMap(({ record }) => record?.Id ?? []))
	return {
		// One code says "too many today" and "too many at once"; only the second is over in a moment.
		code: named === 'REQUEST_LIMIT_EXCEEDED' && tooBusy.test(message) ? 'RATE_LIMITS' : named,
		message,
		fields: first.fields ?? [],
		status,
		retryAfterSeconds,
		isUnknown: false,
		...(duplicates.length > 0 ? { duplicates } : {}),
	}
}

/** A call that was refused as a whole: an array of errors, the two words of OAuth, or no JSON at all. */
export function readRefusal(status: number, body: unknown, { retryAfter, writes }: { retryAfter: string | null; writes: boolean }): SideFailure {
	const seconds = retryAfter && /^\d+$/.test(retryAfter) ? Number(retryAfter) : null
	const errors = Array.isArray(body) ? (body as SalesforceError[]) : []
	if (errors.length > 0) return { ...readErrors(errors, status, seconds), isUnknown: writes && status === 500 }
	if (isOAuth(body)) return failure(body.error.toUpperCase(), body.error_description ?? '', status, seconds)
	// A gateway that gives up does not know what became of the call behind it.
	const code = status === 429 ? 'RATE_LIMITS' : status >= 500 ? 'SERVER_UNAVAILABLE' : status === 401 ? 'INVALID_SESSION_ID' : 'UNKNOWN_EXCEPTION'
	return { ...failure(code, `HTTP ${status}`, status, seconds), isUnknown: writes && status >= 500 }
}

export const failure = (code: string, message: string, status: number | null, retryAfterSeconds: number | null = null): SideFailure => ({
	...{ code, message, fields: [], status, retryAfterSeconds, isUnknown: false },
})

const isOAuth = (body: unknown): body is { error: string; error_description?: string } =>
	typeof body === 'object' && body !== null && typeof (body as { error?: unknown }).error === 'string'

/** Failures of a call that never began: nobody was reached, so nothing can have happened. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])

/** The call got no answer. Of a write it is then not known whether it happened. */
export function readSilence(error: unknown, writes: boolean): SideFailure {
	const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined
	const isUnknown = writes && !neverSent.has(cause?.code ?? '')
	return { ...failure(isUnknown ? 'OUTCOME_UNKNOWN' : 'SERVER_UNAVAILABLE', cause?.code ?? (error as Error).message, null), isUnknown }
}
