import { expect, test } from 'vitest'
import { type Company, makeCompany, makeStoryPromotions } from '../support/company.ts'
import { testHouse } from '../support/house.ts'
import { type NaiveOffer, type NaiveProduct, type NaiveStore, naiveOrder } from '../support/naive-order.ts'
import type { NaiveBook } from '../support/naive-pricer.ts'
import { meet, type Row } from '../support/prices.ts'
import { testDb } from '../support/test-db.ts'

/**
 * P1 and P2 with other figures (commerce-engine.md section 11, point 1): companies made with random names, ids and row order,
 * asked from outside, against the naive pricer, which shares no code with the app.
 */
const { db } = await testDb({ max: 20 })
const house = testHouse(db)
const SEED = Number(process.env['LAW_SEED'] ?? 0) + 20_260_302

/** A small generator of its own, so that a seed names a run. */
function dice(seed: number) {
	let state = seed >>> 0
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0
		let mixed = Math.imul(state ^ (state >>> 15), state | 1)
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
	}
	const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
	const price = (least: number, most: number) => {
		const cents = between(least, most)
		return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
	}
	const shuffled = <T>(rows: readonly T[]) =>
		rows
			.map((row) => ({ row, lot: next() }))
			.sort((a, b) => a.lot - b.lot)
			.map(({ row }) => row)
	return { next, between, price, shuffled }
}

type Tiers = [number, string][]
const book = (id: number, rung: NaiveBook['rung'], tiers: Tiers, graduated = false, exclusive = false): NaiveBook => ({
	...{ id, rung, exclusive, graduated, basis: 'order', priority: 0, scope: 1, currency: 'USD', unit: 'each' },
	...{ active: true, from: 0, to: null, location: null, tiers, committed: 0, rate: null },
})

type Drawn = {
	bean: { base: string; group: Tiers; contract: Tiers; sale: string; graduated: boolean; exclusive: boolean }
	tamper: string
	jug: string
	offer: NaiveOffer
	stores: NaiveStore[]
	rows: Row[]
}

function draw({ next, between, price, shuffled }: ReturnType<typeof dice>, { skus }: Company): Drawn {
	const store = (name: string, location: number): NaiveStore => ({ name, location, rate: `0.0${between(10_000, 99_999)}`, shippingCents: between(300, 1500) })
	const some = (sku: string, names: string[]) => names.map((shipTo): Row => ({ sku, shipTo, quantity: between(1, 6) }))
	return {
		bean: {
			...{ base: price(1900, 2400), sale: price(1600, 1950), graduated: next() < 0.5, exclusive: next() < 0.4 },
			group: [
				[1, price(1700, 2100)],
				[between(8, 14), price(1500, 1690)],
			],
			contract: [
				[1, price(1750, 1990)],
				[between(3, 9), price(1400, 1740)],
			],
		},
		...{ tamper: price(3000, 6000), jug: price(1100, 2900) },
		offer: {
			accessoryPercent: between(5, 45),
			accessoryCentsEach: between(100, 1500),
			orderPercent: between(1, 12),
			orderFromCents: between(5000, 40_000),
			shippingCapCents: between(500, 3000),
		},
		stores: [store('A', 1), store('B', 2), store('C', 3)],
		rows: shuffled([...some(skus.bean, ['A', 'B', 'C']), ...some(skus.tamper, ['A', 'B']), ...some(skus.jug, [['A', 'B', 'C'][between(0, 2)] as string])]),
	}
}

