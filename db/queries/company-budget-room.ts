import type { BudgetValues } from '../../app/engine/budget/read-budget.ts'
import type { Sql, Tx } from '../client.server.ts'

export type BudgetScope = 'store' | 'centre' | 'buyer'

export type BudgetRow = {
	id: number
	name: string
	locationId: number | null
	costCentre: string | null
	contactId: number | null
	/** The store, the cost centre or the buyer. */
	of: string
	period: 'month' | 'quarter'
	currency: string
	onBeyond: 'refuse' | 'ask'
	endedAt: Date | null
	/** Of the period asked about. */
	startsOn: string
	amountMinor: number
	beyondMinor: number
	reservedMinor: number
	spentMinor: number
}

export type BudgetsQuestion = {
	accountId: number
	/** A day of the periods that are shown. */
	day: string
	text: string | null
	scope: BudgetScope | null
	isEnded: boolean
	after: number | null
	/** Null: all. */
	limit: number | null
}

const ofName = (sql: Sql) => sql`coalesce(l.name, b.cost_centre, concat_ws(' ', k.first_name, k.last_name))`

const budgetColumns = (sql: Sql, day: string) => sql`
	b.id, b.name, b.location_id, b.cost_centre, b.contact_id, ${ofName(sql)} as of, b.period, b.currency, b.on_beyond, b.ended_at, date_trunc(b.period, ${day}::date)::date as starts_on,
	coalesce(p.amount_minor, b.amount_minor) as amount_minor, coalesce(p.beyond_minor, 0)::bigint as beyond_minor, coalesce(p.reserved_minor, 0)::bigint as reserved_minor, coalesce(p.spent_minor, 0)::bigint as spent_minor`

const budgetJoins = (sql: Sql, day: string) => sql`
	company_budget b left join location l on l.account_id = b.account_id and l.id = b.location_id left join contact k on k.account_id = b.account_id and k.id = b.contact_id
		left join company_budget_period p on p.account_id = b.account_id and p.budget_id = b.id and p.starts_on = date_trunc(b.period, ${day}::date)::date`

/** Budgets of a company with their present periods, by name; one statement. */
export async function listBudgets(sql: Sql, question: BudgetsQuestion): Promise<BudgetRow[]> {
	const { accountId, day, text, scope, isEnded, after, limit } = question
	return sql<BudgetRow[]>`
		select ${budgetColumns(sql, day)} from ${budgetJoins(sql, day)}
		where b.account_id = ${accountId} and (b.ended_at is not null) = ${isEnded}
			and (${text}::text is null or position(lower(${text}::text) in lower(b.name || ' ' || ${ofName(sql)})) > 0)
			and (${scope}::text is null or ${scope}::text = case when b.location_id is not null then 'store' when b.contact_id is not null then 'buyer' else 'centre' end)
			and (${after}::bigint is null or (b.name, b.id) > (select x.name, x.id from company_budget x where x.account_id = ${accountId} and x.id = ${after}))
		order by b.name, b.id limit ${limit}`
}

export async function readBudgetRow(sql: Sql, key: { accountId: number; budgetId: number }, day: string): Promise<BudgetRow | null> {
	const [row] = await sql<
		BudgetRow[]
	>`select ${budgetColumns(sql, day)} from ${budgetJoins(sql, day)} where b.account_id = ${key.accountId} and b.id = ${key.budgetId}`
	return row ?? null
}

export type BudgetChoiceRows = {
	stores: { id: number; name: string }[]
	people: { id: number; name: string }[]
	/** Those of its deliveries so far. */
	costCentres: string[]
	live: { id: number; name: string; locationId: number | null; costCentre: string | null; contactId: number | null; period: 'month' | 'quarter' }[]
}

/** What a budget may name, and those that there are; one statement. */
export async function readBudgetChoices(sql: Sql, accountId: number): Promise<BudgetChoiceRows> {
	const [row] = await sql<BudgetChoiceRows[]>`
		select coalesce((select json_agg(json_build_object('id', l.id, 'name', l.name) order by l.name, l.id) from location l where l.account_id = ${accountId} and l.is_active), '[]') as stores,
			coalesce((select json_agg(json_build_object('id', k.id, 'name', concat_ws(' ', k.first_name, k.last_name)) order by k.last_name, k.id) from contact k
				where k.account_id = ${accountId} and k.is_active and k.role <> 'viewer'), '[]') as people,
			coalesce((select json_agg(x.cost_centre order by x.cost_centre) from (select distinct g.cost_centre from delivery_group g where g.account_id = ${accountId} and btrim(g.cost_centre) <> '' limit 50) x), '[]') as cost_centres,
			coalesce((select json_agg(json_build_object('id', b.id, 'name', b.name, 'locationId', b.location_id, 'costCentre', b.cost_centre, 'contactId', b.contact_id, 'period', b.period))
				from company_budget b where b.account_id = ${accountId} and b.ended_at is null), '[]') as live`
	return row ?? { stores: [], people: [], costCentres: [], live: [] }
}

