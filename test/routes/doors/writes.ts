import type { Sql } from 'postgres'
import type { Db } from '../../../db/client.server.ts'

/** Counters of tries are meant to move; everything else may not. */
const mayMove = ['rate_limit', 'worker_heartbeat']

/**
 * Every statement that inserts, updates, deletes or truncates moves a sequence, also one that changes nothing and one that is
 * taken back: while it stands still, nothing was written. It moves more often than the content, never less.
 */
export async function countWrites(owner: Sql): Promise<void> {
	const tables = await owner<{ name: string }[]>`
		select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> all(${mayMove})`
	await owner.unsafe(`
		create sequence door_write;
		-- The first number of a sequence is what it stands at before it.
		select nextval('door_write');
		grant select on door_write to public;
		create function count_door_write() returns trigger language plpgsql security definer as $$ begin perform nextval('public.door_write'); return null; end $$;
		${tables.map(({ name }) => `create trigger zz_door_write after insert or update or delete or truncate on "${name}" for each statement execute function count_door_write();`).join('\n')}`)
}

/** How many writes there have been in a world. */
export async function writesIn(db: Db): Promise<number> {
	const [row] = await db<{ count: number }[]>`select last_value as count from door_write`
	return row?.count ?? 0
}

/**
 * The whole content of the database in one statement: a count and a hash per table. As values of one row: as a union it was
 * planned anew and in parallel, which took a hundred milliseconds of each of some thousand looks. Whoever looks again
 * before anybody wrote is told what was seen.
 */
export async function everythingIn(db: Db): Promise<() => Promise<Record<string, string>>> {
	const tables = await db<{ name: string }[]>`
		select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relname <> all(${mayMove}) order by 1`
	const hashes = tables.map(({ name }) => `(select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) from "${name}" t)`)
	const text = `select array[${hashes.join(', ')}] as hashes`
	let seen: { writes: number; content: Record<string, string> } | undefined
	return async () => {
		const writes = await writesIn(db)
		if (seen?.writes === writes) return seen.content
		const [row] = await db.unsafe<{ hashes: string[] }[]>(text, [], { prepare: true })
		seen = { writes, content: Object.fromEntries(tables.map(({ name }, at) => [name, row?.hashes[at] ?? ''])) }
		return seen.content
	}
}
