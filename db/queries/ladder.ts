import type { Sql, Tx } from '../client.server.ts'

export type PayingRow = { ordersPaid: number; paidMinor: number; firstOrderOn: string | null; lastLateOn: string | null; oldestDueOn: string | null }

/** How account `a` of seller `s` pays, as one JSON column. */
export const payingOf = (sql: Sql) => sql`
	json_build_object(
		'ordersPaid', (select count(*) from sales_order o where o.account_id = a.id and o.placed_at is not null and o.stage <> 'cancelled'
			and exists (select 1 from invoice i where i.account_id = o.account_id and i.order_id = o.id) and not exists (select 1 from invoice i where i.account_id = o.account_id and i.order_id = o.id and i.settled_minor <> i.total_minor)),
		'paidMinor', (select coalesce(sum(i.settled_minor), 0) from invoice i where i.account_id = a.id and i.kind = 'invoice' and i.currency = a.currency),
		'firstOrderOn', (select (min(o.placed_at) at time zone s.time_zone)::date from sales_order o where o.account_id = a.id and o.stage <> 'cancelled'),
		'lastLateOn', (select max((p.applied_at at time zone s.time_zone)::date) from invoice i join payment_application p on p.account_id = i.account_id and p.invoice_id = i.id
			where i.account_id = a.id and i.kind = 'invoice' and (p.applied_at at time zone s.time_zone)::date > i.due_on),
		'oldestDueOn', (select min(i.due_on) from invoice i where i.account_id = a.id and i.kind = 'invoice' and i.settled_minor <> i.total_minor))`

export type ClimberRow = {
	accountId: number
	name: string
	number: string
	currency: string
	step: 'card_only' | 'capped_terms' | 'full_terms'
	standing: string
	standingSource: string
	isStopped: boolean
	termsDays: number
	orderCapMinor: number | null
	limitMinor: number
	ownerUserId: number | null
	timeZone: string
	paying: PayingRow
	/** What an administrator set for the ladder; null: the house's own rules. */
	ladder: unknown
}

/** Accounts on their way up, by id; or the one of `accountId` however it stands, of this seller. */
export async function readClimbers(
	sql: Sql,
	{ afterId, most, accountId, sellerEntityId }: { afterId: number; most: number; accountId: number | null; sellerEntityId: number | null },
): Promise<ClimberRow[]> {
	return sql<ClimberRow[]>`
		select a.id as account_id, a.name, a.number, a.currency, a.onboarding_step as step, a.standing, a.standing_source, a.ladder_stopped_at is not null as is_stopped, a.terms_days::int as terms_days, a.order_cap_minor,
			coalesce((select c.limit_minor from credit_profile c where c.account_id = coalesce(a.bill_to_account_id, a.id)), 0)::bigint as limit_minor, a.owner_user_id, s.time_zone, ${payingOf(sql)} as paying,
			(select t.value from setting t where t.name = 'onboarding.ladder') as ladder
		from account a join seller_entity s on s.id = a.seller_entity_id
		where a.id > ${afterId} and (${sellerEntityId}::bigint is null or a.seller_entity_id = ${sellerEntityId})
			and case when ${accountId}::bigint is null then a.onboarding_step <> 'full_terms' and a.ladder_stopped_at is null else a.id = ${accountId} end
		order by a.id limit ${most}`
}

export type Climbed = { accountId: number; was: string; step: string; standing: string; standingSource: string; isLifted: boolean }

/** Puts accounts on their new step, each only from the step that was judged. Answers which. */
export async function saveSteps(tx: Tx, climbed: readonly Climbed[]): Promise<Set<number>> {
	const rows = await tx<{ id: number }[]>`
		update account a set onboarding_step = w.step, standing = w.standing, standing_source = w."standingSource",
			allowed_classes = case when w."isLifted" then null else a.allowed_classes end, order_cap_minor = case when w."isLifted" then null else a.order_cap_minor end
		from json_to_recordset(${JSON.stringify(climbed)}::text::json) as w("accountId" bigint, was text, step text, standing text, "standingSource" text, "isLifted" boolean)
		where a.id = w."accountId" and a.onboarding_step = w.was returning a.id`
	return new Set(rows.map(({ id }) => id))
}

/** Stops an account on its step, or lets it go on. */
export async function stopLadder(tx: Tx, { accountId, at }: { accountId: number; at: Date | null }): Promise<void> {
	await tx`update account set ladder_stopped_at = ${at} where id = ${accountId}`
}

/** The terms that a credit manager agrees to with a step. */
export async function saveTerms(
	tx: Tx,
	{ accountId, termsDays, limitMinor, currency }: { accountId: number; termsDays: number; limitMinor: number; currency: string },
): Promise<void> {
	await tx`
		with agreed as (update account set terms_days = ${termsDays} where id = ${accountId})
		insert into credit_profile (account_id, currency, limit_minor) values (${accountId}, ${currency}, ${limitMinor})
		on conflict (account_id) do update set limit_minor = excluded.limit_minor`
}
