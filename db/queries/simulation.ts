import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

export type SimulationState = 'queued' | 'running' | 'finished' | 'cancelled'

/** Sums of one currency over the orders done so far, in minor units. */
export type SimulationTotals = {
	orders: number
	touched: number
	savingMinor: number
	revenueBeforeMinor: number
	revenueAfterMinor: number
	costBeforeMinor: number
	costAfterMinor: number
	totalBeforeMinor: number
	totalAfterMinor: number
}

export type BudgetSpent = Record<string, { minor: number; uses: number }>

export type SimulationRow = {
	id: number
	promotionId: number
	promotionVersion: number
	fromAt: Date
	toAt: Date
	state: SimulationState
	askedAt: Date
	askedBy: string | null
	startedAt: Date | null
	finishedAt: Date | null
	orderCount: number
	doneCount: number
	touchedCount: number
	inexactCount: number
	totals: Record<string, SimulationTotals>
}

export type OpenRun = Omit<SimulationRow, 'askedBy'> & {
	sellerEntityId: number
	timeZone: string
	pricesIncludeTax: boolean
	trial: unknown
	cursorAt: string | null
	cursorOrderId: number | null
	spent: BudgetSpent
}

const shown = (sql: Sql) =>
	sql`s.id, s.promotion_id, s.promotion_version, s.from_at, s.to_at, s.state, s.asked_at, s.started_at, s.finished_at, s.order_count, s.done_count, s.touched_count, s.inexact_count, s.totals`

export async function insertSimulation(
	tx: Tx,
	run: { sellerEntityId: number; promotionId: number; version: number; trial: unknown; from: Date; to: Date; userId: number; at: Date },
): Promise<number> {
	const [row] = await tx<{ id: number }[]>`
		insert into promotion_simulation (seller_entity_id, promotion_id, promotion_version, trial, from_at, to_at, asked_by_user_id, asked_at)
		values (${run.sellerEntityId}, ${run.promotionId}, ${run.version}, ${tx.json(run.trial as never)}, ${run.from}, ${run.to}, ${run.userId}, ${run.at}) returning id`
	if (!row) throw new Error('A simulation could not be asked for')
	return row.id
}

/** The simulations of a promotion, the newest first. */
export async function readSimulations(sql: Sql, key: { sellerEntityId: number; promotionId: number }): Promise<SimulationRow[]> {
	return sql<SimulationRow[]>`
		select ${shown(sql)}, concat_ws(' ', u.first_name, u.last_name) as asked_by from promotion_simulation s left join crm_user u on u.id = s.asked_by_user_id
		where s.seller_entity_id = ${key.sellerEntityId} and s.promotion_id = ${key.promotionId} order by s.id desc limit 20`
}

/** Stops a simulation that is not done; what it found so far stays. False: there is none to stop. */
export async function stopSimulation(tx: Tx, key: { sellerEntityId: number; promotionId: number; simulationId: number; at: Date }): Promise<boolean> {
	const rows = await tx`
		update promotion_simulation set state = 'cancelled', finished_at = ${key.at}
		where id = ${key.simulationId} and promotion_id = ${key.promotionId} and seller_entity_id = ${key.sellerEntityId} and state in ('queued','running') returning 1`
	return rows.length === 1
}

/** The oldest open simulation that no other worker has in hand, locked. */
export async function claimSimulation(tx: Tx): Promise<OpenRun | null> {
	const [row] = await tx<OpenRun[]>`
		select ${shown(tx)}, s.seller_entity_id, e.time_zone, e.prices_include_tax, s.trial, s.cursor_placed_at::text as cursor_at, s.cursor_order_id, s.spent
		from promotion_simulation s join seller_entity e on e.id = s.seller_entity_id where s.state in ('queued','running') order by s.id limit 1 for update of s skip locked`
	return row ?? null
}

export type RunProgress = Pick<
	OpenRun,
	'id' | 'orderCount' | 'doneCount' | 'touchedCount' | 'inexactCount' | 'totals' | 'spent' | 'cursorAt' | 'cursorOrderId'
> & {
	isDone: boolean
	at: Date
}

export async function advanceSimulation(tx: Tx, run: RunProgress): Promise<void> {
	await tx`
		update promotion_simulation set state = ${run.isDone ? 'finished' : 'running'}, started_at = coalesce(started_at, ${run.at}), finished_at = ${run.isDone ? run.at : null},
			order_count = ${run.orderCount}, done_count = ${run.doneCount}, touched_count = ${run.touchedCount}, inexact_count = ${run.inexactCount}, totals = ${tx.json(run.totals as never)},
			spent = ${tx.json(run.spent as never)}, cursor_placed_at = ${run.cursorAt}::text::timestamptz, cursor_order_id = ${run.cursorOrderId} where id = ${run.id}`
}

export type FoundOrder = {
	accountId: number
	orderId: number
	isTouched: boolean
	isExact: boolean
	reason: string | null
	savingMinor: number
	revenueBeforeMinor: number
	revenueAfterMinor: number
	costBeforeMinor: number
	costAfterMinor: number
	totalBeforeMinor: number
	totalAfterMinor: number
}

