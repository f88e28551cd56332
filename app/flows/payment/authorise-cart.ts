import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type AttemptOutcome, type CardAttemptRow, insertAttempts, readCartAttempts, saveAttemptOutcomes } from '../../../db/queries/card.ts'
import { readSavedCards, type SavedCardRow, saveCards } from '../../../db/queries/saved-card.ts'
import type { Intent, NextAction, PaymentConnector } from '../../connectors/payment/contract.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { CreditOffer } from '../../engine/credit/decide-credit.ts'
import type { PaymentChoice } from '../../engine/order/check-payment.ts'
import { decideOrder } from '../../engine/order/decide-order.ts'
import { type PaymentIntentPlan, refuseCardByRep } from '../../engine/order/plan-payments.ts'
import { callsNow } from '../../engine/order/settle-card.ts'
import type { Shopper } from '../../platform/actor.ts'
import { loadPricedCart } from '../cart/load-priced-cart.ts'
import { orderQuestionOf, type Submission } from '../checkout/load-order-question.ts'
import { cardPlanOf } from './load-card-plan.ts'
import { loadCustomer } from './load-customer.ts'
import { outcomeOf, outcomeOfRefusal, storedCard } from './read-intent.ts'

export type AuthoriseCart = Submission & {
	cartId: number
	version: number
	payment: PaymentChoice
	paymentMethodId: string
	/** The buyer wants the card offered again. */
	keepsCard: boolean
	locale: string
}

/** `action`: the buyer's bank asks her something first; then the same is asked again. */
export type Authorised = { ok: true; action: NextAction | null } | { ok: false; refusals: Refusal[]; offers: CreditOffer[] }

type Call = { plan: PaymentIntentPlan; known: CardAttemptRow | null }

/**
 * Authorises what a card is to pay of an order now, one intent per delivery (section 8), while the buyer is present and
 * outside every transaction: first the order is decided as it would be, then each call has its row, then it is made.
 * Asked again it goes on where it was. Null: no such cart of this account.
 */
export async function authoriseCart(db: Db, payment: PaymentConnector, shopper: Shopper, input: AuthoriseCart): Promise<Authorised | null> {
	const { cartId, version, at, paymentMethodId, locale } = input
	const key = { accountId: shopper.account.accountId ?? 0, cartId }
	const cards = await readSavedCards(db, { accountId: key.accountId, contactId: shopper.contactId ?? 0 })
	const loaded = await loadPricedCart(db, shopper, key, { locale, at, poNumber: input.payment.poNumber, paymentMethod: input.payment.method })
	if (!loaded) return null
	if (loaded.document.version !== version) return no(refusal('CART_CHANGED', { seenVersion: version, version: loaded.document.version }))
	if (!loaded.cart) return no(...loaded.refusals)
	const decision = decideOrder(orderQuestionOf(loaded, loaded.cart, loaded.transits, shopper, input))
	if (!decision.ok) return decision
	const cardMinor = input.payment.method === 'card' ? null : input.payment.cardPartMinor
	const byRep = shopper.kind === 'rep' ? refuseCardByRep(repCardOf(cards, paymentMethodId), cardMinor ?? decision.order.cart.totalMinor) : null
	if (byRep) return no(byRep)
	const attempts = await readCartAttempts(db, key)
	const plans = cardPlanOf(loaded, decision.order, shopper, attempts, { cartId, version, at, cardMinor })
	const calls = callsNow(plans, attempts, input) as Call[]
	await prepare(db, key.accountId, calls, { paymentMethodId, currency: decision.order.cart.currency, at })
	const customer = await loadCustomer(payment, shopper, cards, paymentMethodId)
	if (!customer.ok) return no(...customer.refusals)
	return callAll(db, payment, shopper, {
		input,
		calls,
		customerId: customer.customerId,
		currency: decision.order.cart.currency,
		// What ships on several days is paid for on several days.
		isKept: plans.length > 1 || decision.order.stock.backorders.length > 0 || input.keepsCard,
	})
}

const no = (...refusals: Refusal[]): Authorised => ({ ok: false, refusals, offers: [] })

