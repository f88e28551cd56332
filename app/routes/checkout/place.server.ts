import type { NextAction } from '../../connectors/payment/contract.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { CreditOffer } from '../../engine/credit/decide-credit.ts'
import { askApproval } from '../../flows/approval/ask-approval.ts'
import { placeOrder } from '../../flows/checkout/place-order.ts'
import { authoriseCart } from '../../flows/payment/authorise-cart.ts'
import { releaseCart } from '../../flows/payment/release-cards.ts'
import type { Shopper } from '../../platform/actor.ts'
import type { House } from '../../platform/house.ts'
import type { PlaceForm } from '../../ui/checkout/read-place-form.ts'

export type PlaceAnswer =
	| { kind: 'placed'; orderId: number; number: string; totalMinor: number; currency: string; isReplay: boolean }
	| { kind: 'action'; action: NextAction }
	| { kind: 'refused'; refusals: Refusal[]; offers: CreditOffer[] }

/** `payLinkId`: paid by a link that was sent to her. */
type Placing = PlaceForm & { payLinkId?: number }

type Wish = Omit<Placing, 'method' | 'poNumber' | 'cardPartMinor'> & {
	payment:
		| { method: 'po'; poNumber: string; cardPartMinor: number; cardReference: string | null }
		| { method: 'card'; poNumber: string; cardReference: string | null }
}

function wishOf({ method, poNumber, cardPartMinor, ...form }: Placing): Wish {
	const cardReference = form.paymentMethodId
	return { ...form, payment: method === 'card' ? { method, poNumber, cardReference } : { method, poNumber, cardPartMinor, cardReference } }
}

/** One press of the button: what a card pays is authorised first, then the order is placed; a refusal gives back what was authorised. Null: no such cart. */
export async function place({ db, connectors, at, locale }: House, shopper: Shopper, form: Placing): Promise<PlaceAnswer | null> {
	const wish = { ...wishOf(form), locale, at }
	const { paymentMethodId, cartId } = wish
	const paysByCard = paymentMethodId !== null && (form.method === 'card' || form.cardPartMinor > 0)
	const giveBack = () => releaseCart(db, connectors.payment, { accountId: shopper.account.accountId ?? 0, cartId, at })
	if (paysByCard) {
		const authorised = await authoriseCart(db, connectors.payment, shopper, { ...wish, paymentMethodId })
		if (!authorised) return null
		if (!authorised.ok) {
			await giveBack()
			return { kind: 'refused', ...authorised }
		}
		if (authorised.action) return { kind: 'action', action: authorised.action }
	}
	const placed = await placeOrder(db, shopper, wish)
	if (placed?.ok) return { kind: 'placed', ...placed }
	if (paysByCard) await giveBack()
	return placed && { kind: 'refused', refusals: placed.refusals, offers: placed.offers }
}

export type AskAnswer = { kind: 'asked'; requestId: number } | Extract<PlaceAnswer, { kind: 'refused' }>

/** The same form asks for approval: no card is touched, and nothing is ordered. Null: no such cart. */
export async function ask({ db, at, locale }: House, shopper: Shopper, form: PlaceForm, message: string): Promise<AskAnswer | null> {
	const { payment, cartId, version, seen, consentedHash } = wishOf(form)
	const asked = await askApproval(db, shopper, { payment, cartId, version, seen, consentedHash, message, locale, at })
	if (!asked) return null
	return asked.ok ? { kind: 'asked', requestId: asked.requestId } : { kind: 'refused', refusals: asked.refusals, offers: asked.offers }
}
