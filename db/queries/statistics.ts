import type { Sql, Tx } from '../client.server.ts'

/**
 * Tables that were never counted or have grown by a tenth since, as the planner's own figures say; ours alone, in the order
 * in which they are locked.
 */
export async function readGrownTables(sql: Sql): Promise<string[]> {
	const rows = await sql<{ name: string }[]>`
		select c.oid::regclass::text as name from pg_class c
		where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and has_table_privilege(c.oid, 'maintain') and pg_relation_size(c.oid) > 0
			and (c.reltuples < 0 or pg_relation_size(c.oid) > c.relpages * current_setting('block_size')::int * 1.1)
		order by c.oid`
	return rows.map(({ name }) => name)
}

/** Tells the planner how much stands in them, and of what kind. The names are the catalog's own. */
export async function analyzeTables(tx: Tx, names: readonly string[]): Promise<void> {
	await tx.unsafe(`analyze ${names.join(', ')}`)
}
