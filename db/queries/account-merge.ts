import type { CreditFigures, MergeFacts, MergePlan, MergeSide } from '../../app/engine/account/merge-accounts.ts'
import type { Sql, Tx } from '../client.server.ts'
import { type AccountTable, fallsAway, meetsOf, mustBeSettled } from './account-tables.ts'
import { recordset } from './recordset.ts'

/** One kind of row goes to the winner; answers by what each is known, and which of its columns named the loser. */
function moving({ table, columns, key }: AccountTable, place: number): string {
	const sets = columns.map((column) => `"${column}" = case when t."${column}" = r.loser_id then r.winner_id else t."${column}" end`).join(', ')
	const keys = `jsonb_build_object(${key.map((one) => `'${one}', t."${one}"`).join(', ')})`
	const which = `to_jsonb(array_remove(array[${columns.map((column) => `case when old."${column}" = r.loser_id then '${column}' end`).join(', ')}], null))`
	return `m${place} as (update "${table}" t set ${sets} from pair r where ${columns.map((column) => `t."${column}" = r.loser_id`).join(' or ')}
		returning '${table}' as part, jsonb_build_object('k', ${keys}, 'c', ${which}) as row)`
}

const side = (
	sql: Sql,
	id: number,
) => sql`(select jsonb_build_object('id', a.id, 'number', a.number, 'currency', a.currency, 'mergedIntoId', a.merged_into_id, 'isPerson', a.is_person, 'billToAccountId', a.bill_to_account_id,
	'ancestorIds', (with recursive up as (select a.parent_id as id union select p.parent_id from up join account p on p.id = up.id) select coalesce(jsonb_agg(id), '[]') from up where id is not null),
	'credit', (select jsonb_build_object('currency', c.currency, 'limitMinor', c.limit_minor, 'openInvoiceMinor', c.open_invoice_minor, 'unbilledMinor', c.unbilled_minor, 'reservedMinor', c.reserved_minor) from credit_profile c where c.account_id = a.id),
	'locations', (select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'code', l.code, 'isDefault', l.is_default)), '[]') from location l where l.account_id = a.id)) from account a where a.id = ${id})`

export const openPaymentStates = ['prepared', 'requires_action', 'authorised', 'scheduled'] as const

/** Both accounts of this seller, locked with their credit lines, and what stands in the way; null: not both are the seller's. */
export async function lockAccountPair(
	tx: Tx,
	sellerEntityId: number,
	{ winnerId, loserId }: { winnerId: number; loserId: number },
): Promise<MergeFacts | null> {
	const ids = tx.array([winnerId, loserId], 20)
	const locked = await tx`select id from account where id = any(${ids}::bigint[]) and seller_entity_id = ${sellerEntityId} order by id for update`
	if (locked.length < new Set([winnerId, loserId]).size) return null
	await tx`select account_id from credit_profile where account_id = any(${ids}::bigint[]) order by account_id for update`
	const [row] = await tx<{ winner: MergeSide; loser: MergeSide; openPayments: number; undelivered: number; bothHaveLeads: boolean }[]>`
		with pair as materialized (select ${winnerId}::bigint as winner_id, ${loserId}::bigint as loser_id)
		select ${side(tx, winnerId)} as winner, ${side(tx, loserId)} as loser,
			(select count(*)::int from payment_attempt p where p.account_id = ${loserId} and p.state = any(${tx.array([...openPaymentStates], 25)}::text[])) as open_payments,
			(select count(*)::int from outbox_delivery d join outbox_event e on e.id = d.event_id where e.account_id = ${loserId} and d.state <> 'done' and e.topic not in ('account.merged', 'account.parted')) as undelivered,
			exists (select ${tx.unsafe(`1 ${meetsOf('crm_lead', mustBeSettled.crm_lead)}`)}) as both_have_leads`
	return row ?? null
}

type Kept = Record<string, unknown[]>
type Pair = { winnerId: number; loserId: number }

/** What cannot stand beside the winner's own falls away; answers the rows as they were. */
export async function dropMet(tx: Tx, { winnerId, loserId }: Pair): Promise<Kept> {
	const names = Object.entries(fallsAway)
	const steps = names.map(
		([table, met], place) =>
			`d${place} as (delete from "${table}" x where x.ctid in (select t.ctid ${meetsOf(table, met)}) returning '${table}' as part, to_jsonb(x) as row)`,
	)
	const [row] = await tx<{ kept: Kept }[]>`
		with pair as materialized (select ${winnerId}::bigint as winner_id, ${loserId}::bigint as loser_id), ${tx.unsafe(steps.join(',\n'))},
		near as (delete from similar_account s using pair r where s.account_id = r.loser_id or s.similar_id = r.loser_id)
		select coalesce(jsonb_object_agg(part, rows), '{}') as kept from (select part, jsonb_agg(row) as rows from (${tx.unsafe(names.map((_, place) => `select part, row from d${place}`).join(' union all '))}) x group by part) y`
	return row?.kept ?? {}
}

