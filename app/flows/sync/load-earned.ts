import type { Sql } from '../../../db/client.server.ts'
import { isSideSystem } from '../../../db/queries/side-tables.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { readEarned } from '../../../db/queries/sync-earned.ts'
import type { Comer } from './types.ts'

const known: readonly string[] = ['prospect', 'account', 'person_account']

/** Who of those that nobody was found for did what this connection counts as an assignment (A23); one statement, none where nothing counts. */
export async function loadEarned(sql: Sql, { settings, maSystem }: Connection, comers: readonly Comer[]): Promise<ReadonlySet<Comer>> {
	const events = settings.createOn ?? {}
	const asked = comers.filter(({ match, record }) => match.kind === 'create' && known.includes(record.object))
	// What people do stands in a ledger of our own: another marketing system's people are none of it.
	if (Object.keys(events).length === 0 || asked.length === 0 || !isSideSystem(maSystem)) return new Set()
	const earned = await readEarned(sql, { records: asked.map(({ record: { object, id } }) => ({ object, id })), events })
	return new Set(asked.filter(({ record }) => earned.has(`${record.object}:${record.id}`)))
}
