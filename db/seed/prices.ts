import type { Tx } from '../client.server.ts'
import { accountId } from './accounts.ts'
import { sellerId } from './company.ts'
import type { Clock } from './days.ts'
import { fill } from './fill.ts'
import { type Group, groupId } from './groups.ts'
import { money, productId, products, unitOf } from './products/index.ts'
import type { SeedProduct } from './products/product.ts'

/** [from quantity, cents] in ascending order. */
type Tiers = readonly (readonly [number, number])[]
type Entry = { sku: string; unit?: string; tiers: Tiers; mixGroup?: string }

type Book = {
	code: string
	name: string
	rung: 'contract' | 'group' | 'sale' | 'base' | 'fx'
	currency?: 'USD' | 'CAD'
	group?: Group
	account?: string
	policy?: 'best_of' | 'exclusive'
	tierMode?: 'all_units' | 'graduated'
	basis?: 'line' | 'order' | 'mix_group' | 'account_period'
	isPromotable?: boolean
	from: number
	to?: number
	entries: readonly Entry[]
}

/** The story's bean (commerce-engine.md, worked example P1). */
export const newRoast = 'COF-NEW-1KG'

const rounded = (cents: number, perMille: number) => Math.max(5, Math.round((cents * perMille) / 5000) * 5)
const ascending = (tiers: Tiers): Tiers => tiers.filter(([, cents], index) => index === 0 || cents < (tiers[index - 1]?.[1] ?? 0))

/** Bags of coffee and small goods grow cheaper by the dozen; machines, accessories and the new roast have one price. */
function baseTiers({ sku, productClass, unit }: SeedProduct, cents: number): Tiers {
	if (sku.startsWith('COF-NEW') || productClass === 'machine' || productClass === 'accessory') return [[1, cents]]
	const steps =
		unit === 'kg'
			? ([
					[10, 1000],
					[50, 960],
					[100, 930],
				] as const)
			: productClass === 'part'
				? ([
						[1, 1000],
						[10, 940],
					] as const)
				: ([
						[1, 1000],
						[12, 960],
						[48, 920],
					] as const)
	return ascending(steps.map(([from, perMille]) => [from, perMille === 1000 ? cents : rounded(cents, perMille)] as const))
}

function baseEntries(centsOf: (product: SeedProduct) => number | null): Entry[] {
	return products.flatMap((product) => {
		const cents = centsOf(product)
		if (cents === null) return []
		const { sku, cases } = product
		const own: Entry = { sku, unit: unitOf(product), tiers: baseTiers(product, cents) }
		return cases ? [own, { sku, unit: cases.unit, tiers: [[1, rounded(cents * cases.pieces, cases.perMille)]] }] : [own]
	})
}

const inCanada = ({ notInCanada, price }: SeedProduct) => (notInCanada ? null : rounded(price, 1365))

/** A region's book: coffee and consumables some per mille under the base, more from ten. */
function regional(perMille: number, from10: number, centsOf: (product: SeedProduct) => number | null = ({ price }) => price): Entry[] {
	return products
		.filter(
			({ productClass, kind, unit, sku }) =>
				(productClass === 'coffee' || productClass === 'consumable') && kind !== 'bundle' && unit !== 'kg' && sku !== newRoast,
		)
		.flatMap((product) => {
			const cents = centsOf(product)
			return cents === null
				? []
				: [
						{
							sku: product.sku,
							unit: unitOf(product),
							tiers: ascending([
								[1, rounded(cents, perMille)],
								[10, rounded(cents, from10)],
							]),
						},
					]
		})
}

const priceOf = (sku: string) => products[productId(sku) - 1]?.price ?? 0
/** Contract prices as a rep writes them: each SKU some per mille under the base, and less from a quantity. */
const agreed = (perMille: number, from: number, lower: number, ...skus: string[]): Entry[] =>
	skus.map((sku) => ({
		sku,
		tiers: ascending([
			[1, rounded(priceOf(sku), perMille)],
			[from, rounded(priceOf(sku), lower)],
		]),
	}))

const contract = (code: string, account: string, entries: readonly Entry[], more: Partial<Book> = {}): Book => ({
	code,
	name: `${account} contract`,
	rung: 'contract',
	account,
	from: -300,
	to: 430,
	entries,
	...more,
})

