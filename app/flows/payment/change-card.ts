import { type Db, withTransaction } from '../../../db/client.server.ts'
import { lockSavedCards, updateSavedCards } from '../../../db/queries/saved-card.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { type CardWish, changeCards, mayKeepCards } from '../../engine/order/change-cards.ts'
import type { Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'

const topics = { default: null, remove: 'card.removed', restore: 'card.saved', limit: 'card.shared' } as const

/** Offers a saved card first, opens it to her rep up to an amount, removes it or puts it back. Refuses `ROLE_MAY_NOT`. Null: no such card of hers. */
export async function changeCard(
	db: Db,
	shopper: Shopper,
	{ wish, at }: { wish: CardWish; at: Date },
): Promise<{ ok: true } | { ok: false; refusals: Refusal[] } | null> {
	const { account, contactId } = shopper
	const { accountId, currency } = account
	if (accountId === null || contactId === null) return null
	const whose = { accountId, contactId }
	return withTransaction(db, async (tx) => {
		const cards = await lockSavedCards(tx, whose)
		const decided = changeCards(cards, wish, { currency, at })
		if (decided && !mayKeepCards(shopper)) return { ok: false as const, refusals: [refusal('ROLE_MAY_NOT')] }
		if (!decided?.ok) return decided
		// The index sees each row as it comes: what steps back goes first.
		const [back, forth] = [decided.changed.filter(({ isDefault }) => !isDefault), decided.changed.filter(({ isDefault }) => isDefault)]
		if (back.length > 0) await updateSavedCards(tx, whose, back)
		if (forth.length > 0) await updateSavedCards(tx, whose, forth)
		const card = cards.find(({ id }) => id === wish.cardId)
		const after = decided.changed.find(({ id }) => id === wish.cardId)
		const topic = topics[wish.kind]
		if (topic && card && after) {
			const payload = { brand: card.brand, lastFour: card.lastFour, ...(topic === 'card.shared' ? { totalMinor: after.repLimitMinor, currency } : {}) }
			await saveEvents(tx, [{ topic, subject: `account:${accountId}`, accountId, contactId, payload, occurredAt: at }])
		}
		return { ok: true as const }
	})
}
