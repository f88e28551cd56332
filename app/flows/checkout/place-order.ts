import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { deleteBareDeliveries } from '../../../db/queries/cart-delivery.ts'
import {
	answerKey,
	claimKey,
	countPeriods,
	type LockedPeriod,
	lockBudgets,
	lockCart,
	lockCredit,
	lockPeriods,
	lockStock,
	reserveBudgets,
	reserveCredit,
	reserveStock,
	takePoNumber,
} from '../../../db/queries/submit.ts'
import { hashOf } from '../../engine/base/hash.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { printQuantity } from '../../engine/base/units.ts'
import type { CreditOffer } from '../../engine/credit/decide-credit.ts'
import { type DecidedOrder, decideOrder, type OrderDecision } from '../../engine/order/decide-order.ts'
import { periodsDrawnOn } from '../../engine/order/periods-drawn-on.ts'
import type { PriceCandidate } from '../../engine/pricing/price-candidate.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { type LoadedCart, loadPricedCart, priceLoaded } from '../cart/load-priced-cart.ts'
import { quantityOf } from '../cart/read-line.ts'
import { saveEvents } from '../event/save-events.ts'
import { saveCardPayment } from '../payment/save-card-payment.ts'
import { orderQuestionOf, type Submission } from './load-order-question.ts'
import { type Placed, submitHash } from './read-placed.ts'
import { saveGifts, saveOrder } from './save-order.ts'

export type PlaceOrder = Omit<Submission, 'payment'> & {
	payment: NonNullable<Submission['payment']>
	cartId: number
	version: number
	idempotencyKey: string
	locale: string
	/** Where it comes from, when nobody is there to place it. */
	channel?: 'standing_order'
}

export type NotPlaced = { ok: false; refusals: Refusal[]; offers: CreditOffer[] }

const no = (...refusals: Refusal[]): NotPlaced => ({ ok: false, refusals, offers: [] })

/**
 * Places an order, in the order of commerce-engine.md section 8: key, cart, decide, lock what the decision drew on,
 * decide once more when one of them moved, save. One transaction; the same statements for 3 lines and for 2,000. Null:
 * no such cart of this account.
 */
export async function placeOrder(db: Db, shopper: Shopper, input: PlaceOrder): Promise<Placed | NotPlaced | null> {
	const accountId = shopper.account.accountId
	if (accountId === null) return null
	const requestHash = submitHash({ cartId: input.cartId, version: input.version, method: input.payment.method, poNumber: input.payment.poNumber })
	const placed = await withTransaction(db, async (tx) => {
		const known = await claimKey(tx, { accountId, key: input.idempotencyKey, requestHash, at: input.at })
		if (known.requestHash !== requestHash) return no(refusal('IDEMPOTENCY_KEY_REUSED'))
		if (known.answer) return { ...(known.answer as Placed), isReplay: true }
		const locked = await lockCart(tx, { accountId, cartId: input.cartId, version: input.version })
		const paymentMethod = input.payment.method
		const loaded = await loadPricedCart(
			tx,
			shopper,
			{ accountId, cartId: input.cartId },
			{ locale: input.locale, at: input.at, poNumber: input.payment.poNumber, paymentMethod },
		)
		// As a refusal, so that the key that was claimed for it goes too: another account's cart leaves no trace.
		if (!loaded) return no()
		if (!locked) return no(refusal('CART_CHANGED', { seenVersion: input.version, version: loaded.document.version }))
		const decision = await decideLocked(tx, shopper, loaded, input)
		if (!decision.ok) return { ok: false as const, refusals: decision.refusals, offers: decision.offers }
		return save(tx, shopper, { ...input, accountId }, decision)
	})
	return !placed.ok && placed.refusals.length === 0 ? null : placed
}

type Decided = { ok: true; order: DecidedOrder; load: LoadedCart; budgets: { id: number; promotionId: number; locationId: number | null }[] }

function decide(load: LoadedCart, shopper: Shopper, input: PlaceOrder): OrderDecision {
	if (!load.cart) return { ok: false, refusals: load.refusals, offers: [], comparison: null }
	return decideOrder(orderQuestionOf(load, load.cart, load.transitDays, shopper, input))
}