const repCardOf = (cards: readonly SavedCardRow[], paymentMethodId: string) => ({
	repLimitMinor: cards.find((card) => card.isActive && card.paymentMethodId === paymentMethodId)?.repLimitMinor ?? null,
})

/** The rows stand before the calls: whatever happens between, the worker finds what was begun. */
async function prepare(
	db: Db,
	accountId: number,
	calls: readonly Call[],
	{ paymentMethodId, currency, at }: { paymentMethodId: string; currency: string; at: Date },
) {
	const fresh = calls
		.filter(({ known }) => known === null)
		.map(({ plan: { key, attempt, amountMinor, groupKey } }) => ({
			...{ key, attempt, amountMinor, currency, paymentMethodId, groupId: Number(groupKey) },
			...{ state: 'prepared' as const, orderId: null, authoriseOn: null },
		}))
	if (fresh.length > 0) await withTransaction(db, (tx) => insertAttempts(tx, accountId, fresh, at))
}

type Calling = { input: AuthoriseCart; calls: readonly Call[]; customerId: string; currency: string; isKept: boolean }

async function callAll(db: Db, payment: PaymentConnector, shopper: Shopper, calling: Calling): Promise<Authorised> {
	const outcomes: AttemptOutcome[] = []
	const refusals: Refusal[] = []
	let action: NextAction | null = null
	let last: Intent | null = null
	// One after the other: the first attaches the card to its customer, and a bank asks one thing at a time.
	for (const call of calling.calls) {
		if (call.known?.state === 'authorised') continue
		const answer = await callOne(payment, shopper, call, calling)
		const key = call.known?.key ?? call.plan.key
		outcomes.push(answer.ok ? outcomeOf(key, answer.intent) : outcomeOfRefusal(key, answer.refusals))
		if (!answer.ok) refusals.push(...answer.refusals)
		else if (answer.intent.status === 'requires_payment_method')
			refusals.push(refusal('card.declined', { declineCode: answer.intent.declineCode ?? 'authentication_failed' }))
		else last = answer.intent
		if (answer.ok && answer.intent.status === 'requires_action') action = answer.intent.nextAction
		if (refusals.length > 0 || action) break
	}
	const { input, customerId, isKept } = calling
	const written = await withTransaction(db, async (tx) => {
		const keys = outcomes.length > 0 ? await saveAttemptOutcomes(tx, outcomes, input.at) : new Set<string>()
		if (isKept && last?.card && !action && refusals.length === 0)
			await saveCards(tx, [{ ...storedCard(last.card), ...whoseOf(shopper), customerId, paymentMethodId: input.paymentMethodId, isActive: input.keepsCard }])
		return keys
	})
	await giveUp(
		payment,
		outcomes.filter(({ key }) => !written.has(key)),
	)
	return refusals.length > 0 ? { ok: false, refusals, offers: [] } : { ok: true, action }
}

/** The worker gave these calls up while they were made (section 8): nobody would ever look for what they hold. */
async function giveUp(payment: PaymentConnector, outcomes: readonly AttemptOutcome[]): Promise<void> {
	for (const { key, intentId } of outcomes) if (intentId) await payment.cancel({ intentId, reason: 'abandoned', idempotencyKey: `release:${key}` })
}

const whoseOf = ({ account, contactId }: Shopper) => ({ accountId: account.accountId ?? 0, contactId: contactId ?? 0 })

function callOne(payment: PaymentConnector, shopper: Shopper, { plan, known }: Call, { input, customerId, currency, isKept }: Calling) {
	// She has been to her bank: what it answered is read, never believed from the browser.
	if (known?.state === 'requires_action' && known.intentId) return payment.retrieve(known.intentId)
	const key = known?.key ?? plan.key
	return payment.createIntent({
		amountMinor: plan.amountMinor,
		currency,
		customerId,
		paymentMethodId: input.paymentMethodId,
		confirm: true,
		...(shopper.kind === 'rep' ? { offSession: true } : {}),
		...(isKept && shopper.kind !== 'rep' ? { saveForLater: true } : {}),
		metadata: { attempt: key, cartId: String(input.cartId), groupId: plan.groupKey, accountId: String(shopper.account.accountId) },
		idempotencyKey: key,
	})
}
