import { contacts, currencyOf, locations, ownedMachines } from '../account-rows.ts'
import { accountId, accounts, firstAccountId, type SeedAccount } from '../accounts.ts'
import { productId, products } from '../products/index.ts'
import { type Random, randomFrom } from '../random.ts'

export type PlannedLine = { sku: string; quantity: number /** Quantity per location id; Σ = quantity. */; split: ReadonlyMap<number, number> }
export type PlannedOrder = {
	accountId: number
	account: SeedAccount
	contactId: number
	daysAgo: number
	hour: number
	minute: number
	lines: readonly PlannedLine[]
	byRep: boolean
}

const blend = (size: string, ...codes: string[]) => codes.map((code) => `COF-${code}-${size}`)
const con = (...codes: string[]) => codes.map((code) => `CON-${code}`)

/** What a house of each kind keeps buying. */
const tastes: Readonly<Record<string, { coffee: readonly string[]; goods: readonly string[] }>> = {
	coffee_shop: {
		coffee: [...blend('1KG', 'HOU', 'MER', 'PRA', 'HUI', 'YIR', 'SID', 'HUE', 'CER', 'COL', 'DES', 'NYE', 'TAR', 'NYA'), 'COF-MER-5KG'],
		goods: con(
			'TOG-12',
			'TOG-16',
			'LID-90',
			'TOG-08D',
			'LID-80',
			'SYR-VAN',
			'SYR-CAR',
			'SYR-HAZ',
			'CLE-TAB',
			'CLE-POW',
			'CLE-MLK',
			'FIL-02',
			'CUP-CAP',
			'CHO-DRK',
			'TEA-EAR',
		),
	},
	bakery: {
		coffee: blend('1KG', 'HOU', 'LAK', 'PRA', 'ANT', 'CER', 'DHO'),
		goods: con('TOG-08', 'TOG-12', 'LID-80', 'LID-90', 'CUP-MUG', 'CHO-MLK', 'SUG-BRN', 'CLE-TAB', 'FIL-BAT'),
	},
	restaurant: {
		coffee: [...blend('1KG', 'STO', 'HAR', 'HOU', 'DES', 'MAR'), 'COF-STO-5KG'],
		goods: con('CUP-ESP', 'CUP-MUG', 'SUG-WHT', 'BIS-ALM', 'CLE-TAB', 'FIL-BAT', 'TEA-BRK', 'CHO-SQR'),
	},
	hospitality: {
		coffee: [...blend('5KG', 'HOU', 'STO', 'PRA', 'HAR', 'LAK'), ...blend('1KG', 'DHO', 'MER', 'MID')],
		goods: con('CUP-CAP', 'CUP-ESP', 'SUG-WHT', 'SUG-STV', 'TEA-BRK', 'TEA-MNT', 'BIS-CAR', 'CHO-SQR', 'FIL-AIR', 'CLE-URN', 'TOG-12D', 'LID-90'),
	},
	office: {
		coffee: blend('1KG', 'HOU', 'PRA', 'MID', 'DHO', 'LAK'),
		goods: con('FIL-AIR', 'FIL-BAT', 'SUG-WHT', 'TEA-GRN', 'TEA-ROO', 'BIS-OAT', 'TOG-08', 'CLE-DES', 'CHO-MLK'),
	},
	retail: {
		coffee: blend('250G', 'HOU', 'MER', 'YIR', 'HUI', 'TAR', 'DHO', 'CHI', 'MAN', 'NYA', 'ANT'),
		goods: con('FIL-01', 'FIL-02', 'FIL-155', 'SYR-VAN', 'SYR-MAP', 'TEA-EAR', 'TEA-ROO', 'CHO-MLK', 'BIS-CAR'),
	},
	education: {
		coffee: [...blend('5KG', 'HOU', 'PRA', 'MID'), 'COF-DHO-1KG', 'COF-LAK-1KG'],
		goods: con('TOG-12', 'LID-90', 'TOG-16', 'FIL-BAT', 'SUG-WHT', 'CLE-URN', 'TEA-BRK', 'BIS-OAT'),
	},
	healthcare: { coffee: blend('1KG', 'MID', 'HOU', 'DHO'), goods: con('TOG-08', 'LID-80', 'FIL-BAT', 'SUG-WHT', 'TEA-MNT', 'CLE-DES', 'BIS-OAT') },
}

