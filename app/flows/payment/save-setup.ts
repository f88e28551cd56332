import type { Tx } from '../../../db/client.server.ts'
import { type NewCard, saveCards } from '../../../db/queries/saved-card.ts'
import type { Setup } from '../../connectors/payment/contract.ts'
import { saveEvents } from '../event/save-events.ts'
import { storedCard } from './read-intent.ts'

function cardOf({ status, card, customerId, paymentMethodId, metadata }: Setup): NewCard[] {
	const [accountId, contactId] = [Number(metadata['accountId']), Number(metadata['contactId'])]
	if (status !== 'succeeded' || !card || !customerId || !paymentMethodId || !(accountId > 0) || !(contactId > 0)) return []
	return [{ ...storedCard(card), accountId, contactId, customerId, paymentMethodId, isActive: true }]
}

/** Keeps the cards of setups that came to their end, once, whoever tells of it first: the buyer's page or the processor. */
export async function saveSetups(tx: Tx, setups: readonly Setup[], at: Date): Promise<void> {
	const cards = [...new Map(setups.flatMap(cardOf).map((card) => [card.paymentMethodId, card])).values()]
	if (cards.length === 0) return
	const fresh = await saveCards(tx, cards)
	await saveEvents(
		tx,
		cards
			.filter(({ paymentMethodId }) => fresh.has(paymentMethodId))
			.map(({ accountId, contactId, brand, lastFour }) => ({
				...{ topic: 'card.saved' as const, subject: `account:${accountId}`, accountId, contactId, payload: { brand, lastFour }, occurredAt: at },
			})),
	)
}
