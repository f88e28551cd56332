/**
 * A second reading of the worked example P2 (commerce-engine.md sections 5 and 6) with any figures: step by step, in
 * exact fractions, sharing no code with the app.
 */
import { add, compare, decimal, type Fraction, fraction, roundTo, subtract, times } from './fraction.ts'
import { type NaiveBook, naivePrice } from './naive-pricer.ts'

export type NaiveStore = { name: string; location: number; rate: string; shippingCents: number }
export type NaiveProduct = { books: NaiveBook[]; isAccessory: boolean; units: Record<string, number> }
export type NaiveOffer = {
	/** "30 % off accessories" and "10.00 off each" in one lane. */
	accessoryPercent: number
	accessoryCentsEach: number
	orderPercent: number
	orderFromCents: number
	shippingCapCents: number
}

export type NaiveOrder = {
	lines: { resolved: bigint; net: bigint; stores: Record<string, bigint> }[]
	groups: Record<string, { net: bigint; tax: bigint; shippingDiscount: bigint; due: bigint }>
	total: bigint
}

const total = (amounts: readonly bigint[]) => amounts.reduce((a, b) => a + b, 0n)

/** Everyone gets the whole part; then one unit at a time goes to whoever is owed most, the heavier and then the earlier first. */
function shareOut(amount: bigint, weights: readonly bigint[]): bigint[] {
	const all = total(weights)
	if (amount === 0n) return weights.map(() => 0n)
	const exact = weights.map((weight) => fraction(amount * weight, all))
	const given = exact.map(({ n, d }) => n / d)
	while (total(given) < amount) {
		const owed = exact.map((one, index) => subtract(one, fraction(given[index] ?? 0n)))
		let next = 0
		for (const [index, one] of owed.entries()) {
			const more = compare(one, owed[next] as Fraction)
			if (more > 0 || (more === 0 && (weights[index] ?? 0n) > (weights[next] ?? 0n))) next = index
		}
		given[next] = (given[next] ?? 0n) + 1n
	}
	return given
}

const percentOf = (cents: bigint, percent: number) => roundTo(times(fraction(cents), fraction(percent, 100)), 0)

function resolve(product: NaiveProduct): bigint {
	const pieces = Object.values(product.units).reduce((a, b) => a + b, 0)
	const price = naivePrice(product.books, { currency: 'USD', unit: 'each', pieces, orderPieces: pieces, at: 10, location: null, digits: 2 })
	if (price === 'on request') throw new Error('every product of this example has a price')
	return price.minor
}

function afterLane(product: NaiveProduct, resolved: bigint, offer: NaiveOffer): bigint {
	if (!product.isAccessory) return resolved
	const pieces = Object.values(product.units).reduce((a, b) => a + b, 0)
	const byPercent = percentOf(resolved, offer.accessoryPercent)
	const each = BigInt(offer.accessoryCentsEach * pieces)
	const byAmount = each > resolved ? resolved : each
	return resolved - (byPercent > byAmount ? byPercent : byAmount)
}

export function naiveOrder(stores: readonly NaiveStore[], products: readonly NaiveProduct[], offer: NaiveOffer): NaiveOrder {
	const resolved = products.map(resolve)
	const discounted = products.map((product, index) => afterLane(product, resolved[index] ?? 0n, offer))
	const off = total(discounted) >= BigInt(offer.orderFromCents) ? percentOf(total(discounted), offer.orderPercent) : 0n
	const shares = shareOut(off, discounted)
	const lines = products.map((product, index) => {
		const net = (discounted[index] ?? 0n) - (shares[index] ?? 0n)
		const here = stores.filter(({ name }) => (product.units[name] ?? 0) > 0)
		const split = shareOut(
			net,
			here.map(({ name }) => BigInt(product.units[name] ?? 0)),
		)
		return { resolved: resolved[index] ?? 0n, net, stores: Object.fromEntries(here.map(({ name }, at) => [name, split[at] ?? 0n])) }
	})
	const isUsed = (name: string) => products.some(({ units }) => (units[name] ?? 0) > 0)
	const shipping = stores.map(({ name, shippingCents }) => (isUsed(name) ? BigInt(shippingCents) : 0n))
	const cap = BigInt(offer.shippingCapCents)
	const free = shareOut(total(shipping) < cap ? total(shipping) : cap, shipping)
	const groups: NaiveOrder['groups'] = {}
	let sum = fraction(0)
	for (const [index, store] of stores.entries()) {
		const net = total(lines.map((line) => line.stores[store.name] ?? 0n))
		const tax = roundTo(times(fraction(net), decimal(store.rate)), 0)
		const shippingDiscount = free[index] ?? 0n
		const due = net + tax + (shipping[index] ?? 0n) - shippingDiscount
		groups[store.name] = { net, tax, shippingDiscount, due }
		sum = add(sum, fraction(due))
	}
	return { lines, groups, total: sum.n }
}
