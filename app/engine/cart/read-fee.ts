import type { Day } from '../base/calendar.ts'
import { parseMinor } from '../base/money.ts'
import { type Refusal, type Result, refusal } from '../base/refusal.ts'
import type { FeeKind } from './charge-fees.ts'

/** A fee as a form has it; amounts as plain decimals. */
export type FeeFields = {
	kind: string
	per: string
	amount: string
	below: string
	currency: string
	buyerGroupId: number | null
	names: Record<string, string>
	validFrom: Day | null
	/** The first day on which it no longer holds. */
	validTo: Day | null
}

export type FeeWrite = {
	kind: FeeKind
	per: 'order' | 'delivery'
	amountMinor: number
	belowMinor: number | null
	currency: string
	buyerGroupId: number | null
	names: Record<string, string>
	validFrom: Day
	validTo: Day | null
}

const MOST_NAME = 80

/** A fee from what was typed, or every refusal by field: FIELD_INVALID, WINDOW_EMPTY. Its name in English is needed, the others fall back to it. */
export function readFee(fields: FeeFields): Result<{ fee: FeeWrite }> {
	const { currency, validFrom, validTo, buyerGroupId } = fields
	const kind = fields.kind === 'handling' || fields.kind === 'small_order' ? fields.kind : null
	const isCurrency = /^[A-Z]{3}$/.test(currency)
	const amountMinor = isCurrency ? parseMinor(fields.amount, currency) : null
	const belowMinor = kind === 'small_order' && isCurrency ? parseMinor(fields.below, currency) : null
	const names = Object.fromEntries(Object.entries(fields.names).flatMap(([locale, name]) => (name.trim() ? [[locale, name.trim()]] : [])))
	const wrong = (isRight: boolean, key: string, given: string): Refusal[] => (isRight ? [] : [refusal('FIELD_INVALID', { key, given: given.slice(0, 80) })])
	const refusals = [
		...wrong(kind !== null, 'feeKind', fields.kind),
		...wrong(isCurrency, 'currency', currency),
		...wrong(amountMinor !== null && amountMinor >= 0, 'amount', fields.amount),
		...wrong(kind !== 'small_order' || (belowMinor !== null && belowMinor > 0), 'feeBelow', fields.below),
		...wrong(Boolean(names['en']) && Object.values(names).every((name) => name.length <= MOST_NAME), 'name', names['en'] ?? ''),
		...wrong(validFrom !== null, 'validFrom', ''),
		...(validFrom && validTo && validTo <= validFrom ? [refusal('WINDOW_EMPTY', { sku: '' })] : []),
	]
	if (refusals.length > 0 || kind === null || amountMinor === null || validFrom === null) return { ok: false, refusals }
	const per = kind === 'handling' && fields.per === 'delivery' ? 'delivery' : 'order'
	return { ok: true, fee: { kind, per, amountMinor, belowMinor, currency, buyerGroupId, names, validFrom, validTo } }
}
