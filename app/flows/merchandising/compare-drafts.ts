import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import {
	type BookPriceRow,
	type ClaimedDraft,
	claimDraft,
	insertDraftRows,
	insertRemovedRows,
	readDraftProducts,
	readPricesOf,
} from '../../../db/queries/price-draft.ts'
import { invariant } from '../../engine/base/invariant.ts'
import { microsOf } from '../../engine/base/money.ts'
import { parseQuantity } from '../../engine/base/units.ts'
import { type BookPrice, planPriceDraft } from '../../engine/pricing/plan-price-draft.ts'
import { type FilePrice, readPriceRows } from '../../engine/pricing/read-price-rows.ts'
import { readPriceTable } from './read-price-table.ts'

/** Prices compared in one transaction: what a person who waits sees move, and what a cancel can come between. */
const perRound = 2000

/**
 * Compares the next prices of the oldest staged file with its book: the worker calls it while it answers above 0. Five
 * statements for any number. A draft that was discarded meanwhile is left alone. Answers how many prices were compared.
 */
export async function compareDrafts(db: Db, at: Date): Promise<number> {
	return withTransaction(db, async (tx) => {
		const draft = await claimDraft(tx)
		if (!draft) return 0
		const prices = pricesOf(draft)
		const chunk = chunkOf(prices, draft.checkedCount)
		await compareChunk(tx, draft, { chunk, isLast: draft.checkedCount + chunk.length === prices.length, at })
		return chunk.length
	})
}

function pricesOf({ source, decimalComma }: ClaimedDraft): readonly FilePrice[] {
	const table = readPriceTable(source)
	const rows = table.ok ? readPriceRows(table.table, decimalComma) : table
	// It was read when it was staged, by the same code.
	invariant(rows.ok, 'a staged file can be read')
	return rows.prices
}

/** The next prices; those of one product stay together, so that its windows are seen as a whole. */
function chunkOf(prices: readonly FilePrice[], from: number): readonly FilePrice[] {
	let to = Math.min(prices.length, from + perRound)
	while (to < prices.length && prices[to]?.sku === prices[to - 1]?.sku) to += 1
	return prices.slice(from, to)
}

type Round = { chunk: readonly FilePrice[]; isLast: boolean; at: Date }

async function compareChunk(tx: Tx, draft: ClaimedDraft, { chunk, isLast, at }: Round): Promise<void> {
	const { id: draftId, bookId, sellerEntityId, beginsAt, zone, jumpPercent } = draft
	const products = await readDraftProducts(tx, { sellerEntityId, skus: [...new Set(chunk.map(({ sku }) => sku))] })
	const held = await readPricesOf(tx, { bookId, productIds: products.map(({ productId }) => productId) })
	const known = { products: new Map(products.map((product) => [product.sku, product])), prices: held.map(bookPriceOf) }
	const rows = planPriceDraft(chunk, known, { at, beginsAt, zone, jumpPercent })
	await insertDraftRows(tx, { draftId, before: draft.checkedCount, isLast, prices: chunk.length }, rows)
	if (isLast && draft.isWhole) await insertRemovedRows(tx, { draftId, bookId, beginsAt, at })
}

function bookPriceOf({ tierFrom, tierPrice, ...row }: BookPriceRow): BookPrice {
	const prices = tierPrice.split(',')
	return { ...row, tiers: tierFrom.split(',').map((from, tier) => ({ from: parseQuantity(from) ?? 0, unitPriceMicros: microsOf(prices[tier] ?? '0') })) }
}
