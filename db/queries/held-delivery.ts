import type { Sql, Tx } from '../client.server.ts'

export type HeldRow = {
	groupId: number
	sequence: number
	place: string | null
	calls: {
		id: number
		key: string
		attempt: number
		state: string
		amountMinor: number
		capturedMinor: number | null
		failureCode: string | null
		paymentMethodId: string | null
		intentId: string | null
	}[]
}

/** An order's deliveries that are held, each with its card calls; one statement. */
export async function readHeldDeliveries(
	sql: Sql,
	question: { accountId: number; number: string },
): Promise<{ orderId: number; currency: string; deliveries: HeldRow[] } | null> {
	const [row] = await sql<{ orderId: number; currency: string; deliveries: HeldRow[] }[]>`
		select o.id as order_id, o.currency, coalesce((select json_agg(json_build_object('groupId', g.id, 'sequence', g.sequence, 'place', l.name, 'calls', c.calls) order by g.sequence, g.id)
			from delivery_group g left join location l on l.account_id = g.account_id and l.id = g.location_id
				cross join lateral (select coalesce(json_agg(json_build_object('id', a.id, 'key', a.idempotency_key, 'attempt', a.attempt, 'state', a.state, 'amountMinor', a.amount_minor, 'capturedMinor', a.captured_minor,
					'failureCode', a.failure_code, 'paymentMethodId', a.payment_method_id, 'intentId', a.stripe_intent_id) order by a.attempt, a.id), '[]') as calls
					from payment_attempt a where a.account_id = g.account_id and a.group_id = g.id and a.order_id = o.id and a.purpose = 'order') c
			where g.account_id = o.account_id and g.order_id = o.id and g.status = 'held'), '[]') as deliveries
		from sales_order o where o.account_id = ${question.accountId} and o.number = ${question.number} and o.stage = 'placed'`
	return row ?? null
}

/** Deliveries whose card stands again go on where they were; answers which of them had been held. */
export async function releaseHeld(tx: Tx, { accountId, groupIds }: { accountId: number; groupIds: readonly number[] }): Promise<number[]> {
	const rows = await tx<{ id: number }[]>`
		update delivery_group g set status = case when exists (select 1 from shipment s where s.account_id = g.account_id and s.group_id = g.id) then 'part_shipped' else 'open' end
		where g.account_id = ${accountId} and g.id = any(${tx.array([...groupIds], 20)}::bigint[]) and g.status = 'held' returning g.id`
	return rows.map(({ id }) => id)
}
