import { exactLine } from '../base/exact-net.ts'
import { type Currency, exceedsCap, parseMicros, parseMinor } from '../base/money.ts'
import { type Fact, type Refusal, refusal } from '../base/refusal.ts'
import type { Rounding } from '../base/rounding.ts'
import { parseQuantity, type Quantity } from '../base/units.ts'
import { type DateOrder, readWallTime } from '../base/wall-time.ts'

/** What is not goods, by code or by the number of its document; the first that fits counts. */
export type LineClassRule = { class: string; skus?: string[] | undefined; skuPrefix?: string | undefined; numberPrefix?: string | undefined }

export type HistoryRules = {
	classes: readonly LineClassRule[]
	dates: DateOrder
	currency: Currency
	rounding: Rounding
	walkIn: { number: string; name: string } | null
}

/** The sign of a line's net decides which document it stands on: an order with its invoice, or a credit note. */
export type HistoryLine = {
	document: 'invoice' | 'credit_note'
	class: string
	sku: string
	name: string
	quantity: Quantity
	unitPriceMicros: bigint
	resolvedMinor: number
	netMinor: number
	exactNet: bigint
	isFiner: boolean
}

/** Days and times are wall times of the seller. `account` is null where the file leaves the account to the known order. */
export type HistoryHeader = {
	number: string
	account: string | null
	accountName: string
	placedAt: string | null
	requestedOn: string | null
	isShipped: boolean
	dueOn: string | null
	poNumber: string | null
	shippingMinor: number
	address: Record<string, string>
}

export type HistoryRow = { header: HistoryHeader; line: HistoryLine | null }
type Fields = Readonly<Record<string, string>>
export type HistoryReading = { ok: true; row: HistoryRow } | { ok: false; skipped: string | null; refusals: Refusal[] }

const ADDRESS = ['shipName', 'line1', 'line2', 'city', 'region', 'postalCode', 'country', 'countryName']
/** numeric(14,4) holds ten digits before the point. */
const MAX_QUANTITY = 10_000_000_000 * 10_000

/** One row of an order history: a document's header, a line, or both, as the file has it. */
export function readHistoryRow(fields: Fields, rules: HistoryRules): HistoryReading {
	const refusals: Refusal[] = []
	const header = readHeader(fields, rules, refusals)
	const isLine = fields['sku'] !== undefined || fields['quantity'] !== undefined
	const line = isLine ? readLine(fields, rules, refusals) : null
	if (refusals.length > 0) return { ok: false, skipped: null, refusals }
	// A negative quantity without an amount corrects the stock and sells nothing.
	if (line && line.quantity < 0 && line.unitPriceMicros === 0n) return { ok: false, skipped: 'stock_note', refusals: [] }
	return { ok: true, row: { header, line } }
}

function readHeader(fields: Fields, rules: HistoryRules, refusals: Refusal[]): HistoryHeader {
	const number = fields['number'] ?? ''
	if (!number) refusals.push(refusal('number.missing'))
	const shipping = fields['shipping'] ? parseMinor(fields['shipping'], rules.currency) : 0
	if (shipping === null || shipping < 0) refusals.push(refusal('shipping.not_an_amount', { value: fields['shipping'] ?? '' }))
	const day = (field: string) => {
		const text = fields[field]
		const read = text ? readWallTime(text, rules.dates) : null
		if (text && read === null) refusals.push(refusal('date.not_a_day', { field, value: text, expected: rules.dates }))
		return read
	}
	const account = accountOf(fields, rules, refusals)
	return {
		number,
		...account,
		placedAt: day('placedAt'),
		requestedOn: day('requestedOn')?.slice(0, 10) ?? null,
		isShipped: fields['shippedAt'] === undefined || day('shippedAt') !== null,
		dueOn: day('dueOn')?.slice(0, 10) ?? null,
		poNumber: fields['poNumber'] || null,
		shippingMinor: shipping ?? 0,
		address: Object.fromEntries(ADDRESS.flatMap((field) => (fields[field] ? [[field, fields[field]]] : []))),
	}
}

function accountOf(fields: Fields, { walkIn }: HistoryRules, refusals: Refusal[]): { account: string | null; accountName: string } {
	if (fields['account'] === undefined) return { account: null, accountName: '' }
	if (fields['account']) return { account: fields['account'], accountName: fields['accountName'] || fields['account'] }
	if (!walkIn) refusals.push(refusal('account.missing'))
	const filled = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_, field: string) => fields[field] ?? '')
	return { account: filled(walkIn?.number ?? ''), accountName: filled(walkIn?.name ?? '') }
}

function readLine(fields: Fields, rules: HistoryRules, refusals: Refusal[]): HistoryLine | null {
	const before = refusals.length
	const bad = (code: string, facts: Record<string, Fact>) => refusals.push(refusal(code, facts))
	const sku = fields['sku'] ?? ''
	if (!sku && !fields['name']) bad('sku.missing', {})
	if (sku.length > 120) bad('sku.too_long', { length: sku.length })
	const text = fields['quantity'] ?? ''
	const size = parseQuantity(text.replace('-', ''))
	const quantity = size === null ? 0 : text.startsWith('-') ? -size : size
	if (size === null) bad('quantity.not_a_quantity', { value: text })
	else if (size === 0) bad('quantity.zero', {})
	else if (size >= MAX_QUANTITY) bad('quantity.too_large', { value: text })
	const unitPriceMicros = parseMicros(fields['price'] ?? '')
	if (unitPriceMicros === null) bad('price.not_a_price', { value: fields['price'] ?? '' })
	const discount = parseMicros(fields['discount'] || '0')
	if (discount === null || discount < 0n || discount > 1_000_000n) bad('discount.not_a_fraction', { value: fields['discount'] ?? '' })
	if (refusals.length > before || unitPriceMicros === null || discount === null) return null
	if (unitPriceMicros < 0n && quantity < 0) bad('price.negative_twice', { price: fields['price'] ?? '', quantity: text })
	const amounts = exactLine(unitPriceMicros, quantity, discount, rules.currency, rules.rounding)
	if (exceedsCap(amounts.resolvedMinor)) bad('amount.too_large', { price: fields['price'] ?? '', quantity: text })
	const document = quantity < 0 || unitPriceMicros < 0n ? 'credit_note' : 'invoice'
	return {
		document,
		class: classOf(sku, fields['number'] ?? '', unitPriceMicros, rules.classes),
		sku,
		name: fields['name'] || sku,
		quantity,
		unitPriceMicros,
		...amounts,
	}
}

function classOf(sku: string, number: string, unitPriceMicros: bigint, classes: readonly LineClassRule[]): string {
	const upper = sku.toUpperCase()
	const found = classes.find(
		({ skus, skuPrefix, numberPrefix }) =>
			skus?.some((code) => code.toUpperCase() === upper) ||
			(skuPrefix !== undefined && upper.startsWith(skuPrefix.toUpperCase())) ||
			(numberPrefix !== undefined && number.startsWith(numberPrefix)),
	)
	return found?.class ?? (unitPriceMicros === 0n ? 'free' : 'goods')
}

/** Whether a class is of things that have a product and are delivered. */
export function isGoods(lineClass: string): boolean {
	return lineClass === 'goods' || lineClass === 'free'
}
