import type { CreditFigures } from '../../app/engine/account/merge-accounts.ts'
import type { Sql, Tx } from '../client.server.ts'
import { openPaymentStates } from './account-merge.ts'
import { type AccountKey, type AccountTable, inOrder } from './account-tables.ts'

type Rows = Record<string, unknown[]>
/** What a merge did: rows that fell away, rows that were changed as they were, what went along by its key, and what the loser's documents said of its credit line. */
export type AccountMergeParts = { dropped: Rows; changed: Rows; moved: Rows; figures: CreditFigures }
export type NewAccountMerge = { sellerEntityId: number; winnerId: number; loserId: number; userId: number; parts: AccountMergeParts; at: Date }

/** All it takes to make two of one again. */
export async function insertAccountMerge(tx: Tx, { sellerEntityId, winnerId, loserId, userId, parts, at }: NewAccountMerge): Promise<number> {
	const [row] = await tx<{ id: number }[]>`
		insert into record_merge (seller_entity_id, object, winner_id, loser_id, winner_name, loser_name, cause, by_user_id, before, wrote, lost, parts, at)
		select ${sellerEntityId}, 'account', w.id, l.id, w.name, l.name, 'person', ${userId}, to_jsonb(w), '{}', to_jsonb(l), ${tx.json(parts as never)}, ${at} from account w, account l where w.id = ${winnerId} and l.id = ${loserId} returning id`
	return row?.id ?? 0
}

export type StoodAccountMerge = {
	id: number
	winnerId: number
	loserId: number
	winnerName: string
	loserName: string
	at: Date
	undoneAt: Date | null
	isWinnerMerged: boolean
	dropped: string[]
	/** The credit line as it is, the loser's part of it when it was merged, and what its documents said then; null: the loser had none. */
	line: CreditFigures | null
	had: CreditFigures | null
	stood: CreditFigures
	/** Whether the loser paid its own bills. */
	billsItself: boolean
}

const figuresOf = (sql: Sql, row: 'c' | 'k') =>
	row === 'c'
		? sql`jsonb_build_object('openInvoiceMinor', c.open_invoice_minor, 'unbilledMinor', c.unbilled_minor, 'reservedMinor', c.reserved_minor)`
		: sql`jsonb_build_object('openInvoiceMinor', k -> 'open_invoice_minor', 'unbilledMinor', k -> 'unbilled_minor', 'reservedMinor', k -> 'reserved_minor')`

/** A merge of two accounts of this seller, locked with its winner and the credit line; null: none. */
export async function lockAccountMerge(tx: Tx, sellerEntityId: number, id: number): Promise<StoodAccountMerge | null> {
	const [locked] = await tx<{ winnerId: number }[]>`
		select w.id as winner_id from record_merge m join account w on w.id = m.winner_id where m.id = ${id} and m.object = 'account' and m.seller_entity_id = ${sellerEntityId} for update of m, w`
	if (!locked) return null
	await tx`select account_id from credit_profile where account_id = ${locked.winnerId} for update`
	const [row] = await tx<StoodAccountMerge[]>`
		select m.id, m.winner_id, m.loser_id, m.winner_name, m.loser_name, m.at, m.undone_at, w.merged_into_id is not null as is_winner_merged, array(select jsonb_object_keys(m.parts -> 'dropped')) as dropped,
			(select ${figuresOf(tx, 'c')} from credit_profile c where c.account_id = m.winner_id) as line,
			(select ${figuresOf(tx, 'k')} from jsonb_array_elements(m.parts -> 'changed' -> 'credit_profile') k where (k ->> 'account_id')::bigint = m.loser_id) as had, m.parts -> 'figures' as stood,
			exists (select from jsonb_array_elements(m.parts -> 'changed' -> 'account') k where (k ->> 'id')::bigint = m.loser_id and (k ->> 'bill_to_account_id' is null or (k ->> 'bill_to_account_id')::bigint = m.loser_id)) as bills_itself
		from record_merge m join account w on w.id = m.winner_id where m.id = ${id}`
	return row ?? null
}

export type ReturnTables = { tables: readonly AccountTable[]; keys: readonly AccountKey[] }
type Placed = ReturnTables & { places: ReadonlyMap<string, number> }

