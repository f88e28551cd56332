import { type Refusal, refusal } from '../base/refusal.ts'

export type Side = 'buyer' | 'house'
export type Consent = 'buyer' | 'approver' | 'house'
export type ChangeState = 'waiting' | 'applied' | 'refused' | 'withdrawn' | 'expired'

/** What of a change asks more of the house than it promised: goods below what they cost today, or a promotion that is over. */
export type NewToHouse = { raised: readonly { sequence: number; agreedMicros: bigint | null; todayMicros: bigint | null }[]; hasEndedPromotion: boolean }

/**
 * Whether a buyer's change needs the house (decision 0352). Less, elsewhere or later is hers, as long as it can be promised;
 * more is hers at a price that the house asks of everybody today. More at the older, lower price, or under a promotion that
 * is over, is new to the house: it says yes or no.
 */
export function asksHouse({ raised, hasEndedPromotion }: NewToHouse): boolean {
	if (raised.length === 0) return false
	return hasEndedPromotion || raised.some(({ agreedMicros, todayMicros }) => agreedMicros !== null && (todayMicros === null || todayMicros > agreedMicros))
}

/** Who has to say yes, in this order. The buyer always does, to the prices that she then reads; whoever approves for her only to more. */
export function consentsNeeded(side: Side, { asksHouse: isNew, asksApproval }: { asksHouse: boolean; asksApproval: boolean }): Consent[] {
	return ['buyer', ...(asksApproval ? (['approver'] as const) : []), ...(side === 'buyer' && isNew ? (['house'] as const) : [])]
}

export type Proposal = {
	side: Side
	state: ChangeState
	waitsFor: readonly Consent[]
	contactId: number | null
	orderVersion: number
	hash: string
	expiresAt: Date
	/** Who is named to approve; null: any owner or approver. */
	approverContactId: number | null
}
export type Who = { side: Side; contactId: number | null; role: 'owner' | 'buyer' | 'approver' | 'viewer' }
export type ConsentDecision = { ok: true; given: Consent[]; left: Consent[] } | { ok: false; refusals: Refusal[] }

const mayBuy = ({ role }: Who) => role === 'owner' || role === 'buyer'

/** Whether a yes that is waited for is this person's to say. Laws: no rep says the buyer's or her approver's, no buyer the house's; nobody approves what she proposed. */
export function mayConsent(consent: Consent, who: Who, { contactId, approverContactId }: Pick<Proposal, 'contactId' | 'approverContactId'>): boolean {
	if (consent === 'house') return who.side === 'house'
	if (who.side === 'house') return false
	if (consent === 'buyer') return mayBuy(who)
	if (who.contactId === null || who.contactId === contactId) return false
	return approverContactId === null ? who.role === 'owner' || who.role === 'approver' : who.contactId === approverContactId
}

function refuseClosed({ state, expiresAt, orderVersion }: Proposal, { version, at }: { version: number; at: Date }): Refusal[] {
	if (state === 'expired' || (state === 'waiting' && expiresAt <= at)) return [refusal('CHANGE_EXPIRED')]
	if (state !== 'waiting') return [refusal('CHANGE_CLOSED', { state })]
	return version === orderVersion ? [] : [refusal('CHANGE_STALE')]
}

/**
 * What a yes to a proposal does: one person gives at once all that is hers and next in turn; `left` empty applies the
 * change. It is to what she read: `hash` names the document with its prices. Refuses `CHANGE_CLOSED`, `CHANGE_EXPIRED`,
 * `CHANGE_STALE`, `CHANGE_NOT_YOURS`, `CHANGE_MOVED`.
 */
export function decideConsent(proposal: Proposal, who: Who, said: { hash: string; version: number; at: Date }): ConsentDecision {
	const closed = refuseClosed(proposal, said)
	if (closed.length > 0) return { ok: false, refusals: closed }
	const turn = proposal.waitsFor.findIndex((consent) => !mayConsent(consent, who, proposal))
	const given = turn === -1 ? [...proposal.waitsFor] : proposal.waitsFor.slice(0, turn)
	if (given.length === 0) return { ok: false, refusals: [refusal('CHANGE_NOT_YOURS')] }
	if (said.hash !== proposal.hash) return { ok: false, refusals: [refusal('CHANGE_MOVED')] }
	return { ok: true, given, left: proposal.waitsFor.slice(given.length) }
}

/** Ending a proposal without the change: whose it is takes it back, who is waited for says no and why. */
export function decideEnd(
	proposal: Proposal,
	who: Who,
	{ note, at }: { note: string | null; at: Date },
): { ok: true; state: 'withdrawn' | 'refused' } | { ok: false; refusals: Refusal[] } {
	const closed = refuseClosed({ ...proposal, orderVersion: 0 }, { version: 0, at })
	if (closed.length > 0) return { ok: false, refusals: closed }
	if (who.side === proposal.side && (who.side === 'house' || mayBuy(who))) return { ok: true, state: 'withdrawn' }
	const [next] = proposal.waitsFor
	if (!next || !mayConsent(next, who, proposal)) return { ok: false, refusals: [refusal('CHANGE_NOT_YOURS')] }
	return note?.trim() ? { ok: true, state: 'refused' } : { ok: false, refusals: [refusal('CHANGE_WHY_MISSING')] }
}
