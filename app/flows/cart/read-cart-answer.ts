import type { Db } from '../../../db/client.server.ts'
import { printMicros } from '../../engine/base/money.ts'
import { printQuantity } from '../../engine/base/units.ts'
import type { PackOffer } from '../../engine/cart/pack-offer.ts'
import type { TotalledLine } from '../../engine/order/total-order.ts'
import type { Hint } from '../../engine/promotion/promotion.ts'
import type { Shopper } from '../../platform/actor.ts'
import { feeNameOf, giftOfLine } from './load-gifts.ts'
import { packOffersOf } from './load-pack-offers.ts'
import { type LoadedCart, loadPricedCart } from './load-priced-cart.ts'

const unitPriceOf = (line: TotalledLine) => (line.unitPriceMicros === null ? null : printMicros(line.unitPriceMicros))

/** What a line comes to without tax, wherever it is delivered. */
const netOf = ({ allocations, unallocatedMinor }: TotalledLine) => allocations.reduce((sum, { netMinor }) => sum + netMinor, unallocatedMinor)

function hintOf(hints: readonly Hint[], promotionId: number) {
	const hint = hints.find((one) => one.promotionId === promotionId)
	return hint ? { code: hint.code, facts: hint.facts } : null
}

/** A cart as the API answers it: decimals as text, minor units as whole numbers, promotions with their reasons. */
export function cartAnswer(load: LoadedCart, locale: string, offers: ReadonlyMap<number, PackOffer> = new Map()) {
	const { document, cart, promotions, refusals, facts } = load
	const offerOf = (sequence: number) => {
		const offer = offers.get(sequence)
		return offer
			? {
					quantity: printQuantity(offer.quantity),
					why: offer.why,
					unitPrice: printMicros(offer.unitPriceMicros),
					nowMinor: offer.nowMinor,
					thenMinor: offer.thenMinor,
				}
			: null
	}
	const rows = new Map(document.lines.map((row) => [row.sequence, row]))
	const places = new Map(document.groups.map((group) => [String(group.id), group]))
	const names = new Map(promotions.map(({ id, names: own, code }) => [id, own[locale] ?? own['en'] ?? code]))
	const head = {
		...{ id: document.id, version: document.version, stage: document.stage, currency: document.currency },
		...{ pricesIncludeTax: facts.pricesIncludeTax, coupons: document.couponCodes },
	}
	const namedLine = (line: TotalledLine) => {
		const gift = giftOfLine(promotions, line)
		const row = rows.get(line.sequence)
		return { sku: row?.sku ?? gift?.sku ?? null, name: row?.name ?? gift?.names[locale] ?? gift?.names['en'] ?? feeNameOf({ facts }, line, locale) ?? null }
	}
	if (!cart) return { ...head, hash: null, termsDays: null, lines: [], deliveries: [], totals: null, promotions: [], refusals }
	return {
		...head,
		hash: cart.hash,
		termsDays: cart.termsDays,
		lines: cart.lines.map((line) => ({
			...{ id: line.kind === 'goods' ? (rows.get(line.sequence)?.id ?? null) : null, sequence: line.sequence, kind: line.kind },
			...{ ...namedLine(line), unit: line.unit },
			...{ quantity: printQuantity(line.quantity), unitPrice: unitPriceOf(line), priceHash: line.priceHash },
			...{ resolvedMinor: line.resolvedMinor, discountMinor: line.discountMinor, netMinor: netOf(line), taxMinor: line.taxMinor },
			offer: line.kind === 'goods' ? offerOf(line.sequence) : null,
			deliveries: line.allocations.map(({ groupKey, quantity, netMinor }) => ({ delivery: Number(groupKey), quantity: printQuantity(quantity), netMinor })),
		})),
		deliveries: cart.groups.map(({ groupKey, locationId, requestedOn, method, netMinor, shippingMinor, shippingDiscountMinor, taxMinor, dueMinor }) => ({
			...{
				id: Number(groupKey),
				locationId,
				shipTo: places.get(groupKey)?.code ?? null,
				requestedOn,
				method,
				window: places.get(groupKey)?.window ?? null,
				instructions: places.get(groupKey)?.instructions ?? null,
				costCentre: places.get(groupKey)?.costCentre ?? null,
				netMinor,
				shippingMinor,
				shippingDiscountMinor,
				taxMinor,
				dueMinor,
			},
		})),
		totals: {
			...{ goodsMinor: cart.goodsMinor, discountMinor: cart.discountMinor, netMinor: cart.netMinor, shippingMinor: cart.shippingMinor },
			...{ shippingDiscountMinor: cart.shippingDiscountMinor, taxMinor: cart.taxMinor, totalMinor: cart.totalMinor },
		},
		promotions: cart.explanation.map(({ promotionId, applied, reason, savingMinor, facts }) => ({
			name: names.get(promotionId) ?? null,
			applied,
			reason,
			savingMinor,
			facts,
			hint: hintOf(cart.hints, promotionId),
		})),
		refusals: cart.problems,
	}
}

export type CartAnswer = ReturnType<typeof cartAnswer>

/** A cart of this account, priced now; null when it is not one of its carts. Five statements for any number of lines. */
export async function readCartAnswer(db: Db, shopper: Shopper, cartId: number, { locale, at }: { locale: string; at: Date }): Promise<CartAnswer | null> {
	const accountId = shopper.account.accountId ?? 0
	const loaded = await loadPricedCart(db, shopper, { accountId, cartId }, { locale, at })
	if (!loaded) return null
	return cartAnswer(loaded, locale, loaded.cart ? packOffersOf(loaded, loaded.cart, shopper, at) : new Map())
}