const placed = ({ tables, keys }: ReturnTables): Placed => {
	const order = inOrder(tables, keys)
	return { tables: order, keys, places: new Map(order.map(({ table }, place) => [table, place])) }
}
const same = ({ key, isLoose }: AccountTable, left: string, right: string) =>
	key.map((one) => `${left}."${one}" ${isLoose ? 'is not distinct from' : '='} ${right}."${one}"`).join(' and ')
const atWinner = ({ columns }: AccountTable) => `(${columns.map((column) => `t."${column}" = m.winner_id`).join(' or ')})`
const listOf = (row: string, columns: readonly string[]) => `(${columns.map((one) => `${row}."${one}"`).join(', ')})`

/**
 * Which rows go back: `k` those that went along with the merge, `f` these where the winner still has them, and what came to be since and hangs on
 * one of them, by any key of the catalog: an order of the loser's buyer goes with her, its lines with it. Reads `merged`.
 */
function goingBack({ tables, keys, places }: Placed): string[] {
	return tables.flatMap((one, place) => {
		const { table, key } = one
		const ways = keys.filter((way) => way.table === table && way.to !== table && places.has(way.to))
		const shown = [...new Set([...key, ...keys.filter(({ to }) => to === table).flatMap(({ toColumns }) => toColumns)])]
		const columns = shown.map((name) => `t."${name}"`).join(', ')
		const since = ways.map((way) => `${listOf('t', way.columns)} in (select ${listOf('p', way.toColumns).slice(1, -1)} from f${places.get(way.to)} p)`)
		return [
			`k${place} as (select ${key.map((name) => `r."${name}"`).join(', ')}, e -> 'c' as named from merged m, jsonb_array_elements(m.parts -> 'moved' -> '${table}') e, jsonb_populate_record(null::"${table}", e -> 'k') r)`,
			`f${place} as materialized (select ${columns}, k.named from merged m, "${table}" t join k${place} k on ${same(one, 't', 'k')} where ${atWinner(one)}
				${since.length > 0 ? `union all select ${columns}, null::jsonb from merged m, "${table}" t where ${atWinner(one)} and not exists (select from k${place} k where ${same(one, 't', 'k')}) and (${since.join(' or ')})` : ''})`,
		]
	})
}

/** Rows that hang on both sides: they go back, and what they lead to stays; or, within a table, the other way round. */
function hangingOnBoth({ tables, keys, places }: Placed): string[] {
	return keys.flatMap((way) => {
		const [place, to] = [places.get(way.table), places.get(way.to)]
		const one = tables[place ?? -1]
		if (place === undefined || to === undefined || !one || !way.holds) return []
		const whole = way.columns.map((name) => `t."${name}" is not null`).join(' and ')
		const there = `${listOf('t', way.columns)} in (select ${listOf('p', way.toColumns).slice(1, -1)} from f${to} p)`
		const goes = `exists (select from f${place} f where ${same(one, 't', 'f')})`
		const torn = way.table === way.to ? `(${goes}) <> (${there})` : `${goes} and not ${there}`
		return [`select count(*) as count from merged m, "${way.table}" t where ${atWinner(one)} and ${whole} and ${torn}`]
	})
}

const merged = (sql: Sql, mergeId: number) => sql`merged as materialized (select * from record_merge where id = ${mergeId})`

export type ReturnView = {
	/** By table: what went along with the merge, and what came to be since and goes with it. */
	rows: { table: string; count: number; since: number }[]
	mixed: number
	now: CreditFigures
	openPayments: number
	undelivered: number
	/** Orders placed since: that go back with their buyer or place, and that stay. */
	ordersGo: number
	ordersStay: number
}

