import type { Day } from '../base/calendar.ts'
import { hashOf } from '../base/hash.ts'
import type { Place } from '../base/place.ts'
import { type Refusal, type Result, refusal, refused } from '../base/refusal.ts'
import type { PricedAllocation, PricedCart, PricedComponent, PricedGroup, PricedLine } from '../cart/priced-cart.ts'
import { acceptTaxQuote, decideTax, type TaxQuote } from '../tax/decide-tax.ts'
import type { ExemptionCertificate, TaxGroup, TaxInput, TaxLine, TaxOutcome, TaxPart, TaxRate } from '../tax/tax.ts'
import { taxBases } from '../tax/tax-bases.ts'

export type TaxFacts = {
	taxedOn: Day
	pricesIncludeTax: boolean
	/** Where each delivery group goes, by its key; a group without a place is not taxed yet. */
	places: ReadonlyMap<string, Place>
	rates: readonly TaxRate[]
	certificates: readonly ExemptionCertificate[]
	/** An outside service's answer, stored before; `missing` where one is needed and was not asked yet, null for the seller's own table. */
	quote: TaxQuote | 'missing' | null
}

export type TotalledAllocation = PricedAllocation & { taxMinor: number }
export type TotalledComponent = Omit<PricedComponent, 'allocations'> & { allocations: TotalledAllocation[]; taxMinor: number }
export type TotalledLine = Omit<PricedLine, 'allocations' | 'components'> & {
	allocations: TotalledAllocation[]
	taxMinor: number
	components?: TotalledComponent[]
}
/** Law: due = net + shipping − shipping discount + tax. Where prices include tax, net and shipping are without it. */
export type TotalledGroup = PricedGroup & { taxMinor: number; dueMinor: number }

/** Law: total = net + shipping − shipping discount + tax = Σ due + what is not allocated. */
export type TotalledCart = Omit<PricedCart, 'lines' | 'groups'> & {
	lines: TotalledLine[]
	groups: TotalledGroup[]
	taxLines: TaxLine[]
	taxMinor: number
	totalMinor: number
	/** `TAX_RATE_MISSING`, `TAX_STALE`, `TAX_NOT_QUOTED`, `SHIPPING_ON_REQUEST`: a cart shows them, an order is refused by them. */
	problems: Refusal[]
}

const NO_TAX: Omit<TaxOutcome, 'basesHash'> = { lines: [], parts: [], groups: [], taxMinor: 0 }

const componentKey = (sequence: number, place: number) => `${sequence}:${place}`

function taxablesOf(line: PricedLine): [key: string, taxable: { taxCode: string; allocations: readonly PricedAllocation[] }][] {
	const { components = [] } = line
	return components.length === 0 ? [[String(line.sequence), line]] : components.map((component, place) => [componentKey(line.sequence, place), component])
}

function taxGroupsOf(cart: PricedCart, places: TaxFacts['places']): TaxGroup[] {
	const parts = new Map<string, TaxPart[]>(cart.groups.map(({ groupKey }) => [groupKey, []]))
	for (const line of cart.lines) {
		// Each thing inside a bundle is taxed under its own code.
		for (const [key, { taxCode, allocations }] of taxablesOf(line)) {
			for (const { groupKey, netMinor } of allocations)
				parts.get(groupKey)?.push({ key, kind: line.kind === 'fee' ? 'fee' : 'goods', taxCode, amountMinor: netMinor })
		}
	}
	return cart.groups.flatMap(({ groupKey, shippingMinor, shippingDiscountMinor }): TaxGroup[] => {
		const place = places.get(groupKey)
		return place ? [{ groupKey, place, parts: parts.get(groupKey) ?? [], shippingMinor: (shippingMinor ?? 0) - shippingDiscountMinor }] : []
	})
}