/**
 * Counters of contract periods are added up, and a promotion's budgets of both: limit, what is held and what is spent; what was drawn on the loser's is
 * drawn on the winner's. A budget that both have of the company's own for the same is ended: what it holds stays on it. Answers the rows as they were.
 */
export async function uniteCounters(tx: Tx, { winnerId, loserId }: Pair, at: Date): Promise<Kept> {
	const [row] = await tx<{ counters: unknown[]; budgets: unknown[]; reservations: unknown[]; ended: unknown[] }[]>`
		with counted as (delete from period_counter where account_id = ${loserId} returning *),
		added as (
			insert into period_counter (account_id, price_book_id, product_id, unit_code, period_start, committed_quantity)
			select ${winnerId}, price_book_id, product_id, unit_code, period_start, committed_quantity from counted
			on conflict (account_id, price_book_id, product_id, unit_code, period_start) do update set committed_quantity = period_counter.committed_quantity + excluded.committed_quantity
		), promised as (
			select price_book_id, product_id, unit_code, period_start, sum(quantity) as quantity from period_commitment where account_id = ${loserId} group by 1, 2, 3, 4
		), both_have as materialized (
			select l.*, w.id as winner_id, to_jsonb(l) as was from promotion_budget l join promotion_budget w on w.promotion_id = l.promotion_id and w.account_id = ${winnerId} and w.location_id is null where l.account_id = ${loserId} and l.location_id is null
		), drawn as (
			update promotion_reservation r set budget_id = b.winner_id from both_have b where r.budget_id = b.id
			returning jsonb_build_object('account_id', r.account_id, 'id', r.id, 'budget_id', b.id, 'amount_minor', r.amount_minor, 'uses', r.uses, 'state', r.state) as was
		), gone as (delete from promotion_budget x using both_have b where x.id = b.id),
		summed as (
			update promotion_budget w set limit_minor = w.limit_minor + b.limit_minor, limit_uses = w.limit_uses + b.limit_uses, reserved_minor = w.reserved_minor + b.reserved_minor, committed_minor = w.committed_minor + b.committed_minor,
				reserved_uses = w.reserved_uses + b.reserved_uses, committed_uses = w.committed_uses + b.committed_uses from both_have b where w.id = b.winner_id
			returning jsonb_build_object('winner', jsonb_build_object('id', w.id, 'limit_minor', old.limit_minor, 'limit_uses', old.limit_uses), 'loser', b.was) as was
		), ended as (
			update company_budget l set ended_at = ${at} from company_budget w where l.account_id = ${loserId} and l.ended_at is null and l.location_id is null and l.contact_id is null
				and w.account_id = ${winnerId} and w.ended_at is null and w.location_id is null and w.contact_id is null and w.period = l.period and lower(btrim(w.cost_centre)) = lower(btrim(l.cost_centre))
			returning jsonb_build_object('id', l.id) as was
		)
		select coalesce((select jsonb_agg(to_jsonb(c) || jsonb_build_object('promised', coalesce(p.quantity, 0), 'is_new', w.account_id is null)) from counted c left join promised p using (price_book_id, product_id, unit_code, period_start)
				left join period_counter w on w.account_id = ${winnerId} and (w.price_book_id, w.product_id, w.unit_code, w.period_start) = (c.price_book_id, c.product_id, c.unit_code, c.period_start)), '[]') as counters,
			coalesce((select jsonb_agg(was) from summed), '[]') as budgets, coalesce((select jsonb_agg(was) from drawn), '[]') as reservations, coalesce((select jsonb_agg(was) from ended), '[]') as ended`
	return {
		period_counter: row?.counters ?? [],
		promotion_budget: row?.budgets ?? [],
		promotion_reservation: row?.reservations ?? [],
		company_budget: row?.ended ?? [],
	}
}