/** Decides on what was read, locks exactly the counters that this drew on, ids ascending, and decides again if one moved. */
async function decideLocked(tx: Tx, shopper: Shopper, loaded: LoadedCart, input: PlaceOrder): Promise<Decided | Extract<OrderDecision, { ok: false }>> {
	const first = decide(loaded, shopper, input)
	if (!first.ok) return first
	const { account } = shopper
	const { creditMinor, promotionUses, stock } = first.order
	const credit = creditMinor > 0 && loaded.facts.credit ? await lockCredit(tx, loaded.facts.credit.billToAccountId) : null
	const accountIds = [...(account.accountId === null ? [] : [account.accountId]), ...account.ancestorIds]
	const drawn = budgetedPromotions(loaded, promotionUses)
	const budgets = drawn.length > 0 ? await lockBudgets(tx, drawn, { accountIds, buyerGroupIds: account.buyerGroupIds }) : []
	const drawnPeriods = periodsDrawnOn(first.order.cart, loaded.candidates)
	const periods = drawnPeriods.length > 0 ? await lockPeriods(tx, loaded.document.accountId, drawnPeriods) : []
	const levels = stock.reservations.length > 0 ? await lockStock(tx, stock.reservations) : []
	const facts = { ...loaded.facts, credit: credit && loaded.facts.credit ? { ...loaded.facts.credit, ...credit } : loaded.facts.credit }
	const left = new Map(budgets.map((budget) => [budget.id, budget]))
	const promotions = loaded.promotions.map((promotion) => ({
		...promotion,
		budgets: promotion.budgets.map((budget) => ({ ...budget, ...left.get(budget.id) })),
	}))
	const available = new Map(levels.map((level) => [`${level.productId} ${level.warehouseId}`, level.available]))
	const now = {
		...loaded,
		facts,
		promotions,
		candidates: withCommitted(loaded.candidates, periods),
		stock: loaded.stock.map((level) => ({ ...level, available: available.get(`${level.productId} ${level.warehouseId}`) ?? level.available })),
	}
	if (hashOf(countersOf(loaded)) === hashOf(countersOf(now))) return { ok: true, order: first.order, load: loaded, budgets }
	const again = { ...now, ...priceLoaded(now, shopper, input.at) }
	const second = decide(again, shopper, input)
	return second.ok ? { ok: true, order: second.order, load: again, budgets } : second
}

/** Why a promotion stood back behind another: it may act when that one's budget turns out to be gone. */
const BEHIND = ['LANE', 'EXCLUSIVE', 'STACK_SAVES_MORE']

/**
 * The promotions whose budgets the decision draws on. When one of them may be dropped for want of budget, those behind it
 * are drawn on too: whichever acts in the end, its budget was locked, and is reserved.
 */
function budgetedPromotions({ cart, promotions }: LoadedCart, uses: DecidedOrder['promotionUses']): number[] {
	const budgeted = new Set(promotions.filter(({ budgets }) => budgets.length > 0).map(({ id }) => id))
	const drawn = uses.map(({ promotionId }) => promotionId).filter((id) => budgeted.has(id))
	if (drawn.length === 0) return drawn
	const behind = cart?.explanation.filter(({ reason }) => BEHIND.includes(reason)).map(({ promotionId }) => promotionId) ?? []
	return [...drawn, ...behind.filter((id) => budgeted.has(id))]
}

/** The candidates with what the account has committed to as its locked counters say. */
function withCommitted(candidates: LoadedCart['candidates'], periods: readonly LockedPeriod[]): LoadedCart['candidates'] {
	if (periods.length === 0) return candidates
	const committed = new Map(periods.map((one) => [`${one.bookId} ${one.productId} ${one.unit}`, quantityOf(one.committed)]))
	const now = (one: PriceCandidate) => ({ ...one, committed: committed.get(`${one.bookId} ${one.productId} ${one.unit}`) ?? one.committed })
	return new Map([...candidates].map(([productId, own]) => [productId, own.map(now)]))
}

const countersOf = ({ facts, promotions, stock, candidates }: LoadedCart) => ({
	credit: facts.credit && [facts.credit.limitMinor, facts.credit.openInvoiceMinor, facts.credit.unbilledMinor, facts.credit.reservedMinor],
	budgets: promotions.flatMap(({ budgets }) => budgets.map(({ id, remainingMinor, remainingUses }) => [id, remainingMinor, remainingUses])),
	periods: [...candidates.values()].flatMap((own) =>
		own.filter(({ basis }) => basis === 'account_period').map(({ entryId, committed }) => [entryId, committed]),
	),
	stock: stock.map(({ productId, warehouseId, available }) => [productId, warehouseId, available]),
})

