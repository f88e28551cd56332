import type { Db } from '../../../db/client.server.ts'

/** What a seller's rooms of sync may name. */
export type SyncIds = { connectionId: number }

/** A connection of the seller's own two sides, running; as often as it is asked. */
export async function renewSync(db: Db, sellerId: number): Promise<void> {
	await db`
		insert into sync_connection (seller_entity_id, name, crm_system, ma_system, state, started_at) values (${sellerId}, 'house', 'embedded_crm', 'embedded_ma', 'running', '2026-03-02')
		on conflict (seller_entity_id, name) do update set state = 'running'`
}

export async function syncIdsOf(db: Db, sellerId: number): Promise<SyncIds> {
	const [row] = await db<
		SyncIds[]
	>`select (select min(id) from sync_connection where seller_entity_id = s.id) as connection_id from seller_entity s where s.id = ${sellerId}`
	if (!row) throw new Error(`There is no seller ${sellerId}`)
	return row
}