/** What taking a merge back would do, and what stands in its way. */
export async function readReturn(sql: Sql, mergeId: number, catalog: ReturnTables): Promise<ReturnView> {
	const all = placed(catalog)
	const at = (table: string) => sql.unsafe(`f${all.places.get(table) ?? 0}`)
	const counts = all.tables.map(
		({ table }, place) => `select '${table}' as "table", count(named)::int as count, count(*) filter (where named is null)::int as since from f${place}`,
	)
	const [row] = await sql<ReturnView[]>`
		with ${merged(sql, mergeId)}, ${sql.unsafe(goingBack(all).join(',\n'))},
		counts as (select * from (${sql.unsafe(counts.join(' union all '))}) c where count + since > 0),
		mixed as (select coalesce(max(count), 0)::int as count from (${sql.unsafe(hangingOnBoth(all).join(' union all '))}) x),
		orders as (select f.id is not null as goes from merged m join sales_order o on o.account_id = m.winner_id and o.placed_at > m.at left join ${at('sales_order')} f on f.id = o.id)
		select coalesce((select jsonb_agg(c order by c.count + c.since desc, c."table") from counts c), '[]') as rows, (select count from mixed) as mixed,
			(select jsonb_build_object('openInvoiceMinor', coalesce((select sum(i.total_minor - i.settled_minor) from ${at('invoice')} f join invoice i on i.account_id = m.winner_id and i.id = f.id where i.kind = 'invoice'), 0),
				'reservedMinor', coalesce(sum(r.amount_minor) filter (where r.state = 'live'), 0), 'unbilledMinor', coalesce(sum(r.unbilled_minor), 0)) from ${at('credit_reservation')} f join credit_reservation r on r.account_id = m.winner_id and r.id = f.id) as now,
			(select count(*)::int from ${at('payment_attempt')} f join payment_attempt p on p.account_id = m.winner_id and p.id = f.id where p.state = any(${sql.array([...openPaymentStates], 25)}::text[])) as open_payments,
			(select count(*)::int from outbox_delivery d join outbox_event e on e.id = d.event_id where e.account_id = m.winner_id and d.state <> 'done' and e.topic not in ('account.merged', 'account.parted')) as undelivered,
			(select count(*) filter (where goes)::int from orders) as orders_go, (select count(*) filter (where not goes)::int from orders) as orders_stay
		from merged m`
	if (!row) throw new Error(`Merge ${mergeId} was locked and is gone`)
	return row
}

function returning({ columns, table, ...one }: AccountTable, place: number): string {
	// A bill goes back to the loser where it paid its own.
	const mayGo = (column: string) => (column === 'bill_to_account_id' ? 'm.bills_itself' : 'true')
	const sets = columns.map(
		(column) =>
			`"${column}" = case when t."${column}" = m.winner_id and case when f.named is null then ${mayGo(column)} else f.named ? '${column}' end then m.loser_id else t."${column}" end`,
	)
	return `m${place} as (update "${table}" t set ${sets.join(', ')} from going m, f${place} f where ${same({ columns, table, ...one }, 't', 'f')} and ${atWinner({ columns, table, ...one })} returning 1)`
}

/** What goes back names the loser again, in one statement; the keys are checked at its end, with what fell away and what was changed as it was. */
export async function returnAccount(tx: Tx, { id, billsItself, dropped }: StoodAccountMerge, catalog: ReturnTables): Promise<void> {
	const all = placed(catalog)
	await tx`select set_config('kontor.merges', 'on', true)`
	await tx`set constraints all deferred`
	await divideCounters(tx, id, all)
	await tx`
		with ${merged(tx, id)}, going as materialized (select m.*, ${billsItself} as bills_itself from merged m), ${tx.unsafe(goingBack(all).join(',\n'))}, ${tx.unsafe(all.tables.map(returning).join(',\n'))} select 1`
	const again = dropped.map(
		(table, place) =>
			`, d${place} as (insert into "${table}" overriding system value select (jsonb_populate_record(null::"${table}", e)).* from merged m, jsonb_array_elements(m.parts -> 'dropped' -> '${table}') e on conflict do nothing)`,
	)
	await tx`
		with ${merged(tx, id)}, places as (
			update location l set code = k ->> 'code', is_default = (k ->> 'is_default')::boolean, merged_from_id = (k ->> 'merged_from_id')::bigint, former_code = k ->> 'former_code' from merged m, jsonb_array_elements(m.parts -> 'changed' -> 'location') k where l.account_id = m.loser_id and l.id = (k ->> 'id')::bigint
		), numbers as (
			update purchase_order_number p set repetition = (k ->> 'repetition')::int from merged m, jsonb_array_elements(m.parts -> 'changed' -> 'purchase_order_number') k
			where p.account_id = m.loser_id and p.order_id = (k ->> 'order_id')::bigint and p.po_number = k ->> 'po_number'
		), accounts as (
			update account a set status = k ->> 'status', parent_id = (k ->> 'parent_id')::bigint, bill_to_account_id = (k ->> 'bill_to_account_id')::bigint, merged_into_id = (k ->> 'merged_into_id')::bigint
			from merged m, jsonb_array_elements(m.parts -> 'changed' -> 'account') k where a.id = (k ->> 'id')::bigint
		), unmeant as (
			update promotion p set conditions = jsonb_set(p.conditions, '{accountIds}', coalesce((select jsonb_agg(x) from jsonb_array_elements(p.conditions -> 'accountIds') x where x <> to_jsonb(m.winner_id)), '[]'))
			from merged m, jsonb_array_elements(m.parts -> 'changed' -> 'promotion') k where p.id = (k ->> 'id')::bigint
		), opened as (
			update company_budget b set ended_at = null from merged m, jsonb_array_elements(m.parts -> 'changed' -> 'company_budget') k where b.account_id = m.loser_id and b.id = (k ->> 'id')::bigint
		) ${tx.unsafe(again.join(''))} select 1`
	await tx`set constraints all immediate`
	await tx`select set_config('kontor.merges', '', true)`
}