async function save(tx: Tx, shopper: Shopper, input: PlaceOrder & { accountId: number }, { order, load, budgets }: Decided): Promise<Placed | NotPlaced> {
	const { accountId, at } = input
	const key = { accountId, orderId: input.cartId }
	const poNumber = input.payment.poNumber?.trim() || null
	if (poNumber && !(await takePoNumber(tx, { ...key, poNumber, repeats: shopper.account.repeatsPoNumbers }))) return no(refusal('PO_DUPLICATE', { poNumber }))
	const billToAccountId = shopper.account.billToAccountId ?? accountId
	if (order.creditMinor > 0 && !(await reserveCredit(tx, { ...key, billToAccountId, amountMinor: order.creditMinor, at })))
		return no(refusal('CREDIT_INSUFFICIENT', { dueMinor: order.creditMinor }))
	const uses = budgets.flatMap(({ id, promotionId, locationId }) => {
		const whole = order.promotionUses.find((one) => one.promotionId === promotionId)
		const use = locationId === null ? whole : whole?.locations.find((one) => one.locationId === locationId && !one.barred)
		return use ? [{ budgetId: id, amountMinor: use.savingMinor, uses: use.uses }] : []
	})
	if (uses.length > 0) await reserveBudgets(tx, key, uses)
	if (order.periodCounts.length > 0)
		await countPeriods(
			tx,
			key,
			order.periodCounts.map((count) => ({ ...count, quantity: printQuantity(count.quantity) })),
		)
	await saveGifts(tx, key, order)
	const reservations = order.stock.reservations.map(({ groupKey, quantity, ...one }) => ({
		...one,
		groupId: Number(groupKey),
		quantity: printQuantity(quantity),
	}))
	if (reservations.length > 0) await reserveStock(tx, key, reservations)
	const uncovered = await payByCard(tx, shopper, input, { order, load })
	if (uncovered.length > 0) return no(...uncovered)
	const head = {
		locale: shopper.account.locale,
		sellerEntityId: shopper.seller.id,
		contactId: shopper.contactId,
		...actedBy(shopper),
		channel: input.channel ?? channelOf(shopper),
		poNumber,
		paymentMethod: input.payment.method,
		crmCampaignId: load.facts.campaignIds[0] ?? null,
		at,
	}
	const { number } = await saveOrder(tx, key, load, order, head)
	const used = new Set(order.cart.lines.flatMap(({ allocations }) => allocations.map(({ groupKey }) => groupKey)))
	if (order.cart.groups.some(({ groupKey }) => !used.has(groupKey))) await deleteBareDeliveries(tx, { accountId, cartId: input.cartId })
	const placed: Placed = { ok: true, orderId: input.cartId, number, totalMinor: order.cart.totalMinor, currency: order.cart.currency, isReplay: false }
	await saveEvents(tx, [placedEvent(shopper, placed, load, order, head)])
	await answerKey(tx, { accountId, key: input.idempotencyKey, orderId: input.cartId, answer: placed })
	return placed
}

/** What the card pays was authorised before: here it is given to the order, or the order is not placed. */
async function payByCard(
	tx: Tx,
	shopper: Shopper,
	{ payment, cartId, version, at }: PlaceOrder,
	{ order, load }: Pick<Decided, 'order' | 'load'>,
): Promise<Refusal[]> {
	const cardMinor = payment.method === 'card' ? null : payment.cardPartMinor
	if (cardMinor === 0 || !payment.cardReference) return []
	return saveCardPayment(tx, shopper, { load, order, cartId, version, at, cardMinor, paymentMethodId: payment.cardReference })
}

const channelOf = ({ kind }: Shopper) => (kind === 'rep' ? 'rep' : kind === 'api' ? 'api' : 'web')

/** How many lines an event names; the rest is counted. */
const NAMED_LINES = 20

function placedEvent(
	shopper: Shopper,
	placed: Placed,
	load: LoadedCart,
	{ cart }: DecidedOrder,
	head: { actedByUserId: number | null; onBehalfOfContactId: number | null; crmCampaignId: number | null; poNumber: string | null; channel: string; at: Date },
) {
	const { orderId, number, totalMinor, currency } = placed
	const lines = load.document.lines.slice(0, NAMED_LINES).map(({ sku, name, quantity, productId }) => ({ sku, name, quantity, productId }))
	return {
		topic: 'order.placed' as const,
		subject: `order:${orderId}`,
		accountId: load.document.accountId,
		contactId: shopper.contactId,
		actedByUserId: head.actedByUserId,
		occurredAt: head.at,
		payload: {
			orderId,
			number,
			totalMinor,
			netMinor: cart.netMinor,
			currency,
			termsDays: cart.termsDays,
			lineCount: cart.lines.length,
			deliveries: cart.groups.length,
			lines,
			poNumber: head.poNumber,
			ownerUserId: shopper.account.ownerUserId,
			onBehalfOfContactId: head.onBehalfOfContactId,
			userName: shopper.userName,
			channel: head.channel,
			crmCampaignId: head.crmCampaignId,
		},
	}
}
