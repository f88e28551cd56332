import { type Failure, failureTable } from './failure-table.ts'

/** What a system may say of a refusal beside its code; `object` as that system calls it. */
export type FailureHints = { status?: number | null; isUnknown?: boolean; object?: string; message?: string }

/**
 * What a refusal means and what can be done about it (sync-core.md B8). A code that the table does not know is read by the
 * answer's status; without one it is the record's own trouble, which no repetition mends.
 *
 * Law: only `auto`, `refresh`, `relink` and `search` are tried again without anything having changed.
 */
export function classifyFailure(code: string, { status = null, isUnknown = false, object = '', message = '' }: FailureHints = {}): Failure {
	if (isUnknown) return known('OUTCOME_UNKNOWN')
	// Whoever is a member already is what was wanted.
	if (code === 'DUPLICATE_VALUE' && (object === 'CampaignMember' || /already a (campaign )?member/i.test(message)))
		return { class: 'duplicate', cause: 'already_member', remedies: [], retry: 'never' }
	if (Object.hasOwn(failureTable, code)) return known(code)
	if (/^INSUFFICIENT_ACCESS/.test(code)) return known('INSUFFICIENT_ACCESS_OR_READONLY')
	return byStatus(status)
}

function known(code: string): Failure {
	return failureTable[code] as Failure
}

function byStatus(status: number | null): Failure {
	if (status === 401) return known('INVALID_SESSION_ID')
	if (status === 403) return known('INSUFFICIENT_ACCESS_OR_READONLY')
	if (status === 404 || status === 410) return known('NOT_FOUND')
	if (status === 408 || status === 420 || status === 429 || (status !== null && status >= 500)) return known('SERVER_UNAVAILABLE')
	return { class: 'data', cause: 'refused', remedies: ['edit_value', 'ask_admin'], retry: 'on_change' }
}
