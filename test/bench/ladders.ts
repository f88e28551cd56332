import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { runImport } from '../../app/cli/import.ts'
import { microsOf } from '../../app/engine/base/money.ts'
import { parseQuantity } from '../../app/engine/base/units.ts'
import { decidePrice } from '../../app/engine/pricing/decide-price.ts'
import type { PriceCandidate } from '../../app/engine/pricing/price-candidate.ts'
import type { PriceContext } from '../../app/engine/pricing/price-context.ts'
import { loadPriceCandidates } from '../../app/flows/pricing/load-price-candidates.ts'
import { absentShopper } from '../../app/platform/session.server.ts'
import type { Db } from '../../db/client.server.ts'
import { deriveLadder, type Ladder } from './derive-ladder.ts'

export const retailFile = resolve(import.meta.dirname, '../../../shared/data/online-retail/online-retail_2010-12_2011-05.csv.gz')
export const hasRetail = existsSync(retailFile)

const BOOKS = { trade: 'TRADE', walkIn: 'WALK-IN' } as const
export type Segment = keyof typeof BOOKS

/** One sold line of goods. `together` counts the same product over the whole invoice, as a book with basis `order` does. */
type Sold = {
	productId: number
	sku: string
	orderId: number
	month: string
	segment: Segment
	accountId: number
	quantity: string
	together: string
	price: string
}

/** Why a line does not stand on the ladder of its book: the first that holds. */
export const CLASSES = ['exact', 'tier_not_reached', 'tier_not_given', 'other_book', 'price_of_its_month', 'one_of_a_kind', 'other'] as const
export type LadderFigures = {
	lines: number
	exact: number
	byBook: Record<Segment, { products: number; tiers: number; laddered: number; lines: number; exact: number }>
	classes: Record<(typeof CLASSES)[number], number>
	heldOut: { lines: number; exact: number; withoutLadder: number }
	seconds: Record<string, number>
}

const at = new Date('2026-03-02T09:00:00Z')

/** Lines of goods that were sold at a price, from what the import stored: one statement. */
const readSold = (db: Db) => db<Sold[]>`
	select l.product_id, p.sku, l.order_id, to_char(o.placed_at at time zone 'Europe/London', 'YYYY-MM') as month, case when a.number like 'WALK-IN-%' then 'walkIn' else 'trade' end as segment, a.id as account_id,
		trim_scale(l.quantity)::text as quantity, trim_scale(sum(l.quantity) over (partition by l.order_id, l.product_id))::text as together, trim_scale(l.unit_price)::text as price
	from order_line l join sales_order o on o.account_id = l.account_id and o.id = l.order_id join account a on a.id = l.account_id join product p on p.id = l.product_id
	where l.kind = 'goods' and l.unit_price > 0 and l.quantity > 0 order by l.order_id, l.id`

/** The ladder of each product for each kind of account, by both. */
export function laddersOf(
	lines: readonly Pick<Sold, 'segment' | 'sku' | 'together' | 'price'>[],
): Map<string, { segment: Segment; sku: string; ladder: Ladder }> {
	const groups = Map.groupBy(lines, ({ segment, sku }) => `${segment} ${sku}`)
	return new Map(
		[...groups].map(([key, own]) => {
			const [{ segment, sku }] = own as [Sold]
			return [key, { segment, sku, ladder: deriveLadder(own.map(({ together, price }) => ({ quantity: Number(together), price }))) }]
		}),
	)
}

export const priceOn = (ladder: Ladder, quantity: number) => ladder.findLast(({ from }) => from <= quantity)?.price