export async function insertFoundOrders(tx: Tx, simulationId: number, orders: readonly FoundOrder[]): Promise<void> {
	await tx`
		insert into promotion_simulation_order (account_id, simulation_id, order_id, is_touched, is_exact, reason, saving_minor, revenue_before_minor, revenue_after_minor, cost_before_minor, cost_after_minor, total_before_minor, total_after_minor)
		select account_id, ${simulationId}, order_id, is_touched, is_exact, reason, saving_minor, revenue_before_minor, revenue_after_minor, cost_before_minor, cost_after_minor, total_before_minor, total_after_minor
		from jsonb_to_recordset(${recordset(tx, orders)}) as r(account_id bigint, order_id bigint, is_touched boolean, is_exact boolean, reason text, saving_minor bigint, revenue_before_minor bigint,
			revenue_after_minor bigint, cost_before_minor bigint, cost_after_minor bigint, total_before_minor bigint, total_after_minor bigint)`
}

export type FoundProduct = { productId: number; currency: string; quantity: string; giftQuantity: string; beforeMinor: number; afterMinor: number }

export async function addFoundProducts(tx: Tx, simulationId: number, products: readonly FoundProduct[]): Promise<void> {
	await tx`
		insert into promotion_simulation_product as p (simulation_id, product_id, currency, quantity, gift_quantity, before_minor, after_minor)
		select ${simulationId}, product_id, currency, quantity, gift_quantity, before_minor, after_minor
		from jsonb_to_recordset(${recordset(tx, products)}) as r(product_id bigint, currency text, quantity numeric, gift_quantity numeric, before_minor bigint, after_minor bigint)
		on conflict (simulation_id, product_id, currency) do update set quantity = p.quantity + excluded.quantity, gift_quantity = p.gift_quantity + excluded.gift_quantity,
			before_minor = p.before_minor + excluded.before_minor, after_minor = p.after_minor + excluded.after_minor`
}

export type TopAccount = {
	accountId: number
	number: string
	name: string
	currency: string
	orders: number
	revenueBeforeMinor: number
	revenueAfterMinor: number
	savingMinor: number
}
export type TopProduct = {
	productId: number
	sku: string
	name: string
	currency: string
	quantity: string
	giftQuantity: string
	beforeMinor: number
	afterMinor: number
}

/** Who and what a simulation changes most. */
export async function readTopChanges(
	sql: Sql,
	question: { simulationId: number; locale: string; limit: number },
): Promise<{ accounts: TopAccount[]; products: TopProduct[] }> {
	const { simulationId, locale, limit } = question
	const [row] = await sql<{ accounts: TopAccount[]; products: TopProduct[] }[]>`
		select coalesce((select json_agg(x) from (
				select a.id as "accountId", a.number, a.name, o.currency, count(*)::int as orders, sum(f.revenue_before_minor)::bigint as "revenueBeforeMinor", sum(f.revenue_after_minor)::bigint as "revenueAfterMinor", sum(f.saving_minor)::bigint as "savingMinor"
				from promotion_simulation_order f join sales_order o on o.account_id = f.account_id and o.id = f.order_id join account a on a.id = f.account_id
				where f.simulation_id = ${simulationId} and f.is_touched group by a.id, o.currency order by sum(f.revenue_after_minor - f.revenue_before_minor), sum(f.saving_minor) desc, a.id limit ${limit}) x), '[]') as accounts,
			coalesce((select json_agg(x) from (
				select p.id as "productId", p.sku, coalesce(t.name, e.name, p.sku) as name, f.currency, trim_scale(f.quantity)::text as quantity, trim_scale(f.gift_quantity)::text as "giftQuantity", f.before_minor as "beforeMinor", f.after_minor as "afterMinor"
				from promotion_simulation_product f join product p on p.id = f.product_id left join product_text t on t.product_id = p.id and t.locale = ${locale} left join product_text e on e.product_id = p.id and e.locale = 'en'
				where f.simulation_id = ${simulationId} order by f.after_minor - f.before_minor, f.gift_quantity desc, p.id limit ${limit}) x), '[]') as products`
	return row ?? { accounts: [], products: [] }
}

export type SimulatedRow = Omit<FoundOrder, 'accountId' | 'orderId'> & {
	number: string
	placedAt: Date
	account: string
	accountNumber: string
	currency: string
}

/** Every order of a simulation for a file, in the order in which they were placed. Null: no such simulation. */
export async function readSimulatedOrders(
	sql: Sql,
	key: { sellerEntityId: number; promotionId: number; simulationId: number },
): Promise<SimulatedRow[] | null> {
	const rows = await sql<(SimulatedRow & { isFound: boolean })[]>`
		select f.order_id is not null as is_found, o.number, o.placed_at, a.name as account, a.number as account_number, o.currency, f.is_touched, f.is_exact, f.reason, f.saving_minor,
			f.revenue_before_minor, f.revenue_after_minor, f.cost_before_minor, f.cost_after_minor, f.total_before_minor, f.total_after_minor
		from promotion_simulation s left join promotion_simulation_order f on f.simulation_id = s.id left join sales_order o on o.account_id = f.account_id and o.id = f.order_id left join account a on a.id = f.account_id
		where s.id = ${key.simulationId} and s.promotion_id = ${key.promotionId} and s.seller_entity_id = ${key.sellerEntityId} order by o.placed_at, o.id`
	return rows.length === 0 ? null : rows.filter(({ isFound }) => isFound)
}
