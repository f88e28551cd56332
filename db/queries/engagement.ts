import type { Tx } from '../client.server.ts'

export type EngagementDays = {
	/** Which activities count. */
	kinds: readonly string[]
	/** How many ended days are looked at again, so that a house that stood still tells of them too. */
	days: number
	/** What somebody looked at is named up to here, the most looked at first; of the rest it is said how much it is. */
	names: number
	subject: string
	at: Date
}

/**
 * What each person did on each of the last ended days of her seller, as one entry of whoever in sales has her: told, and never to be done
 * (sync-core.md B15). A day that has an entry has it for good; who was forgotten, or whom nobody in sales has, gets none. One statement. How many were told.
 */
export async function insertEngagement(tx: Tx, { kinds, days, names, subject, at }: EngagementDays): Promise<number> {
	const rows = await tx`
		with seen as materialized (
			select p.id as prospect_id, p.contact_id, p.lead_id, c.account_id, coalesce(p.assigned_user_id, d.owner_user_id, a.owner_user_id) as owner_user_id,
				z.day, y.kind, coalesce(y.facts ->> 'path', y.facts ->> 'target', y.facts ->> 'file', y.facts ->> 'form', y.facts ->> 'sku') as name
			from ma_activity y join ma_prospect p on p.id = y.prospect_id and p.merged_into_id is null join seller_entity s on s.id = p.seller_entity_id
				cross join lateral (select (y.occurred_at at time zone s.time_zone)::date as day, (${at}::timestamptz at time zone s.time_zone)::date as today) z
				left join contact c on c.id = p.contact_id left join account a on a.id = c.account_id left join crm_lead d on d.id = p.lead_id and p.contact_id is null
			where y.occurred_at between ${at}::timestamptz - make_interval(days => ${days + 2}) and ${at}::timestamptz and y.kind = any(${tx.array([...kinds], 25)}::text[])
				and z.day < z.today and z.day >= z.today - ${days}::int
				and not exists (select from erasure e where e.prospect_ids @> array[p.id])
				and not exists (select from crm_task k where k.prospect_id = p.id and k.is_log and k.due_on = z.day)
		), counted as (
			select prospect_id, day, json_agg(json_build_object('kind', kind, 'times', times) order by times desc, kind) as kinds, sum(times)::int as count
			from (select prospect_id, day, kind, count(*)::int as times from seen group by 1, 2, 3) x group by 1, 2
		), named as (
			select prospect_id, day, json_agg(name order by place) filter (where place <= ${names}) as names, greatest(count(*) - ${names}, 0)::int as more
			from (select prospect_id, day, name, row_number() over (partition by prospect_id, day order by count(*) desc, name) as place from seen where name is not null group by 1, 2, 3) x group by 1, 2
		)
		insert into crm_task (idempotency_key, owner_user_id, account_id, contact_id, prospect_id, lead_id, subject, facts, due_on, status, is_log, created_at, closed_at)
		select 'engagement:' || w.prospect_id || ':' || w.day, w.owner_user_id, w.account_id, w.contact_id, w.prospect_id, case when w.contact_id is null then w.lead_id end, ${subject},
			jsonb_build_object('count', c.count, 'kinds', c.kinds, 'names', coalesce(n.names, '[]'), 'more', coalesce(n.more, 0)), w.day, 'done', true, ${at}, ${at}
		from (select distinct prospect_id, contact_id, lead_id, account_id, owner_user_id, day from seen where owner_user_id is not null) w
			join counted c using (prospect_id, day) left join named n using (prospect_id, day)
		order by w.day, w.prospect_id on conflict (idempotency_key) do nothing returning 1`
	return rows.length
}
