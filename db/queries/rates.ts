import type { Sql, Tx } from '../client.server.ts'

export type LaneRow = {
	key: string
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

const laneKey = (sql: Sql) => sql`concat_ws('|', r.country, coalesce(r.region, ''), coalesce(r.postal_prefix, ''), r.method, r.currency, r.band_by)`

/** One page of the seller's ways of shipping, by place; one more than asked. A lane's key names its place, method, currency and measure. */
export async function readLanes(
	sql: Sql,
	question: { sellerEntityId: number; search: string; after: string | null; key: string | null; limit: number },
): Promise<LaneRow[]> {
	const like = `%${question.search.replaceAll(/[\\%_]/g, '\\$&')}%`
	return sql<LaneRow[]>`
		select * from (
			select ${laneKey(sql)} as key, r.method, r.currency::text, r.country::text, r.region, r.postal_prefix, r.band_by, min(r.transit_days)::int as transit_days, min(r.transit_by) as transit_by,
				json_agg(json_build_object('bandFrom', r.band_from, 'priceMinor', r.price_minor) order by r.band_from, r.id) as bands
			from shipping_rate r where r.seller_entity_id = ${question.sellerEntityId} group by r.method, r.currency, r.country, r.region, r.postal_prefix, r.band_by
		) l where (${question.after}::text is null or l.key collate "C" > ${question.after}::text collate "C") and (${question.key}::text is null or l.key = ${question.key})
			and (${question.search} = '' or l.method ilike ${like} or l.country ilike ${like} or l.region ilike ${like} or l.postal_prefix ilike ${like})
		order by l.key collate "C" limit ${question.limit + 1}`
}

/** The ways of shipping that the seller has a rate for, by name. */
export async function readMethods(sql: Sql, sellerEntityId: number): Promise<string[]> {
	const rows = await sql<{ method: string }[]>`select distinct method from shipping_rate where seller_entity_id = ${sellerEntityId} order by method`
	return rows.map(({ method }) => method)
}

/** The tax codes of the seller's products and rates, by name. */
export async function readTaxCodes(sql: Sql, sellerEntityId: number): Promise<string[]> {
	const rows = await sql<{ taxCode: string }[]>`
		select tax_code from product where seller_entity_id = ${sellerEntityId} union select tax_code from tax_rate where seller_entity_id = ${sellerEntityId} order by tax_code`
	return rows.map(({ taxCode }) => taxCode)
}

export type LaneWrite = Omit<LaneRow, 'key'>

/** Puts a lane's bands in the place of those it had; none takes the lane away. Answers what it had. */
export async function replaceLane(tx: Tx, sellerEntityId: number, lane: LaneWrite): Promise<number> {
	const [row] = await tx<{ count: number }[]>`
		with gone as (
			delete from shipping_rate r where r.seller_entity_id = ${sellerEntityId} and r.method = ${lane.method} and r.currency = ${lane.currency} and r.country = ${lane.country}
				and r.region is not distinct from ${lane.region}::text and r.postal_prefix is not distinct from ${lane.postalPrefix}::text and r.band_by = ${lane.bandBy} returning 1
		), made as (
			insert into shipping_rate (seller_entity_id, method, currency, country, region, postal_prefix, band_by, band_from, price_minor, transit_days, transit_by)
			select ${sellerEntityId}, ${lane.method}, ${lane.currency}, ${lane.country}, ${lane.region}, ${lane.postalPrefix}, ${lane.bandBy}, b.band_from, b.price_minor, ${lane.transitDays}, ${lane.transitBy}
			from json_to_recordset(${JSON.stringify(lane.bands.map(({ bandFrom, priceMinor }) => ({ band_from: bandFrom, price_minor: priceMinor })))}::text::json) as b(band_from bigint, price_minor bigint)
		)
		select count(*)::int from gone`
	return row?.count ?? 0
}

export type PlaceRate = {
	id: number
	method: string
	currency: string
	country: string
	region: string | null
	postalPrefix: string | null
	bandBy: 'weight' | 'amount'
	bandFrom: number
	priceMinor: number
	transitDays: number
	transitBy: 'working' | 'calendar'
}

/** Every rate of a seller into a country, for a trial. */
export async function readRatesInto(sql: Sql, question: { sellerEntityId: number; country: string }): Promise<PlaceRate[]> {
	return sql<PlaceRate[]>`
		select id, method, currency::text, country::text, region, postal_prefix, band_by, band_from, price_minor, transit_days, transit_by from shipping_rate
		where seller_entity_id = ${question.sellerEntityId} and country = ${question.country} order by id`
}

export type TaxRateRow = {
	id: number
	key: string
	jurisdiction: string
	country: string
	region: string | null
	postalPrefix: string | null
	taxCode: string
	rate: string
	taxesShipping: boolean
	taxesFees: boolean
	validFrom: string
	validTo: string | null
}

/** One page of the seller's tax rates by place, jurisdiction, code and beginning; one more than asked. */
export async function readTaxRates(
	sql: Sql,
	question: { sellerEntityId: number; search: string; on: string; past: boolean; after: string | null; limit: number },
): Promise<TaxRateRow[]> {
	const like = `%${question.search.replaceAll(/[\\%_]/g, '\\$&')}%`
	return sql<TaxRateRow[]>`
		select * from (
			select id, concat_ws('|', country, coalesce(region, ''), coalesce(postal_prefix, ''), jurisdiction, tax_code, valid_from, lpad(id::text, 12, '0')) as key, jurisdiction, country::text, region, postal_prefix,
				tax_code, rate::text, taxes_shipping, taxes_fees, valid_from, valid_to
			from tax_rate where seller_entity_id = ${question.sellerEntityId} and (${question.past}::boolean or valid_to is null or valid_to > ${question.on}::date)
		) r where (${question.after}::text is null or r.key collate "C" > ${question.after}::text collate "C")
			and (${question.search} = '' or r.jurisdiction ilike ${like} or r.region ilike ${like} or r.tax_code ilike ${like} or r.country ilike ${like})
		order by r.key collate "C" limit ${question.limit + 1}`
}

export type TaxRateWrite = Omit<TaxRateRow, 'id' | 'key'>

/**
 * A new tax rate. The one that holds on its first day for the same jurisdiction, place and code ends there; null when one
 * begins on that very day already, or on a later one that it would reach into.
 */
export async function insertTaxRate(tx: Tx, sellerEntityId: number, rate: TaxRateWrite): Promise<{ id: number; ended: number } | null> {
	const same = tx`r.seller_entity_id = ${sellerEntityId} and r.jurisdiction = ${rate.jurisdiction} and r.country = ${rate.country} and r.region is not distinct from ${rate.region}::text
		and r.postal_prefix is not distinct from ${rate.postalPrefix}::text and r.tax_code = ${rate.taxCode}`
	const [row] = await tx<{ id: number; ended: number }[]>`
		with taken as (
			select from tax_rate r where ${same} and r.valid_from >= ${rate.validFrom}::date and (${rate.validTo}::date is null or r.valid_from < ${rate.validTo}::date)
		), ended as (
			update tax_rate r set valid_to = ${rate.validFrom}::date where ${same} and r.valid_from < ${rate.validFrom}::date and (r.valid_to is null or r.valid_to > ${rate.validFrom}::date)
				and not exists (select from taken) returning 1
		), made as (
			insert into tax_rate (seller_entity_id, jurisdiction, country, region, postal_prefix, tax_code, rate, taxes_shipping, taxes_fees, valid_from, valid_to)
			select ${sellerEntityId}, ${rate.jurisdiction}, ${rate.country}, ${rate.region}, ${rate.postalPrefix}, ${rate.taxCode}, ${rate.rate}, ${rate.taxesShipping}, ${rate.taxesFees}, ${rate.validFrom}, ${rate.validTo}
			where not exists (select from taken) returning id
		)
		select made.id, (select count(*)::int from ended) as ended from made`
	return row ?? null
}

/** Ends a rate before a day; one that has not begun by then goes. Null: no such rate of the seller. */
export async function endTaxRate(tx: Tx, key: { sellerEntityId: number; rateId: number; on: string }): Promise<TaxRateWrite | null> {
	const [row] = await tx<TaxRateWrite[]>`
		with held as materialized (
			select * from tax_rate where id = ${key.rateId} and seller_entity_id = ${key.sellerEntityId} and (valid_to is null or valid_to > ${key.on}::date)
		), gone as (
			delete from tax_rate r using held h where r.id = h.id and h.valid_from >= ${key.on}::date
		), ended as (
			update tax_rate r set valid_to = ${key.on}::date from held h where r.id = h.id and h.valid_from < ${key.on}::date
		)
		select jurisdiction, country::text, region, postal_prefix, tax_code, rate::text, taxes_shipping, taxes_fees, valid_from, valid_to from held`
	return row ?? null
}
