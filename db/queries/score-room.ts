import type { Sql, Tx } from '../client.server.ts'
import type { RunView } from './marketing-list.ts'

/** `isOwn`: this seller has said it; `usual…` is what holds for who has not, null where nothing does. */
export type ScoreRow = {
	activity: string
	score: number
	dailyMaximum: number | null
	isOwn: boolean
	usualScore: number | null
	usualMaximum: number | null
	times: number
	people: number
	given: number
	run: RunView | null
}

/** What each activity is worth, how often people of a seller did it in so many days and what it gave them; one statement. */
export async function listScores(sql: Sql, sellerId: number, { since }: { since: Date }): Promise<ScoreRow[]> {
	return await sql<ScoreRow[]>`
		with did as (
			select case when y.kind = 'score.corrected' then y.facts ->> 'of' else y.kind end as activity, count(*) filter (where y.kind <> 'score.corrected' and y.occurred_at > ${since}) as times,
				count(distinct y.prospect_id) filter (where y.kind <> 'score.corrected' and y.occurred_at > ${since}) as people, coalesce(sum(y.score) filter (where y.occurred_at > ${since}), 0) as given
			from ma_activity y join ma_prospect p on p.id = y.prospect_id where p.seller_entity_id = ${sellerId} group by 1
		)
		select r.activity, r.score, r.daily_maximum, r.is_own, u.score as usual_score, u.daily_maximum as usual_maximum, coalesce(d.times, 0)::int as times, coalesce(d.people, 0)::int as people, coalesce(d.given, 0)::int as given,
			(select json_build_object('id', w.id, 'state', w.state, 'total', w.total, 'looked', w.looked, 'changed', w.changed, 'createdAt', w.created_at, 'begunAt', w.begun_at, 'finishedAt', w.finished_at)
				from ma_run w where w.kind = 'score' and w.subject = r.activity and w.seller_entity_id = ${sellerId} order by w.id desc limit 1) as run
		from ma_score_of_seller r left join did d on d.activity = r.activity left join ma_score_rule u on u.activity = r.activity and u.seller_entity_id is null where r.seller_entity_id = ${sellerId} order by r.activity`
}

export type ScoreWish = { activity: string; score: number; dailyMaximum: number | null }

const wishes = (sql: Sql, wish: readonly ScoreWish[]) => sql`
	json_to_recordset(${JSON.stringify(wish.map(({ activity, score, dailyMaximum }) => ({ activity, score, daily_maximum: dailyMaximum })))}::text::json) as w(activity text, score int, daily_maximum int)`

/** The scores that differ from what stands for a seller; nobody else changes hers until the transaction ends. Two statements, so that the second sees what was waited for. */
export async function lockChangedScores(
	tx: Tx,
	sellerId: number,
	wish: readonly ScoreWish[],
): Promise<(ScoreWish & { before: { score: number; dailyMaximum: number | null } | null })[]> {
	await tx`select 1 from seller_entity where id = ${sellerId} for no key update`
	return await tx<(ScoreWish & { before: { score: number; dailyMaximum: number | null } | null })[]>`
		with held as (select * from ma_score_of_seller where seller_entity_id = ${sellerId})
		select w.activity, w.score, w.daily_maximum, case when r.activity is not null then json_build_object('score', r.score, 'dailyMaximum', r.daily_maximum) end as before
		from ${wishes(tx, wish)} left join held r on r.activity = w.activity
		where (r.activity is null and w.score <> 0) or (r.score, r.daily_maximum) is distinct from (w.score, w.daily_maximum) and r.activity is not null order by w.activity`
}

/** Writes a seller's own scores and begins their works: her people's ledger is brought to them in the background, in three statements. No other seller's are touched. */
export async function saveScores(tx: Tx, wish: readonly ScoreWish[], { sellerId, userId, at }: { sellerId: number; userId: number; at: Date }): Promise<void> {
	await tx`
		insert into ma_score_rule as r (seller_entity_id, activity, score, daily_maximum) select ${sellerId}, w.activity, w.score, w.daily_maximum from ${wishes(tx, wish)}
		on conflict (activity, seller_entity_id) do update set score = excluded.score, daily_maximum = excluded.daily_maximum`
	const activities = wish.map(({ activity }) => activity)
	await tx`
		update ma_run set state = 'cancelled', finished_at = ${at} where kind = 'score' and seller_entity_id = ${sellerId} and subject = any(${activities}::text[]) and state in ('waiting', 'running')`
	await tx`
		insert into ma_run (seller_entity_id, kind, subject, total, user_id, created_at)
		select ${sellerId}, 'score', a.activity, (select count(*) from ma_prospect p where p.seller_entity_id = ${sellerId}), ${userId}, ${at}
		from unnest(${activities}::text[]) as a (activity) where exists (select from ma_prospect p where p.seller_entity_id = ${sellerId}) order by a.activity`
}

export type ScorePreview = { people: number; up: number; down: number }

/** How many people of a seller other scores would change, upwards and downwards: what `correctScores` would do (marketing-run.ts), without doing it. */
export async function previewScores(sql: Sql, sellerId: number, wish: readonly ScoreWish[]): Promise<ScorePreview> {
	const [row] = await sql<ScorePreview[]>`
		with ledger as (
			select y.prospect_id, w.activity, w.score as worth, w.daily_maximum, y.kind, y.score, case when w.activity = 'order.placed' then y.facts ->> 'orderId'
				when y.kind = 'score.corrected' then y.facts ->> 'day' else (y.occurred_at at time zone s.time_zone)::date::text end as part
			from ${wishes(sql, wish)} join ma_activity y on y.kind = w.activity or (y.kind = 'score.corrected' and y.facts ->> 'of' = w.activity)
			join ma_prospect p on p.id = y.prospect_id join seller_entity s on s.id = p.seller_entity_id where p.seller_entity_id = ${sellerId}
		), sums as (
			select prospect_id, activity, worth, daily_maximum, part, count(*) filter (where kind = activity) as times, sum(score) as given from ledger group by 1, 2, 3, 4, 5
		), due as (
			select prospect_id, sum(case when daily_maximum is null or activity = 'order.placed' then times * worth else least(times * worth, daily_maximum) end - given) as points
			from sums s where activity <> 'order.placed' or not exists (select from ma_activity c where c.prospect_id = s.prospect_id and c.kind = 'order.cancelled' and c.facts ->> 'orderId' = s.part)
			group by 1
		)
		select count(*) filter (where points <> 0)::int as people, count(*) filter (where points > 0)::int as up, count(*) filter (where points < 0)::int as down from due`
	return row ?? { people: 0, up: 0, down: 0 }
}
