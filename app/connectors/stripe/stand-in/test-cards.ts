import { cardError } from './api-error.ts'

/** How a test card behaves (docs.stripe.com/testing). The number itself is never kept. */
export type Behaviour =
	| 'pays'
	| 'generic_decline'
	| 'insufficient_funds'
	| 'lost_card'
	| 'expired_card'
	| 'incorrect_cvc'
	| 'authenticate_unless_set_up'
	| 'authenticate_always'
	| 'decline_after_attach'

export type TestCard = { number: string; brand: string; behaviour: Behaviour; tokens: string[] }

export const testCards: TestCard[] = [
	{ number: '4242424242424242', brand: 'visa', behaviour: 'pays', tokens: ['pm_card_visa'] },
	{ number: '5555555555554444', brand: 'mastercard', behaviour: 'pays', tokens: ['pm_card_mastercard'] },
	{ number: '378282246310005', brand: 'amex', behaviour: 'pays', tokens: ['pm_card_amex'] },
	{ number: '4000000000000002', brand: 'visa', behaviour: 'generic_decline', tokens: ['pm_card_visa_chargeDeclined', 'pm_card_chargeDeclined'] },
	{ number: '4000000000009995', brand: 'visa', behaviour: 'insufficient_funds', tokens: ['pm_card_visa_chargeDeclinedInsufficientFunds'] },
	{ number: '4000000000009987', brand: 'visa', behaviour: 'lost_card', tokens: ['pm_card_visa_chargeDeclinedLostCard'] },
	{ number: '4000000000000069', brand: 'visa', behaviour: 'expired_card', tokens: ['pm_card_chargeDeclinedExpiredCard'] },
	{ number: '4000000000000127', brand: 'visa', behaviour: 'incorrect_cvc', tokens: ['pm_card_chargeDeclinedIncorrectCvc'] },
	{ number: '4000002500003155', brand: 'visa', behaviour: 'authenticate_unless_set_up', tokens: ['pm_card_authenticationRequiredOnSetup'] },
	{ number: '4000002760003184', brand: 'visa', behaviour: 'authenticate_always', tokens: ['pm_card_authenticationRequired'] },
	{ number: '4000000000000341', brand: 'visa', behaviour: 'decline_after_attach', tokens: ['pm_card_chargeCustomerFail'] },
]

const messages: Partial<Record<Behaviour, string>> = {
	insufficient_funds: 'Your card has insufficient funds.',
	expired_card: 'Your card has expired.',
	incorrect_cvc: "Your card's security code is incorrect.",
}

export type Decline = { code: string; decline_code?: string; message: string }

/** The decline of a card that does not pay; null when it pays. */
export function declineOf(behaviour: Behaviour): Decline | null {
	const message = messages[behaviour] ?? 'Your card was declined.'
	switch (behaviour) {
		case 'generic_decline':
		case 'insufficient_funds':
		case 'lost_card':
			return { code: 'card_declined', decline_code: behaviour, message }
		case 'decline_after_attach':
			return { code: 'card_declined', decline_code: 'generic_decline', message }
		case 'expired_card':
		case 'incorrect_cvc':
			return { code: behaviour, message }
		default:
			return null
	}
}

/** A typed card → its test card. Refuses what a person can mistype, with Stripe's codes; `nowSeconds` decides what has expired. */
export function findTestCard(card: { number: string; exp_month: number; exp_year: number; cvc?: string }, nowSeconds: number): TestCard {
	const number = card.number.replaceAll(/\s/g, '')
	if (!/^\d{12,19}$/.test(number) || !hasCheckDigit(number)) throw cardError('Your card number is incorrect.', { code: 'incorrect_number', param: 'number' })
	if (!(card.exp_month >= 1 && card.exp_month <= 12)) {
		throw cardError("Your card's expiration month is invalid.", { code: 'invalid_expiry_month', param: 'exp_month' })
	}
	const year = card.exp_year < 100 ? 2000 + card.exp_year : card.exp_year
	if (Date.UTC(year, card.exp_month, 1) / 1000 <= nowSeconds) {
		throw cardError("Your card's expiration year is invalid.", { code: 'invalid_expiry_year', param: 'exp_year' })
	}
	if (card.cvc !== undefined && !/^\d{3,4}$/.test(card.cvc)) throw cardError("Your card's security code is invalid.", { code: 'invalid_cvc', param: 'cvc' })
	const found = testCards.find((known) => known.number === number)
	if (found) return found
	throw cardError('Your card was declined. Your request was in test mode, but used a non test card.', {
		code: 'card_declined',
		decline_code: 'test_mode_live_card',
	})
}

/** Luhn, ISO/IEC 7812-1. */
function hasCheckDigit(number: string): boolean {
	const sum = [...number].reverse().reduce((total, digit, place) => {
		const value = Number(digit) * (place % 2 === 1 ? 2 : 1)
		return total + (value > 9 ? value - 9 : value)
	}, 0)
	return sum % 10 === 0
}