/** Orders that the story or the ledgers want to be exactly so: machines that were bought, and accessories that houses like Fargo bought. */
const fixed: readonly { account: string; daysAgo: number; lines: readonly (readonly [string, number])[] }[] = [
	{
		account: 'Badger & Birch',
		daysAgo: 318,
		lines: [
			['MAC-ESP-ORI2', 1],
			['GRI-KIT83', 1],
		],
	},
	{ account: 'Rainier Coffee Bar', daysAgo: 301, lines: [['MAC-ESP-ORI2', 1]] },
	{
		account: 'Arch City Coffee',
		daysAgo: 262,
		lines: [
			['GRI-KIT83', 1],
			['PRT-WAT-L', 2],
		],
	},
	{ account: 'Beacon Hill Roast House', daysAgo: 214, lines: [['GRI-KIT83', 1]] },
	{ account: 'The Wacker Hotel', daysAgo: 188, lines: [['MAC-BRW-TID2', 2]] },
	{ account: 'Kensington Cup', daysAgo: 157, lines: [['MAC-ESP-ORI2', 1]] },
	{
		account: 'Music City Mornings',
		daysAgo: 133,
		lines: [
			['MAC-ESP-VEL2', 1],
			['GRI-KIT64', 1],
		],
	},
	{ account: 'Lone Star Breakfast Club', daysAgo: 96, lines: [['MAC-ESP-CAP3', 1]] },
	{
		account: 'Prairie Lantern Café',
		daysAgo: 171,
		lines: [
			['COF-HOU-1KG', 6],
			['COF-MER-1KG', 8],
			['ACC-TMP-58', 1],
			['ACC-PIT-600', 2],
		],
	},
	{
		account: 'Halfmoon Books & Coffee',
		daysAgo: 140,
		lines: [
			['COF-HOU-1KG', 10],
			['COF-MER-1KG', 4],
			['ACC-PIT-600', 2],
		],
	},
	{
		account: 'Badger & Birch',
		daysAgo: 118,
		lines: [
			['COF-MER-1KG', 12],
			['COF-HUI-1KG', 6],
			['ACC-TMP-58', 2],
			['ACC-PIT-600', 3],
			['ACC-KNO-S', 1],
		],
	},
	{
		account: 'Arch City Coffee',
		daysAgo: 84,
		lines: [
			['COF-HOU-1KG', 12],
			['COF-PRA-1KG', 8],
			['ACC-TMP-58', 1],
			['ACC-BRU-G', 2],
		],
	},
	{
		account: 'Motor Row Espresso',
		daysAgo: 66,
		lines: [
			['COF-MER-1KG', 10],
			['COF-HUI-1KG', 5],
			['ACC-PIT-600', 2],
			['ACC-TMP-58', 1],
		],
	},
	{
		account: 'Union Depot Kiosks',
		daysAgo: 47,
		lines: [
			['COF-PRA-1KG', 12],
			['COF-MER-1KG', 6],
			['ACC-PIT-600', 4],
		],
	},
	{
		account: 'Fargo Coffeehaus',
		daysAgo: 27,
		lines: [
			['COF-HOU-1KG', 20],
			['COF-MER-1KG', 8],
			['CON-TOG-12', 2],
		],
	},
	{
		account: 'Fargo Coffeehaus',
		daysAgo: 21,
		lines: [
			['COF-PRA-1KG', 15],
			['COF-HUI-1KG', 6],
			['CON-LID-90', 3],
		],
	},
	{
		account: 'Fargo Coffeehaus',
		daysAgo: 16,
		lines: [
			['COF-HOU-1KG', 12],
			['COF-MER-1KG', 10],
			['CON-CLE-TAB', 5],
		],
	},
	{
		account: 'Fargo Coffeehaus',
		daysAgo: 12,
		lines: [
			['COF-PRA-1KG', 10],
			['COF-MER-1KG', 10],
			['CON-SYR-VAN', 6],
		],
	},
	{
		account: 'Fargo Coffeehaus',
		daysAgo: 7,
		lines: [
			['COF-HOU-1KG', 15],
			['COF-HUI-1KG', 8],
			['CON-TOG-12', 2],
		],
	},
	{
		account: 'Fargo Coffeehaus',
		daysAgo: 1,
		lines: [
			['COF-MER-1KG', 10],
			['COF-HOU-1KG', 5],
			['CON-TOG-12', 1],
		],
	},
]

const bySku = new Map(products.map((product) => [product.sku, product]))

function quantityOf(random: Random, sku: string): number {
	if (sku.startsWith('CON-CUP')) return 6 * random.whole(1, 3)
	if (sku.endsWith('5KG')) return random.whole(1, 6)
	if (sku.endsWith('250G')) return 6 * random.whole(2, 8)
	if (sku.startsWith('COF')) return random.whole(3, 16)
	return sku.startsWith('CON-SYR') ? random.whole(2, 6) : random.whole(1, 3)
}

const forbidden = (account: SeedAccount) => (sku: string) => {
	const product = bySku.get(sku)
	if (currencyOf(account) === 'CAD' && product?.notInCanada) return false
	if (account.groups.includes('CAMPUS') && (sku.startsWith('CON-SYR') || sku === 'CON-CHO-SQR')) return false
	return !account.allowedClasses || account.allowedClasses.includes(product?.productClass ?? '')
}

