import type { Db } from '../../db/client.server.ts'

/** What stands in the way of one prospect's values: connection, link, jobs, open writes, open errors and the last lines of the journal, a line for each connection. */
export async function trailOf(db: Db, email: string): Promise<string> {
	const rows = await db<{ trail: string }[]>`
		select concat_ws(' | ',
			'connection ' || c.name || ' ' || c.state || coalesce(' for ' || c.suspended_for, '') || coalesce(', paused until ' || c.live_paused_until, ''),
			coalesce('link ' || l.id || ' ' || l.state || coalesce(' ' || l.state_reason, '') || ' v' || l.version || ' agreed ' || l.agreed || ' frozen ' || l.frozen, 'no link'),
			(select string_agg('job ' || concat_ws(' ', j.job_key, 'due', j.due_at, 'leased until', j.leased_until, 'tried', j.attempts, 'waits for', j.waits_for, j.causes), '; ')
				from sync_job j where j.connection_id = c.id and (j.link_id = l.id or (j.side = 'ma' and j.record_id = p.id::text))),
			(select string_agg('write ' || concat_ws(' ', w.state, w.values, w.prepared_at), '; ' order by w.prepared_at) from
				(select * from sync_write w where w.link_id = l.id order by w.prepared_at desc limit 4) w),
			(select string_agg('error ' || concat_ws(' ', e.code, e.field, e.message, e.first_at), '; ')
				from sync_error e where e.connection_id = c.id and e.closed_at is null and (e.link_id = l.id or e.record_id = p.id::text)),
			(select string_agg('line ' || concat_ws(' ', d.at, d.crm_field, d.crm_value, d.ma_value, 'agreed', d.agreed, d.rule, 'wrote', d.wrote, d.note, d.cause), '; ' order by d.id)
				from (select * from sync_decision d where d.link_id = l.id order by d.id desc limit 4) d)) as trail
		from ma_prospect p join sync_connection c on c.seller_entity_id = p.seller_entity_id
		left join sync_link l on l.connection_id = c.id and l.ma_object = 'prospect' and l.ma_id = p.id::text
		where p.email = ${email} order by c.id`
	return rows.map(({ trail }) => `\n    ${trail}`).join('')
}

/** What of the work is still open at all, by connection: for a house that does not come to rest. */
export async function openWork(db: Db): Promise<string> {
	const rows = await db<{ said: string }[]>`
		select concat_ws(' ', 'connection', c.name, c.state, c.suspended_for, 'paused until', c.live_paused_until, 'jobs', count(j.id), 'leased', count(j.leased_until),
			'next due', min(j.due_at), 'last due', max(j.due_at), 'leased until', max(j.leased_until), 'tried', max(j.attempts), string_agg(distinct j.waits_for, ',')) as said
		from sync_connection c left join sync_job j on j.connection_id = c.id group by c.id order by c.id`
	const [left] = await db<{ said: string }[]>`
		select concat_ws(' ', 'marks', (select count(*) from sync_change), 'open writes', (select count(*) from sync_write where state in ('prepared','sent','unknown')),
			'deliveries', (select count(*) from outbox_delivery where destination in ('crm', 'ma') and state = 'waiting'), 'at', clock_timestamp()) as said`
	return [...rows, ...(left ? [left] : [])].map(({ said }) => said).join('\n    ')
}
