import { startOfDay } from '../base/calendar.ts'
import { printMicros } from '../base/money.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { printQuantity } from '../base/units.ts'
import { checkTiers, type PriceWarning } from './check-tiers.ts'
import { largestChange } from './largest-change.ts'
import type { PriceTier } from './price-candidate.ts'
import type { FilePrice } from './read-price-rows.ts'

export type DraftProduct = {
	productId: number
	sku: string
	units: readonly { code: string; digits: number; isOwn: boolean }[]
	floorPrice: string | null
	unitCost: string | null
}

/** A price that the book has. `validFrom` null: since always; `validTo` null: without end. */
export type BookPrice = {
	entryId: number
	productId: number
	unitCode: string
	tiers: readonly PriceTier[]
	mixGroup: string | null
	validFrom: Date | null
	validTo: Date | null
}

export type DraftQuestion = {
	at: Date
	/** When the new version begins; null: at once. */
	beginsAt: Date | null
	zone: string
	/** Changes above so many percent are pointed out. */
	jumpPercent: number
}

export type DraftWarning = { code: PriceWarning['code'] | 'PRICE_JUMPS' | 'WINDOW_GAP' | 'WINDOW_OVERLAP'; facts: Record<string, string | number> }

/** What publishing would do with one price. */
export type DraftRow = {
	line: number
	status: 'new' | 'changed' | 'unchanged' | 'rejected'
	sku: string
	productId: number | null
	unitCode: string | null
	/** The price of the book that it takes the place of. */
	entryId: number | null
	/** That one stays as it is until the new one begins. */
	endsEntry: boolean
	tierFrom: string[] | null
	tierPrice: string[] | null
	mixGroup: string | null
	validFrom: Date | null
	validTo: Date | null
	/** The largest change of a unit price in hundredths of a percent; null where nothing can be compared. */
	changeBp: number | null
	warnings: DraftWarning[]
	refusals: Refusal[]
}

type Known = { products: ReadonlyMap<string, DraftProduct>; prices: readonly BookPrice[] }

/**
 * What the prices of a file would make of a book: each new, changed, unchanged or rejected with every reason (commerce-
 * engine.md section 4; experience.md "import with a diff before publishing"). Prices of one SKU belong in one call.
 * A file without a column of windows speaks of the price that holds at the moment; with one, of the price that begins then.
 */
export function planPriceDraft(file: readonly FilePrice[], known: Known, question: DraftQuestion): DraftRow[] {
	const byProduct = Map.groupBy(known.prices, keyOf)
	const taken = new Set<number | string>()
	const rows = file.map((price) => planOne(price, { ...known, byProduct, taken }, question))
	return warnOfWindows(rows, byProduct, question)
}

const keyOf = ({ productId, unitCode }: { productId: number | null; unitCode: string | null }) => `${productId} ${unitCode}`

type Around = Known & { byProduct: ReadonlyMap<string, BookPrice[]>; taken: Set<number | string> }

function planOne(price: FilePrice, around: Around, question: DraftQuestion): DraftRow {
	const { line, sku } = price
	const product = around.products.get(sku)
	const unit = product?.units.find(({ code, isOwn }) => (price.unit === '' ? isOwn : code.toLowerCase() === price.unit.toLowerCase()))
	const rejected = (refusals: Refusal[]): DraftRow => ({
		...{ line, status: 'rejected', sku, productId: product?.productId ?? null, unitCode: unit?.code ?? null, entryId: null, endsEntry: false },
		...{ tierFrom: null, tierPrice: null, mixGroup: null, validFrom: null, validTo: null, changeBp: null, warnings: [], refusals },
	})
	if (!product || !unit) return rejected([refusal('PRICE_PRODUCT_UNKNOWN', { sku, unit: price.unit }, line)])
	const { floorPrice, unitCost } = unit.isOwn ? product : { floorPrice: null, unitCost: null }
	const checked = checkTiers(price.tiers, { sku, unit, floorPrice, unitCost }, line)
	const window = readWindow(price, question)
	const disagrees = price.disagrees ? [refusal('PRICE_ROWS_DISAGREE', { sku }, line)] : []
	if (!checked.ok || !window.ok || disagrees.length > 0)
		return rejected([...(checked.ok ? [] : checked.refusals), ...(window.ok ? [] : window.refusals), ...disagrees])
	const own = around.byProduct.get(keyOf({ productId: product.productId, unitCode: unit.code })) ?? []
	const place = placeOf(window, own, question)
	const key = place.match?.entryId ?? `${product.productId} ${unit.code} ${place.validFrom?.getTime() ?? ''}`
	if (around.taken.has(key)) return rejected([refusal('PRICE_ROW_TWICE', { sku }, line)])
	around.taken.add(key)
	if (place.isPast) return rejected([refusal('PRICE_ENDS_BEFORE', { sku }, line)])
	const { match, endsEntry } = place
	const mixGroup = price.mixGroup === null ? (match?.mixGroup ?? null) : price.mixGroup || null
	const now = { tiers: checked.tiers, mixGroup, validFrom: place.validFrom, validTo: place.validTo }
	const status = !match ? 'new' : isSame(match, now, endsEntry) ? 'unchanged' : 'changed'
	const changeBp = match ? largestChange(match.tiers, checked.tiers) : null
	const jumps = changeBp !== null && Math.abs(changeBp) > question.jumpPercent * 100
	return {
		...{ line, status, sku, productId: product.productId, unitCode: unit.code, entryId: match?.entryId ?? null, endsEntry: endsEntry && status === 'changed' },
		tierFrom: checked.tiers.map(({ from }) => printQuantity(from)),
		tierPrice: checked.tiers.map(({ unitPriceMicros }) => printMicros(unitPriceMicros)),
		...{ mixGroup, validFrom: now.validFrom, validTo: now.validTo, changeBp: status === 'changed' ? changeBp : null, refusals: [] },
		warnings: [...(checked.warnings as DraftWarning[]), ...(jumps ? [{ code: 'PRICE_JUMPS' as const, facts: { sku, changeBp: changeBp ?? 0 } }] : [])],
	}
}

