import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readSavedCards } from '../../../db/queries/saved-card.ts'
import type { NextAction, PaymentConnector, Setup } from '../../connectors/payment/contract.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { mayKeepCards } from '../../engine/order/change-cards.ts'
import type { Shopper } from '../../platform/actor.ts'
import { loadCustomer } from './load-customer.ts'
import { saveSetups } from './save-setup.ts'

export type CardAdded = { ok: true; action: NextAction | null; setupId: string } | { ok: false; refusals: Refusal[] }

const no = (...refusals: Refusal[]): CardAdded => ({ ok: false, refusals })

/**
 * Keeps a card for later, off-session payments by a SetupIntent (commerce-engine.md section 8). `action`: her bank asks
 * her first, and `finishCard` goes on. A card whose saving broke off is kept by the processor's own notice. Refuses
 * `ROLE_MAY_NOT`, `CARD_NEEDED`, and what the bank refuses. Null: a guest.
 */
export async function addCard(
	db: Db,
	payment: PaymentConnector,
	shopper: Shopper,
	{ paymentMethodId, at }: { paymentMethodId: string | null; at: Date },
): Promise<CardAdded | null> {
	const { accountId } = shopper.account
	const { contactId } = shopper
	if (accountId === null || contactId === null) return null
	if (!mayKeepCards(shopper)) return no(refusal('ROLE_MAY_NOT'))
	if (!paymentMethodId) return no(refusal('CARD_NEEDED'))
	const customer = await loadCustomer(payment, shopper, await readSavedCards(db, { accountId, contactId }), paymentMethodId)
	if (!customer.ok) return no(...customer.refusals)
	const answer = await payment.createSetupIntent({
		...{ customerId: customer.customerId, paymentMethodId, idempotencyKey: `setup:${accountId}:${contactId}:${paymentMethodId}` },
		metadata: { accountId: String(accountId), contactId: String(contactId) },
	})
	return answer.ok ? settle(db, answer.setup, at) : no(...answer.refusals)
}

/** Goes on after the buyer has answered her bank: what it said is read at the processor. Null: no such question of hers. */
export async function finishCard(
	db: Db,
	payment: PaymentConnector,
	shopper: Shopper,
	{ setupId, at }: { setupId: string; at: Date },
): Promise<CardAdded | null> {
	if (!mayKeepCards(shopper)) return no(refusal('ROLE_MAY_NOT'))
	const answer = await payment.retrieveSetupIntent(setupId)
	if (!answer.ok) return answer.refusals.some(({ code }) => code === 'payment.unknown') ? null : no(...answer.refusals)
	const { accountId, contactId } = answer.setup.metadata
	if (accountId !== String(shopper.account.accountId) || contactId !== String(shopper.contactId)) return null
	return settle(db, answer.setup, at)
}

async function settle(db: Db, setup: Setup, at: Date): Promise<CardAdded> {
	if (setup.status === 'requires_action' && setup.nextAction) return { ok: true, action: setup.nextAction, setupId: setup.id }
	if (setup.status !== 'succeeded') return no(refusal('card.declined', { declineCode: setup.declineCode ?? 'authentication_failed' }))
	await withTransaction(db, (tx) => saveSetups(tx, [setup], at))
	return { ok: true, action: null, setupId: setup.id }
}