/** A line with its tax; of a bundle the sum of what is inside, delivery by delivery. */
function totalledLine(line: PricedLine, taxed: (key: string, allocations: readonly PricedAllocation[]) => TotalledAllocation[]): TotalledLine {
	const { components: inside = [], ...own } = line
	if (inside.length === 0) {
		const allocations = taxed(String(line.sequence), line.allocations)
		return { ...own, allocations, taxMinor: sum(allocations.map(({ taxMinor }) => taxMinor)) }
	}
	const components = inside.map((component, place): TotalledComponent => {
		const allocations = taxed(componentKey(line.sequence, place), component.allocations)
		const netMinor = sum(allocations.map((one) => one.netMinor)) + component.netMinor - sum(component.allocations.map((one) => one.netMinor))
		return { ...component, netMinor, allocations, taxMinor: sum(allocations.map(({ taxMinor }) => taxMinor)) }
	})
	const allocations = line.allocations.map((one, place): TotalledAllocation => {
		const shares = components.flatMap((component) => component.allocations[place] ?? [])
		return { ...one, netMinor: sum(shares.map(({ netMinor }) => netMinor)), taxMinor: sum(shares.map(({ taxMinor }) => taxMinor)) }
	})
	return { ...own, components, allocations, taxMinor: sum(allocations.map(({ taxMinor }) => taxMinor)) }
}

function totalledGroup(group: PricedGroup, taxed: TaxOutcome['groups'][number] | undefined): TotalledGroup {
	const discount = group.shippingDiscountMinor
	const netMinor = taxed?.netMinor ?? group.netMinor
	const shippingMinor = group.shippingMinor === null ? null : (taxed?.shippingNetMinor ?? group.shippingMinor - discount) + discount
	const taxMinor = taxed?.taxMinor ?? 0
	return { ...group, netMinor, shippingMinor, taxMinor, dueMinor: netMinor + (shippingMinor ?? 0) - discount + taxMinor }
}

const sum = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0)

/** What the tax of a priced cart is asked with: of the table, or of an outside service. */
export function taxInputOf(cart: PricedCart, { taxedOn, pricesIncludeTax, rates, certificates, places }: Omit<TaxFacts, 'quote'>): TaxInput {
	return { rounding: cart.rounding, taxedOn, pricesIncludeTax, groups: taxGroupsOf(cart, places), rates, certificates }
}

function answerOf(ask: TaxInput, quote: TaxFacts['quote']): Result<TaxOutcome> {
	// Where nothing goes anywhere yet there is nothing to quote either.
	if (quote === null || taxBases(ask.groups).length === 0) return decideTax(ask)
	return quote === 'missing' ? refused(refusal('TAX_NOT_QUOTED')) : acceptTaxQuote(ask, quote)
}

/**
 * A priced cart with its tax and what each delivery costs (commerce-engine.md section 6). What stands in the way of an
 * order is in `problems`; the figures are there all the same, without the tax that could not be told.
 */
export function totalOrder(cart: PricedCart, facts: TaxFacts): TotalledCart {
	const answer = answerOf(taxInputOf(cart, facts), facts.quote)
	const tax = answer.ok ? answer : NO_TAX
	const parts = new Map(tax.parts.map((part) => [`${part.groupKey} ${part.key}`, part]))
	const taxed = (key: string, allocations: readonly PricedAllocation[]) =>
		allocations.map((one): TotalledAllocation => {
			const part = parts.get(`${one.groupKey} ${key}`)
			return { ...one, netMinor: part?.netMinor ?? one.netMinor, taxMinor: part?.taxMinor ?? 0 }
		})
	const lines = cart.lines.map((line) => totalledLine(line, taxed))
	const taxedGroups = new Map(tax.groups.map((group) => [group.groupKey, group]))
	const groups = cart.groups.map((group) => totalledGroup(group, taxedGroups.get(group.groupKey)))
	const unallocatedMinor = sum(lines.map((line) => line.unallocatedMinor))
	const netMinor = sum(groups.map((group) => group.netMinor)) + unallocatedMinor
	const totalMinor = sum(groups.map(({ dueMinor }) => dueMinor)) + unallocatedMinor
	const onRequest = cart.groups.filter(({ shippingMinor }) => shippingMinor === null)
	return {
		...cart,
		lines,
		groups,
		netMinor,
		shippingMinor: sum(groups.map(({ shippingMinor }) => shippingMinor ?? 0)),
		taxLines: [...tax.lines],
		taxMinor: tax.taxMinor,
		totalMinor,
		problems: [...onRequest.map(({ groupKey, method }) => refusal('SHIPPING_ON_REQUEST', { groupKey, method })), ...(answer.ok ? [] : answer.refusals)],
		hash: hashOf({ cart: cart.hash, taxMinor: tax.taxMinor, totalMinor }),
	}
}
