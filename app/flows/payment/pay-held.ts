import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type AttemptOutcome, insertAttempts, saveAttemptOutcomes } from '../../../db/queries/card.ts'
import { releaseHeld } from '../../../db/queries/held-delivery.ts'
import { readSavedCards, saveCards } from '../../../db/queries/saved-card.ts'
import type { Intent, NextAction, PaymentConnector } from '../../connectors/payment/contract.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { type HeldCall, planHeld } from '../../engine/order/pay-held.ts'
import { refuseCardByRep } from '../../engine/order/plan-payments.ts'
import type { Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'
import { loadCustomer } from './load-customer.ts'
import { type Held, loadHeld } from './load-held.ts'
import { outcomeOf, outcomeOfRefusal, storedCard } from './read-intent.ts'

export type PayHeld = { number: string; paymentMethodId: string | null; keepsCard: boolean; at: Date }
export type HeldPaid = { ok: true; action: NextAction | null } | { ok: false; refusals: Refusal[] }

const payers = new Set(['owner', 'buyer'])
const no = (...refusals: Refusal[]): HeldPaid => ({ ok: false, refusals })

/** What an order's held deliveries wait for; null: no such order. One statement. */
export const openHeld = loadHeld

/**
 * Authorises another card for the deliveries that a declined one holds, and lets them go on (commerce-engine.md section 8).
 * Each call has its row before it is made; one whose answer was lost is given back by the worker. Asked again after the
 * bank's question it goes on where it was. Refuses `NOTHING_HELD`, `CARD_NEEDED`, `ROLE_MAY_NOT`, `CARD_BY_BUYER`. Null: no such order.
 */
export async function payHeld(db: Db, payment: PaymentConnector, shopper: Shopper, input: PayHeld): Promise<HeldPaid | null> {
	const held = await loadHeld(db, shopper, input.number)
	if (!held) return null
	const { paymentMethodId, at } = input
	const accountId = shopper.account.accountId ?? 0
	if (!payers.has(shopper.role)) return no(refusal('ROLE_MAY_NOT'))
	if (!paymentMethodId) return no(refusal('CARD_NEEDED'))
	const cards = await readSavedCards(db, { accountId, contactId: shopper.contactId ?? 0 })
	const known = cards.find((card) => card.isActive && card.paymentMethodId === paymentMethodId)
	const byRep = shopper.kind === 'rep' ? refuseCardByRep({ repLimitMinor: known?.repLimitMinor ?? null }, held.totalMinor) : null
	if (byRep) return no(byRep)
	const calls = planHeld(held.deliveries, paymentMethodId)
	if (calls.length === 0) return no(refusal('NOTHING_HELD'))
	const customer = await loadCustomer(payment, shopper, cards, paymentMethodId)
	if (!customer.ok) return no(...customer.refusals)
	const fresh = calls.filter(({ knownId }) => knownId === null)
	const row = { currency: held.currency, orderId: held.orderId, state: 'prepared' as const, paymentMethodId, authoriseOn: null }
	if (fresh.length > 0)
		await withTransaction(db, (tx) =>
			insertAttempts(
				tx,
				accountId,
				fresh.map(({ knownId: _knownId, ...call }) => ({ ...call, ...row })),
				at,
			),
		)
	const asked = await askAll(payment, shopper, { held, calls, customerId: customer.customerId, paymentMethodId })
	await save(db, shopper, { held, asked, customerId: customer.customerId, input })
	return asked.refusals.length > 0 ? no(...asked.refusals) : { ok: true, action: asked.action }
}

type Asked = { outcomes: AttemptOutcome[]; paidGroupIds: number[]; refusals: Refusal[]; action: NextAction | null; last: Intent | null }
type Asking = { held: Held; calls: readonly HeldCall[]; customerId: string; paymentMethodId: string }

/** One after the other: the first attaches the card to its customer, and a bank asks one thing at a time. */
async function askAll(payment: PaymentConnector, shopper: Shopper, asking: Asking): Promise<Asked> {
	const asked: Asked = { outcomes: [], paidGroupIds: [], refusals: [], action: null, last: null }
	for (const call of asking.calls) {
		const answer = await askOne(payment, shopper, call, asking)
		asked.outcomes.push(answer.ok ? outcomeOf(call.key, answer.intent) : outcomeOfRefusal(call.key, answer.refusals))
		if (!answer.ok) asked.refusals.push(...answer.refusals)
		else if (answer.intent.status === 'requires_action') asked.action = answer.intent.nextAction
		else if (answer.intent.status !== 'requires_capture')
			asked.refusals.push(refusal('card.declined', { declineCode: answer.intent.declineCode ?? 'authentication_failed' }))
		else {
			asked.paidGroupIds.push(call.groupId)
			asked.last = answer.intent
		}
		if (asked.refusals.length > 0 || asked.action) break
	}
	return asked
}

function askOne(payment: PaymentConnector, shopper: Shopper, call: HeldCall, { held, customerId, paymentMethodId }: Asking) {
	const own = held.deliveries.find(({ groupId }) => groupId === call.groupId)?.calls.find(({ id }) => id === call.knownId)
	// She has been to her bank: what it answered is read, never believed from the browser.
	if (own?.state === 'requires_action' && own.intentId) return payment.retrieve(own.intentId)
	const isRep = shopper.kind === 'rep'
	return payment.createIntent({
		...{ amountMinor: call.amountMinor, currency: held.currency, customerId, paymentMethodId, confirm: true, idempotencyKey: call.key },
		...(isRep ? { offSession: true } : { saveForLater: true }),
		metadata: { attempt: call.key, orderId: String(held.orderId), groupId: String(call.groupId), accountId: String(shopper.account.accountId) },
	})
}

type Saving = { held: Held; asked: Asked; customerId: string; input: PayHeld }

/** What the calls came to, and the deliveries that go on; the card is kept, because the rest of a delivery may ship later. */
async function save(db: Db, shopper: Shopper, { held, asked, customerId, input }: Saving): Promise<void> {
	const { at, keepsCard, paymentMethodId } = input
	const { account, contactId } = shopper
	const accountId = account.accountId ?? 0
	await withTransaction(db, async (tx) => {
		await saveAttemptOutcomes(tx, asked.outcomes, at)
		if (asked.last?.card && contactId !== null && shopper.kind !== 'rep')
			await saveCards(tx, [{ ...storedCard(asked.last.card), accountId, contactId, customerId, paymentMethodId: paymentMethodId ?? '', isActive: keepsCard }])
		const released = asked.paidGroupIds.length > 0 ? await releaseHeld(tx, { accountId, groupIds: asked.paidGroupIds }) : []
		await saveEvents(
			tx,
			released.map((groupId) => ({
				...{ topic: 'delivery.released' as const, subject: `order:${held.orderId}`, accountId, contactId, occurredAt: at },
				payload: { orderId: held.orderId, number: input.number, groupId },
			})),
		)
	})
}
