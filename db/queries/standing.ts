import type { Sql, Tx } from '../client.server.ts'
import { cartInHand } from './cart-hand.ts'

export type StandingKey = { accountId: number; standingOrderId: number }
export type StandingState = 'active' | 'paused' | 'ended'

export type StandingRow = {
	id: number
	name: string
	contactId: number
	ownerName: string
	state: StandingState
	schedule: unknown
	guardrailPercent: number
	poText: string
	poHasDate: boolean
	nextRunOn: string | null
	stores: string[]
	lines: number
	/** Runs that wait for the buyer. */
	held: number
}

const head = (sql: Sql) => sql`
	s.id, s.name, s.contact_id, concat_ws(' ', c.first_name, c.last_name) as owner_name, s.state, s.schedule, s.guardrail_percent, s.po_text, s.po_has_date, s.next_run_on,
	coalesce((select json_agg(distinct d.name) from standing_line l join location d on d.account_id = l.account_id and d.id = l.location_id
		where l.account_id = s.account_id and l.standing_order_id = s.id and l.quantity > 0), '[]') as stores,
	(select count(*)::int from standing_line l where l.account_id = s.account_id and l.standing_order_id = s.id and l.quantity > 0) as lines,
	(select count(*)::int from standing_run r where r.account_id = s.account_id and r.standing_order_id = s.id and r.state = 'held') as held`

/** Of an account: what waits for somebody first, then by their next run. Ended ones last. */
export async function listStandingOrders(sql: Sql, accountId: number): Promise<StandingRow[]> {
	return sql<StandingRow[]>`
		select ${head(sql)} from standing_order s join contact c on c.account_id = s.account_id and c.id = s.contact_id
		where s.account_id = ${accountId}
		order by s.state = 'ended', not exists (select from standing_run r where r.account_id = s.account_id and r.standing_order_id = s.id and r.state = 'held'), s.next_run_at nulls last, s.id desc limit 200`
}

export type StandingLine = {
	id: number
	locationId: number
	locationName: string
	productId: number
	sku: string
	name: string
	unitCode: string
	quantity: string
	chosen: number[] | null
}
export type StandingPrice = { productId: number; unitCode: string; chosen: string; unitPrice: string }
export type StandingRun = {
	id: number
	runOn: string
	state: 'due' | 'placed' | 'held' | 'skipped'
	reasons: { code: string; facts: Record<string, string | number | boolean | null>; line?: number }[]
	settledAt: string | null
	number: string | null
	totalMinor: number | null
}
export type StandingDocument = Omit<StandingRow, 'lines'> & { lines: StandingLine[]; prices: StandingPrice[]; runs: StandingRun[] }

/** One standing order whole: lines, agreed prices and its last runs; one statement. Null: not this account's. */
export async function readStanding(sql: Sql, { accountId, standingOrderId }: StandingKey, locale: string): Promise<StandingDocument | null> {
	const [row] = await sql<StandingDocument[]>`
		select w.*, coalesce((select json_agg(json_build_object('id', l.id, 'locationId', l.location_id, 'locationName', d.name, 'productId', l.product_id, 'sku', p.sku, 'name', coalesce(t.name, e.name, p.sku),
				'unitCode', l.unit_code, 'quantity', trim_scale(l.quantity)::text, 'chosen', l.chosen) order by d.name, d.id, l.sequence, l.id)
				from standing_line l join location d on d.account_id = l.account_id and d.id = l.location_id join product p on p.id = l.product_id
					left join product_text t on t.product_id = p.id and t.locale = ${locale} left join product_text e on e.product_id = p.id and e.locale = 'en'
				where l.account_id = ${accountId} and l.standing_order_id = w.id), '[]') as lines,
			coalesce((select json_agg(json_build_object('productId', x.product_id, 'unitCode', x.unit_code, 'chosen', x.chosen, 'unitPrice', x.unit_price::text))
				from standing_price x where x.account_id = ${accountId} and x.standing_order_id = w.id), '[]') as prices,
			coalesce((select json_agg(r) from (select r.id, r.run_on as "runOn", r.state, r.reasons, r.settled_at as "settledAt", o.number, o.total_minor as "totalMinor"
				from standing_run r left join sales_order o on o.account_id = r.account_id and o.id = r.order_id
				where r.account_id = ${accountId} and r.standing_order_id = w.id order by r.run_on desc limit 40) r), '[]') as runs
		from (select ${head(sql)} from standing_order s join contact c on c.account_id = s.account_id and c.id = s.contact_id where s.account_id = ${accountId} and s.id = ${standingOrderId}) w`
	return row ?? null
}

