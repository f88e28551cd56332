import type { Sql } from '../client.server.ts'

export type ScheduledProduct = {
	productId: number
	sku: string
	name: string
	unitCode: string
	/** In the order in which they begin. */
	prices: { entryId: number; tierFrom: string; tierPrice: string; validFrom: string | null; validTo: string | null }[]
}

export type ScheduleFilter = { bookId: number; at: Date; search: string; all: boolean; after: string | null; limit: number; locale: string }

/**
 * One page of a book's products whose price begins or ends at some moment, or of all, each with its prices in the order of
 * their windows; one row more than asked. `after` is the SKU and unit of the last one seen.
 */
export async function readSchedule(sql: Sql, { bookId, at, search, all, after, limit, locale }: ScheduleFilter): Promise<ScheduledProduct[]> {
	const like = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
	return sql<ScheduledProduct[]>`
		select p.id as product_id, p.sku, coalesce(t.name, n.name, p.sku) as name, e.unit_code,
			json_agg(json_build_object('entryId', e.id, 'tierFrom', (select string_agg(trim_scale(q)::text, ',' order by i) from unnest(e.tier_from) with ordinality as u(q, i)),
				'tierPrice', (select string_agg(trim_scale(q)::text, ',' order by i) from unnest(e.tier_price) with ordinality as u(q, i)), 'validFrom', nullif(e.valid_from, '-infinity'), 'validTo', e.valid_to)
				order by e.valid_from, e.id) as prices
		from price_book_entry e join product p on p.id = e.product_id left join product_text t on t.product_id = p.id and t.locale = ${locale}
			left join product_text n on n.product_id = p.id and n.locale = 'en'
		where e.price_book_id = ${bookId} and (${search} = '' or p.sku ilike ${like} or t.name ilike ${like} or n.name ilike ${like})
			and (${after}::text is null or p.sku || ' ' || e.unit_code > ${after})
		group by p.id, p.sku, t.name, n.name, e.unit_code
		having ${all}::boolean or bool_or(e.valid_from > ${at}) or bool_or(e.valid_to > ${at})
		order by p.sku || ' ' || e.unit_code limit ${limit + 1}`
}
