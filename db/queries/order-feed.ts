import type { Sql } from '../client.server.ts'

export type FedOrder = {
	id: number
	number: string
	accountNumber: string
	accountName: string
	/** With microseconds, so that a page begins exactly where the one before ended. */
	placedAt: string
	stage: string
	channel: string
	poNumber: string | null
	currency: string
	totalMinor: number
	deliveries: { id: number; shipTo: string | null; status: string; requestedOn: string | null; confirmedOn: string | null }[]
}

/** The orders of all accounts of a seller, oldest first: for machines that follow them. One row more than asked. */
export async function readOrderFeed(
	sql: Sql,
	question: { sellerEntityId: number; since: string | null; after: { placedAt: string; id: number } | null; limit: number },
): Promise<FedOrder[]> {
	const { sellerEntityId, since, after, limit } = question
	return sql<FedOrder[]>`
		select o.id, o.number, a.number as account_number, a.name as account_name, to_char(o.placed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as placed_at, o.stage, o.channel,
			o.po_number, o.currency, o.total_minor,
			coalesce((select json_agg(json_build_object('id', g.id, 'shipTo', l.code, 'status', g.status, 'requestedOn', g.requested_on, 'confirmedOn', g.confirmed_on) order by g.sequence, g.id)
				from delivery_group g left join location l on l.account_id = g.account_id and l.id = g.location_id where g.account_id = o.account_id and g.order_id = o.id), '[]') as deliveries
		from sales_order o join account a on a.id = o.account_id
		where o.seller_entity_id = ${sellerEntityId} and o.placed_at is not null and o.number is not null and (${since}::text is null or o.placed_at >= ${since}::text::timestamptz)
			and (${after?.placedAt ?? null}::text is null or (o.placed_at, o.id) > (${after?.placedAt ?? null}::text::timestamptz, ${after?.id ?? null}::bigint))
		order by o.placed_at, o.id limit ${limit + 1}`
}