/** Codes and defaults of locations, promotions that mean the loser by its id, purchase order numbers that both used, the credit line; answers what was before. */
export async function makeRoom(tx: Tx, { winnerId, loserId }: Pair, plan: MergePlan): Promise<Kept> {
	const [row] = await tx<{ locations: unknown[]; promotions: unknown[]; numbers: unknown[]; credits: unknown[] }[]>`
		with places as (
			update location l set code = coalesce(r.code, l.code), is_default = coalesce(r.is_default, l.is_default), merged_from_id = coalesce(l.merged_from_id, ${loserId}), former_code = coalesce(l.former_code, l.code)
			from location x left join jsonb_to_recordset(${recordset(tx, plan.locations)}) r(id bigint, code text, is_default boolean) on r.id = x.id where x.account_id = ${loserId} and l.id = x.id
			returning jsonb_build_object('id', l.id, 'code', old.code, 'is_default', old.is_default, 'merged_from_id', old.merged_from_id, 'former_code', old.former_code) as was
		), meant as (
			update promotion p set conditions = jsonb_set(p.conditions, '{accountIds}', p.conditions -> 'accountIds' || to_jsonb(${winnerId}::bigint))
			where p.conditions -> 'accountIds' @> to_jsonb(${loserId}::bigint) and not p.conditions -> 'accountIds' @> to_jsonb(${winnerId}::bigint) returning jsonb_build_object('id', p.id) as was
		), numbers as (
			update purchase_order_number l set repetition = l.repetition + w.next from (select po_number, max(repetition) + 1 as next from purchase_order_number where account_id = ${winnerId} group by po_number) w
			where l.account_id = ${loserId} and l.po_number = w.po_number returning jsonb_build_object('order_id', l.order_id, 'po_number', l.po_number, 'repetition', old.repetition) as was
		), line as (select * from credit_profile where account_id in (${winnerId}, ${loserId})), emptied as (delete from credit_profile where account_id = ${loserId})
		select coalesce((select jsonb_agg(was) from places), '[]') as locations, coalesce((select jsonb_agg(was) from meant), '[]') as promotions, coalesce((select jsonb_agg(was) from numbers), '[]') as numbers, coalesce((select jsonb_agg(to_jsonb(c)) from line c), '[]') as credits`
	if (plan.credit) {
		const { currency, limitMinor, openInvoiceMinor, unbilledMinor, reservedMinor } = plan.credit
		await tx`
			insert into credit_profile (account_id, currency, limit_minor, open_invoice_minor, unbilled_minor, reserved_minor) values (${winnerId}, ${currency}, ${limitMinor}, ${openInvoiceMinor}, ${unbilledMinor}, ${reservedMinor})
			on conflict (account_id) do update set open_invoice_minor = excluded.open_invoice_minor, unbilled_minor = excluded.unbilled_minor, reserved_minor = excluded.reserved_minor`
	}
	return { location: row?.locations ?? [], promotion: row?.promotions ?? [], purchase_order_number: row?.numbers ?? [], credit_profile: row?.credits ?? [] }
}

/** The loser is closed and says what it became; who stood below it, billed to it or became it does so with the winner. Answers those rows as they were. */
export async function closeLoser(tx: Tx, { winnerId, loserId }: Pair): Promise<unknown[]> {
	const rows = await tx<{ was: unknown }[]>`
		update account a set status = case when a.id = ${loserId} then 'closed' else a.status end, merged_into_id = case when a.id = ${loserId} or a.merged_into_id = ${loserId} then ${winnerId}::bigint else a.merged_into_id end,
			parent_id = case when a.id = ${loserId} then null when a.parent_id = ${loserId} then ${winnerId}::bigint else a.parent_id end,
			bill_to_account_id = case when a.id = ${loserId} or (a.id = ${winnerId} and a.bill_to_account_id = ${loserId}) then null when a.bill_to_account_id = ${loserId} then ${winnerId}::bigint else a.bill_to_account_id end
		where a.id = ${loserId} or a.parent_id = ${loserId} or a.bill_to_account_id = ${loserId} or a.merged_into_id = ${loserId}
		returning jsonb_build_object('id', a.id, 'status', old.status, 'parent_id', old.parent_id, 'bill_to_account_id', old.bill_to_account_id, 'merged_into_id', old.merged_into_id) as was`
	return rows.map(({ was }) => was)
}

type Moving = { tables: readonly AccountTable[]; winnerId: number; loserId: number }

/** Everything that names the loser names the winner, in one statement; answers what was moved, by table. Keys are checked when all is moved. */
export async function moveAccount(tx: Tx, { tables, winnerId, loserId }: Moving): Promise<Record<string, unknown[]>> {
	await tx`select set_config('kontor.merges', 'on', true)`
	await tx`set constraints all deferred`
	const [moved] = await tx<{ parts: Record<string, unknown[]> }[]>`
		with pair as materialized (select ${winnerId}::bigint as winner_id, ${loserId}::bigint as loser_id), ${tx.unsafe(tables.map(moving).join(',\n'))}
		select coalesce(jsonb_object_agg(part, rows), '{}') as parts from (select part, jsonb_agg(row) as rows from (${tx.unsafe(tables.map((_, place) => `select part, row from m${place}`).join(' union all '))}) x group by part) y`
	await tx`set constraints all immediate`
	await tx`select set_config('kontor.merges', '', true)`
	return moved?.parts ?? {}
}

/** What the documents of an account say of its credit line; with what they say later it can be told what they moved. */
export async function readCreditOfDocuments(sql: Sql, accountId: number): Promise<CreditFigures> {
	const [row] = await sql<CreditFigures[]>`
		select coalesce((select sum(total_minor - settled_minor) from invoice where account_id = ${accountId} and kind = 'invoice'), 0)::bigint as open_invoice_minor,
			coalesce(sum(amount_minor) filter (where state = 'live'), 0)::bigint as reserved_minor, coalesce(sum(unbilled_minor), 0)::bigint as unbilled_minor from credit_reservation where account_id = ${accountId}`
	return row ?? { openInvoiceMinor: 0, unbilledMinor: 0, reservedMinor: 0 }
}
