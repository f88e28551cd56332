import type { Currency } from '../base/money.ts'
import { byNarrowness, isInZone, type Place, type Zone } from '../base/place.ts'
import { type Refusal, refusal } from '../base/refusal.ts'

/** `bandFrom` in grams or minor units; a band holds until the next one of its zone begins. */
export type ShippingRate = Zone & {
	id: number
	method: string
	currency: Currency
	bandBy: 'weight' | 'amount'
	bandFrom: number
	priceMinor: number
	transitDays: number
	/** Whether weekends count. */
	transitBy: 'working' | 'calendar'
}

/** `weightGrams` null: a product's weight is unknown, so no rate by weight can hold. */
export type ShippingGroup = { groupKey: string; method: string | null; place: Place; weightGrams: number | null; amountMinor: number }

export type ShippingQuote = { groupKey: string; shippingMinor: number; rateId: number | null; transitDays: number | null; transitBy: 'working' | 'calendar' }

/**
 * Shipping per delivery group, in minor units of `currency`: the narrowest zone that has a band for the group decides
 * (commerce-engine.md section 6). No rate: 0 for now, and `SHIPPING_ON_REQUEST { groupKey, method }` among the refusals.
 */
export function quoteShipping(
	groups: readonly ShippingGroup[],
	rates: readonly ShippingRate[],
	currency: Currency,
): { groups: ShippingQuote[]; refusals: Refusal[] } {
	const quoted = groups.map((group) => ({ group, rate: group.method === null ? undefined : rateFor(group, group.method, rates, currency) }))
	return {
		groups: quoted.map(({ group, rate }) => ({
			groupKey: group.groupKey,
			shippingMinor: rate?.priceMinor ?? 0,
			rateId: rate?.id ?? null,
			transitDays: rate?.transitDays ?? null,
			transitBy: rate?.transitBy ?? 'working',
		})),
		refusals: quoted.filter(({ rate }) => !rate).map(({ group }) => refusal('SHIPPING_ON_REQUEST', { groupKey: group.groupKey, method: group.method })),
	}
}

/** What each method would cost this group, cheapest first: what the buyer chooses from. */
export function quoteMethods(group: Omit<ShippingGroup, 'method'>, rates: readonly ShippingRate[], currency: Currency): ShippingRate[] {
	const methods = [...new Set(rates.map(({ method }) => method))]
	const found = methods.flatMap((method) => rateFor(group, method, rates, currency) ?? [])
	return found.sort((a, b) => a.priceMinor - b.priceMinor || a.transitDays - b.transitDays || (a.method < b.method ? -1 : 1))
}

function rateFor(group: Omit<ShippingGroup, 'method'>, method: string, rates: readonly ShippingRate[], currency: Currency): ShippingRate | undefined {
	const measureOf = ({ bandBy }: ShippingRate) => (bandBy === 'weight' ? (group.weightGrams ?? -1) : group.amountMinor)
	const holding = rates.filter(
		(rate) => rate.method === method && rate.currency === currency && isInZone(group.place, rate) && rate.bandFrom <= measureOf(rate),
	)
	const narrowest = holding.sort(byNarrowness)[0]
	if (!narrowest) return undefined
	const zone = holding.filter((rate) => byNarrowness(rate, narrowest) === 0)
	const bands = (['weight', 'amount'] as const).flatMap((bandBy) => {
		const own = zone.filter((rate) => rate.bandBy === bandBy)
		const from = Math.max(...own.map(({ bandFrom }) => bandFrom))
		return own.filter(({ bandFrom }) => bandFrom === from)
	})
	return bands.sort((a, b) => a.priceMinor - b.priceMinor || a.id - b.id)[0]
}
