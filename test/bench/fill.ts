import type { Db } from '../../db/client.server.ts'

type Aside = { table: string; name: string; definition: string; kind: 'index' | 'constraint' }

/** Says how long each part took, on the error channel: the figures alone go to standard output. */
export async function told<T>(what: string, work: () => Promise<T>): Promise<T> {
	const began = performance.now()
	const answer = await work()
	console.error(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`)
	return answer
}

/** What costs something at every row of a table: its indexes beside the keys, and its references. */
async function asideOf(db: Db, table: string): Promise<Aside[]> {
	return await db<Aside[]>`
		select ${table} as table, conname as name, pg_get_constraintdef(oid) as definition, 'constraint' as kind
		from pg_constraint where conrelid = ${table}::regclass and contype = 'f'
		union all
		select ${table}, c.relname, pg_get_indexdef(i.indexrelid), 'index'
		from pg_index i join pg_class c on c.oid = i.indexrelid
		where i.indrelid = ${table}::regclass and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`
}

/**
 * Fills tables without their secondary indexes and references, and puts these back after the last row: one sort in place
 * of a search per row, and every reference still checked. A fill that is broken off is thrown away whole (stage.ts).
 */
export async function withoutIndexes(db: Db, tables: readonly string[], fill: () => Promise<void>): Promise<void> {
	const away: Aside[] = []
	for (const table of tables) away.push(...(await asideOf(db, table)))
	for (const { table, name, kind } of away) await db.unsafe(kind === 'index' ? `drop index "${name}"` : `alter table "${table}" drop constraint "${name}"`)
	await fill()
	await told(`  their ${away.length} indexes and references`, async () => {
		for (const { table, name, definition, kind } of away.toSorted((a, b) => Number(a.kind === 'constraint') - Number(b.kind === 'constraint')))
			await db.unsafe(kind === 'index' ? definition : `alter table "${table}" add constraint "${name}" ${definition}`)
	})
}
