import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { isSideSystem } from '../../../db/queries/side-tables.ts'
import { saveSettings } from '../../../db/queries/sync-connection.ts'
import { lockConnection } from '../../../db/queries/sync-room.ts'
import type { Result } from '../../engine/base/refusal.ts'
import { decideSettings, type SettingsCase } from '../../engine/sync/decide-settings.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadConnection } from '../sync/load-connection.ts'

export type WishedSettings = Pick<SettingsCase, 'tieWinner' | 'createOn' | 'errorPercent' | 'mails'>
type Changing = { connectionId: number; wish: WishedSettings; requestId: string; at: Date }

/** Settles what holds for a connection as a whole from now on; nothing that was decided before is decided again. Null: none of this seller's. */
export async function changeSettings(db: Db, staff: StaffMember, { connectionId, wish, requestId, at }: Changing): Promise<Result<object> | null> {
	return await withTransaction(db, async (tx): Promise<Result<object> | null> => {
		if (!(await lockConnection(tx, staff.seller.id, connectionId))) return null
		const connection = await loadConnection(tx, staff, connectionId)
		if (!connection) return null
		const { connectorUser: _, ...before } = connection.settings
		const decided = decideSettings({ ...wish, before, isOwnMarketing: isSideSystem(connection.maSystem), at })
		if (!decided.ok) return decided
		await saveSettings(tx, connectionId, decided.settings)
		const subject = `sync_connection:${connectionId}`
		await insertAudit(tx, [{ userId: staff.userId, action: 'sync.settings', subject, before, after: decided.settings, requestId, at }])
		return { ok: true }
	})
}
