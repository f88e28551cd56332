import type { CartComponentRow, CartLineRow } from '../../../db/queries/cart.ts'
import { type ApprovalStep, couldBeApproved, stepsToTake } from '../../engine/approval/steps-to-take.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import type { Quantity } from '../../engine/base/units.ts'
import type { ReleasedBudget } from '../../engine/budget/decide-budgets.ts'
import { type BudgetDraw, drawOnBudgets } from '../../engine/budget/draw-on-budgets.ts'
import type { SeenCart } from '../../engine/cart/compare-to-seen.ts'
import type { ProductTerms } from '../../engine/catalog/product-terms.ts'
import { type QuantityTerms, quantityTerms } from '../../engine/catalog/quantity-terms.ts'
import { readCredit } from '../../engine/credit/decide-credit.ts'
import { allowedPaymentMethods } from '../../engine/credit/decide-standing.ts'
import { decideBuying } from '../../engine/entitlement/decide-buying.ts'
import type { LineFacts } from '../../engine/order/check-lines.ts'
import type { PaymentChoice, PaymentFacts } from '../../engine/order/check-payment.ts'
import type { OrderQuestion } from '../../engine/order/decide-order.ts'
import { calendarAt, type Transit } from '../../engine/order/dispatch.ts'
import type { StockDemand, StockPolicy } from '../../engine/order/plan-stock.ts'
import type { TotalledCart } from '../../engine/order/total-order.ts'
import { warehousesFor } from '../../engine/order/warehouse-order.ts'
import { inBundles } from '../../engine/pricing/bundle-price.ts'
import type { Shopper } from '../../platform/actor.ts'
import { giftOfLine, placesOf } from '../cart/load-gifts.ts'
import type { CartFacts, Changing } from '../cart/load-priced-cart.ts'
import { isEntitled, isQuoteOver, ownQuantity, quantityOf, quantityOfSigned } from '../cart/read-line.ts'
import { ownTermsOf } from '../catalog/load-list-prices.ts'

/** `asks`: somebody is to say yes first; `given`: she did, and what was priced is pinned; `released` says by which request, and how far beyond which budgets. */
export type Submission = { approval?: 'asks' | 'given'; released?: { requestId: number; budgets: readonly ReleasedBudget[] } } & {
	payment: PaymentChoice | null
	seen: SeenCart | null
	consentedHash: string | null
	at: Date
}

/** What an order of a line must fit in the line's own unit, rules of the account included. */
export function quantityTermsOf(line: CartLineRow, { quantityRules }: Pick<CartFacts, 'quantityRules'>): QuantityTerms {
	const ratio = { numerator: line.factorNumerator, denominator: line.factorDenominator }
	const sold = line.unitCode === line.ownUnitCode ? null : { unit: { code: line.unitCode, digits: line.unitDigits }, ratio }
	return quantityTerms(ownTermsOf(line), line.unitCode, sold, quantityRules.get(line.productId) ?? [])
}

function termsOf(line: CartLineRow, load: CartFacts): ProductTerms {
	return {
		productId: line.productId,
		sku: line.sku,
		productClass: line.productClass,
		isActive: line.status === 'active',
		unit: { code: line.unitCode, digits: line.unitDigits },
		...quantityTermsOf(line, load),
		taxCode: line.taxCode,
		categoryIds: line.categoryIds,
	}
}

function keptFacts(terms: ProductTerms, isUntouched: boolean): LineFacts {
	const asItWas = { ...terms, minimumQuantity: 0, maximumQuantity: null, incrementQuantity: 1 }
	return { terms: isUntouched ? asItWas : terms, isEntitled: true, deniedLocationIds: [], blocks: [] }
}

/** A change that owes no more than before asks for nothing; one that owes more does not stand in its own way. */
function paymentFactsOfChange(facts: PaymentFacts, change: Changing, cart: TotalledCart): PaymentFacts {
	const credit = facts.credit && { ...facts.credit, reservedMinor: facts.credit.reservedMinor - change.creditMinor }
	if (cart.totalMinor > change.totalMinor) return { ...facts, credit }
	const methods = facts.methods.map((one) => (one.method === 'terms' ? { ...one, allowed: true, atMostMinor: null } : one))
	return {
		...facts,
		methods,
		account: { ...facts.account, standing: 'good', orderCapMinor: null },
		credit: credit && { ...credit, limitMinor: Number.MAX_SAFE_INTEGER },
	}
}

