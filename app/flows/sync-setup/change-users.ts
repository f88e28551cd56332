import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { lanes } from '../../../db/queries/sync-job.ts'
import { startResync } from '../../../db/queries/sync-resync.ts'
import { lockConnection } from '../../../db/queries/sync-room.ts'
import { readMatches, readOwnUsers, setConnectorUser, setMatch } from '../../../db/queries/sync-user.ts'
import type { OutsideSides } from '../../connectors/sync/contract.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { OutsideUser } from '../../engine/sync/match-users.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { SideDown } from '../../platform/side-down.ts'
import { isOutside, loadConnection } from '../sync/load-connection.ts'
import { refusalOf } from '../sync/load-outside.ts'
import { saveUserMatches, saveUserWarnings } from './save-user-matches.ts'

/** `refresh` asks the other system for its people; `match` says by hand who somebody is, `userId` null: nobody; `connector` takes what is nobody's. */
export type UsersEdit =
	| { act: 'refresh' }
	| { act: 'match'; outsideId: string; userId: number | null }
	| { act: 'connector'; outside: string; own: number | null }
type Changing = { connectionId: number; edit: UsersEdit; sides: OutsideSides; requestId: string; at: Date }

/** Changes who is who, and has the records of a connection that runs looked at again, behind all that is urgent. Null: none of this seller's. */
export async function changeUsers(db: Db, staff: StaffMember, changing: Changing): Promise<Result<object> | null> {
	const { connectionId, edit, sides, requestId, at } = changing
	const seen = await loadConnection(db, staff, connectionId)
	if (!seen || !isOutside(seen)) return null
	const port = sides(seen)
	if (edit.act === 'refresh' && !port) return refused(refusal('SYNC_KEY_MISSING'))
	const asked = edit.act === 'refresh' && port ? await port.users().catch(whyNot) : []
	if (!Array.isArray(asked)) return refused(asked)
	return await withTransaction(db, async (tx): Promise<Result<object> | null> => {
		const connection = (await lockConnection(tx, staff.seller.id, connectionId)) && (await loadConnection(tx, staff, connectionId))
		if (!connection) return null
		const done = await change(tx, { connection, edit, asked, at })
		if (!done.ok) return done
		await insertAudit(tx, [{ userId: staff.userId, action: 'sync.users', subject: `sync_connection:${connectionId}`, after: edit, requestId, at }])
		const owned = connection.objects.filter(({ fields }) => fields.some(({ transform }) => transform?.kind === 'users'))
		if (edit.act === 'refresh' || !connection.startedAt || owned.length === 0) return done
		const filter = { connectionId, state: 'active' as const }
		await startResync(tx, { filter, lane: lanes.backfill, cause: 'resync', userId: staff.userId, subject: { kind: 'users' }, at })
		return done
	})
}

function whyNot(error: unknown) {
	if (!(error instanceof SideDown)) throw error
	return refusalOf(error)
}

type Change = { connection: Connection; edit: UsersEdit; asked: readonly OutsideUser[]; at: Date }

async function change(tx: Tx, { connection, edit, asked, at }: Change): Promise<Result<object>> {
	if (edit.act === 'refresh') {
		await saveUserMatches(tx, connection, asked, at)
		return { ok: true }
	}
	const ours = (await readOwnUsers(tx, connection.sellerEntityId)).filter(({ isActive }) => isActive)
	const wanted = edit.act === 'match' ? edit.userId : edit.own
	if (wanted !== null && !ours.some(({ id }) => id === wanted)) return refused(refusal('SYNC_USER_UNKNOWN'))
	if (edit.act === 'match') {
		if (!(await setMatch(tx, connection.id, edit.outsideId, edit.userId))) return refused(refusal('SYNC_USER_UNKNOWN'))
		await saveUserWarnings(tx, connection, at, await knownIds(tx, connection))
		return { ok: true }
	}
	const isThere = (await readMatches(tx, connection.id)).some(({ outsideId }) => outsideId === edit.outside)
	if (edit.own === null || !isThere) return refused(refusal('SYNC_USER_UNKNOWN'))
	await setConnectorUser(tx, connection.id, { outside: edit.outside, own: String(edit.own) })
	return { ok: true }
}

const knownIds = async (tx: Tx, { id }: Connection) => (await readMatches(tx, id)).map(({ outsideId }) => ({ id: outsideId }))
