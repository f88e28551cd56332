import type { Db } from '../../../db/client.server.ts'
import { isSideSystem } from '../../../db/queries/side-tables.ts'
import {
	type ConnectionSettings,
	type GateEvent,
	gateEvents,
	type MailMode,
	mailModeOf,
	percentText,
	usualSettings,
} from '../../engine/sync/decide-settings.ts'
import type { ErrorShare } from '../../engine/sync/judge-share.ts'
import type { Role } from '../../engine/sync/types.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadConnection, type RoomOf, roomOf } from '../sync/load-connection.ts'
import { loadShares } from '../sync/load-share.ts'

export type SettingsPage = {
	connection: RoomOf
	tieWinner: Role
	/** By event, since when it counts. */
	createOn: NonNullable<ConnectionSettings['createOn']>
	events: readonly GateEvent[]
	/** Whether any mapping makes a record of sales only once somebody is assigned; nothing that people do opens another one. */
	hasGate: boolean
	/** What people do, and how many of one address there may be, is known of our own marketing only. */
	isOwnMarketing: boolean
	mails: MailMode
	errorPercent: string
	/** How much of what travelled lately stands refused; null: the connection was never started. */
	share: ErrorShare | null
}

/** What an administrator settled for a connection as a whole (sync-core.md A23, B4, B5, B8). Null: none of this seller's. */
export async function openSettings(db: Db, staff: StaffMember, { connectionId, at }: { connectionId: number; at: Date }): Promise<SettingsPage | null> {
	const connection = await loadConnection(db, staff, connectionId)
	if (!connection) return null
	const { settings, objects, maSystem } = connection
	const [now] = await loadShares(db, at, connectionId)
	return {
		connection: roomOf(connection),
		tieWinner: settings.tieWinner ?? usualSettings.tieWinner,
		createOn: settings.createOn ?? {},
		events: gateEvents,
		hasGate: objects.some(({ createsCrm, maObject }) => createsCrm === 'gate' && maObject === 'prospect'),
		isOwnMarketing: isSideSystem(maSystem),
		mails: mailModeOf(settings),
		errorPercent: percentText(settings.errorShare ?? usualSettings.errorShare),
		share: now?.share ?? null,
	}
}
