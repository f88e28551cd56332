import { parseMinor } from '../base/money.ts'
import { type Refusal, type Result, refusal } from '../base/refusal.ts'

/** A way of shipping into one zone in one currency, as a form has it: bands as lines of "from price". */
export type LaneFields = {
	method: string
	currency: string
	country: string
	region: string
	postalPrefix: string
	bandBy: 'weight' | 'amount'
	transitDays: string
	transitBy: 'working' | 'calendar'
	/** One band a line: from how many kilograms, or from what amount, which price. */
	bands: string
}

/** `bandFrom` in grams or minor units, ascending. */
export type Lane = {
	method: string
	currency: string
	country: string
	region: string | null
	postalPrefix: string | null
	bandBy: 'weight' | 'amount'
	transitDays: number
	transitBy: 'working' | 'calendar'
	bands: { bandFrom: number; priceMinor: number }[]
}

const MOST_BANDS = 50

/**
 * A lane from what was typed, or every refusal by field: FIELD_INVALID, BAND_INVALID (a line that is no "from price"),
 * BAND_TWICE, BANDS_EMPTY and BANDS_TOO_MANY. Bands may stand in any order; a first one above 0 leaves lighter deliveries
 * without a rate, which is meant: they are on request.
 */
export function readLane(fields: LaneFields): Result<{ lane: Lane }> {
	const wrong = (isRight: boolean, key: keyof LaneFields): Refusal[] => (isRight ? [] : [refusal('FIELD_INVALID', { key, given: fields[key].slice(0, 80) })])
	const isCurrency = /^[A-Z]{3}$/.test(fields.currency)
	const refusals = [
		...wrong(/^[a-z][a-z0-9_-]{0,29}$/.test(fields.method), 'method'),
		...wrong(isCurrency, 'currency'),
		...wrong(/^[A-Z]{2}$/.test(fields.country), 'country'),
		...wrong(/^[A-Z0-9]{0,3}$/.test(fields.region), 'region'),
		...wrong(/^[A-Z0-9 -]{0,10}$/.test(fields.postalPrefix), 'postalPrefix'),
		...wrong(/^\d{1,2}$/.test(fields.transitDays), 'transitDays'),
	]
	const lines = fields.bands.split(/\r?\n/).filter((line) => line.trim() !== '')
	if (lines.length === 0) refusals.push(refusal('BANDS_EMPTY'))
	if (lines.length > MOST_BANDS) refusals.push(refusal('BANDS_TOO_MANY', { most: MOST_BANDS }))
	const bands = isCurrency ? lines.slice(0, MOST_BANDS).map((line) => readBand(line, fields)) : []
	refusals.push(...bands.flatMap((band) => ('given' in band ? [refusal('BAND_INVALID', { given: band.given })] : [])))
	const sound = bands.flatMap((band) => ('given' in band ? [] : [band])).sort((a, b) => a.bandFrom - b.bandFrom)
	refusals.push(...sound.filter(({ bandFrom }, at) => sound[at - 1]?.bandFrom === bandFrom).map(({ line }) => refusal('BAND_TWICE', { given: line })))
	if (refusals.length > 0) return { ok: false, refusals }
	const { method, currency, country, bandBy, transitBy } = fields
	const place = {
		method,
		currency,
		country,
		region: fields.region || null,
		postalPrefix: fields.postalPrefix || null,
		bandBy,
		transitDays: Number(fields.transitDays),
		transitBy,
	}
	return { ok: true, lane: { ...place, bands: sound.map(({ bandFrom, priceMinor }) => ({ bandFrom, priceMinor })) } }
}

function readBand(line: string, { bandBy, currency }: LaneFields): { line: string; bandFrom: number; priceMinor: number } | { given: string } {
	const [from = '', price = '', ...more] = line.trim().split(/[\s;:→]+/)
	// Three digits after the point: a kilogram has 1,000 grams, as a dinar has 1,000 fils.
	const bandFrom = bandBy === 'weight' ? parseMinor(from, 'KWD') : parseMinor(from, currency)
	const priceMinor = parseMinor(price, currency)
	const isSound = bandFrom !== null && priceMinor !== null && bandFrom >= 0 && priceMinor >= 0 && more.length === 0
	return isSound ? { line: line.trim(), bandFrom, priceMinor } : { given: line.trim().slice(0, 80) }
}
