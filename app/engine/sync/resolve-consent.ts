import type { Resolution } from './resolve-field.ts'
import type { Changed, SyncValue } from './types.ts'

/** Both sides of a field that says whether a person has opted out; blank is not opted out. */
export type ConsentCase = { crm: SyncValue; ma: SyncValue; changed: Changed; agreed: SyncValue | undefined }

/**
 * A person's word on mails is no ordinary field (sync-core.md B9): an opt-out of either side is an opt-out of both, whatever the times say. It is
 * taken back only where marketing alone did so after both had it, because marketing writes that with its evidence; the CRM's flag
 * turned off by itself is turned on again. Law: without that one case nobody is ever opted in by the sync.
 */
export function resolveConsent({ crm, ma, changed, agreed }: ConsentCase): Resolution {
	const [crmOut, maOut] = [crm === true, ma === true]
	if (crmOut === maOut) return { rule: 'equal', winner: null, wrote: null, value: null }
	if (maOut) return { rule: 'consent.opted_out', winner: 'ma', wrote: 'crm', value: true }
	const isTakenBack = agreed === true && changed === 'ma'
	return isTakenBack
		? { rule: 'consent.taken_back', winner: 'ma', wrote: 'crm', value: false }
		: { rule: 'consent.opted_out', winner: 'crm', wrote: 'ma', value: true }
}
