/** Where a delivery goes. Region as ISO 3166-2 without the country (`QC`), null where unknown. Zones do not ask for the street; a tax service does. */
export type Place = { country: string; region: string | null; postalCode: string | null; street?: string }

/** A zone holds a country, one of its regions, or the postal codes that begin so. */
export type Zone = { country: string; region: string | null; postalPrefix: string | null }

const plain = (text: string) => text.replace(/[\s-]/g, '').toUpperCase()

export function isInZone(place: Place, zone: Zone): boolean {
	if (plain(place.country) !== plain(zone.country)) return false
	if (zone.region !== null && plain(zone.region) !== plain(place.region ?? '')) return false
	return zone.postalPrefix === null || plain(place.postalCode ?? '').startsWith(plain(zone.postalPrefix))
}

/** Narrower zones first: a longer postal prefix, then a region, then the country. */
export function byNarrowness(a: Zone, b: Zone): number {
	const postal = plain(b.postalPrefix ?? '').length - plain(a.postalPrefix ?? '').length
	return postal || Number(b.region !== null) - Number(a.region !== null)
}