type TypedWindow = { ok: true; isGiven: boolean; from: Date | null; to: Date | null }

function readWindow({ line, sku, validFrom, validTo }: FilePrice, { zone }: DraftQuestion): TypedWindow | { ok: false; refusals: Refusal[] } {
	const from = instantOf(validFrom ?? '', zone)
	const to = instantOf(validTo ?? '', zone)
	if (from === undefined || to === undefined) {
		const wrong = [...(from === undefined ? [validFrom] : []), ...(to === undefined ? [validTo] : [])]
		return { ok: false, refusals: wrong.map((given) => refusal('DAY_INVALID', { given }, line)) }
	}
	if (from && to && to <= from) return { ok: false, refusals: [refusal('WINDOW_EMPTY', { sku }, line)] }
	return { ok: true, isGiven: validFrom !== null || validTo !== null, from, to }
}

/** A day of the seller's zone or an instant with its offset; null: nothing typed; undefined: neither. */
function instantOf(text: string, zone: string): Date | null | undefined {
	if (text === '') return null
	if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)) return undefined
	const parsed = new Date(text)
	if (Number.isNaN(parsed.getTime())) return undefined
	if (text.length > 10) return parsed
	// 2026-02-30 is parsed as a day of March.
	return parsed.toISOString().startsWith(text) ? startOfDay(text, zone) : undefined
}

type Place = { match: BookPrice | null; endsEntry: boolean; validFrom: Date | null; validTo: Date | null; isPast: boolean }

const time = (instant: Date | null) => instant?.getTime() ?? Number.NEGATIVE_INFINITY
const holds = ({ validFrom, validTo }: BookPrice, at: Date) => time(validFrom) <= at.getTime() && (validTo === null || validTo > at)

/** Where a price of a file belongs among those that the book has for the same product and unit. */
function placeOf({ isGiven, from, to }: TypedWindow, own: readonly BookPrice[], { at, beginsAt }: DraftQuestion): Place {
	const holding = (moment: Date) => own.filter((price) => holds(price, moment)).sort((a, b) => time(b.validFrom) - time(a.validFrom))[0] ?? null
	const exact = own.find(({ validFrom }) => time(validFrom) === time(from)) ?? null
	if (beginsAt && to && to <= beginsAt)
		return { match: exact, endsEntry: false, validFrom: from, validTo: to, isPast: !exact || time(exact.validTo) !== time(to) }
	if (beginsAt && (!isGiven || time(from) < beginsAt.getTime())) {
		const match = holding(beginsAt)
		const isBegun = match !== null && time(match.validFrom) < beginsAt.getTime()
		return { match, endsEntry: isBegun, validFrom: beginsAt, validTo: isGiven ? to : (match?.validTo ?? null), isPast: false }
	}
	if (isGiven) return { match: exact, endsEntry: false, validFrom: from, validTo: to, isPast: false }
	const match = holding(at)
	const isFree = own.every(({ validFrom }) => validFrom !== null)
	return { match, endsEntry: false, validFrom: match ? match.validFrom : isFree ? null : at, validTo: match?.validTo ?? null, isPast: false }
}

type Price = Pick<BookPrice, 'tiers' | 'mixGroup' | 'validFrom' | 'validTo'>

/** A price that begins later is no change while it says what holds then anyway. */
function isSame(was: Price, now: Price, endsEntry: boolean): boolean {
	const sameTiers =
		was.tiers.length === now.tiers.length &&
		was.tiers.every(({ from, unitPriceMicros }, index) => from === now.tiers[index]?.from && unitPriceMicros === now.tiers[index]?.unitPriceMicros)
	const sameStart = endsEntry || time(was.validFrom) === time(now.validFrom)
	return sameTiers && sameStart && was.mixGroup === now.mixGroup && time(was.validTo) === time(now.validTo)
}

/** Points out where the prices of one product, as they would stand, leave days without a price or overlap. */
function warnOfWindows(rows: DraftRow[], byProduct: ReadonlyMap<string, BookPrice[]>, { beginsAt }: DraftQuestion): DraftRow[] {
	const sound = rows.filter(({ status }) => status !== 'rejected')
	const found = new Map<DraftRow, DraftWarning>()
	for (const [key, own] of Map.groupBy(sound, keyOf)) {
		const replaced = new Map(own.flatMap((row) => (row.entryId === null ? [] : [[row.entryId, row] as const])))
		const kept = (byProduct.get(key) ?? []).flatMap((price) => {
			const row = replaced.get(price.entryId)
			if (row && !row.endsEntry) return []
			return [{ from: time(price.validFrom), to: row ? time(beginsAt) : endOf(price.validTo), row: null }]
		})
		const spans = [...kept, ...own.map((row) => ({ from: time(row.validFrom), to: endOf(row.validTo), row }))].sort((a, b) => a.from - b.from)
		for (const [index, span] of spans.entries()) {
			const before = spans[index - 1]
			const row = span.row ?? before?.row
			if (!before || !row || row.status === 'unchanged' || before.to === span.from) continue
			found.set(row, { code: before.to < span.from ? 'WINDOW_GAP' : 'WINDOW_OVERLAP', facts: { sku: row.sku } })
		}
	}
	return rows.map((row) => {
		const warning = found.get(row)
		return warning ? { ...row, warnings: [...row.warnings, warning] } : row
	})
}

const endOf = (instant: Date | null) => instant?.getTime() ?? Number.POSITIVE_INFINITY