/** Counters and budgets that were added up are parted: the loser takes what it had and what its own orders did since, the winner keeps the rest. */
async function divideCounters(tx: Tx, mergeId: number, all: Placed): Promise<void> {
	const at = (table: string) => tx.unsafe(`f${all.places.get(table) ?? 0}`)
	await tx`
		with ${merged(tx, mergeId)}, ${tx.unsafe(goingBack(all).join(',\n'))}, promised as (
			select p.price_book_id, p.product_id, p.unit_code, p.period_start, sum(p.quantity) as quantity from merged m join period_commitment p on p.account_id = m.winner_id join ${at('period_commitment')} f using (order_id, price_book_id, product_id, unit_code) group by 1, 2, 3, 4
		), had as (
			select r.* from merged m, jsonb_to_recordset(m.parts -> 'changed' -> 'period_counter') r(price_book_id bigint, product_id bigint, unit_code text, period_start date, committed_quantity numeric, promised numeric)
		), share as materialized (
			select c.account_id, price_book_id, product_id, unit_code, period_start, h.price_book_id is not null as stood, least(c.committed_quantity, greatest(0, coalesce(h.committed_quantity - h.promised, 0) + coalesce(p.quantity, 0))) as quantity
			from merged m join period_counter c on c.account_id = m.winner_id left join had h using (price_book_id, product_id, unit_code, period_start) left join promised p using (price_book_id, product_id, unit_code, period_start)
			where h.price_book_id is not null or p.quantity > 0
		), parted as (
			update period_counter c set committed_quantity = c.committed_quantity - s.quantity from share s where c.account_id = s.account_id and c.price_book_id = s.price_book_id and c.product_id = s.product_id and c.unit_code = s.unit_code and c.period_start = s.period_start
		), counters as (
			insert into period_counter (account_id, price_book_id, product_id, unit_code, period_start, committed_quantity) select m.loser_id, price_book_id, product_id, unit_code, period_start, s.quantity from merged m, share s where s.stood or s.quantity > 0
		), budgets as materialized (
			select k -> 'loser' as was, (k -> 'loser' ->> 'id')::bigint as loser_budget, (k -> 'winner' ->> 'id')::bigint as winner_budget from merged m, jsonb_array_elements(m.parts -> 'changed' -> 'promotion_budget') k
		), told as (
			select b.winner_budget, r.state, r.amount_minor, r.uses, 1 as side from merged m join promotion_reservation r on r.account_id = m.winner_id join ${at('promotion_reservation')} f on f.id = r.id join budgets b on b.winner_budget = r.budget_id
			union all select b.winner_budget, k ->> 'state', (k ->> 'amount_minor')::bigint, (k ->> 'uses')::int, -1 from merged m, jsonb_array_elements(m.parts -> 'changed' -> 'promotion_reservation') k join budgets b on b.loser_budget = (k ->> 'budget_id')::bigint
		), moved as (
			select b.*, w.limit_minor, w.limit_uses, least(w.reserved_minor, greatest(0, (b.was ->> 'reserved_minor')::bigint + coalesce(sum(t.side * t.amount_minor) filter (where t.state = 'reserved'), 0)))::bigint as reserved_minor,
				least(w.committed_minor, greatest(0, (b.was ->> 'committed_minor')::bigint + coalesce(sum(t.side * t.amount_minor) filter (where t.state = 'committed'), 0)))::bigint as committed_minor,
				least(w.reserved_uses, greatest(0, (b.was ->> 'reserved_uses')::int + coalesce(sum(t.side * t.uses) filter (where t.state = 'reserved'), 0)))::int as reserved_uses,
				least(w.committed_uses, greatest(0, (b.was ->> 'committed_uses')::int + coalesce(sum(t.side * t.uses) filter (where t.state = 'committed'), 0)))::int as committed_uses
			from budgets b join promotion_budget w on w.id = b.winner_budget left join told t on t.winner_budget = b.winner_budget group by b.was, b.loser_budget, b.winner_budget, w.id
		), halves as (
			update promotion_budget w set reserved_minor = w.reserved_minor - v.reserved_minor, committed_minor = w.committed_minor - v.committed_minor, reserved_uses = w.reserved_uses - v.reserved_uses, committed_uses = w.committed_uses - v.committed_uses,
				limit_minor = greatest(w.limit_minor - (v.was ->> 'limit_minor')::bigint, w.reserved_minor - v.reserved_minor + w.committed_minor - v.committed_minor),
				limit_uses = greatest(w.limit_uses - (v.was ->> 'limit_uses')::int, w.reserved_uses - v.reserved_uses + w.committed_uses - v.committed_uses) from moved v where w.id = v.winner_budget
		), again as (
			insert into promotion_budget overriding system value select r.* from moved v, jsonb_populate_record(null::promotion_budget, v.was || jsonb_build_object('reserved_minor', v.reserved_minor, 'committed_minor', v.committed_minor, 'reserved_uses', v.reserved_uses, 'committed_uses', v.committed_uses,
				'limit_minor', greatest((v.was ->> 'limit_minor')::bigint, v.reserved_minor + v.committed_minor), 'limit_uses', greatest((v.was ->> 'limit_uses')::int, v.reserved_uses + v.committed_uses))) r
		)
		update promotion_reservation r set budget_id = b.loser_budget from merged m, budgets b, ${at('promotion_reservation')} f where r.account_id = m.winner_id and r.id = f.id and r.budget_id = b.winner_budget`
	await tx`
		delete from period_counter c using record_merge m where m.id = ${mergeId} and c.account_id = m.winner_id and c.committed_quantity = 0
			and exists (select from jsonb_to_recordset(m.parts -> 'changed' -> 'period_counter') r(price_book_id bigint, product_id bigint, unit_code text, period_start date, is_new boolean)
				where r.is_new and (r.price_book_id, r.product_id, r.unit_code, r.period_start) = (c.price_book_id, c.product_id, c.unit_code, c.period_start))`
}