export type SourceRow = { productId: number; unitCode: string; quantity: string; locationId: number; chosen: number[] | null }

const goods = (sql: Sql) => sql`
	select l.product_id, l.unit_code, trim_scale(sum(a.quantity))::text as quantity, g.location_id, l.chosen
	from sales_order o join order_line l on l.account_id = o.account_id and l.order_id = o.id and l.kind = 'goods' and l.product_id is not null
		join allocation a on a.account_id = l.account_id and a.line_id = l.id join delivery_group g on g.account_id = a.account_id and g.id = a.group_id and g.location_id is not null`

/** What an order of the account brought to each location. */
export async function readOrderSource(sql: Sql, accountId: number, number: string): Promise<SourceRow[]> {
	return sql<SourceRow[]>`
		${goods(sql)} where o.account_id = ${accountId} and o.number = ${number} and o.placed_at is not null
		group by l.product_id, l.unit_code, g.location_id, l.chosen order by g.location_id, min(l.sequence)`
}

/** What her cart holds for each location. */
export async function readCartSource(sql: Sql, { accountId, contactId }: { accountId: number; contactId: number }): Promise<SourceRow[]> {
	return sql<SourceRow[]>`
		${goods(sql)} where o.account_id = ${accountId} and o.id = ${cartInHand(sql, { accountId, contactId })}
		group by l.product_id, l.unit_code, g.location_id, l.chosen order by g.location_id, min(l.sequence)`
}

/** The usual quantities of a list that she may see, for one location: the one named, else the default. */
export async function readListSource(
	sql: Sql,
	{ accountId, contactId, listId, locationId }: { accountId: number; contactId: number; listId: number; locationId: number | null },
): Promise<SourceRow[]> {
	return sql<SourceRow[]>`
		select n.product_id, n.unit_code, trim_scale(n.quantity)::text as quantity, d.id as location_id, null::bigint[] as chosen
		from requisition_list l join requisition_line n on n.account_id = l.account_id and n.list_id = l.id and n.removed_at is null
			join lateral (select d.id from location d where d.account_id = l.account_id and d.is_active order by d.id is not distinct from ${locationId}::bigint desc, d.is_default desc, d.id limit 1) d on true
		where l.account_id = ${accountId} and l.id = ${listId} and (l.is_shared or l.owner_contact_id = ${contactId}) order by n.sequence, n.id`
}

export type StandingSettings = {
	name: string
	schedule: unknown
	guardrailPercent: number
	poText: string
	poHasDate: boolean
	nextRunOn: string | null
	nextRunAt: Date | null
}

export async function insertStanding(tx: Tx, input: StandingSettings & { accountId: number; contactId: number; at: Date }): Promise<number> {
	const [row] = await tx<{ id: number }[]>`
		insert into standing_order (account_id, name, contact_id, schedule, guardrail_percent, po_text, po_has_date, next_run_on, next_run_at, created_at, changed_at)
		values (${input.accountId}, ${input.name}, ${input.contactId}, ${tx.json(input.schedule as never)}, ${input.guardrailPercent}, ${input.poText}, ${input.poHasDate}, ${input.nextRunOn}, ${input.nextRunAt}, ${input.at}, ${input.at}) returning id`
	return row?.id ?? 0
}

