import type { Sql } from '../client.server.ts'

export type Vitals = { level: number; heartbeatAgeSeconds: number | null; oldestEventSeconds: number | null }

/**
 * The database's own clock on all sides, so that a moved clock of a process changes no age. An event that waits behind a
 * parked one is somebody's decision to make, not a fault of the worker.
 */
export async function readVitals(sql: Sql): Promise<Vitals> {
	const [row] = await sql<Vitals[]>`
		select
			(select coalesce(max(level), 0)::int from schema_migration) as level,
			(select extract(epoch from now() - max(beat_at))::int from worker_heartbeat) as heartbeat_age_seconds,
			(select extract(epoch from now() - min(d.created_at))::int from outbox_delivery d
				where d.state = 'waiting'
					-- An address of somebody else that is away says nothing about the house.
					and d.destination <> 'hook'
					-- A cart that is being edited is told when it falls quiet (outbox.ts).
					and not (d.attempts = 0 and exists (select 1 from outbox_delivery l
						where l.destination = d.destination and l.subject = d.subject and l.state = 'waiting' and l.arrival > d.arrival and l.next_attempt_at > now()))
					and not exists (select 1 from outbox_delivery p
						where p.destination = d.destination and p.subject = d.subject and p.state = 'parked' and p.arrival < d.arrival)) as oldest_event_seconds`
	return row ?? { level: 0, heartbeatAgeSeconds: null, oldestEventSeconds: null }
}

/** The worker lives: one row for each worker process's name. */
export async function beat(sql: Sql, name: string, facts: Record<string, string | number>): Promise<void> {
	await sql`
		insert into worker_heartbeat (name, beat_at, facts) values (${name}, now(), ${sql.json(facts)})
		on conflict (name) do update set beat_at = now(), facts = excluded.facts`
}
