import type { OnboardingStep, Standing } from '../../app/engine/account/account-context.ts'
import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

export type OwingRow = {
	accountId: number
	standing: Standing
	source: string
	onboardingStep: OnboardingStep
	oldestOverdueDays: number
	overdueMinor: number
	watchFromDays: number
	holdFromDays: number
}

/** Accounts with something overdue, in their seller's days, and those that are held or watched for it; by id, or the one of `accountId`. One statement. */
export async function readOwing(
	sql: Sql,
	{ afterId, most, accountId, at }: { afterId: number; most: number; accountId: number | null; at: Date },
): Promise<OwingRow[]> {
	return await sql<OwingRow[]>`
		with owed as materialized (
			select i.account_id, min(i.due_on) as oldest, sum(i.total_minor - i.settled_minor) as open_minor
			from invoice i join seller_entity s on s.id = i.seller_entity_id
			where i.kind = 'invoice' and i.settled_minor <> i.total_minor and i.due_on < (${at}::timestamptz at time zone s.time_zone)::date and (${accountId}::bigint is null or i.account_id = ${accountId})
			group by 1
		)
		select a.id as account_id, a.standing, a.standing_source as source, a.onboarding_step, coalesce((${at}::timestamptz at time zone s.time_zone)::date - o.oldest, 0) as oldest_overdue_days,
			coalesce(o.open_minor, 0)::bigint as overdue_minor, s.watch_from_days, s.hold_from_days
		from account a join seller_entity s on s.id = a.seller_entity_id left join owed o on o.account_id = a.id
		where a.id > ${afterId} and (${accountId}::bigint is null or a.id = ${accountId}) and (a.standing_source = 'overdue' or o.account_id is not null and a.standing_source in ('none','onboarding'))
		order by a.id limit ${most}`
}

export type StandingMove = { accountId: number; was: string; wasSource: string; standing: string; source: string }

/** Puts accounts where they stand now, each only from where it was judged. Answers which; one statement. */
export async function saveStandings(tx: Tx, moves: readonly StandingMove[]): Promise<Set<number>> {
	if (moves.length === 0) return new Set()
	const rows = await tx<{ id: number }[]>`
		update account a set standing = m.standing, standing_source = m.source from jsonb_to_recordset(${recordset(tx, moves)}) m(account_id bigint, was text, was_source text, standing text, source text)
		where a.id = m.account_id and a.standing = m.was and a.standing_source = m.was_source returning a.id`
	return new Set(rows.map(({ id }) => id))
}

export type OverdueDays = { watchFromDays: number; holdFromDays: number }

/** From which overdue day a seller's accounts are watched, and held. */
export async function readOverdueDays(sql: Sql, sellerEntityId: number): Promise<OverdueDays> {
	const [row] = await sql<OverdueDays[]>`select watch_from_days, hold_from_days from seller_entity where id = ${sellerEntityId}`
	return row ?? { watchFromDays: 10, holdFromDays: 30 }
}

export async function updateOverdueDays(tx: Tx, sellerEntityId: number, { watchFromDays, holdFromDays }: OverdueDays): Promise<void> {
	await tx`update seller_entity set watch_from_days = ${watchFromDays}, hold_from_days = ${holdFromDays} where id = ${sellerEntityId}`
}
