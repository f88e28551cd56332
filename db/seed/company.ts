import type { Tx } from '../client.server.ts'
import { sellerZone } from './days.ts'
import { fill } from './fill.ts'

export const sellerId = 1
export const warehouses = { chicago: 1, reno: 2, mississauga: 3 } as const

const west = ['WA', 'OR', 'CA', 'NV', 'AZ', 'UT', 'CO']

/** Holidays of a few years around any day that the demo may be opened on. */
const years = [2026, 2027, 2028]
const shared = years.flatMap((year) => [`${year}-01-01`, `${year}-12-25`])
const american = [...years.map((year) => `${year}-07-04`), '2026-11-26', '2027-11-25', '2028-11-23']
const canadian = years.flatMap((year) => [`${year}-07-01`, `${year}-12-26`])
const hours = (timeZone: string, cutOff: string, closedOn: readonly string[]) => ({ timeZone, cutOff, closedOn: [...closedOn].sort() })

/** Markets: the storefront speaks five languages in US dollars and two in Canadian; two more wait behind the publish gate. */
const markets = [
	{ code: 'us-en', locale: 'en', currency: 'USD', isPublished: true },
	{ code: 'us-es', locale: 'es', currency: 'USD', isPublished: true },
	{ code: 'us-ja', locale: 'ja', currency: 'USD', isPublished: true },
	{ code: 'us-cs', locale: 'cs', currency: 'USD', isPublished: true },
	{ code: 'ca-en', locale: 'en', currency: 'CAD', isPublished: true },
	{ code: 'ca-fr', locale: 'fr-CA', currency: 'CAD', isPublished: true },
	{ code: 'us-fr', locale: 'fr-CA', currency: 'USD', isPublished: false },
	{ code: 'jp-ja', locale: 'ja', currency: 'JPY', isPublished: false },
]

export const unitCodes = ['each', 'kg', 'case-6', 'case-12', 'case-24', 'box-500', 'box-1000'] as const

export async function seedCompany(tx: Tx): Promise<void> {
	await fill(tx, 'seller_entity', [
		{
			id: sellerId,
			code: 'capricorn',
			name: 'Capricorn Coffee',
			timeZone: sellerZone,
			currency: 'USD',
			rounding: 'half_away',
			locale: 'en',
			country: 'US',
			address: { line1: '1840 South Canal Street', city: 'Chicago', region: 'IL', postalCode: '60616', country: 'US', phone: '+1 312 555 0100' },
			taxNumber: '36-5550142',
			bank: { name: 'Prairie State Bank, Chicago', account: '0004 4120 9917', routing: '071 000 999', bic: 'PSBKUS44' },
		},
	])
	await fill(
		tx,
		'market',
		markets.map((market, index) => ({ id: index + 1, sellerEntityId: sellerId, ...market })),
	)
	await fill(tx, 'warehouse', [
		{
			id: warehouses.chicago,
			sellerEntityId: sellerId,
			code: 'CHI',
			name: 'Chicago Roastery',
			country: 'US',
			region: 'IL',
			...hours('America/Chicago', '14:30', [...shared, ...american]),
		},
		{
			id: warehouses.reno,
			sellerEntityId: sellerId,
			code: 'RNO',
			name: 'Reno',
			country: 'US',
			region: 'NV',
			...hours('America/Los_Angeles', '13:00', [...shared, ...american]),
		},
		{
			id: warehouses.mississauga,
			sellerEntityId: sellerId,
			code: 'YYZ',
			name: 'Mississauga',
			country: 'CA',
			region: 'ON',
			...hours('America/Toronto', '14:00', [...shared, ...canadian]),
		},
	])
	const zone = (country: string, region: string, order: readonly number[]) =>
		order.map((warehouseId, index) => ({ warehouseId, country, region, rank: index + 1 }))
	await fill(tx, 'warehouse_zone', [
		...zone('US', '', [warehouses.chicago, warehouses.reno]),
		...west.flatMap((region) => zone('US', region, [warehouses.reno, warehouses.chicago])),
		...zone('CA', '', [warehouses.mississauga, warehouses.chicago]),
		...zone('CA', 'BC', [warehouses.mississauga, warehouses.reno, warehouses.chicago]),
	])
	await fill(
		tx,
		'unit_of_measure',
		unitCodes.map((code) => ({ code, digits: code === 'kg' ? 3 : 0 })),
	)
}
