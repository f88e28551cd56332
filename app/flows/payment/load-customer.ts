import type { SavedCardRow } from '../../../db/queries/saved-card.ts'
import type { PaymentConnector } from '../../connectors/payment/contract.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { Shopper } from '../../platform/actor.ts'

/**
 * The processor's customer that a card belongs to, or is to belong to: several calls with one card, and calls of a later
 * day, need one. A person has one; a card that was kept under another keeps it.
 */
export async function loadCustomer(
	payment: PaymentConnector,
	{ account, contactId, contactName, contactEmail }: Shopper,
	cards: readonly SavedCardRow[],
	paymentMethodId: string,
): Promise<{ ok: true; customerId: string } | { ok: false; refusals: Refusal[] }> {
	const known = cards.find((card) => card.paymentMethodId === paymentMethodId) ?? cards[0]
	if (known) return { ok: true, customerId: known.stripeCustomerId }
	return payment.createCustomer({
		name: `${contactName}, ${account.name}`,
		...(contactEmail ? { email: contactEmail } : {}),
		metadata: { accountId: String(account.accountId), contactId: String(contactId) },
		idempotencyKey: `customer:${account.accountId}:${contactId}`,
	})
}