const books: readonly Book[] = [
	{ code: 'BASE-USD', name: 'List prices USD', rung: 'base', from: -1100, entries: baseEntries(({ price }) => price) },
	{ code: 'BASE-CAD', name: 'List prices CAD', rung: 'base', currency: 'CAD', from: -700, entries: baseEntries(inCanada) },
	{ code: 'FX-CAD-WEST', name: 'Western Canada, converted from USD', rung: 'fx', currency: 'CAD', group: 'CANADA-WEST', from: -400, entries: [] },
	{
		code: 'GRP-MIDWEST',
		name: 'Midwest',
		rung: 'group',
		group: 'MIDWEST',
		from: -700,
		entries: [
			{
				sku: newRoast,
				tiers: [
					[1, 1890],
					[10, 1820],
				],
			},
			...regional(950, 915),
		],
	},
	{
		code: 'GRP-NORTHEAST',
		name: 'Northeast',
		rung: 'group',
		group: 'NORTHEAST',
		from: -700,
		entries: [
			{
				sku: newRoast,
				tiers: [
					[1, 1930],
					[10, 1870],
				],
			},
			...regional(965, 930),
		],
	},
	{
		code: 'GRP-SOUTH',
		name: 'South',
		rung: 'group',
		group: 'SOUTH',
		from: -700,
		entries: [
			{
				sku: newRoast,
				tiers: [
					[1, 1920],
					[10, 1850],
				],
			},
			...regional(960, 925),
		],
	},
	{
		code: 'GRP-WEST',
		name: 'West',
		rung: 'group',
		group: 'WEST',
		from: -700,
		entries: [
			{
				sku: newRoast,
				tiers: [
					[1, 1940],
					[10, 1880],
				],
			},
			...regional(970, 935),
		],
	},
	{ code: 'GRP-CANADA', name: 'Canada', rung: 'group', currency: 'CAD', group: 'CANADA', from: -600, entries: regional(960, 930, inCanada) },
	{
		code: 'GRP-HOSPITALITY',
		name: 'Hospitality',
		rung: 'group',
		group: 'HOSPITALITY',
		from: -700,
		entries: [
			{
				sku: newRoast,
				tiers: [
					[1, 1880],
					[10, 1800],
				],
			},
			...regional(940, 900),
		],
	},
	{
		code: 'SALE-NEW-ROAST',
		name: 'New roast',
		rung: 'sale',
		from: -10,
		to: 45,
		entries: [
			{ sku: newRoast, tiers: [[1, 1800]] },
			{ sku: 'COF-NEW-250G', tiers: [[1, 540]] },
		],
	},
	{
		code: 'SALE-BAR-CARE',
		name: 'Bar care',
		rung: 'sale',
		from: -40,
		to: 20,
		entries: ['CON-CLE-TAB', 'CON-CLE-POW', 'CON-CLE-MLK', 'CON-CLE-GRI'].map((sku) => ({ sku, tiers: [[1, rounded(priceOf(sku), 880)]] })),
	},
	{
		code: 'SALE-LAST-WINTER',
		name: 'Last winter',
		rung: 'sale',
		from: -390,
		to: -330,
		entries: [{ sku: 'COF-STO-1KG', tiers: [[1, rounded(priceOf('COF-STO-1KG'), 850)]] }],
	},
	contract('CTR-FARGO', 'Fargo Coffeehaus', [
		{
			sku: newRoast,
			tiers: [
				[1, 1850],
				[5, 1775],
			],
		},
		...agreed(920, 10, 880, 'COF-HOU-1KG', 'COF-MER-1KG', 'COF-PRA-1KG', 'COF-HUI-1KG'),
	]),
	contract('CTR-HALFMOON', 'Halfmoon Books & Coffee', agreed(935, 12, 900, 'COF-HOU-1KG', 'COF-LAK-1KG', 'COF-YIR-1KG')),
	contract('CTR-BADGER', 'Badger & Birch', agreed(925, 20, 880, 'COF-MER-1KG', 'COF-SID-1KG', 'COF-NYE-1KG'), { tierMode: 'graduated' }),
	contract('CTR-GREATLAKES', 'Great Lakes Hospitality Group', agreed(900, 24, 850, 'COF-HOU-5KG', 'COF-STO-5KG', 'COF-PRA-5KG', 'COF-DHO-1KG', 'CON-SUG-WHT'), {
		basis: 'account_period',
	}),
	contract('CTR-DEPOT', 'Union Depot Kiosks', agreed(910, 5, 870, 'CON-TOG-12', 'CON-LID-90', 'CON-TOG-16', 'COF-MID-1KG'), {
		policy: 'exclusive',
		isPromotable: false,
	}),
	contract('CTR-NORTHERN', 'Northern State University', agreed(890, 10, 860, 'COF-PRA-5KG', 'COF-HOU-5KG', 'CON-FIL-BAT', 'CON-TOG-12')),
	contract('CTR-BEACON', 'Beacon Hill Roast House', agreed(930, 12, 895, 'COF-MER-1KG', 'COF-HUE-1KG', 'COF-TAR-1KG')),
	contract('CTR-BROOKLYN', 'Brooklyn Steam', agreed(925, 12, 885, 'COF-MER-1KG', 'COF-CER-1KG', 'COF-COL-1KG')),
	contract('CTR-LONESTAR', 'Lone Star Breakfast Club', agreed(905, 24, 865, 'COF-STO-1KG', 'COF-HOU-1KG', 'CON-SYR-VAN', 'CON-CUP-MUG')),
	contract(
		'CTR-RAINIER',
		'Rainier Coffee Bar',
		[
			...agreed(920, 12, 880, 'COF-MER-1KG', 'COF-YIR-1KG', 'COF-SID-1KG'),
			...(['CON-SYR-VAN', 'CON-SYR-CAR', 'CON-SYR-HAZ'] as const).flatMap((sku) => agreed(900, 6, 860, sku).map((entry) => ({ ...entry, mixGroup: 'syrups' }))),
		],
		{ basis: 'mix_group' },
	),
	contract('CTR-PACIFIC', 'Pacific Crest Foods', agreed(880, 48, 840, 'COF-HOU-250G', 'COF-MER-250G', 'COF-YIR-250G', 'COF-HUI-250G')),
	contract(
		'CTR-MISTRAL',
		'Café Mistral',
		['COF-HOU-1KG', 'COF-MER-1KG', 'COF-HUE-1KG'].map(
			(sku): Entry => ({
				sku,
				tiers: ascending([
					[1, rounded(rounded(priceOf(sku), 1365), 925)],
					[10, rounded(rounded(priceOf(sku), 1365), 890)],
				]),
			}),
		),
		{ currency: 'CAD' },
	),
]

