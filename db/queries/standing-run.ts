import type { Sql, Tx } from '../client.server.ts'
import type { StandingKey } from './standing.ts'

export type DueOrder = { accountId: number; id: number; schedule: unknown; nextRunOn: string; timeZone: string }

/** Locks standing orders whose next run has come, and are not in another worker's hands. */
export async function lockDueOrders(tx: Tx, at: Date, limit: number): Promise<DueOrder[]> {
	return tx<DueOrder[]>`
		select s.account_id, s.id, s.schedule, s.next_run_on, e.time_zone from standing_order s join account a on a.id = s.account_id join seller_entity e on e.id = a.seller_entity_id
		where s.state = 'active' and s.next_run_at <= ${at} order by s.next_run_at limit ${limit} for update of s skip locked`
}

export type BegunRun = { accountId: number; id: number; runOn: string; nextRunOn: string | null; nextRunAt: string | null }

/** Writes the runs that begin and when each standing order runs next; one that has no day any more has ended. */
export async function beginRuns(tx: Tx, runs: readonly BegunRun[], at: Date): Promise<void> {
	await tx`
		with begun as (
			select * from json_to_recordset(${JSON.stringify(runs)}::text::json) as w("accountId" bigint, id bigint, "runOn" date, "nextRunOn" date, "nextRunAt" timestamptz)
		), made as (
			insert into standing_run (account_id, standing_order_id, run_on, try_at) select "accountId", id, "runOn", ${at}::timestamptz from begun on conflict do nothing
		)
		update standing_order s set next_run_on = b."nextRunOn", next_run_at = b."nextRunAt", state = case when b."nextRunOn" is null then 'ended' else s.state end
		from begun b where s.account_id = b."accountId" and s.id = b.id`
}

export type ComingRun = { accountId: number; id: number; contactId: number; nextRunOn: string }

/** Notes once of each coming run, so long before it, that its buyer is told. */
export async function markComing(tx: Tx, until: Date): Promise<ComingRun[]> {
	return tx<ComingRun[]>`
		update standing_order set coming_told_on = next_run_on where state = 'active' and next_run_at <= ${until} and coming_told_on is distinct from next_run_on
		returning account_id, id, contact_id, next_run_on`
}

export type TakenRun = {
	accountId: number
	runId: number
	standingOrderId: number
	contactId: number
	runOn: string
	cartId: number | null
	cartVersion: number | null
	/** Its cart was placed already: only the note of it is missing. */
	placedOrderId: number | null
}

/** Takes the run that has waited longest, for so long that nobody else tries it meanwhile. Null: none waits. */
export async function takeRun(tx: Tx, at: Date, until: Date): Promise<TakenRun | null> {
	const [row] = await tx<TakenRun[]>`
		update standing_run r set try_at = ${until}, tries = r.tries + 1
		from (select account_id, id from standing_run where state = 'due' and try_at <= ${at} order by try_at limit 1 for update skip locked) due, standing_order s
		where r.account_id = due.account_id and r.id = due.id and s.account_id = r.account_id and s.id = r.standing_order_id
		returning r.account_id, r.id as run_id, r.standing_order_id, s.contact_id, r.run_on, r.cart_id, r.cart_version,
			(select o.id from sales_order o where o.account_id = r.account_id and o.id = r.cart_id and o.placed_at is not null) as placed_order_id`
	return row ?? null
}

export async function giveRunCart(tx: Tx, { accountId, runId }: { accountId: number; runId: number }, cart: { id: number; version: number }): Promise<boolean> {
	const rows = await tx`
		update standing_run set cart_id = ${cart.id}, cart_version = ${cart.version} where account_id = ${accountId} and id = ${runId} and state = 'due' and cart_id is null returning 1`
	return rows.length === 1
}

