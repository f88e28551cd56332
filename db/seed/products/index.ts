import type { Tx } from '../../client.server.ts'
import { categoryId } from '../categories.ts'
import { sellerId, warehouses } from '../company.ts'
import type { Clock } from '../days.ts'
import { fill } from '../fill.ts'
import { plainLetters } from '../people.ts'
import { randomFrom } from '../random.ts'
import { locales } from '../words.ts'
import { accessories } from './accessories.ts'
import { coffees } from './coffee.ts'
import { consumables } from './consumables.ts'
import { drawingOf } from './drawing.ts'
import { espressoSkus, grinderSkus, machines } from './machines.ts'
import { parts } from './parts.ts'
import type { SeedProduct } from './product.ts'
import { sets } from './sets.ts'

/** Every product of the demo company, in the order of its pages; a product's id is its place in this list. */
export const products: readonly SeedProduct[] = [...coffees, ...machines, ...accessories, ...parts, ...consumables, ...sets]

const ids = new Map(products.map(({ sku }, index) => [sku, index + 1]))

export function productId(sku: string): number {
	const id = ids.get(sku)
	if (id === undefined) throw new Error(`No product ${sku}`)
	return id
}

export const money = (cents: number) => `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
export const unitOf = ({ unit }: SeedProduct) => unit ?? 'each'
export const pictureOf = ({ sku }: Pick<SeedProduct, 'sku'>) => `/images/products/${sku.toLowerCase()}.svg`

async function seedProductRows(tx: Tx, clock: Clock): Promise<void> {
	await fill(
		tx,
		'product',
		products.map((product, index) => ({
			id: index + 1,
			sellerEntityId: sellerId,
			sku: product.sku,
			slug: plainLetters(product.texts.name.en),
			kind: product.kind ?? 'simple',
			productClass: product.productClass,
			family: product.family,
			attributes: product.attributes ?? {},
			status: product.status ?? 'active',
			unitCode: unitOf(product),
			minimumQuantity: product.minimum ?? '1',
			incrementQuantity: product.increment ?? '1',
			taxCode: product.taxCode ?? 'standard',
			weightGrams: product.weightGrams,
			leadDays: product.leadDays ?? 1,
			stockPolicy: product.stockPolicy ?? 'backorder',
			floorPrice: money(Math.round(product.cost * 1.08)),
			unitCost: money(product.cost),
			picture: pictureOf(product),
			art: drawingOf(product),
			supersededById: product.supersededBy ? productId(product.supersededBy) : null,
			createdAt: clock.daysAgo(900),
			updatedAt: clock.daysAgo(20),
		})),
	)
	await fill(
		tx,
		'product_text',
		products.flatMap(({ texts }, index) =>
			locales.map((locale) => ({
				productId: index + 1,
				locale,
				name: texts.name[locale],
				summary: texts.summary[locale],
				description: texts.description[locale],
			})),
		),
	)
	await fill(
		tx,
		'product_unit',
		products.flatMap(({ cases }, index) => (cases ? [{ productId: index + 1, unitCode: cases.unit, factorNumerator: cases.pieces }] : [])),
	)
	await fill(
		tx,
		'product_category',
		products.flatMap((product, index) =>
			product.categories.map((code, place) => ({ productId: index + 1, categoryId: categoryId(code), position: index + 1, isPrimary: place === 0 })),
		),
	)
}

type Relation = { from: string; to: string; kind: 'accessory' | 'spare_part' | 'cross_sell' | 'substitute' | 'successor' | 'up_sell' }

function relations(): Relation[] {
	const found: Relation[] = products.flatMap((product) => [
		...(product.accessoryOf ?? []).map((machine): Relation => ({ from: machine, to: product.sku, kind: 'accessory' })),
		...(product.partOf ?? []).map((machine): Relation => ({ from: machine, to: product.sku, kind: 'spare_part' })),
		...(product.supersededBy ? [{ from: product.sku, to: product.supersededBy, kind: 'successor' } as const] : []),
		...(product.components ?? []).map(({ sku }): Relation => ({ from: sku, to: product.sku, kind: 'up_sell' })),
	])
	const pair = (kind: Relation['kind'], from: string, ...to: string[]) => found.push(...to.map((one) => ({ from, to: one, kind })))
	pair('cross_sell', 'COF-NEW-1KG', 'ACC-TMP-58', 'ACC-PIT-600', 'CON-CUP-CAP', 'COF-YIR-1KG')
	pair('cross_sell', 'COF-MER-1KG', 'ACC-PIT-600', 'CON-CLE-TAB', 'CON-CUP-ESP')
	pair('cross_sell', 'COF-COL-1KG', 'MAC-BRW-GLA5', 'CON-FIL-CLD', 'CON-SYR-SIM')
	pair('cross_sell', 'COF-PRA-1KG', 'CON-FIL-BAT', 'MAC-BRW-TID1', 'CON-TOG-12')
	for (const sku of espressoSkus) pair('cross_sell', sku, 'COF-MER-1KG', 'GRI-KIT75', 'CON-CLE-TAB', 'CON-CUP-CAP')
	for (const sku of grinderSkus) pair('accessory', sku, 'CON-CLE-GRI', 'ACC-SCA-E')
	pair('accessory', 'MAC-BRW-TID1', 'CON-FIL-BAT', 'ACC-SER-T', 'CON-CLE-URN')
	pair('accessory', 'MAC-BRW-TID2', 'CON-FIL-BAT', 'ACC-SER-T', 'CON-CLE-URN')
	pair('accessory', 'MAC-BRW-HAR1', 'CON-FIL-AIR', 'CON-CLE-URN')
	pair('accessory', 'MAC-BRW-GLA5', 'CON-FIL-CLD')
	pair('accessory', 'MAC-BRW-DRI3', 'ACC-DRI-2', 'ACC-SER-700', 'CON-FIL-02')
	for (const size of ['8', '12', '16']) {
		const lid = size === '8' ? 'CON-LID-80' : 'CON-LID-90'
		const code = size.padStart(2, '0')
		pair('accessory', `CON-TOG-${code}`, lid)
		pair('accessory', `CON-TOG-${code}D`, lid)
		pair('substitute', `CON-TOG-${code}`, `CON-TOG-${code}D`)
	}
	pair('substitute', 'PRT-GAS-58S', 'PRT-GAS-58R')
	pair('substitute', 'PRT-SCR-58', 'PRT-SCR-58P')
	pair('substitute', 'CON-LID-90', 'CON-LID-90F')
	pair('substitute', 'ACC-TMP-58', 'ACC-TMP-58F')
	pair('substitute', 'CON-SUG-WHT', 'CON-SUG-BRN')
	pair('substitute', 'COF-ANT-1KG', 'COF-HUE-1KG')
	pair('substitute', 'COF-SUL-1KG', 'COF-CER-1KG')
	return found
}

/** What a set holds: what always comes, and what can be had in place of it. */
function insideOf({ sku, components = [], choices = [] }: SeedProduct) {
	const bundleId = productId(sku)
	const always = components.map((component, index) => {
		const choice = choices.find(({ usual }) => usual === component.sku)?.code ?? null
		const place = { bundleId, componentId: productId(component.sku), quantity: component.quantity, position: (index + 1) * 10 }
		return { ...place, choice, isUsual: choice !== null, differences: {} }
	})
	const others = choices.flatMap(({ code, usual, others: instead }) => {
		const first = always.find(({ componentId }) => componentId === productId(usual))
		return instead.map((other, index) => ({
			...{ bundleId, componentId: productId(other.sku), quantity: first?.quantity ?? 1, position: (first?.position ?? 0) + index + 1 },
			...{ choice: code, isUsual: false, differences: { USD: other.usd, CAD: other.cad } },
		}))
	})
	return [...always, ...others]
}

async function seedRelations(tx: Tx): Promise<void> {
	const places = new Map<string, number>()
	await fill(
		tx,
		'product_relation',
		relations().map(({ from, to, kind }) => {
			const position = (places.get(`${from} ${kind}`) ?? 0) + 1
			places.set(`${from} ${kind}`, position)
			return { productId: productId(from), relatedId: productId(to), kind, position }
		}),
	)
	await fill(
		tx,
		'bundle_choice',
		sets.flatMap(({ sku, choices }) => (choices ?? []).map(({ code, names }, position) => ({ bundleId: productId(sku), code, names, position: position + 1 }))),
	)
	await fill(tx, 'bundle_component', sets.flatMap(insideOf))
	await fill(
		tx,
		'product_media',
		products.map((product, index) => ({ productId: index + 1, kind: 'picture', url: pictureOf(product), alt: product.texts.name, position: 1 })),
	)
}

/** What is scarce, what waits for a receipt, what is gone: the rest is in plenty. */
const scarce: Readonly<Record<string, number>> = {
	'ACC-POR-0': 4,
	'PRT-BUR-98': 2,
	'COF-NYE-1KG': 9,
	'MAC-ESP-ATL3': 1,
	'CON-CUP-ESPB': 18,
	'PRT-VAL-INL': 3,
	'MAC-ESP-CET2': 1,
}
const awaited = ['ACC-KET-C', 'COF-NYA-250G', 'CON-LID-90F', 'GRI-KIT83', 'PRT-GAS-CET', 'ACC-SCA-P', 'CON-TEA-GRN', 'COF-TAR-1KG']

const plenty = { coffee: [60, 260], machine: [2, 9], accessory: [20, 90], part: [15, 120], consumable: [50, 400] } as const

async function seedStock(tx: Tx, clock: Clock): Promise<void> {
	const random = randomFrom(1_840)
	const share = { [warehouses.chicago]: 1, [warehouses.reno]: 0.5, [warehouses.mississauga]: 0.4 }
	const levels = products.flatMap((product, index) =>
		Object.entries(share).map(([warehouse, part]) => {
			const warehouseId = Number(warehouse)
			const [low, high] = plenty[product.productClass]
			const usual = Math.floor(random.whole(low, high) * part)
			const left = scarce[product.sku]
			const isAwaited = awaited.includes(product.sku)
			const onHand = isAwaited || product.status === 'retired' ? 0 : left === undefined ? usual : warehouseId === warehouses.chicago ? left : 0
			const incoming = isAwaited && warehouseId === warehouses.chicago ? Math.max(6, Math.floor(high / 4)) : 0
			return { warehouseId, productId: index + 1, onHand, incoming, updatedAt: clock.daysAgo(1) }
		}),
	)
	const receipts = levels
		.filter(({ incoming }) => incoming > 0)
		.map(({ warehouseId, productId: id, incoming }, index) => ({ warehouseId, productId: id, quantity: incoming, expectedOn: clock.day(4 + index * 2) }))
	await fill(tx, 'stock_level', levels)
	await fill(tx, 'stock_receipt', receipts)
}

export async function seedProducts(tx: Tx, clock: Clock): Promise<void> {
	await seedProductRows(tx, clock)
	await seedRelations(tx)
	await seedStock(tx, clock)
}
