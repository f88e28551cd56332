import type { Tx } from '../../../db/client.server.ts'
import {
	addFees,
	addGifts,
	type OrderKey,
	type PlacedHead,
	placeHead,
	type SavedComponent,
	type SavedDiscount,
	type SavedLine,
	type SavedPart,
	saveAllocations,
	saveComponents,
	saveDiscounts,
	saveGroups,
	saveLines,
	savePriceParts,
	saveTaxLines,
} from '../../../db/queries/order-save.ts'
import { printMicros } from '../../engine/base/money.ts'
import { printQuantity } from '../../engine/base/units.ts'
import type { DecidedOrder } from '../../engine/order/decide-order.ts'
import type { TotalledCart, TotalledLine } from '../../engine/order/total-order.ts'
import { feeNameOf, giftOfLine } from '../cart/load-gifts.ts'
import type { CartFacts } from '../cart/load-priced-cart.ts'

const phases = { 1: 'line', 2: 'bundle', 3: 'order', 4: 'shipping', 5: 'terms' } as const

function traceOf({ parts }: TotalledLine) {
	const [first] = parts
	return parts.length === 1 && first ? { public: first.price.trace, private: first.price.privateTrace } : null
}

function giftNamed(load: CartFacts, line: TotalledLine, locale: string) {
	const gift = giftOfLine(load.promotions, line)
	return gift && { sku: gift.sku, name: gift.names[locale] ?? gift.names['en'] ?? gift.sku, taxCode: gift.taxCode }
}

function feeNamed(load: CartFacts, line: TotalledLine, locale: string) {
	const name = feeNameOf(load, line, locale)
	return name === undefined ? undefined : { sku: null, name, taxCode: line.taxCode }
}

/** Writes the lines that nobody put into the cart: the fees of an order, in two statements where it has any. */
async function saveFees(tx: Tx, key: OrderKey, load: CartFacts, { cart }: DecidedOrder, locale: string): Promise<void> {
	const fees = cart.lines.filter(({ kind }) => kind === 'fee')
	if (fees.length === 0) return
	await addFees(
		tx,
		key,
		fees.map((line) => ({
			...{ sequence: line.sequence, unitCode: line.unit, quantity: printQuantity(line.quantity), name: feeNameOf(load, line, locale) ?? '' },
			cells: line.allocations.map((one) => ({ groupId: Number(one.groupKey), quantity: printQuantity(one.quantity) })),
		})),
	)
}

/** Writes the lines that the order's promotions give; what reserves stock for them comes after it. */
export async function saveGifts(tx: Tx, key: OrderKey, { cart }: DecidedOrder): Promise<void> {
	const gifts = cart.lines.filter(({ kind }) => kind === 'gift')
	if (gifts.length === 0) return
	await addGifts(
		tx,
		key,
		gifts.map(({ sequence, productId, unit, quantity, allocations }) => ({
			...{ sequence, productId, unitCode: unit, quantity: printQuantity(quantity) },
			cells: allocations.map((one) => ({ groupId: Number(one.groupKey), quantity: printQuantity(one.quantity) })),
		})),
	)
}

function savedLines(load: CartFacts, cart: TotalledCart, locale: string): SavedLine[] {
	const rows = new Map(load.document.lines.map((line) => [line.sequence, line]))
	return cart.lines.flatMap((line): SavedLine[] => {
		const row = rows.get(line.sequence) ?? giftNamed(load, line, locale) ?? feeNamed(load, line, locale)
		if (!row) return []
		const { sequence, resolvedMinor, discountMinor, taxMinor, priceHash } = line
		// What tax takes out of an inclusive price is in the allocations; the line keeps the price as it was agreed.
		const unitPrice = line.unitPriceMicros === null ? null : printMicros(line.unitPriceMicros)
		return [
			{
				sequence,
				unitPrice,
				resolvedMinor,
				discountMinor,
				netMinor: resolvedMinor - discountMinor,
				taxMinor,
				trace: traceOf(line),
				traceHash: priceHash,
				sku: row.sku,
				name: row.name,
				taxCode: row.taxCode,
			},
		]
	})
}

function savedParts(cart: TotalledCart): SavedPart[] {
	return cart.lines
		.filter(({ parts }) => parts.length > 1)
		.flatMap(({ sequence, parts }) =>
			parts.map(({ locationId, deliverOn, quantity, price, resolvedMinor }) => ({
				sequence,
				locationId,
				deliverOn,
				quantity: printQuantity(quantity),
				unitPrice: printMicros(price.unitPriceMicros ?? 0n),
				resolvedMinor: resolvedMinor ?? 0,
				trace: { public: price.trace, private: price.privateTrace },
				traceHash: price.hash,
			})),
		)
}

/** Promotions stand on the order by the name that the account reads. */
function savedDiscounts(load: CartFacts, cart: TotalledCart, locale: string): SavedDiscount[] {
	const names = new Map(load.promotions.map(({ id, names: own, code }) => [id, own[locale] ?? own['en'] ?? code]))
	return cart.lines.flatMap(({ sequence, adjustments }) =>
		adjustments.map(({ promotionId, phase, amountMinor }) => ({
			sequence,
			promotionId,
			promotionName: names.get(promotionId) ?? String(promotionId),
			phase: phases[phase],
			amountMinor,
		})),
	)
}