/** Facts of the goods lines by sequence; a gift has its trigger's ease: it was offered, so nothing stands against it. `at` null: prices are pinned. */
function lineFactsOf(load: CartFacts, cart: TotalledCart, shopper: Shopper, at: Date | null): Map<number, LineFacts> {
	const { account, role } = shopper
	const facts = new Map(
		load.document.lines.map((line): [number, LineFacts] => {
			const terms = termsOf(line, load)
			const was = load.change?.quantities.get(line.sequence)
			// What was ordered stays, whatever became of the product since; only more of it is asked again.
			if (was !== undefined && quantityOf(line.quantity) <= was) return [line.sequence, keptFacts(terms, quantityOf(line.quantity) === was)]
			return [
				line.sequence,
				{
					terms,
					isEntitled: isEntitled(line, account.policyIds),
					deniedLocationIds: [],
					blocks: decideBuying(account, terms, role),
					choicesFit: line.choicesFit,
					expiredQuote: at && isQuoteOver(line, at) ? { number: line.quoted?.number ?? '', validOn: line.quoted?.validOn ?? '' } : null,
				},
			]
		}),
	)
	const [first] = facts.values()
	for (const { sequence, kind } of cart.lines) if (kind === 'gift' && first) facts.set(sequence, { ...first, isEntitled: true, blocks: [] })
	return facts
}

/** A gift never stands in the way of the order that earned it: what is not on its delivery's shelf follows later. */
function giftDemandOf(load: CartFacts, line: TotalledCart['lines'][number]) {
	const gift = giftOfLine(load.promotions, line)
	return gift && { ...gift, stockPolicy: gift.stockPolicy === 'untracked' ? 'untracked' : 'backorder', supersededBySku: null }
}

/** A bundle has no stock of its own: what it takes is what is inside. */
function demandInside({ productId, quantity, stockPolicy, leadDays, sku }: CartComponentRow, bundles: Quantity) {
	const wanted = inBundles({ quantity: quantityOf(quantity) }, bundles)
	return { productId, quantity: wanted, policy: stockPolicy as StockPolicy, leadDays, substituteSku: null, componentSku: sku }
}

function demandsOf(load: CartFacts, cart: TotalledCart, transits: ReadonlyMap<string, Transit>): StockDemand[] {
	const places = placesOf(load.document)
	const warehouses = new Map([...places].map(([groupKey, place]) => [groupKey, warehousesFor(place, load.facts.zones)]))
	const rows = new Map(load.document.lines.map((line) => [line.sequence, line]))
	const groups = new Map(cart.groups.map((group) => [group.groupKey, group]))
	return cart.lines.flatMap((line) => {
		const { sequence, allocations } = line
		const row = rows.get(sequence) ?? giftDemandOf(load, line)
		if (!row) return []
		return allocations.flatMap(({ groupKey, quantity }): StockDemand[] => {
			const place = {
				...{ sequence, groupKey, requestedOn: groups.get(groupKey)?.requestedOn ?? null },
				...{ transit: transits.get(groupKey) ?? { days: 0, by: 'working' }, warehouseIds: warehouses.get(groupKey) ?? [] },
			}
			const own = ownQuantity(row, quantity)
			const inside = 'components' in row ? row.components : []
			if (inside.length > 0) return inside.map((component) => ({ ...place, ...demandInside(component, own) }))
			const { productId, stockPolicy, leadDays, supersededBySku } = row
			return [{ ...place, productId, quantity: own, policy: stockPolicy as StockPolicy, leadDays, substituteSku: supersededBySku }]
		})
	})
}

/** What a new account may owe at most on `capped_terms`: its order cap. */
export function paymentFactsOf({ facts }: CartFacts, shopper: Shopper): PaymentFacts {
	const { account } = shopper
	const { credit } = facts
	const exposureMinor = credit ? readCredit(credit).exposureMinor : 0
	const methods = allowedPaymentMethods({
		standing: account.standing,
		onboardingStep: account.onboardingStep,
		termsDays: account.termsDays,
		termsCapMinor: account.orderCapMinor ?? 0,
		exposureMinor,
		ladder: { step: account.onboardingStep, next: null },
	})
	return {
		account,
		methods,
		isPoNumberUsed: facts.isPoNumberUsed,
		credit,
		mayAsk: shopper.contactId !== null && couldBeApproved(facts.approvalPeople, shopper.contactId),
	}
}

