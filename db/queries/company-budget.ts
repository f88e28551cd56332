import type { Tx } from '../client.server.ts'

type Key = { accountId: number; orderId: number }

export type LockedCompanyBudget = { budgetId: number; startsOn: string; amountMinor: number; drawnMinor: number }

/** Locks the counters of periods, ids ascending; one on which nothing was drawn yet is made, so that two first orders cannot both read nothing. An ended budget has none. */
export async function lockCompanyBudgets(tx: Tx, accountId: number, drawn: readonly { budgetId: number; startsOn: string }[]): Promise<LockedCompanyBudget[]> {
	return tx<LockedCompanyBudget[]>`
		insert into company_budget_period (account_id, budget_id, starts_on, amount_minor)
		select b.account_id, b.id, w."startsOn", b.amount_minor from json_to_recordset(${JSON.stringify(drawn)}::text::json) as w("budgetId" bigint, "startsOn" date)
			join company_budget b on b.account_id = ${accountId} and b.id = w."budgetId" and b.ended_at is null order by b.id
		on conflict (account_id, budget_id, starts_on) do update set amount_minor = company_budget_period.amount_minor
		returning budget_id, starts_on::text as starts_on, amount_minor, reserved_minor + spent_minor as drawn_minor`
}

export type NewDraw = { budgetId: number; startsOn: string; amountMinor: number; shortMinor: number; beyondMinor: number }

export type UsedUp = { budgetId: number; name: string; startsOn: string; amountMinor: number; currency: string }

/**
 * Reserves what an order draws on its company's budgets, beyond the amount only as far as said; null when one no longer bears it.
 * Answers those that are used up by it for the first time in their period.
 */
export async function reserveCompanyBudgets(
	tx: Tx,
	key: Key,
	draws: readonly NewDraw[],
	{ requestId, at }: { requestId: number | null; at: Date },
): Promise<UsedUp[] | null> {
	const rows = await tx<(UsedUp & { isFirst: boolean })[]>`
		with wanted as (
			select * from json_to_recordset(${JSON.stringify(draws)}::text::json) as w("budgetId" bigint, "startsOn" date, "amountMinor" bigint, "shortMinor" bigint, "beyondMinor" bigint)
		), raised as (
			update company_budget_period p set reserved_minor = p.reserved_minor + w."amountMinor", beyond_minor = greatest(p.beyond_minor, w."beyondMinor"),
				exhausted_at = coalesce(p.exhausted_at, case when p.reserved_minor + p.spent_minor + w."amountMinor" >= p.amount_minor then ${at}::timestamptz end)
			from wanted w where p.account_id = ${key.accountId} and p.budget_id = w."budgetId" and p.starts_on = w."startsOn"
				and p.reserved_minor + p.spent_minor + w."amountMinor" <= p.amount_minor + w."beyondMinor"
			returning p.budget_id, p.starts_on, new.amount_minor, old.exhausted_at is null and new.exhausted_at is not null as is_first
		), drawn as (
			insert into company_budget_draw (account_id, order_id, budget_id, starts_on, drawn_minor, beyond_minor, request_id, reserved_minor, drawn_at)
			select ${key.accountId}, ${key.orderId}, w."budgetId", w."startsOn", w."amountMinor", w."shortMinor", case when w."shortMinor" > 0 then ${requestId}::bigint end, w."amountMinor", ${at}
			from wanted w join raised r on r.budget_id = w."budgetId"
		)
		select r.budget_id, b.name, r.starts_on, r.amount_minor, b.currency, r.is_first from raised r join company_budget b on b.account_id = ${key.accountId} and b.id = r.budget_id order by 1`
	return rows.length === draws.length ? rows.flatMap(({ isFirst, ...one }) => (isFirst ? [one] : [])) : null
}

/** Locks the counters on which an order drew, ids ascending; to be called before what comes later in the order of locks. */
export async function lockDraws(tx: Tx, key: Key): Promise<void> {
	await tx`
		select 1 from company_budget_period p join company_budget_draw d on d.account_id = p.account_id and d.budget_id = p.budget_id and d.starts_on = p.starts_on
		where d.account_id = ${key.accountId} and d.order_id = ${key.orderId} order by p.budget_id, p.starts_on for update of p`
}