/** Rows under their headings through the import as people run it; a row that is refused is a bug of ours. */
export async function importRows(
	db: Db,
	folder: string,
	what: string,
	rows: readonly (readonly (string | number)[])[],
	seller: Record<string, string> = { code: 'ONLINE-RETAIL' },
): Promise<void> {
	const file = join(folder, `${what}.csv`)
	await writeFile(file, `${rows.map((row) => row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',')).join('\n')}\n`)
	const map = join(folder, `${what}.json`)
	await writeFile(map, JSON.stringify({ what, seller }))
	const answer = await runImport(db, { what, file, map, rejects: join(folder, `${what}-rejects.csv`), at })
	if (!answer.ok || answer.counts.rejected > 0) throw new Error(`${what} were refused: ${JSON.stringify(answer)}`)
}

/** The ladders as price books of two groups of accounts, through the import as people run it. */
export async function loadBooks(db: Db, folder: string, ladders: ReturnType<typeof laddersOf>): Promise<void> {
	const accounts = await db<{ number: string }[]>`select number from account`
	const codes = Object.values(BOOKS)
	await importRows(db, folder, 'buyer-groups', [['code', 'name'], ...codes.map((code) => [code, code])])
	const groupOf = (number: string) => (number.startsWith('WALK-IN-') ? BOOKS.walkIn : BOOKS.trade)
	await importRows(db, folder, 'group-members', [['group', 'account'], ...accounts.map(({ number }) => [groupOf(number), number])])
	await importRows(db, folder, 'price-books', [
		['code', 'name', 'rung', 'currency', 'status'],
		...codes.map((code) => [code, `Derived ${code}`, 'group', 'GBP', 'published']),
	])
	await importRows(db, folder, 'book-groups', [['book', 'group'], ...codes.map((code) => [code, code])])
	const tiers = [...ladders.values()].flatMap(({ segment, sku, ladder }) => ladder.map(({ from, price }) => [BOOKS[segment], sku, from, price]))
	await importRows(db, folder, 'price-entries', [['book', 'sku', 'from', 'price'], ...tiers])
}

/** The candidates of every product for one account of each segment: two statements, as the shop loads them. */
async function loadCandidates(db: Db, lines: readonly Sold[]): Promise<Record<Segment, Map<number, PriceCandidate[]>>> {
	const load = async (segment: Segment) => {
		const own = lines.filter((line) => line.segment === segment)
		const shopper = own[0] && (await absentShopper(db, { accountId: own[0].accountId, contactId: null }))
		if (!shopper) return new Map<number, PriceCandidate[]>()
		return loadPriceCandidates(db, shopper.account, { productIds: [...new Set(own.map(({ productId }) => productId))], at, liveOnly: true })
	}
	return { trade: await load('trade'), walkIn: await load('walkIn') }
}

function contextOf({ productId, quantity, together }: Sold): PriceContext {
	const [line, order] = [parseQuantity(quantity) ?? 0, parseQuantity(together) ?? 0]
	return {
		...{
			sellerZone: 'Europe/London',
			rounding: 'half_away',
			currency: 'GBP',
			productId,
			unit: 'each',
			unitStep: 10_000,
			quantity: line,
			basis: { line, order },
		},
		...{ isEntitled: true, locationId: null, pricedAt: at, deliverOn: null },
	}
}

const commonest = (prices: readonly string[]) => {
	const counts = new Map<string, number>()
	for (const price of prices) counts.set(price, (counts.get(price) ?? 0) + 1)
	return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}

/** Says why a line does not stand on its ladder. */
function classifier(lines: readonly Sold[], ladders: ReturnType<typeof laddersOf>) {
	const times = new Map<string, number>()
	for (const { segment, sku, price } of lines) times.set(`${segment} ${sku} ${price}`, (times.get(`${segment} ${sku} ${price}`) ?? 0) + 1)
	const monthly = new Map(
		[...Map.groupBy(lines, ({ segment, sku, month }) => `${segment} ${sku} ${month}`)].map(([key, own]) => [key, commonest(own.map(({ price }) => price))]),
	)
	return ({ segment, sku, month, together, price }: Sold): (typeof CLASSES)[number] => {
		const own = ladders.get(`${segment} ${sku}`)?.ladder ?? []
		const onOwn = own.find((tier) => tier.price === price)
		if (onOwn) return onOwn.from > Number(together) ? 'tier_not_reached' : 'tier_not_given'
		const other = ladders.get(`${segment === 'trade' ? 'walkIn' : 'trade'} ${sku}`)?.ladder ?? []
		if (other.some((tier) => tier.price === price)) return 'other_book'
		if (monthly.get(`${segment} ${sku} ${month}`) === price) return 'price_of_its_month'
		return times.get(`${segment} ${sku} ${price}`) === 1 ? 'one_of_a_kind' : 'other'
	}
}

