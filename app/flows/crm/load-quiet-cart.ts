import type { Tx } from '../../../db/client.server.ts'
import { readAttentionFacts, readReachable, readSimilarPurchases, type Selector } from '../../../db/queries/attention.ts'
import type { Fact } from '../../engine/base/refusal.ts'
import type { QuietCartFacts } from '../../engine/next-best-action/decide-quiet-cart.ts'
import { eligibleOffers } from '../../engine/next-best-action/eligible-offers.ts'
import type { Promotion } from '../../engine/promotion/promotion.ts'
import type { Shopper } from '../../platform/actor.ts'
import { promotionOf } from '../cart/load-cart-input.ts'
import { type LoadedCart, loadPricedCart } from '../cart/load-priced-cart.ts'
import { quantityOf } from '../cart/read-line.ts'

const touchHoldsDays = 30
/** Office hours of the seller, in whose zone its accounts are called. */
const callFromHour = 9
const callToHour = 17
const mostSuggestions = 24
const productsPerOffer = 40

type Key = { accountId: number; cartId: number }

/** Every fact that NBA-1 uses, with terms and promotions as the pricer sees them for this account now. Null: no such cart. */
export async function loadQuietCart(tx: Tx, shopper: Shopper, key: Key, at: Date): Promise<QuietCartFacts | null> {
	const { account } = shopper
	const { policyIds, allowedClasses } = account
	const attention = await readAttentionFacts(tx, { ...key, contactId: shopper.contactId, policyIds, allowedClasses, at })
	// Terms are what a creditworthy buyer would be offered: the question is asked as if she paid by purchase order.
	const loaded = attention ? await loadPricedCart(tx, shopper, key, { locale: attention.ownerLocale, at, paymentMethod: 'po' }) : null
	if (!attention || !loaded) return null
	const entitled = { accountId: key.accountId, policyIds, allowedClasses, locale: attention.ownerLocale }
	const promotions = loaded.promotions.flatMap((row) => promotionOf(row) ?? [])
	const reachable = await readReachable(
		tx,
		{ ...entitled, sellerEntityId: account.sellerEntityId, perPromotion: productsPerOffer },
		selectorsOf(promotions, loaded),
	)
	const similarPurchases = await readSimilarPurchases(tx, {
		...entitled,
		at,
		limit: mostSuggestions,
		preferredIds: reachable.flatMap(({ productIds }) => productIds),
	})
	const { touch } = attention
	return {
		cart: cartFacts(loaded, attention.lastActedByUserId !== null),
		account: { accountId: key.accountId, name: attention.accountName, ownerUserId: attention.ownerUserId },
		contact: { contactId: shopper.contactId ?? 0, name: attention.contactName },
		quietAfterMinutes: attention.quietAfterMinutes,
		touch: touch && { ...touch, confirmedAt: new Date(touch.confirmedAt) },
		touchHoldsDays,
		offers: eligibleOffers(loaded.cart?.explanation ?? [], promotions, new Map(reachable.map(({ promotionId, productIds }) => [promotionId, productIds]))),
		baseTermsDays: account.termsDays,
		similarPurchases,
		looked: attention.looked.map(({ lastAt, ...one }) => ({ ...one, lastAt: new Date(lastAt) })),
		callHours: { zone: attention.timeZone, fromHour: callFromHour, toHour: callToHour, activeHours: attention.activeHours },
		hasOpenAlert: attention.hasOpenAlert,
	}
}

function cartFacts({ document, cart }: LoadedCart, isReps: boolean): QuietCartFacts['cart'] {
	return {
		cartId: document.id,
		version: document.version,
		state: document.stage === 'cart' ? 'open' : 'submitted',
		lastChangedAt: document.lastActivityAt,
		lastChangedBy: isReps ? 'rep' : 'buyer',
		totalMinor: cart?.netMinor ?? 0,
		currency: document.currency,
		lines: document.lines.map(({ productId, name, quantity }) => ({ productId, name, quantity: quantityOf(quantity) })),
	}
}

/** What each promotion picks; one that picks nothing in particular reaches no product of its own. */
function selectorsOf(promotions: readonly Promotion[], { document }: LoadedCart): Selector[] {
	const inCart = document.lines.map(({ productId }) => productId)
	return promotions.flatMap(({ id, conditions }) => {
		const { productIds, excludedProductIds, categoryIds, excludedCategoryIds, relation } = conditions
		if (!productIds && !categoryIds && !relation) return []
		const relatedIds = relation?.of === 'in_cart' ? inCart : relation?.of === 'products' ? (relation.productIds ?? []) : null
		const lists = { productIds: productIds ?? null, excludedProductIds: excludedProductIds ?? null, categoryIds: categoryIds ?? null }
		return [
			{
				promotionId: id,
				...lists,
				excludedCategoryIds: excludedCategoryIds ?? null,
				relationKind: relation?.kind ?? null,
				relationOf: relation?.of ?? null,
				relatedIds,
			},
		]
	})
}

/** The few facts a task's line shows. */
export function taskFactsOf(facts: QuietCartFacts): Record<string, Fact> {
	return { accountName: facts.account.name, contactName: facts.contact.name, campaignName: facts.touch?.campaignName ?? null, cartId: facts.cart.cartId }
}
