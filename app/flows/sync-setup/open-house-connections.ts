import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertConnections, readUnjoinedSellers } from '../../../db/queries/sync-connection.ts'
import { markEverybody } from '../../../db/queries/sync-run.ts'
import { houseMaps } from '../../engine/sync/default-maps.ts'

/** Joins the two own sides of every seller that has no connection yet, and marks who is there already for its first look. Answers how many sellers were joined. */
export async function openHouseConnections(db: Db, at: Date): Promise<number> {
	return await withTransaction(db, async (tx) => {
		const sellerEntityIds = await readUnjoinedSellers(tx)
		if (sellerEntityIds.length === 0) return 0
		const made = await insertConnections(tx, {
			sellerEntityIds,
			name: 'house',
			crmSystem: 'embedded_crm',
			maSystem: 'embedded_ma',
			state: 'running',
			objects: houseMaps,
			at,
		})
		await markEverybody(tx, made, at)
		return made.length
	})
}