export const bookId = (code: string) => books.findIndex((book) => book.code === code) + 1

/** As stored; the history prices by the same rows. */
export const bookRows = (clock: Clock) =>
	books.map((book, index) => ({
		id: index + 1,
		sellerEntityId: sellerId,
		code: book.code,
		name: book.name,
		rung: book.rung,
		currency: book.currency ?? 'USD',
		policy: book.policy ?? ('best_of' as const),
		tierMode: book.tierMode ?? ('all_units' as const),
		basis: book.basis ?? ('order' as const),
		isPromotable: book.isPromotable ?? true,
		status: 'published',
		validFrom: clock.instant(book.from),
		validTo: book.to === undefined ? null : clock.instant(book.to),
		fxSourceBookId: book.rung === 'fx' ? 1 : null,
		fxRate: book.rung === 'fx' ? '1.3725' : null,
		fxRateOn: book.rung === 'fx' ? clock.day(-30) : null,
		createdAt: clock.instant(book.from),
		updatedAt: clock.instant(book.from),
	}))

export const audiences = books.flatMap((book, index) =>
	book.account || book.group
		? [{ priceBookId: index + 1, accountId: book.account ? accountId(book.account) : null, buyerGroupId: book.group ? groupId(book.group) : null }]
		: [],
)

export const entryRows = books
	.flatMap((book, index) => book.entries.map((entry) => ({ ...entry, priceBookId: index + 1, from: book.from })))
	.map(({ sku, unit, tiers, mixGroup, priceBookId, from }, index) => ({
		id: index + 1,
		priceBookId,
		productId: productId(sku),
		unitCode: unit ?? 'each',
		tierFrom: tiers.map(([quantity]) => quantity),
		tierPrice: tiers.map(([, cents]) => money(cents)),
		mixGroup: mixGroup ?? null,
		from,
	}))

export async function seedPrices(tx: Tx, clock: Clock): Promise<void> {
	await fill(tx, 'price_book', bookRows(clock))
	await fill(tx, 'price_book_audience', audiences)
	await fill(
		tx,
		'price_book_entry',
		entryRows.map(({ from, ...entry }) => ({ ...entry, validFrom: '-infinity', updatedAt: clock.instant(Math.min(0, from)) })),
	)
}
