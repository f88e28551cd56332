import type { Db } from '../../../db/client.server.ts'
import { readSavedCards } from '../../../db/queries/saved-card.ts'
import type { TaxConnectors } from '../../connectors/tax/contract.ts'
import type { ApprovalReason } from '../../engine/approval/steps-to-take.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { printMicros } from '../../engine/base/money.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { readCredit } from '../../engine/credit/decide-credit.ts'
import type { PaymentMethodAnswer } from '../../engine/credit/decide-standing.ts'
import type { ShownCart } from '../../engine/order/shown-cart.ts'
import type { Shopper } from '../../platform/actor.ts'
import { loadPricedCart } from '../cart/load-priced-cart.ts'
import { showCart } from '../cart/load-shown-cart.ts'
import { type OfferedCard, offeredCards } from '../payment/load-offered.ts'
import { approvalNeeded, paymentFactsOf } from './load-order-question.ts'
import { loadTaxQuote } from './load-tax-quote.ts'

export type OpenedCheckout = {
	cart: ShownCart
	method: 'po' | 'card'
	methods: readonly PaymentMethodAnswer[]
	credit: { availableMinor: number; currency: string } | null
	/** What the person sees, as the submit compares it: unit prices by line, as decimals in text. */
	seen: { hash: string; totalMinor: number; lines: [sequence: number, unitPrice: string | null][] }
	today: string
	refusals: Refusal[]
	/** The seller's own table stands in for its tax service, which does not answer. */
	isTaxFallback: boolean
	/** Whose yes it needs before it is placed, and why; empty: nobody's. */
	approval: { step: number; approver: string | null; reasons: ApprovalReason[] }[]
	/** Cards that may be used here: a buyer's own; for a rep those that the buyer opened to her. */
	cards: OfferedCard[]
}

/**
 * The cart as it would be ordered, paid as asked or, unasked, as the account's standing allows first: promotions may
 * depend on how it is paid. The person's current one, or the account's of `cartId`. Six statements, one more when an outside service was asked for the tax. Null: there is nothing to order.
 */
export async function openCheckout(
	db: Db,
	shopper: Shopper,
	{ locale, at, method, cartId, tax }: { locale: string; at: Date; method: 'po' | 'card' | null; cartId?: number; tax: TaxConnectors | undefined },
): Promise<OpenedCheckout | null> {
	const key = { accountId: shopper.account.accountId ?? 0, contactId: shopper.contactId ?? 0 }
	const { standing, onboardingStep, termsDays } = shopper.account
	const mayOwe = standing !== 'hold' && !(standing === 'new' && onboardingStep === 'card_only') && termsDays > 0
	const chosen = method ?? (mayOwe ? 'po' : 'card')
	const [found, saved] = await Promise.all([
		loadPricedCart(db, shopper, cartId === undefined ? key : { accountId: key.accountId, cartId }, { locale, at, paymentMethod: chosen }),
		readSavedCards(db, key),
	])
	const quoted = found && (await loadTaxQuote(db, tax, { loaded: found, shopper, at }))
	const loaded = quoted?.loaded
	const cart = loaded && showCart(loaded, shopper, { locale, at })
	if (!loaded?.cart || !cart || cart.lines.length === 0) return null
	const { methods, credit } = paymentFactsOf(loaded, shopper)
	const today = dayIn(at, shopper.seller.timeZone)
	return {
		cart: { ...cart, refusals: [...cart.refusals, ...quoted.refusals] },
		method: chosen,
		methods,
		credit: credit && { availableMinor: readCredit(credit).availableMinor, currency: credit.currency },
		seen: {
			hash: loaded.cart.hash,
			totalMinor: loaded.cart.totalMinor,
			lines: loaded.cart.lines.map(({ sequence, unitPriceMicros }) => [sequence, unitPriceMicros === null ? null : printMicros(unitPriceMicros)]),
		},
		today,
		refusals: [...cart.refusals, ...quoted.refusals],
		approval: approvalNeeded(loaded, loaded.cart, shopper, at).map(({ step, approverContactId, reasons }) => ({
			...{ step, reasons },
			approver: loaded.facts.approvalPeople.find(({ contactId }) => contactId === approverContactId)?.name ?? null,
		})),
		isTaxFallback: quoted.isFallback,
		cards: offeredCards(saved, shopper, today),
	}
}
