import type { Quantity } from '../base/units.ts'
import { type CallHours, suggestCallWindow } from './call-window.ts'
import type { EligibleOffer } from './eligible-offers.ts'

export type Look = { productId: number; name: string; times: number; lastAt: Date }

/** Everything the rule NBA-1 reads; kept with the alert as it was, so "why did I get this" is always answerable. */
export type QuietCartFacts = {
	cart: {
		cartId: number
		version: number
		state: 'open' | 'submitted' | 'abandoned'
		lastChangedAt: Date
		lastChangedBy: 'buyer' | 'rep'
		totalMinor: number
		currency: string
		lines: readonly { productId: number; name: string; quantity: Quantity }[]
	}
	account: { accountId: number; name: string; ownerUserId: number | null }
	contact: { contactId: number; name: string }
	quietAfterMinutes: number
	/** The touch that brought the buyer, confirmed by what a mail scanner does not do. */
	touch: { touchId: string; campaignId: number; campaignName: string; confirmedAt: Date | null } | null
	/** For how many days a touch explains a cart. */
	touchHoldsDays: number
	offers: readonly EligibleOffer[]
	baseTermsDays: number
	/** What similar accounts bought, each account named. */
	similarPurchases: readonly { productId: number; name: string; accounts: readonly { accountId: number; name: string }[] }[]
	/** What she looked at lately and may buy, and what her account did not order since. */
	looked: readonly Look[]
	callHours: CallHours
	hasOpenAlert: boolean
}

export type QuietCartAlert = {
	fires: true
	rule: 'NBA-1'
	/** One alert per state of the cart. */
	idempotencyKey: string
	ownerUserId: number
	templateKey: 'nba1.offer' | 'nba1.terms' | 'nba1.plain'
	offers: EligibleOffer[]
	termsDays: number | null
	suggestions: { productId: number; name: string; accounts: readonly { accountId: number; name: string }[]; promotionIds: number[] }[]
	/** An interest without an order: what she looked at and has not in the cart, the most looked at first. */
	interests: Look[]
	call: { from: Date; to: Date }
	inputs: QuietCartFacts
}

export type NotYet = {
	fires: false
	reason: 'CART_CLOSED' | 'CART_EMPTY' | 'BY_REP' | 'NOT_QUIET' | 'NO_CONFIRMED_TOUCH' | 'TOUCH_TOO_OLD' | 'NO_OWNER' | 'ALERT_OPEN'
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/**
 * NBA-1: a buyer who answered a campaign left units in a cart that went quiet; her rep is told, with what she could be
 * offered (sync-core.md section c). Without an eligible promotion the alert comes without an offer.
 */
export function decideQuietCart(facts: QuietCartFacts, at: Date): QuietCartAlert | NotYet {
	const reason = whyNot(facts, at)
	const { ownerUserId } = facts.account
	if (reason || ownerUserId === null) return { fires: false, reason: reason ?? 'NO_OWNER' }
	const goods = facts.offers.filter(({ kind }) => kind !== 'terms')
	const longest = Math.max(0, ...facts.offers.map(({ days }) => days ?? 0))
	const termsDays = longest > facts.baseTermsDays ? longest : null
	const offers = facts.offers.filter(({ kind, days }) => kind !== 'terms' || days === termsDays)
	return {
		fires: true,
		rule: 'NBA-1',
		idempotencyKey: `NBA-1:${facts.cart.cartId}:${facts.cart.version}`,
		ownerUserId,
		templateKey: goods.length > 0 ? 'nba1.offer' : termsDays !== null ? 'nba1.terms' : 'nba1.plain',
		offers,
		termsDays,
		suggestions: suggestionsOf(facts, goods),
		interests: interestsOf(facts),
		call: suggestCallWindow(at, facts.callHours),
		inputs: facts,
	}
}

function whyNot({ cart, touch, account, quietAfterMinutes, touchHoldsDays, hasOpenAlert }: QuietCartFacts, at: Date): NotYet['reason'] | null {
	const sinceChange = at.getTime() - cart.lastChangedAt.getTime()
	if (cart.state !== 'open') return 'CART_CLOSED'
	if (!cart.lines.some(({ quantity }) => quantity > 0)) return 'CART_EMPTY'
	// A cart that a rep is working on needs no alert to her.
	if (cart.lastChangedBy === 'rep') return 'BY_REP'
	if (sinceChange < quietAfterMinutes * MINUTE) return 'NOT_QUIET'
	if (!touch?.confirmedAt || touch.confirmedAt > cart.lastChangedAt) return 'NO_CONFIRMED_TOUCH'
	if (cart.lastChangedAt.getTime() - touch.confirmedAt.getTime() > touchHoldsDays * DAY) return 'TOUCH_TOO_OLD'
	if (account.ownerUserId === null) return 'NO_OWNER'
	return hasOpenAlert ? 'ALERT_OPEN' : null
}

function interestsOf({ cart, looked }: QuietCartFacts): Look[] {
	const inCart = new Set(cart.lines.map(({ productId }) => productId))
	return looked
		.filter(({ productId }) => !inCart.has(productId))
		.sort((a, b) => b.times - a.times || b.lastAt.getTime() - a.lastAt.getTime() || a.productId - b.productId)
}

/** What similar accounts bought and she has not: what an offer reaches first, then what she looked at, then what most of them bought. */
function suggestionsOf({ cart, similarPurchases, looked }: QuietCartFacts, goods: readonly EligibleOffer[]): QuietCartAlert['suggestions'] {
	const inCart = new Set(cart.lines.map(({ productId }) => productId))
	const open = similarPurchases.filter(({ productId, accounts }) => !inCart.has(productId) && accounts.length > 0)
	const suggestions = open.map((one) => ({
		...one,
		promotionIds: goods.filter(({ productIds }) => productIds.includes(one.productId)).map(({ promotionId }) => promotionId),
	}))
	const looks = new Map(looked.map(({ productId, times }) => [productId, times]))
	const looksAt = ({ productId }: { productId: number }) => looks.get(productId) ?? 0
	return suggestions.sort(
		(a, b) =>
			Number(b.promotionIds.length > 0) - Number(a.promotionIds.length > 0) ||
			looksAt(b) - looksAt(a) ||
			b.accounts.length - a.accounts.length ||
			a.productId - b.productId,
	)
}