/** What a cart of `at` draws on its company's budgets, with those under which it falls and takes nothing of. */
export function budgetDrawsOf({ document, facts }: CartFacts, cart: TotalledCart, shopper: Shopper, at: Date): BudgetDraw[] {
	if (facts.companyBudgets.length === 0) return []
	const groups = new Map(document.groups.map((group) => [String(group.id), group]))
	const parts = cart.lines.flatMap(({ kind, allocations, unallocatedMinor }) => {
		if (kind === 'fee') return []
		const cells = allocations.map(({ groupKey, netMinor }) => {
			const group = groups.get(groupKey)
			return { groupKey, netMinor, locationId: group?.locationId ?? null, costCentre: group?.costCentre ?? null }
		})
		return unallocatedMinor > 0 ? [...cells, { groupKey: null, netMinor: unallocatedMinor, locationId: null, costCentre: null }] : cells
	})
	const order = { currency: cart.currency, contactId: shopper.contactId, parts }
	return drawOnBudgets(order, facts.companyBudgets, dayIn(at, shopper.seller.timeZone))
}

/** Whose yes a cart needs before it is an order, as its company's rules say it. */
export function approvalOf(load: CartFacts, cart: TotalledCart, shopper: Shopper, at: Date): ApprovalStep[] {
	const { document, facts } = load
	const categories = new Map(document.lines.map((line) => [line.sequence, line.categoryIds]))
	const centres = new Map(document.groups.map((group) => [String(group.id), group.costCentre]))
	const parts = cart.lines.flatMap(({ sequence, kind, allocations, unallocatedMinor }) => {
		if (kind === 'fee') return []
		const categoryIds = categories.get(sequence) ?? []
		const cells = allocations.map(({ groupKey, netMinor }) => ({ netMinor, costCentre: centres.get(groupKey) ?? null, categoryIds }))
		return unallocatedMinor > 0 ? [...cells, { netMinor: unallocatedMinor, costCentre: null, categoryIds }] : cells
	})
	const isShortOfCredit = facts.credit !== null && cart.totalMinor > readCredit(facts.credit).availableMinor
	const beyondBudgets = budgetDrawsOf(load, cart, shopper, at)
		.filter(({ onBeyond, shortMinor }) => onBeyond === 'ask' && shortMinor > 0)
		.map(({ budgetId, name, shortMinor }) => ({ budgetId, name, shortMinor }))
	const order = { currency: cart.currency, askerContactId: shopper.contactId, parts, isShortOfCredit, beyondBudgets }
	return stepsToTake(order, facts.approvalRules, facts.approvalPeople)
}

/** What stands in the way of a submit: for want of credit alone nobody must be asked. */
export function approvalNeeded(load: CartFacts, cart: TotalledCart, shopper: Shopper, at: Date): ApprovalStep[] {
	return approvalOf(load, cart, shopper, at).filter(({ reasons }) => reasons.some(({ ruleId, budgets }) => ruleId !== null || budgets))
}

/** Everything that `decideOrder` asks, from what was loaded (section 8, step 3). */
export function orderQuestionOf(
	load: CartFacts,
	cart: TotalledCart,
	transits: ReadonlyMap<string, Transit>,
	shopper: Shopper,
	submission: Submission,
): OrderQuestion {
	const { change } = load
	const pricedAt = change?.placedAt ?? submission.at
	const paymentFacts = paymentFactsOf(load, shopper)
	return {
		today: dayIn(submission.at, shopper.seller.timeZone),
		cart,
		lines: lineFactsOf(load, cart, shopper, submission.approval === 'given' ? null : pricedAt),
		payment: submission.payment,
		paymentFacts: { ...(change ? paymentFactsOfChange(paymentFacts, change, cart) : paymentFacts), isAsking: submission.approval === 'asks' },
		// Whose yes a change needs is asked when it is proposed.
		approval: submission.approval || change ? [] : approvalNeeded(load, cart, shopper, submission.at),
		budgets: {
			stage: change ? 'given' : submission.approval === 'asks' ? 'ask' : (submission.approval ?? 'place'),
			draws: budgetDrawsOf(load, cart, shopper, pricedAt),
			released: submission.released?.budgets ?? [],
		},
		seen: submission.seen,
		consentedHash: submission.consentedHash,
		demands: demandsOf(load, cart, transits),
		calendars: new Map(load.facts.warehouses.map((one) => [one.id, calendarAt(one, submission.at, shopper.seller.timeZone)])),
		stock: load.stock.map(({ productId, warehouseId, available, receipts }) => ({
			productId,
			warehouseId,
			available: quantityOfSigned(available),
			receipts: receipts.map(({ expectedOn, quantity }) => ({ expectedOn, quantity: quantityOf(quantity) })),
		})),
	}
}