export async function insertStandingLines(tx: Tx, { accountId, standingOrderId }: StandingKey, lines: readonly SourceRow[]): Promise<void> {
	await tx`
		insert into standing_line (account_id, standing_order_id, location_id, product_id, unit_code, quantity, chosen, sequence)
		select ${accountId}, ${standingOrderId}, w.location_id, w.product_id, w.unit_code, w.quantity::numeric, nullif(w.chosen, '')::bigint[], w.ordinal
		from unnest(${tx.array(
			lines.map(({ locationId }) => locationId),
			20,
		)}::bigint[], ${tx.array(
			lines.map(({ productId }) => productId),
			20,
		)}::bigint[], ${tx.array(
			lines.map(({ unitCode }) => unitCode),
			25,
		)}::text[], ${tx.array(
			lines.map(({ quantity }) => quantity),
			25,
		)}::text[], ${tx.array(
			lines.map(({ chosen }) => (chosen ? `{${chosen.join()}}` : '')),
			25,
		)}::text[]) with ordinality as w(location_id, product_id, unit_code, quantity, chosen, ordinal)`
}

/** New quantities, 0 for nothing; answers how many of the lines are of this standing order. */
export async function setStandingQuantities(
	tx: Tx,
	{ accountId, standingOrderId }: StandingKey,
	lines: readonly { lineId: number; quantity: string }[],
): Promise<number> {
	const rows = await tx`
		update standing_line l set quantity = w.quantity::numeric from unnest(${tx.array(
			lines.map(({ lineId }) => lineId),
			20,
		)}::bigint[], ${tx.array(
			lines.map(({ quantity }) => quantity),
			25,
		)}::text[]) as w(line_id, quantity)
		where l.account_id = ${accountId} and l.standing_order_id = ${standingOrderId} and l.id = w.line_id returning 1`
	return rows.length
}

/** What is agreed from now on; products that are not named keep their prices. */
export async function saveAgreedPrices(tx: Tx, { accountId, standingOrderId }: StandingKey, prices: readonly StandingPrice[]): Promise<void> {
	if (prices.length === 0) return
	await tx`
		insert into standing_price (account_id, standing_order_id, product_id, unit_code, chosen, unit_price)
		select ${accountId}, ${standingOrderId}, w."productId", w."unitCode", w.chosen, w."unitPrice"
		from json_to_recordset(${JSON.stringify(prices)}::text::json) as w("productId" bigint, "unitCode" text, chosen text, "unitPrice" numeric)
		on conflict (account_id, standing_order_id, product_id, unit_code, chosen) do update set unit_price = excluded.unit_price`
}

/** Locks one for a change. Null: not this account's. */
export async function lockStanding(
	tx: Tx,
	{ accountId, standingOrderId }: StandingKey,
): Promise<{ state: StandingState; schedule: unknown; nextRunOn: string | null } | null> {
	const [row] = await tx<
		{ state: StandingState; schedule: unknown; nextRunOn: string | null }[]
	>`select state, schedule, next_run_on from standing_order where account_id = ${accountId} and id = ${standingOrderId} for update`
	return row ?? null
}

type StandingChange = Partial<Omit<StandingSettings, 'nextRunOn' | 'nextRunAt'>> & {
	state: StandingState
	next: { on: string; at: Date } | null
	at: Date
}

/** Changes what is given, leaves the rest. `next` is when it runs next. */
export async function updateStanding(tx: Tx, { accountId, standingOrderId }: StandingKey, change: StandingChange): Promise<void> {
	await tx`
		update standing_order set state = ${change.state}, next_run_on = ${change.next?.on ?? null}, next_run_at = ${change.next?.at ?? null}, changed_at = ${change.at},
			name = coalesce(${change.name ?? null}, name), schedule = coalesce(${change.schedule === undefined ? null : tx.json(change.schedule as never)}, schedule),
			guardrail_percent = coalesce(${change.guardrailPercent ?? null}, guardrail_percent), po_text = coalesce(${change.poText ?? null}, po_text), po_has_date = coalesce(${change.poHasDate ?? null}, po_has_date)
		where account_id = ${accountId} and id = ${standingOrderId}`
}
