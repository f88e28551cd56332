import { hashOf } from '../base/hash.ts'
import { FEE_CODE, SHIPPING_CODE, type TaxGroup, type TaxInput, type TaxPart } from './tax.ts'

/** What one (group, code) is taxed on: its parts in the order given, amounts in minor units. */
export type TaxBase = { group: TaxGroup; taxCode: string; parts: readonly TaxPart[]; baseMinor: number }

const codeOf = (part: TaxPart) => (part.kind === 'fee' ? FEE_CODE : part.taxCode)

/** The bases of every group, shipping and fees under codes of their own; sorted, so that rows in any order mean the same. */
export function taxBases(groups: readonly TaxGroup[]): TaxBase[] {
	return [...groups].sort((a, b) => compare(a.groupKey, b.groupKey)).flatMap(basesOf)
}

function basesOf(group: TaxGroup): TaxBase[] {
	const shipping: TaxPart = { key: SHIPPING_CODE, kind: 'fee', taxCode: SHIPPING_CODE, amountMinor: group.shippingMinor }
	const byCode = [...Map.groupBy(group.parts, codeOf)].sort(([a], [b]) => compare(a, b))
	const bases = byCode.map(([taxCode, parts]) => ({ group, taxCode, parts, baseMinor: parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0) }))
	return group.shippingMinor > 0 ? [...bases, { group, taxCode: SHIPPING_CODE, parts: [shipping], baseMinor: group.shippingMinor }] : bases
}

/** What a tax quote stands on. A quote counts only for the same hash (`TAX_STALE`, commerce-engine.md section 6). */
export function taxBasesHash({ taxedOn, pricesIncludeTax, groups, certificates }: Omit<TaxInput, 'rates' | 'rounding'>): string {
	const bases = taxBases(groups).map(({ group, taxCode, baseMinor }) => {
		const { country, region, postalCode, street = null } = group.place
		return { group: group.groupKey, country, region, postalCode, street, taxCode, baseMinor }
	})
	const numbers = certificates.map(({ jurisdiction, number }) => `${jurisdiction} ${number}`).sort(compare)
	return hashOf({ taxedOn, pricesIncludeTax, bases, certificates: numbers })
}

export function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0
}