/** Small parts and tools for what stands on the counter. Fargo has not bought a tamper or a pitcher yet: that is the story's offer. */
function upkeep(account: SeedAccount, id: number): string[] {
	const own = new Set(ownedMachines.filter(({ location }) => location.accountId === id).map(({ sku }) => sku))
	const fits = products.filter(({ partOf, status }) => status !== 'retired' && partOf?.some((sku) => own.has(sku))).map(({ sku }) => sku)
	const tools = own.size > 0 && account.name !== 'Fargo Coffeehaus' ? ['ACC-TOW-4', 'ACC-BRU-G', 'ACC-PIT-350', 'ACC-KNO-S', 'ACC-POR-B18'] : ['ACC-TOW-4']
	return [...fits, ...tools].filter(forbidden(account))
}

/** Over the first stores of the account, larger parts first; most orders go to one or two. */
function splitOver(random: Random, id: number, quantity: number, increment: number, storeCount: number): ReadonlyMap<number, number> {
	const stores = locations.filter(({ accountId: owner }) => owner === id).slice(0, storeCount)
	const steps = quantity / increment
	const split = new Map<number, number>()
	let left = steps
	for (const [index, store] of stores.entries()) {
		const isLast = index === stores.length - 1
		const part = isLast ? left : Math.min(left, Math.max(index === 0 ? 1 : 0, Math.floor(left / (stores.length - index)) + random.whole(0, 1)))
		if (part > 0) split.set(store.id, part * increment)
		left -= part
	}
	return split
}

function planned(random: Random, account: SeedAccount, id: number, daysAgo: number, wanted: readonly (readonly [string, number])[]): PlannedOrder {
	const people = contacts.filter(({ accountId: owner, role }) => owner === id && role !== 'viewer')
	const buyer = people.find(({ role }) => role === 'buyer') ?? people[0]
	if (!buyer) throw new Error(`${account.name} has nobody to buy`)
	const storeCount = account.locations ? random.whole(1, account.locations.length) : 1
	const lines = wanted.map(([sku, quantity]): PlannedLine => {
		const increment = Number(bySku.get(sku)?.increment ?? '1')
		return { sku, quantity, split: splitOver(random, id, quantity, increment, storeCount) }
	})
	const onlyOne = people.length < 2 || random.chance(0.8)
	return {
		accountId: id,
		account,
		contactId: (onlyOne ? buyer : random.pick(people)).id,
		daysAgo,
		hour: random.whole(8, 16),
		minute: random.whole(0, 59),
		lines,
		byRep: random.chance(0.12),
	}
}

function ordersOf(account: SeedAccount, id: number): PlannedOrder[] {
	const taste = tastes[account.industry]
	if (!taste || account.rhythm === 0) return []
	const random = randomFrom(7_000 + id)
	const isFargo = account.name === 'Fargo Coffeehaus'
	const coffee = isFargo ? blend('1KG', 'HOU', 'MER', 'PRA', 'HUI') : random.some(taste.coffee.filter(forbidden(account)), 5)
	const goods = isFargo ? con('TOG-12', 'LID-90', 'SYR-VAN', 'CLE-TAB') : random.some(taste.goods.filter(forbidden(account)), 6)
	const small = upkeep(account, id)
	const every = 355 / account.rhythm
	const days = Array.from({ length: account.rhythm }, (_, turn) => Math.max(1, Math.round(turn * every + random.next() * every * 0.8) + 1))
	// Fargo's last weeks are fixed, so that what Luka owes is known.
	return days
		.filter((daysAgo) => !isFargo || daysAgo > 45)
		.map((daysAgo) => {
			const skus = [...random.some(coffee, random.whole(1, 3)), ...random.some(goods, random.whole(0, 2)), ...(random.chance(0.2) ? random.some(small, 1) : [])]
			return planned(
				random,
				account,
				id,
				daysAgo,
				[...new Set(skus)].map((sku) => [sku, quantityOf(random, sku)]),
			)
		})
}

/** Everything that was ordered in the past year, oldest first. */
export function planYear(): PlannedOrder[] {
	const random = randomFrom(365)
	const routine = accounts.flatMap((account, index) => ordersOf(account, firstAccountId + index))
	const wanted = fixed.map(({ account, daysAgo, lines }) => {
		const id = accountId(account)
		return planned(random, accounts[id - firstAccountId] as SeedAccount, id, daysAgo, lines)
	})
	for (const { lines } of [...routine, ...wanted]) for (const { sku } of lines) productId(sku)
	return [...routine, ...wanted].sort((a, b) => b.daysAgo - a.daysAgo || a.hour - b.hour || a.minute - b.minute || a.accountId - b.accountId)
}
