import { apportion } from '../base/apportion.ts'
import { type Result, refusal, refused } from '../base/refusal.ts'
import type { TaxedGroup, TaxedPart, TaxInput, TaxLine, TaxOutcome } from './tax.ts'
import { type TaxBase, taxBases, taxBasesHash } from './tax-bases.ts'
import { taxLinesOf } from './tax-lines.ts'

/**
 * The tax of an order by the seller's own table: base per (group, code), rounded per (group, code, jurisdiction),
 * back to the parts by apportion (commerce-engine.md section 6). Minor units. Refuses `TAX_RATE_MISSING`, all at once.
 */
export function decideTax(input: TaxInput): Result<TaxOutcome> {
	const bases = taxBases(input.groups)
	const taxed = bases.map((base) => taxLinesOf(base, input))
	const refusals = taxed.flatMap((one) => one.refusals)
	if (refusals.length > 0) return refused(...refusals)
	return {
		ok: true,
		...spreadTax(
			input,
			bases,
			taxed.flatMap(({ lines }) => lines),
		),
	}
}

/** An outside service's answer, stored before submit with the hash of what was asked. */
export type TaxQuote = { basesHash: string; lines: readonly TaxLine[] }

/** The tax of an order by a stored quote; refuses `TAX_STALE` when the order is no longer what was quoted. */
export function acceptTaxQuote(input: TaxInput, quote: TaxQuote): Result<TaxOutcome> {
	if (quote.basesHash !== taxBasesHash(input)) return refused(refusal('TAX_STALE', { quotedHash: quote.basesHash }))
	return { ok: true, ...spreadTax(input, taxBases(input.groups), quote.lines) }
}

function spreadTax(input: TaxInput, bases: readonly TaxBase[], lines: readonly TaxLine[]): TaxOutcome {
	const byBase = Map.groupBy(lines, ({ groupKey, taxCode }) => `${groupKey} ${taxCode}`)
	const spread = bases.map((base) => ({ base, parts: spreadOver(base, byBase.get(`${base.group.groupKey} ${base.taxCode}`) ?? [], input.pricesIncludeTax) }))
	const groups = input.groups.map(({ groupKey, shippingMinor }): TaxedGroup => {
		const own = spread.filter(({ base }) => base.group.groupKey === groupKey)
		const goods = own.filter(({ base }) => !isShipping(base)).flatMap(({ parts }) => parts)
		const shipping = own.find(({ base }) => isShipping(base))?.parts[0]
		const shippingTaxMinor = shipping?.taxMinor ?? 0
		const goodsTaxMinor = goods.reduce((sum, { taxMinor }) => sum + taxMinor, 0)
		return {
			groupKey,
			netMinor: goods.reduce((sum, { netMinor }) => sum + netMinor, 0),
			shippingNetMinor: shipping?.netMinor ?? shippingMinor,
			shippingTaxMinor,
			taxMinor: goodsTaxMinor + shippingTaxMinor,
		}
	})
	const parts = spread.filter(({ base }) => !isShipping(base)).flatMap((one) => one.parts)
	return { lines: [...lines], parts, groups, taxMinor: groups.reduce((sum, { taxMinor }) => sum + taxMinor, 0), basesHash: taxBasesHash(input) }
}

/** Goods may carry any code, even one of this name: shipping is the base that no part of the order made. */
function isShipping({ group, parts }: TaxBase): boolean {
	return parts[0] !== undefined && !group.parts.includes(parts[0])
}

function spreadOver({ group, parts }: TaxBase, lines: readonly TaxLine[], pricesIncludeTax: boolean): TaxedPart[] {
	const amounts = parts.map(({ amountMinor }) => amountMinor)
	const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0)
	const extractedMinor = pricesIncludeTax ? lines.reduce((sum, line) => sum + line.taxMinor + line.relievedMinor, 0) : 0
	const taxes = apportion(taxMinor, amounts)
	const extracted = apportion(extractedMinor, amounts)
	return parts.map(({ key, amountMinor }, index) => ({
		groupKey: group.groupKey,
		key,
		netMinor: amountMinor - (extracted[index] ?? 0),
		taxMinor: taxes[index] ?? 0,
	}))
}
