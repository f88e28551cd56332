import type { AccountContext } from '../account/account-context.ts'
import type { Currency } from '../base/money.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { type CreditOffer, type CreditProfile, decideCredit } from '../credit/decide-credit.ts'
import type { PaymentMethodAnswer } from '../credit/decide-standing.ts'

/** How the buyer wants to pay: on terms by PO number, or by card. `cardPartMinor` is what a card covers of an order on terms. */
export type PaymentChoice =
	| { method: 'po'; poNumber: string | null; cardPartMinor: number; cardReference: string | null }
	| { method: 'card'; cardReference: string | null; poNumber: string | null }

export type PaymentFacts = {
	account: Pick<AccountContext, 'standing' | 'onboardingStep' | 'orderCapMinor' | 'repeatsPoNumbers'>
	/** From `allowedPaymentMethods`. */
	methods: readonly PaymentMethodAnswer[]
	/** Whether the account has an order with this PO number. */
	isPoNumberUsed: boolean
	/** The bill-to's; null when it has none. */
	credit: CreditProfile | null
	/** Whether anybody could approve what credit does not cover. */
	mayAsk: boolean
	/** The order is only asked for: credit is looked at when it is released (section 8, Approvals). */
	isAsking?: boolean
}

type Owed = { currency: Currency; totalMinor: number; groups: readonly { groupKey: string; dueMinor: number }[] }

function refusePoNumber(poNumber: string | null, isNeeded: boolean, { account, isPoNumberUsed }: PaymentFacts): Refusal[] {
	const given = poNumber?.trim() ?? ''
	if (given === '') return isNeeded ? [refusal('PO_MISSING')] : []
	return isPoNumberUsed && !account.repeatsPoNumbers ? [refusal('PO_DUPLICATE', { poNumber: given })] : []
}

/** What a card pays lowers what the last deliveries owe, so that the earliest stay on terms. */
function withoutCardPart(groups: Owed['groups'], cardPartMinor: number): { groupKey: string; dueMinor: number }[] {
	let left = cardPartMinor
	return [...groups]
		.reverse()
		.map(({ groupKey, dueMinor }) => {
			const paid = Math.min(left, dueMinor)
			left -= paid
			return { groupKey, dueMinor: dueMinor - paid }
		})
		.reverse()
}

/**
 * Everything that stands against the way of paying, together (commerce-engine.md section 8): standing, cap, PO number,
 * card, credit. `creditMinor` is what the order adds to the bill-to's exposure.
 */
export function checkPayment(
	choice: PaymentChoice | null,
	owed: Owed,
	facts: PaymentFacts,
): { refusals: Refusal[]; offers: CreditOffer[]; creditMinor: number } {
	const { account, methods, credit, mayAsk } = facts
	const refusals: Refusal[] = []
	const { standing, orderCapMinor } = account
	if (standing === 'new' && orderCapMinor !== null && owed.totalMinor > orderCapMinor) {
		refusals.push(refusal('ORDER_CAP', { capMinor: orderCapMinor, totalMinor: owed.totalMinor, step: account.onboardingStep }))
	}
	if (choice === null) return { refusals: [...refusals, refusal('PAYMENT_MISSING')], offers: [], creditMinor: 0 }
	refusals.push(...refusePoNumber(choice.poNumber, choice.method === 'po', facts))
	const cardMinor = choice.method === 'card' ? owed.totalMinor : choice.cardPartMinor
	if (cardMinor > 0 && !choice.cardReference) refusals.push(refusal('CARD_MISSING', { amountMinor: cardMinor }))
	if (choice.method === 'card') return { refusals, offers: [], creditMinor: 0 }

	const creditMinor = Math.max(0, owed.totalMinor - cardMinor)
	const terms = methods.find(({ method }) => method === 'terms')
	if (!terms?.allowed)
		return { refusals: [...refusals, refusal(terms?.reason ?? 'TERMS_NOT_AGREED', { standing, liftedBy: terms?.liftedBy ?? null })], offers: [], creditMinor }
	if (terms.atMostMinor !== null && creditMinor > terms.atMostMinor) {
		refusals.push(refusal('TERMS_CAP', { capMinor: terms.atMostMinor, totalMinor: creditMinor, shortMinor: creditMinor - terms.atMostMinor }))
	}
	if (credit === null) return { refusals: [...refusals, refusal('TERMS_NOT_AGREED', { standing, liftedBy: 'ASK_FOR_TERMS' })], offers: [], creditMinor }
	if (facts.isAsking) return { refusals, offers: [], creditMinor }
	const decision = decideCredit(credit, { currency: owed.currency, groups: withoutCardPart(owed.groups, cardMinor), mayAsk })
	return { refusals: decision.ok ? refusals : [...refusals, ...decision.refusals], offers: decision.ok ? [] : decision.offers, creditMinor }
}
