import type { Sql } from '../client.server.ts'
import type { Desk } from './desk.ts'

export type DeskChange = {
	id: number
	number: string
	accountId: number
	accountName: string
	/** In whose name the rep opens it. */
	contactId: number | null
	contactName: string | null
	side: 'buyer' | 'house'
	waitsFor: ('buyer' | 'approver' | 'house')[]
	currency: string
	beforeMinor: number
	afterMinor: number
	proposedAt: Date
	expiresAt: Date
}

/** Changes of orders that wait, those for the house first, then the oldest; one that its buyer has not agreed to herself is nobody's yet. One row more than asked. */
export async function listDeskChanges(sql: Sql, desk: Desk, question: { at: Date; limit: number }): Promise<DeskChange[]> {
	return sql<DeskChange[]>`
		select c.id, o.number, a.id as account_id, a.name as account_name, k.id as contact_id, trim(concat_ws(' ', k.first_name, k.last_name)) as contact_name, c.side, c.waits_for, o.currency,
			(c.delta#>>'{sums,totalMinor,before}')::bigint as before_minor, (c.delta#>>'{sums,totalMinor,after}')::bigint as after_minor, c.proposed_at, c.expires_at
		from order_change c join sales_order o on o.account_id = c.account_id and o.id = c.order_id join account a on a.id = c.account_id
			left join contact k on k.account_id = c.account_id and k.id = coalesce(c.contact_id, o.on_behalf_of_contact_id, o.contact_id) and k.is_active
		where c.state = 'waiting' and c.expires_at > ${question.at} and o.seller_entity_id = ${desk.sellerEntityId} and (${desk.ownerUserId}::bigint is null or a.owner_user_id = ${desk.ownerUserId})
			and (c.side = 'house' or c.waits_for[1] <> 'buyer')
		order by c.waits_for[1] <> 'house', c.proposed_at, c.id limit ${question.limit + 1}`
}
