import type { Sql } from '../../../db/client.server.ts'
import { readShares, type ShareOf } from '../../../db/queries/sync-share.ts'
import { usualSettings } from '../../engine/sync/decide-settings.ts'
import { type ErrorShare, enoughRecords, judgeShare, refusedClasses } from '../../engine/sync/judge-share.ts'

export type ConnectionShare = Pick<ShareOf, 'id' | 'state'> & { most: number; share: ErrorShare }

/** How much of what each connection looked after lately stands refused, and whether that is too much; one statement. */
export async function loadShares(sql: Sql, at: Date, connectionId: number | null = null): Promise<ConnectionShare[]> {
	const rows = await readShares(sql, { classes: refusedClasses, enough: enoughRecords, at, connectionId })
	return rows.map(({ id, state, errorShare, hour, day }) => {
		const most = errorShare ?? usualSettings.errorShare
		return { id, state, most, share: judgeShare({ hour, day, most }) }
	})
}