/**
 * What an order draws on budgets as its documents say now, whatever was before: spent is what is invoiced less what came
 * back, reserved what is still to be invoiced. Repeatable; never more than it drew. One statement.
 */
export async function settleDraws(tx: Tx, key: Key): Promise<void> {
	await tx`
		with invoiced as (
			select n.allocation_id, coalesce(sum(n.net_minor) filter (where i.kind = 'invoice'), 0) as invoiced, sum(n.net_minor) as spent
			from invoice i join invoice_line n on n.account_id = i.account_id and n.invoice_id = i.id where i.account_id = ${key.accountId} and i.order_id = ${key.orderId} group by 1
		), parts as (
			select g.location_id, lower(btrim(g.cost_centre)) as centre, coalesce(v.spent, 0) as spent,
				case when o.stage = 'cancelled' or a.cancelled_quantity + a.invoiced_quantity >= a.quantity then 0
					else greatest(0, a.net_minor - coalesce(v.invoiced, 0) - round(a.net_minor * a.cancelled_quantity / a.quantity)) end as open
			from sales_order o join allocation a on a.account_id = o.account_id and a.order_id = o.id join order_line l on l.account_id = a.account_id and l.id = a.line_id and l.kind <> 'fee'
				join delivery_group g on g.account_id = a.account_id and g.id = a.group_id left join invoiced v on v.allocation_id = a.id
			where o.account_id = ${key.accountId} and o.id = ${key.orderId}
		), sums as (
			select d.budget_id, d.drawn_minor, d.reserved_minor, d.spent_minor, greatest(0, least(d.drawn_minor, coalesce(sum(p.spent), 0)))::bigint as spent, coalesce(sum(p.open), 0)::bigint as open
			from company_budget_draw d join company_budget b on b.account_id = d.account_id and b.id = d.budget_id
				left join parts p on (b.location_id is null or p.location_id = b.location_id) and (b.cost_centre is null or p.centre = lower(btrim(b.cost_centre)))
			where d.account_id = ${key.accountId} and d.order_id = ${key.orderId} group by d.budget_id, d.drawn_minor, d.reserved_minor, d.spent_minor
		), moved as (
			update company_budget_draw d set spent_minor = s.spent, reserved_minor = least(s.open, d.drawn_minor - s.spent) from sums s
			where d.account_id = ${key.accountId} and d.order_id = ${key.orderId} and d.budget_id = s.budget_id
			returning d.budget_id, d.starts_on, d.reserved_minor - s.reserved_minor as reserved, d.spent_minor - s.spent_minor as spent
		)
		update company_budget_period p set reserved_minor = p.reserved_minor + m.reserved, spent_minor = p.spent_minor + m.spent,
			beyond_minor = least(p.beyond_minor, greatest(0, p.reserved_minor + m.reserved + p.spent_minor + m.spent - p.amount_minor))
		from moved m where p.account_id = ${key.accountId} and p.budget_id = m.budget_id and p.starts_on = m.starts_on`
}

/** Gives back what an order that is cancelled as a whole held of its company's budgets, ids ascending. */
export async function releaseDraws(tx: Tx, key: Key): Promise<void> {
	await tx`
		with locked as materialized (
			select p.budget_id, p.starts_on, d.reserved_minor as freed from company_budget_period p
				join company_budget_draw d on d.account_id = p.account_id and d.budget_id = p.budget_id and d.starts_on = p.starts_on
			where d.account_id = ${key.accountId} and d.order_id = ${key.orderId} order by p.budget_id, p.starts_on for update of p
		), given as (
			update company_budget_draw set reserved_minor = 0 where account_id = ${key.accountId} and order_id = ${key.orderId}
		)
		update company_budget_period p set reserved_minor = p.reserved_minor - l.freed, beyond_minor = least(p.beyond_minor, greatest(0, p.reserved_minor - l.freed + p.spent_minor - p.amount_minor))
		from locked l where p.account_id = ${key.accountId} and p.budget_id = l.budget_id and p.starts_on = l.starts_on`
}