/** The run became this order, whose prices are the agreed ones from now on. False: it was noted before. */
export async function noteRunPlaced(tx: Tx, { accountId, runId }: { accountId: number; runId: number }, orderId: number, at: Date): Promise<boolean> {
	const rows = await tx`
		with noted as (
			update standing_run set state = 'placed', order_id = ${orderId}, reasons = '[]', settled_at = ${at} where account_id = ${accountId} and id = ${runId} and state = 'due' returning account_id, standing_order_id
		), agreed as (
			insert into standing_price (account_id, standing_order_id, product_id, unit_code, chosen, unit_price)
			select distinct on (l.product_id, l.unit_code, 5) n.account_id, n.standing_order_id, l.product_id, l.unit_code, coalesce((select string_agg(x.sku, ' ' order by x.sku) from product x where x.id = any(l.chosen)), ''), l.unit_price
			from noted n join order_line l on l.account_id = n.account_id and l.order_id = ${orderId} and l.kind = 'goods' and l.product_id is not null and l.unit_price is not null
			on conflict (account_id, standing_order_id, product_id, unit_code, chosen) do update set unit_price = excluded.unit_price
		)
		select 1 from noted`
	return rows.length === 1
}

/** The run waits for its buyer; its cart goes, it is made anew when she releases it. False: it is not under way any more. */
export async function noteRunHeld(tx: Tx, { accountId, runId }: { accountId: number; runId: number }, reasons: unknown, at: Date): Promise<boolean> {
	const rows = await tx<{ cartId: number | null }[]>`
		with held as (
			select id, cart_id from standing_run where account_id = ${accountId} and id = ${runId} and state = 'due' for update
		)
		update standing_run r set state = 'held', cart_id = null, cart_version = null, reasons = ${tx.json(reasons as never)}, settled_at = ${at} from held
		where r.account_id = ${accountId} and r.id = held.id returning held.cart_id`
	const cartId = rows[0]?.cartId
	if (cartId) await tx`delete from sales_order where account_id = ${accountId} and id = ${cartId} and stage = 'cart'`
	return rows.length === 1
}

/** A held run is tried again at once, or skipped. False: it is not held. */
export async function settleHeldRun(tx: Tx, { accountId, standingOrderId }: StandingKey, runId: number, to: 'due' | 'skipped', at: Date): Promise<boolean> {
	const rows = await tx`
		update standing_run set state = ${to}, try_at = ${at}, tries = 0, settled_at = case when ${to} = 'skipped' then ${at}::timestamptz end
		where account_id = ${accountId} and standing_order_id = ${standingOrderId} and id = ${runId} and state = 'held' returning 1`
	return rows.length === 1
}

export async function insertSkip(tx: Tx, { accountId, standingOrderId }: StandingKey, runOn: string, at: Date): Promise<boolean> {
	const rows = await tx`
		insert into standing_run (account_id, standing_order_id, run_on, state, try_at, settled_at) values (${accountId}, ${standingOrderId}, ${runOn}, 'skipped', ${at}, ${at}) on conflict do nothing returning 1`
	return rows.length === 1
}

/** Takes a skip back. False: that day was not skipped. */
export async function deleteSkip(tx: Tx, { accountId, standingOrderId }: StandingKey, runOn: string): Promise<boolean> {
	const rows = await tx`
		delete from standing_run where account_id = ${accountId} and standing_order_id = ${standingOrderId} and run_on = ${runOn} and state = 'skipped' returning 1`
	return rows.length === 1
}

/** Days that are settled already, from a day on. */
export async function readSettledDays(sql: Sql, { accountId, standingOrderId }: StandingKey, from: string): Promise<string[]> {
	const rows = await sql<{ runOn: string }[]>`
		select run_on from standing_run where account_id = ${accountId} and standing_order_id = ${standingOrderId} and run_on >= ${from} order by 1`
	return rows.map(({ runOn }) => runOn)
}

/** Whom to tell at the desk. */
export async function readHeldFacts(
	sql: Sql,
	{ accountId, standingOrderId }: StandingKey,
): Promise<{ name: string; accountName: string; ownerUserId: number | null } | null> {
	const [row] = await sql<{ name: string; accountName: string; ownerUserId: number | null }[]>`
		select s.name, a.name as account_name, a.owner_user_id from standing_order s join account a on a.id = s.account_id where s.account_id = ${accountId} and s.id = ${standingOrderId}`
	return row ?? null
}