async function stand({ sellerId, books, products }: Company, { bean, tamper, jug, offer, stores }: Drawn): Promise<void> {
	const write = (bookId: number, productId: number, tiers: Tiers) => db`
		update price_book_entry set tier_from = ${db.array(
			tiers.map(([from]) => String(from)),
			1231,
		)}::numeric[], tier_price = ${db.array(
			tiers.map(([, price]) => price),
			1231,
		)}::numeric[] where price_book_id = ${bookId} and product_id = ${productId}`
	await write(books.base, products.bean, [[1, bean.base]])
	await write(books.group, products.bean, bean.group)
	await write(books.contract, products.bean, bean.contract)
	await write(books.sale, products.bean, [[1, bean.sale]])
	await write(books.base, products.tamper, [[1, tamper]])
	await write(books.base, products.jug, [[1, jug]])
	await db`update price_book set tier_mode = ${bean.graduated ? 'graduated' : 'all_units'}, policy = ${bean.exclusive ? 'exclusive' : 'best_of'} where id = ${books.contract}`
	for (const [index, region] of ['ND', 'MN', 'SD'].entries()) {
		await db`update tax_rate set rate = ${stores[index]?.rate ?? '0'} where seller_entity_id = ${sellerId} and region = ${region}`
		await db`update shipping_rate set price_minor = ${stores[index]?.shippingCents ?? 0} where seller_entity_id = ${sellerId} and region = ${region}`
	}
	const benefit = (code: string, fields: Record<string, number>) =>
		db`update promotion set benefit = benefit || ${db.json(fields)} where seller_entity_id = ${sellerId} and code like ${`${code}-%`}`
	await benefit('L1', { percentPpm: offer.accessoryPercent * 10_000 })
	await benefit('L2', { amountMinor: offer.accessoryCentsEach })
	await benefit('O1', { percentPpm: offer.orderPercent * 10_000 })
	await benefit('F1', { capMinor: offer.shippingCapCents })
	await db`update promotion set conditions = ${db.json({ amount: { minMinor: offer.orderFromCents } })} where seller_entity_id = ${sellerId} and code like 'O1-%'`
}

function expected({ skus }: Company, { bean, tamper, jug, offer, stores, rows }: Drawn) {
	const contract = book(3, 'contract', bean.contract, bean.graduated, bean.exclusive)
	const booksOf: Record<string, NaiveBook[]> = {
		[skus.bean]: [book(1, 'base', [[1, bean.base]]), book(2, 'group', bean.group), contract, book(4, 'sale', [[1, bean.sale]])],
		[skus.tamper]: [book(1, 'base', [[1, tamper]])],
		[skus.jug]: [book(1, 'base', [[1, jug]])],
	}
	// Lines stand in the order in which their products were first named.
	const inOrder = [...new Set(rows.map(({ sku }) => sku))]
	const products = inOrder.map((sku): NaiveProduct => {
		const own = rows.filter((row) => row.sku === sku)
		const units = Object.fromEntries(
			['A', 'B', 'C'].flatMap((name) => own.filter(({ shipTo }) => shipTo === name).map(({ quantity }) => [name, Number(quantity)])),
		)
		return { books: booksOf[sku] ?? [], isAccessory: sku !== skus.bean, units }
	})
	return { inOrder, order: naiveOrder(stores, products, offer) }
}

test.each(Array.from({ length: 10 }, (_, index) => index + 1))(
	'variant %i: lines, deliveries and total as the naive pricer says, to the cent',
	async (variant) => {
		const rolled = dice(SEED + variant * 7919)
		const company = await makeCompany(db, `v${Math.floor(rolled.next() * 1e9).toString(36)}`)
		await makeStoryPromotions(db, company)
		const drawn = draw(rolled, company)
		await stand(company, drawn)
		const { cartOf, submit } = await meet(db, house, company)
		const cart = await cartOf(drawn.rows)
		const { inOrder, order } = expected(company, drawn)
		expect(cart.lines.map(({ sku }) => sku)).toEqual(inOrder)
		expect(cart.lines.map(({ resolvedMinor, netMinor }) => [BigInt(resolvedMinor), BigInt(netMinor)])).toEqual(
			order.lines.map(({ resolved, net }) => [resolved, net]),
		)
		const places: Record<number, string> = { [company.locations.a]: 'A', [company.locations.b]: 'B', [company.locations.c]: 'C' }
		const groups = Object.fromEntries(
			cart.deliveries.map(({ locationId, netMinor, taxMinor, shippingDiscountMinor, dueMinor }) => [
				places[locationId ?? 0] ?? '',
				{ net: BigInt(netMinor), tax: BigInt(taxMinor), shippingDiscount: BigInt(shippingDiscountMinor), due: BigInt(dueMinor) },
			]),
		)
		expect(groups).toEqual(order.groups)
		expect(BigInt(cart.totals.totalMinor)).toBe(order.total)
		const placed = await submit(cart, `VAR-${variant}`)
		expect([placed.status, BigInt(placed.body['totalMinor'] as number)]).toEqual([201, order.total])
	},
)
