import { parseMicros } from '../base/money.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import type { Quantity } from '../base/units.ts'
import { type LineSelector, readSelector } from './conditions.ts'
import { closed, listOf, nullable, oneOf, oneOfOr, optional, type Reader, readAll, whole, word } from './read-closed.ts'

/** Shares are parts per million: 30 % is 300 000. Money is in the promotion's currency. */
export type Benefit =
	| { kind: 'percent'; scope: 'line' | 'order'; percentPpm: number; of: 'phase_entry' | 'resolved_price' }
	| { kind: 'amount'; scope: 'line'; per: 'unit' | 'line'; amountMinor: number }
	| { kind: 'amount'; scope: 'order'; amountMinor: number }
	| { kind: 'fixed_price'; unitPriceMicros: bigint }
	| { kind: 'free_units'; buyQuantity: Quantity; getQuantity: Quantity; getLines?: LineSelector | undefined; percentPpm: number; maxUses: number | null }
	| { kind: 'bundle_price'; components: BundleComponent[]; priceMinor: number; maxUses: number | null }
	| { kind: 'gift'; productId: number; unit: string; quantity: Quantity; every: Quantity | null; maxUses: number | null }
	| { kind: 'shipping_percent'; percentPpm: number; capMinor: number | null; methods?: string[] | undefined }
	| { kind: 'shipping_cap'; atMostMinor: number; methods?: string[] | undefined }
	| { kind: 'terms'; days: number }

export type BundleComponent = { lines: LineSelector; quantity: Quantity }

/** Line → bundle and buy-X-get-Y → order → shipping → terms (commerce-engine.md section 5). */
export type Phase = 1 | 2 | 3 | 4 | 5

export function phaseOf(benefit: Benefit): Phase {
	switch (benefit.kind) {
		case 'percent':
		case 'amount':
			return benefit.scope === 'line' ? 1 : 3
		case 'fixed_price':
			return 1
		case 'free_units':
		case 'bundle_price':
		case 'gift':
			return 2
		case 'shipping_percent':
		case 'shipping_cap':
			return 4
		case 'terms':
			return 5
	}
}

/** A benefit that states money means nothing in another currency. */
export function statesMoney(benefit: Benefit): boolean {
	if (benefit.kind === 'shipping_percent') return benefit.capMinor !== null
	return benefit.kind === 'amount' || benefit.kind === 'fixed_price' || benefit.kind === 'bundle_price' || benefit.kind === 'shipping_cap'
}

const share = whole(1, 1_000_000)
const uses = nullable(whole(1))

const unitPrice: Reader<bigint> = (value, path, problems) => {
	const micros = typeof value === 'string' ? parseMicros(value) : null
	if (micros !== null && micros >= 0n) return micros
	problems.push(refusal('PROMOTION_FIELD_INVALID', { key: path, expected: 'decimal with at most 6 digits' }))
	return 0n
}

type Read<K extends Benefit['kind']> = Extract<Benefit, { kind: K }>

const kind = <K extends Benefit['kind']>(name: K) => oneOf(name) as Reader<K>

const readOrderAmount = closed<Extract<Read<'amount'>, { scope: 'order' }>>({ kind: kind('amount'), scope: oneOf('order'), amountMinor: whole(1) })
const readLineAmount = closed<Extract<Read<'amount'>, { scope: 'line' }>>({
	kind: kind('amount'),
	scope: oneOf('line'),
	per: oneOfOr('unit', 'line'),
	amountMinor: whole(1),
})
const readAmount: Reader<Benefit> = (value, path, problems) =>
	(value as { scope?: unknown }).scope === 'order' ? readOrderAmount(value, path, problems) : readLineAmount(value, path, problems)

const readComponent = closed<BundleComponent>({ lines: readSelector, quantity: whole(1) })

type BenefitReader = Reader<Benefit> & { fields: readonly string[] }

const readers: { [K in Benefit['kind']]: BenefitReader } = {
	percent: closed<Read<'percent'>>({
		kind: kind('percent'),
		scope: oneOf('line', 'order'),
		percentPpm: share,
		of: oneOfOr('phase_entry', 'resolved_price'),
	}),
	amount: Object.assign(readAmount, { fields: readLineAmount.fields }),
	fixed_price: closed<Read<'fixed_price'>>({ kind: kind('fixed_price'), unitPriceMicros: unitPrice }),
	free_units: closed<Read<'free_units'>>({
		kind: kind('free_units'),
		buyQuantity: whole(1),
		getQuantity: whole(1),
		getLines: optional(readSelector),
		percentPpm: share,
		maxUses: uses,
	}),
	bundle_price: closed<Read<'bundle_price'>>({
		kind: kind('bundle_price'),
		components: listOf(readComponent),
		priceMinor: whole(0),
		maxUses: uses,
	}),
	gift: closed<Read<'gift'>>({ kind: kind('gift'), productId: whole(1), unit: word, quantity: whole(1), every: nullable(whole(1)), maxUses: uses }),
	shipping_percent: closed<Read<'shipping_percent'>>({
		kind: kind('shipping_percent'),
		percentPpm: share,
		capMinor: nullable(whole(1)),
		methods: optional(listOf(word)),
	}),
	shipping_cap: closed<Read<'shipping_cap'>>({ kind: kind('shipping_cap'), atMostMinor: whole(0), methods: optional(listOf(word)) }),
	terms: closed<Read<'terms'>>({ kind: kind('terms'), days: whole(1, 366) }),
}

const readBenefit: Reader<Benefit> = (value, path, problems: Refusal[]) => {
	const name = typeof value === 'object' && value !== null ? (value as { kind?: unknown }).kind : undefined
	if (typeof name === 'string' && Object.hasOwn(readers, name)) return readers[name as Benefit['kind']](value, path, problems)
	problems.push(refusal('PROMOTION_FIELD_INVALID', { key: `${path}.kind`, expected: Object.keys(readers).join(' | ') }))
	return undefined as never
}

/** The names of the fields of every benefit, and of a bundle's parts: a builder must be able to write each. */
export const benefitNames: Readonly<Record<string, readonly string[]>> = {
	...Object.fromEntries(Object.entries(readers).map(([name, { fields }]) => [name, fields])),
	'bundle_price.components': readComponent.fields,
	selector: readSelector.fields,
}

/** A benefit from JSON, unit prices as decimals in text. Refuses unknown keys and wrong values by name, all at once. */
export function parseBenefit(json: unknown) {
	return readAll(readBenefit, json, 'benefit')
}
