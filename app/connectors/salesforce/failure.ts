import { longReference } from '../../engine/sync/long-reference.ts'
import type { SideFailure } from '../../engine/sync/types.ts'
import { failure, type Refused, readGateway } from '../sync/door.server.ts'

/** What is wrong with one row, in the words of a collection (`statusCode`) or of a single call (`errorCode`). */
export type SalesforceError = { statusCode?: string; errorCode?: string; message?: string; fields?: readonly string[]; duplicateResult?: DuplicateResult }
type DuplicateResult = { matchResults?: { matchRecords?: { record?: { Id?: string; attributes?: { type?: string } } }[] }[] }

const tooBusy = /^Concurrent/

/** The first of the errors, and beside it what others say of other fields. */
export function readErrors(errors: readonly SalesforceError[], status: number | null, retryAfterSeconds: number | null = null): SideFailure {
	const [first = {}, ...rest] = errors
	const others = rest.map(({ statusCode, errorCode, message = '', fields = [] }) => ({ code: statusCode ?? errorCode ?? 'UNKNOWN_EXCEPTION', message, fields }))
	const message = first.message ?? ''
	const named = first.statusCode ?? first.errorCode ?? 'UNKNOWN_EXCEPTION'
	const duplicates = (first.duplicateResult?.matchResults ?? []).flatMap(({ matchRecords = [] }) =>
		matchRecords.flatMap(({ record }) => (record?.Id && record.attributes?.type ? `${record.attributes.type}:${longReference(record.Id)}` : [])),
	)
	return {
		// One code says "too many today" and "too many at once"; only the second is over in a moment.
		code: named === 'REQUEST_LIMIT_EXCEEDED' && tooBusy.test(message) ? 'RATE_LIMITS' : named,
		message,
		fields: first.fields ?? [],
		status,
		retryAfterSeconds,
		isUnknown: false,
		...(duplicates.length > 0 ? { duplicates } : {}),
		...(others.length > 0 ? { others } : {}),
	}
}

/** A call that was refused as a whole: an array of errors, the two words of OAuth, or no JSON at all. */
export function readRefusal(refused: Refused): SideFailure {
	const { status, body, retryAfterSeconds, writes } = refused
	const errors = Array.isArray(body) ? (body as SalesforceError[]) : []
	if (errors.length > 0) return { ...readErrors(errors, status, retryAfterSeconds), isUnknown: writes && status === 500 }
	return isOAuth(body) ? failure(body.error.toUpperCase(), body.error_description ?? '', status, retryAfterSeconds) : readGateway(refused)
}

const isOAuth = (body: unknown): body is { error: string; error_description?: string } =>
	typeof body === 'object' && body !== null && typeof (body as { error?: unknown }).error === 'string'
