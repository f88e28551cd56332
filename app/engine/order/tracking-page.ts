/** Where a carrier shows a parcel, by the carrier's name as people type it. */
const pages: readonly { name: RegExp; page: (number: string) => string }[] = [
	{ name: /\bups\b/i, page: (number) => `https://www.ups.com/track?tracknum=${number}` },
	{ name: /fed\s?ex/i, page: (number) => `https://www.fedex.com/fedextrack/?trknbr=${number}` },
	{ name: /usps/i, page: (number) => `https://tools.usps.com/go/TrackConfirmAction?tLabels=${number}` },
	{ name: /dhl/i, page: (number) => `https://www.dhl.com/global-en/home/tracking.html?tracking-id=${number}` },
	{ name: /canada\s?post|postes?\s?canada/i, page: (number) => `https://www.canadapost-postescanada.ca/track-reperage/en#/details/${number}` },
	{ name: /purolator/i, page: (number) => `https://www.purolator.com/en/shipping/tracker?pin=${number}` },
	{ name: /\bdpd\b/i, page: (number) => `https://tracking.dpd.de/parcelstatus?query=${number}` },
	{ name: /\bgls\b/i, page: (number) => `https://gls-group.com/track/${number}` },
	{ name: /ppl\b/i, page: (number) => `https://www.ppl.cz/vyhledat-zasilku?shipmentId=${number}` },
	{ name: /correos/i, page: (number) => `https://www.correos.es/es/es/herramientas/localizador/envios/detalle?tracking-number=${number}` },
	{ name: /yamato|ヤマト/i, page: (number) => `https://toi.kuronekoyamato.co.jp/cgi-bin/tneko?number=${number}` },
]

/** Carriers as the packing form proposes them: each has a page for its parcels. */
export const carriers = ['UPS', 'FedEx', 'USPS', 'DHL', 'Canada Post', 'Purolator', 'DPD', 'GLS', 'PPL', 'Correos', 'ヤマト運輸'] as const

/** The page of a parcel; null where the carrier has none that we know. */
export function trackingPage(carrier: string | null, trackingNumber: string | null): string | null {
	if (!carrier || !trackingNumber) return null
	return pages.find(({ name }) => name.test(carrier))?.page(encodeURIComponent(trackingNumber.trim())) ?? null
}