/** Each has its own credit line again; a line that the winner had from the loser alone goes, where nothing stands in it. */
export async function divideLine(tx: Tx, mergeId: number, { winner, loser }: { winner: CreditFigures; loser: CreditFigures }): Promise<void> {
	await tx`
		with ${merged(tx, mergeId)}, was as (select k, (k ->> 'account_id')::bigint as id from merged m, jsonb_array_elements(m.parts -> 'changed' -> 'credit_profile') k), winners as (
			update credit_profile c set open_invoice_minor = ${winner.openInvoiceMinor}, unbilled_minor = ${winner.unbilledMinor}, reserved_minor = ${winner.reservedMinor} from merged m where c.account_id = m.winner_id
		)
		insert into credit_profile select r.* from merged m join was on was.id = m.loser_id, jsonb_populate_record(null::credit_profile, was.k || jsonb_build_object('open_invoice_minor', ${loser.openInvoiceMinor}::bigint, 'unbilled_minor', ${loser.unbilledMinor}::bigint, 'reserved_minor', ${loser.reservedMinor}::bigint)) r`
	await tx`
		delete from credit_profile c using record_merge m where m.id = ${mergeId} and c.account_id = m.winner_id and (c.limit_minor, c.open_invoice_minor, c.unbilled_minor, c.reserved_minor) = (0, 0, 0, 0)
			and not exists (select from jsonb_array_elements(m.parts -> 'changed' -> 'credit_profile') k where (k ->> 'account_id')::bigint = m.winner_id)`
}

export async function closeAccountMerge(tx: Tx, mergeId: number, { userId, at }: { userId: number; at: Date }): Promise<void> {
	await tx`update record_merge set undone_at = ${at}, undone_by_user_id = ${userId} where id = ${mergeId}`
}

/** What the timeline says of a merge: the other's name and number. */
export async function readJoined(sql: Sql, mergeId: number): Promise<{ loser: string; number: string } | null> {
	const [row] = await sql<
		{ loser: string; number: string }[]
	>`select m.loser_name as loser, l.number from record_merge m join account l on l.id = m.loser_id where m.id = ${mergeId}`
	return row ?? null
}
