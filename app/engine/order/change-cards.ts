import type { Day } from '../base/calendar.ts'
import { type Currency, parseMinor } from '../base/money.ts'
import { type Refusal, refusal } from '../base/refusal.ts'

/** A saved card as far as its owner may change it. `removedAt`: she took it away, and may still put it back. */
export type KeptCard = { id: number; isActive: boolean; isDefault: boolean; repLimitMinor: number | null; removedAt: Date | null }

/** `limit`: what her rep may use it for at most, as typed; empty takes it away from her. */
export type CardWish = { kind: 'default' | 'remove' | 'restore'; cardId: number } | { kind: 'limit'; cardId: number; amount: string }

/** So long she may put a card back; the processor forgets it only after that. */
export const PUT_BACK_WITHIN_MS = 10 * 60_000

export const mayPutBack = ({ removedAt }: Pick<KeptCard, 'removedAt'>, at: Date): boolean =>
	removedAt !== null && at.getTime() - removedAt.getTime() < PUT_BACK_WITHIN_MS

/** Only the buyer herself keeps cards: a rep never, and nobody who may not buy. */
export function mayKeepCards({ kind, role }: { kind: string; role: string }): boolean {
	return kind === 'buyer' && (role === 'owner' || role === 'buyer')
}

/** A card is good to the last day of its month. */
export function hasExpired({ expiresMonth, expiresYear }: { expiresMonth: number; expiresYear: number }, today: Day): boolean {
	return `${expiresYear}-${String(expiresMonth).padStart(2, '0')}` < today.slice(0, 7)
}

/**
 * What a person's cards are after her wish; only those that changed (commerce-engine.md section 8). Laws: while any card is
 * offered exactly one is offered first; one that is removed is open to no rep. Refuses `AMOUNT_INVALID`. Null: no such card.
 */
export function changeCards(
	cards: readonly KeptCard[],
	wish: CardWish,
	{ currency, at }: { currency: Currency; at: Date },
): { ok: true; changed: KeptCard[] } | { ok: false; refusals: Refusal[] } | null {
	const card = cards.find(({ id }) => id === wish.cardId)
	if (!card || (wish.kind === 'restore' ? !mayPutBack(card, at) : !card.isActive)) return null
	const limit = wish.kind === 'limit' ? readLimit(wish.amount, currency) : card.repLimitMinor
	if (limit === undefined) return { ok: false, refusals: [refusal('AMOUNT_INVALID', { cardId: card.id })] }
	const changed = { ...card, repLimitMinor: limit }
	if (wish.kind === 'default') changed.isDefault = true
	if (wish.kind === 'remove') Object.assign(changed, { isActive: false, isDefault: false, repLimitMinor: null, removedAt: at })
	if (wish.kind === 'restore') Object.assign(changed, { isActive: true, removedAt: null })
	const after = withOneFirst(
		cards.map((one) => (one.id === card.id ? changed : one)),
		wish.kind === 'default' ? card.id : null,
	)
	return { ok: true, changed: after.filter((one, index) => JSON.stringify(one) !== JSON.stringify(cards[index])) }
}

/** The one she chose is offered first; else the one that was; else the newest. */
function withOneFirst(cards: readonly KeptCard[], chosenId: number | null): KeptCard[] {
	const offered = cards.filter(({ isActive }) => isActive)
	const first = offered.find(({ id }) => id === chosenId) ?? offered.find(({ isDefault }) => isDefault) ?? offered.toSorted((a, b) => b.id - a.id)[0]
	return cards.map((one) => ({ ...one, isDefault: one.id === first?.id }))
}

function readLimit(amount: string, currency: Currency): number | null | undefined {
	if (amount.trim() === '') return null
	const minor = parseMinor(amount.trim().replace(',', '.'), currency)
	return minor === null || minor <= 0 ? undefined : minor
}
