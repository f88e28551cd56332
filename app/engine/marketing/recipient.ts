import { type Suppression, suppress } from './suppress.ts'

/** What is known of a person at the moment a send is released. */
export type Candidate = {
	prospectId: number
	contactId: number | null
	accountId: number | null
	email: string | null
	/** The newest word on consent for mail; null: never asked. */
	consent: 'opt_in' | 'opt_out' | 'bounce' | 'complaint' | null
	optedOut: boolean
	isActive: boolean
	/** The account has an invoice past its due day. */
	isOverdue: boolean
	hasOpenCase: boolean
	/** She left the filter of a connection and rests (sync-core.md B10). */
	isFilteredOut: boolean
	/** Whether the account may see the product of the send, guests for those without one; true when it has none. */
	isEntitled: boolean
}

/** `taken_by_rep`: a rep took her cart in hand between the release of a programme's mail and its leaving. */
export type SkipReason = 'taken_by_rep' | 'no_email' | 'inactive' | 'opted_out' | 'bounced' | 'no_consent' | 'filtered_out' | 'not_entitled' | Suppression

/** Why a person gets no promotional send, or null when she does (sync-core.md B9 and section c). Her own word comes before any other reason. */
export function whySkipped(candidate: Candidate): SkipReason | null {
	const { email, consent, optedOut, isActive, isOverdue, hasOpenCase, isFilteredOut, isEntitled } = candidate
	if (optedOut || consent === 'opt_out' || consent === 'complaint') return 'opted_out'
	if (!email) return 'no_email'
	if (!isActive) return 'inactive'
	if (consent === 'bounce') return 'bounced'
	if (consent === null) return 'no_consent'
	if (isFilteredOut) return 'filtered_out'
	if (!isEntitled) return 'not_entitled'
	return suppress({ isOverdue, hasOpenCase })
}