/** Writes a new budget. Null: there is one of the same already. */
export async function insertBudget(tx: Tx, accountId: number, budget: BudgetValues, at: Date): Promise<{ id: number } | null> {
	const { name, locationId, costCentre, contactId, period, currency, amountMinor, onBeyond } = budget
	const [row] = await tx<{ id: number }[]>`
		insert into company_budget (account_id, name, location_id, cost_centre, contact_id, period, currency, amount_minor, on_beyond, created_at)
		values (${accountId}, ${name}, ${locationId}, ${costCentre}, ${contactId}, ${period}, ${currency}, ${amountMinor}, ${onBeyond}, ${at}) on conflict do nothing returning id`
	return row ?? null
}

/** Changes name, amount and what happens beyond; the period of `day` and those to come have the new amount, those past keep theirs. */
export async function changeBudget(
	tx: Tx,
	key: { accountId: number; budgetId: number },
	{ name, amountMinor, onBeyond }: Pick<BudgetValues, 'name' | 'amountMinor' | 'onBeyond'>,
	day: string,
): Promise<boolean> {
	const rows = await tx`
		with changed as (
			update company_budget set name = ${name}, amount_minor = ${amountMinor}, on_beyond = ${onBeyond} where account_id = ${key.accountId} and id = ${key.budgetId} and ended_at is null returning account_id, id, period
		), periods as (
			update company_budget_period p set amount_minor = ${amountMinor} from changed c where p.account_id = c.account_id and p.budget_id = c.id and p.starts_on >= date_trunc(c.period, ${day}::date)::date
		)
		select 1 from changed`
	return rows.length > 0
}

/** Ends a budget, or takes its end back. False: there is no such budget. */
export async function markBudget(tx: Tx, key: { accountId: number; budgetId: number }, endedAt: Date | null): Promise<boolean> {
	const rows = await tx`update company_budget set ended_at = ${endedAt} where account_id = ${key.accountId} and id = ${key.budgetId} returning 1`
	return rows.length > 0
}

export type BudgetPeriodRow = { startsOn: string; amountMinor: number; beyondMinor: number; reservedMinor: number; spentMinor: number; orders: number }

/** The periods on which something was drawn, the latest first. */
export async function readBudgetPeriods(sql: Sql, key: { accountId: number; budgetId: number }, limit: number): Promise<BudgetPeriodRow[]> {
	return sql<BudgetPeriodRow[]>`
		select p.starts_on, p.amount_minor, p.beyond_minor, p.reserved_minor, p.spent_minor, count(d.order_id)::int as orders
		from company_budget_period p left join company_budget_draw d on d.account_id = p.account_id and d.budget_id = p.budget_id and d.starts_on = p.starts_on
		where p.account_id = ${key.accountId} and p.budget_id = ${key.budgetId} group by p.starts_on, p.amount_minor, p.beyond_minor, p.reserved_minor, p.spent_minor
		order by p.starts_on desc limit ${limit}`
}

export type DrawRow = {
	orderId: number
	number: string
	poNumber: string | null
	by: string
	startsOn: string
	drawnAt: Date
	drawnMinor: number
	reservedMinor: number
	spentMinor: number
	beyondMinor: number
	requestId: number | null
}

/** What drew on a budget, the latest first, in one period or in all; `limit` null: all. */
export async function listDraws(
	sql: Sql,
	key: { accountId: number; budgetId: number },
	page: { startsOn: string | null; after: number | null; limit: number | null },
): Promise<DrawRow[]> {
	return sql<DrawRow[]>`
		select d.order_id, o.number, o.po_number, concat_ws(' ', k.first_name, k.last_name) as by, d.starts_on, d.drawn_at, d.drawn_minor, d.reserved_minor, d.spent_minor, d.beyond_minor, d.request_id
		from company_budget_draw d join sales_order o on o.account_id = d.account_id and o.id = d.order_id left join contact k on k.account_id = o.account_id and k.id = o.contact_id
		where d.account_id = ${key.accountId} and d.budget_id = ${key.budgetId} and (${page.startsOn}::date is null or d.starts_on = ${page.startsOn}::date)
			and (${page.after}::bigint is null or (d.drawn_at, d.order_id) < (select x.drawn_at, x.order_id from company_budget_draw x where x.account_id = ${key.accountId} and x.budget_id = ${key.budgetId} and x.order_id = ${page.after}))
		order by d.drawn_at desc, d.order_id desc limit ${page.limit}`
}