/** What is inside the bundles of the order, delivery by delivery. */
function savedComponents(load: CartFacts, cart: TotalledCart): SavedComponent[] {
	const rows = new Map(load.document.lines.map((line) => [line.sequence, line]))
	return cart.lines.flatMap(({ sequence, components = [] }) =>
		components.flatMap(({ productId, unit, taxCode, perBundle, allocations }, position) => {
			const { sku = '', name = '' } = rows.get(sequence)?.components[position] ?? {}
			return allocations.map(({ groupKey, quantity, netMinor, taxMinor }) => ({
				...{ sequence, groupId: Number(groupKey), position, productId, sku, name, unitCode: unit, taxCode },
				...{ perBundle: printQuantity(perBundle), quantity: printQuantity(quantity), netMinor, taxMinor },
			}))
		}),
	)
}

/** Six digits, as the column holds them. */
const rateOf = (ppm: number) => `${Math.trunc(ppm / 1_000_000)}.${String(ppm % 1_000_000).padStart(6, '0')}`

/**
 * Writes a decided order over its cart: its document, then the head, last, so that the database judges the whole. Six to
 * eight statements for any size.
 */
export async function saveOrder(
	tx: Tx,
	key: OrderKey,
	load: CartFacts,
	order: DecidedOrder,
	head: Omit<PlacedHead, keyof ReturnType<typeof sumsOf>> & { locale: string },
): Promise<{ number: string }> {
	await saveDocument(tx, key, load, order, head.locale)
	return placeHead(tx, key, { ...head, ...sumsOf(load, order) })
}

/** What an order comes to and is told of, as its head says it. */
export const sumsOf = (load: CartFacts, order: DecidedOrder) => ({
	...totalsOf(order.cart),
	pricesIncludeTax: load.facts.pricesIncludeTax,
	explanation: explanationOf(load, order),
})

/** Lines, parts, discounts, deliveries, allocations, taxes of a decided order; its head comes after it. */
export async function saveDocument(tx: Tx, key: OrderKey, load: CartFacts, order: DecidedOrder, locale: string): Promise<void> {
	const { cart, stock } = order
	await saveFees(tx, key, load, order, locale)
	await saveLines(tx, key, savedLines(load, cart, locale))
	const parts = savedParts(cart)
	if (parts.length > 0) await savePriceParts(tx, key, parts)
	const discounts = savedDiscounts(load, cart, locale)
	if (discounts.length > 0) await saveDiscounts(tx, key, discounts)
	const promised = new Map(stock.promises.map((promise) => [promise.groupKey, promise.promisedOn]))
	const from = new Map(stock.reservations.map(({ groupKey, warehouseId }) => [groupKey, warehouseId]))
	await saveGroups(
		tx,
		key,
		cart.groups.map((group) => ({
			id: Number(group.groupKey),
			confirmedOn: promised.get(group.groupKey) ?? null,
			warehouseId: from.get(group.groupKey) ?? null,
			netMinor: group.netMinor,
			shippingMinor: group.shippingMinor ?? 0,
			shippingDiscountMinor: group.shippingDiscountMinor,
			taxMinor: group.taxMinor,
			dueMinor: group.dueMinor,
		})),
	)
	const allocations = cart.lines.flatMap(({ sequence, allocations: own }) =>
		own.map(({ groupKey, netMinor, taxMinor }) => ({ sequence, groupId: Number(groupKey), netMinor, taxMinor })),
	)
	await saveAllocations(tx, key, allocations)
	const components = savedComponents(load, cart)
	if (components.length > 0) await saveComponents(tx, key, components)
	await saveTaxLines(
		tx,
		key,
		cart.taxLines.map(({ groupKey, ratePpm, relievedMinor: _relieved, ...line }) => ({ ...line, groupId: Number(groupKey), rate: rateOf(ratePpm) })),
	)
}

function totalsOf(cart: TotalledCart) {
	const { goodsMinor, discountMinor, netMinor, shippingMinor, shippingDiscountMinor, taxMinor, totalMinor, termsDays, hash } = cart
	return {
		goodsMinor,
		discountMinor,
		netMinor,
		shippingMinor,
		shippingDiscountMinor,
		taxMinor,
		totalMinor,
		termsDays,
		orderHash: hash,
	}
}

/** What is told of the order for good: promotions under their names of this day, and prices that fell since the buyer looked. */
function explanationOf({ promotions }: CartFacts, { cart, noted }: DecidedOrder) {
	const told = new Set(cart.explanation.map(({ promotionId }) => promotionId))
	const names = Object.fromEntries(promotions.filter(({ id }) => told.has(id)).map(({ id, names: own }) => [id, own]))
	const falls = noted?.falls.map(({ sequence, beforeMicros, afterMicros }) => ({
		sequence,
		before: printMicros(beforeMicros),
		after: printMicros(afterMicros),
	}))
	return { verdicts: cart.explanation, hints: cart.hints, names, falls: falls ?? [] }
}
