import type { Db } from '../../../db/client.server.ts'
import { readLanes, readMethods, readRatesInto } from '../../../db/queries/rates.ts'
import { parseMinor, printMinor } from '../../engine/base/money.ts'
import { quoteMethods, type ShippingRate } from '../../engine/cart/quote-shipping.ts'
import type { LaneFields } from '../../engine/cart/read-lane.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type Trial = { country: string; region: string; postalCode: string; kilograms: string; amount: string; currency: string }

/** Ways of shipping that have a name in every language; a seller may have others of its own. */
const KNOWN_METHODS = ['ground', 'express', 'freight', 'pickup']

/** One page of the seller's ways of shipping; `key` names the one in the form. Three statements at most. */
export async function openShipping(db: Db, staff: StaffMember, question: { search: string; after: string | null; key: string | null; limit: number }) {
	const sellerEntityId = staff.seller.id
	const [rows, used] = await Promise.all([readLanes(db, { ...question, sellerEntityId, key: null }), readMethods(db, sellerEntityId)])
	const [chosen] = question.key === null ? [] : await readLanes(db, { sellerEntityId, search: '', after: null, key: question.key, limit: 1 })
	const lanes = rows.slice(0, question.limit)
	const fields: LaneFields = chosen
		? {
				...{ method: chosen.method, currency: chosen.currency, country: chosen.country, region: chosen.region ?? '', postalPrefix: chosen.postalPrefix ?? '' },
				...{ bandBy: chosen.bandBy, transitDays: String(chosen.transitDays), transitBy: chosen.transitBy },
				bands: chosen.bands.map(({ bandFrom, priceMinor }) => `${printBand(bandFrom, chosen)} ${printMinor(priceMinor, chosen.currency)}`).join('\n'),
			}
		: {
				method: 'ground',
				currency: staff.seller.currency,
				country: staff.seller.country,
				region: '',
				postalPrefix: '',
				bandBy: 'weight',
				transitDays: '3',
				transitBy: 'working',
				bands: '',
			}
	return {
		lanes,
		fields,
		methods: [...new Set([...KNOWN_METHODS, ...used])],
		chosen: chosen?.key ?? null,
		nextAfter: rows.length > question.limit ? (lanes.at(-1)?.key ?? null) : null,
	}
}

function printBand(bandFrom: number, { bandBy, currency }: { bandBy: string; currency: string }): string {
	return bandBy === 'weight' ? printMinor(bandFrom, 'KWD').replace(/\.?0+$/, '') || '0' : printMinor(bandFrom, currency)
}

/** What each way of shipping would cost a delivery, cheapest first; none is SHIPPING_ON_REQUEST. Null: no place, or weight and amount that are no numbers. */
export async function tryShipping(
	db: Db,
	staff: StaffMember,
	trial: Trial,
): Promise<{ methods: { method: string; priceMinor: number; transitDays: number; transitBy: 'working' | 'calendar' }[] } | null> {
	const weightGrams = parseMinor(trial.kilograms || '0', 'KWD')
	const isCurrency = /^[A-Z]{3}$/.test(trial.currency)
	const amountMinor = isCurrency ? parseMinor(trial.amount || '0', trial.currency) : null
	if (!/^[A-Z]{2}$/.test(trial.country) || weightGrams === null || amountMinor === null) return null
	const rates = await readRatesInto(db, { sellerEntityId: staff.seller.id, country: trial.country })
	const place = { country: trial.country, region: trial.region || null, postalCode: trial.postalCode || null }
	const found = quoteMethods({ groupKey: 'trial', place, weightGrams, amountMinor }, rates as ShippingRate[], trial.currency)
	return { methods: found.map(({ method, priceMinor, transitDays, transitBy }) => ({ method, priceMinor, transitDays, transitBy })) }
}
