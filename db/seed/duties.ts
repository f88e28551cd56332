import type { Tx } from '../client.server.ts'
import { sellerId } from './company.ts'
import { fill } from './fill.ts'

type Duty = { jurisdiction: string; country: string; region: string; standard: string; food: string; taxesShipping?: boolean }

const us = (region: string, standard: string, food = '0', taxesShipping = false): Duty => ({
	jurisdiction: `US-${region}`,
	country: 'US',
	region,
	standard,
	food,
	taxesShipping,
})
const ca = (region: string, jurisdiction: string, standard: string, food = '0'): Duty => ({
	jurisdiction,
	country: 'CA',
	region,
	standard,
	food,
	taxesShipping: true,
})

// Sales taxes as a demo company needs them: believable, not legal advice. North Dakota and Minnesota are the story's figures.
export const duties: readonly Duty[] = [
	us('ND', '0.075'),
	us('MN', '0.08375'),
	us('WI', '0.055', '0', true),
	us('IL', '0.0825', '0.01'),
	us('IA', '0.07'),
	us('MI', '0.06', '0', true),
	us('OH', '0.0725', '0', true),
	us('MO', '0.0823', '0.03225'),
	us('NY', '0.08875', '0', true),
	us('MA', '0.0625'),
	us('PA', '0.06'),
	us('ME', '0.055'),
	us('TX', '0.0825', '0', true),
	us('GA', '0.08', '0.04', true),
	us('FL', '0.07'),
	us('TN', '0.0975', '0.0675', true),
	us('NC', '0.0725', '0.02', true),
	us('LA', '0.0945', '0.05'),
	us('CA', '0.0925'),
	us('WA', '0.101', '0', true),
	us('OR', '0'),
	us('CO', '0.0881'),
	us('AZ', '0.086'),
	us('UT', '0.0775', '0.03'),
	us('NV', '0.08265'),
	ca('QC', 'CA-GST', '0.05'),
	ca('QC', 'CA-QC-QST', '0.09975'),
	ca('ON', 'CA-ON-HST', '0.13'),
	ca('BC', 'CA-GST', '0.05'),
	ca('BC', 'CA-BC-PST', '0.07'),
	ca('AB', 'CA-GST', '0.05'),
	ca('NS', 'CA-NS-HST', '0.14'),
]

type Band = readonly [fromGrams: number, priceMinor: number]
type Carriage = { method: string; currency: string; country: string; region?: string; transitDays: number; bands: readonly Band[] }

/** Shipping by weight; a region without a rate of its own takes its country’s. Nothing goes to Canada by pickup. */
export const carriage: readonly Carriage[] = [
	{
		method: 'ground',
		currency: 'USD',
		country: 'US',
		transitDays: 4,
		bands: [
			[0, 950],
			[10_000, 1_650],
			[30_000, 3_400],
			[100_000, 11_900],
		],
	},
	{
		method: 'ground',
		currency: 'USD',
		country: 'US',
		region: 'ND',
		transitDays: 3,
		bands: [
			[0, 800],
			[10_000, 1_400],
			[30_000, 2_900],
			[100_000, 9_900],
		],
	},
	{
		method: 'ground',
		currency: 'USD',
		country: 'US',
		region: 'MN',
		transitDays: 2,
		bands: [
			[0, 650],
			[10_000, 1_150],
			[30_000, 2_400],
			[100_000, 8_900],
		],
	},
	{
		method: 'ground',
		currency: 'USD',
		country: 'US',
		region: 'IL',
		transitDays: 1,
		bands: [
			[0, 550],
			[10_000, 950],
			[30_000, 1_900],
			[100_000, 6_900],
		],
	},
	{
		method: 'ground',
		currency: 'USD',
		country: 'US',
		region: 'WI',
		transitDays: 1,
		bands: [
			[0, 600],
			[10_000, 1_050],
			[30_000, 2_100],
			[100_000, 7_400],
		],
	},
	{
		method: 'express',
		currency: 'USD',
		country: 'US',
		transitDays: 1,
		bands: [
			[0, 2_100],
			[10_000, 4_200],
			[30_000, 8_900],
		],
	},
	{ method: 'pickup', currency: 'USD', country: 'US', region: 'IL', transitDays: 0, bands: [[0, 0]] },
	{
		method: 'ground',
		currency: 'CAD',
		country: 'CA',
		transitDays: 5,
		bands: [
			[0, 1_350],
			[10_000, 2_250],
			[30_000, 4_800],
			[100_000, 15_900],
		],
	},
	{
		method: 'ground',
		currency: 'CAD',
		country: 'CA',
		region: 'ON',
		transitDays: 2,
		bands: [
			[0, 850],
			[10_000, 1_450],
			[30_000, 2_900],
			[100_000, 9_900],
		],
	},
	{
		method: 'ground',
		currency: 'CAD',
		country: 'CA',
		region: 'QC',
		transitDays: 2,
		bands: [
			[0, 950],
			[10_000, 1_600],
			[30_000, 3_200],
			[100_000, 10_900],
		],
	},
	{
		method: 'express',
		currency: 'CAD',
		country: 'CA',
		transitDays: 2,
		bands: [
			[0, 2_900],
			[10_000, 5_600],
			[30_000, 11_500],
		],
	},
]

const taxedAs = [
	['standard', 'standard'],
	['food', 'food'],
	['shipping', 'standard'],
] as const

/** Shipping has its own row only where it is taxed. */
export const taxRows = duties
	.flatMap((duty) => taxedAs.filter(([code]) => code !== 'shipping' || duty.taxesShipping).map(([taxCode, from]) => ({ duty, taxCode, rate: duty[from] })))
	.map(({ duty, taxCode, rate }, index) => ({
		id: index + 1,
		sellerEntityId: sellerId,
		jurisdiction: duty.jurisdiction,
		country: duty.country,
		region: duty.region,
		taxCode,
		rate,
		taxesShipping: duty.taxesShipping ?? false,
	}))

export const shippingRows = carriage
	.flatMap(({ bands, ...place }) => bands.map(([bandFrom, priceMinor]) => ({ place, bandFrom, priceMinor })))
	.map(({ place, bandFrom, priceMinor }, index) => ({
		id: index + 1,
		sellerEntityId: sellerId,
		method: place.method,
		currency: place.currency,
		country: place.country,
		region: place.region ?? null,
		bandBy: 'weight' as const,
		bandFrom,
		priceMinor,
		transitDays: place.transitDays,
		transitBy: 'working' as const,
	}))

export async function seedDuties(tx: Tx): Promise<void> {
	await fill(tx, 'tax_rate', taxRows)
	await fill(tx, 'shipping_rate', shippingRows)
	await fill(tx, 'fee_rule', [
		{
			...{ id: 1, sellerEntityId: sellerId, kind: 'small_order', currency: 'USD', amountMinor: 500, per: 'order', belowMinor: 2500, buyerGroupId: null },
			...{ validFrom: '2025-01-01', validTo: null },
			names: {
				...{ en: 'Small-order fee', 'fr-CA': 'Frais de petite commande', es: 'Cargo por pedido pequeño' },
				...{ ja: '小口注文手数料', cs: 'Poplatek za malou objednávku' },
			},
		},
	])
}