/** Ladders from every other invoice, tried on those between: what the derivation is worth where it did not look. */
function tryHeldOut(lines: readonly Sold[]): LadderFigures['heldOut'] {
	const [learnt, held] = [lines.filter(({ orderId }) => orderId % 2 === 0), lines.filter(({ orderId }) => orderId % 2 === 1)]
	const ladders = laddersOf(learnt)
	const answers = held.map(({ segment, sku, together, price }) => {
		const ladder = ladders.get(`${segment} ${sku}`)?.ladder
		return ladder === undefined ? null : priceOn(ladder, Number(together)) === price
	})
	return { lines: held.length, exact: answers.filter((one) => one === true).length, withoutLadder: answers.filter((one) => one === null).length }
}

/**
 * Tier ladders of a real wholesaler's half year: history through the import, a ladder for each product and kind of account, the
 * ladders through the import as price books, and every line priced again by the engine from what is stored.
 */
export async function runLadders(
	db: Db,
	{ file = retailFile, onStep = () => undefined }: { file?: string; onStep?: (step: string) => void } = {},
): Promise<LadderFigures> {
	const folder = await mkdtemp(join(tmpdir(), 'ladders-'))
	const seconds: Record<string, number> = {}
	const timed = async <T>(step: string, work: () => Promise<T> | T): Promise<T> => {
		onStep(step)
		const began = performance.now()
		const answer = await work()
		seconds[step] = Math.round((performance.now() - began) / 100) / 10
		return answer
	}
	try {
		await timed('history', () => runImport(db, { what: 'orders', file, map: 'online-retail', rejects: join(folder, 'rejects.csv'), at }))
		const lines: readonly Sold[] = await timed('read', () => readSold(db))
		const ladders = await timed('derive', () => laddersOf(lines))
		await timed('books', () => loadBooks(db, folder, ladders))
		const candidates = await timed('candidates', () => loadCandidates(db, lines))
		const why = classifier(lines, ladders)
		const classes = Object.fromEntries(CLASSES.map((name) => [name, 0])) as LadderFigures['classes']
		const exact = { trade: 0, walkIn: 0 }
		await timed('reprice', () => {
			for (const line of lines) {
				const { winner } = decidePrice(contextOf(line), candidates[line.segment].get(line.productId) ?? [])
				const isExact = winner?.tier?.unitPriceMicros === microsOf(line.price)
				if (isExact) exact[line.segment] += 1
				classes[isExact ? 'exact' : why(line)] += 1
			}
		})
		const bookOf = (segment: Segment) => {
			const own = [...ladders.values()].filter((one) => one.segment === segment).map(({ ladder }) => ladder)
			const tiers = own.reduce((sum, ladder) => sum + ladder.length, 0)
			const sold = lines.filter((line) => line.segment === segment).length
			return { products: own.length, tiers, laddered: own.filter(({ length }) => length > 1).length, lines: sold, exact: exact[segment] }
		}
		const heldOut = await timed('held out', () => tryHeldOut(lines))
		return { lines: lines.length, exact: classes.exact, byBook: { trade: bookOf('trade'), walkIn: bookOf('walkIn') }, classes, heldOut, seconds }
	} finally {
		await rm(folder, { recursive: true, force: true })
	}
}
