import type { Sql } from '../../../db/client.server.ts'
import { readOrderables } from '../../../db/queries/cart-lines.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { checkLimits, MAX_LINES } from '../../engine/cart/limits.ts'
import { type AskedRow, resolveRows, type WantedRow } from '../../engine/cart/resolve-rows.ts'
import type { QuoteLine } from '../../engine/quote/quote.ts'
import type { Shopper } from '../../platform/actor.ts'
import { foundProductOf } from '../cart/read-found-product.ts'
import { loadQuotePrices } from './load-quote-prices.ts'
import type { LineThing } from './save-said.ts'

/** A price is asked for so much of a thing, wherever it goes. */
function together(wanted: readonly WantedRow[]): WantedRow[] {
	const rows = Map.groupBy(wanted, ({ productId, unit, chosen }) => `${productId} ${unit} ${chosen?.join() ?? ''}`)
	return [...rows.values()].flatMap((same) => (same[0] ? [{ ...same[0], quantity: same.reduce((sum, { quantity }) => sum + quantity, 0) }] : []))
}

export type AskedLines = { lines: QuoteLine[]; things: Map<number, LineThing> }

/**
 * Rows as the lines of a quote, with what each costs this shopper without it; three statements for any number. `together`:
 * what is named for several stores is one line; `misplaced`: what stood against their stores. Refuses `QUOTE_EMPTY` and what `resolveRows` does.
 */
export async function loadAsked(
	sql: Sql,
	shopper: Shopper,
	rows: readonly AskedRow[],
	{ together: isTogether, misplaced = [], at }: { together: boolean; misplaced?: readonly Refusal[]; at: Date },
): Promise<({ ok: true } & AskedLines) | { ok: false; refusals: Refusal[] }> {
	if (rows.length === 0) return { ok: false, refusals: [refusal('QUOTE_EMPTY')] }
	if (rows.length > MAX_LINES) return { ok: false, refusals: checkLimits({ lines: rows.length, allocations: 0, groups: 0 }) }
	const found = await readOrderables(sql, shopper.account, rows)
	const digits = new Map(found.map((row) => [row.ordinal, row.unitDigits ?? 0]))
	const { wanted, refusals } = resolveRows(
		rows,
		found.map((row) => foundProductOf(row, shopper)),
		dayIn(at, shopper.seller.timeZone),
	)
	if (misplaced.length + refusals.length > 0) return { ok: false, refusals: [...refusals, ...misplaced] }
	const lines = (isTogether ? together(wanted) : wanted).map(({ row, productId, unit, quantity, chosen }, index) => ({
		...{ position: index + 1, productId, quantity, chosen, unitCode: unit },
		...{ unit: { code: unit, digits: digits.get(row) ?? 0 }, minimum: quantity, unitPriceMicros: null },
	}))
	const prices = await loadQuotePrices(sql, shopper, { lines, given: null, at })
	const things = new Map(lines.map((line) => [line.position, { ...line, listMicros: prices.get(line.position)?.listMicros ?? null }]))
	return { ok: true, lines, things }
}
