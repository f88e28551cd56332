import { randomUUID } from 'node:crypto'
import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { lanes } from '../../../db/queries/sync-job.ts'
import { insertDecisions, insertRun, takeRunId } from '../../../db/queries/sync-journal.ts'
import { type Link, orderValues, readLinks } from '../../../db/queries/sync-link.ts'
import { startResync } from '../../../db/queries/sync-resync.ts'
import { forgetLink, freeField, type JournalRow, lockLinkOf, pinFields, readDecision } from '../../../db/queries/sync-why.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { Wish } from '../../engine/sync/types.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadConnection, type OwnSides } from './load-connection.ts'

export type LinkAct =
	| { act: 'resync' }
	| { act: 'again' }
	| { act: 'pin' | 'unpin' | 'unfreeze'; key: string }
	/** `id` of the line of the journal that wrote over what is wanted back. */
	| { act: 'revert'; id: number }
type Changing = { linkId: number; wish: LinkAct; ownSides: OwnSides; requestId: string; at: Date }
type Doing = Changing & { tx: Tx; staff: StaffMember; connection: Connection; link: Link }

/** The old value goes back to the side that it was written over on, and stays until a person edits the field on either side (A4); a word on mails is never taken back by a press. */
async function revert({ tx, staff, connection, link, ownSides, at, wish }: Doing): Promise<Result<object> | null> {
	const line = wish.act === 'revert' ? await readDecision(tx, link.id, wish.id) : null
	const role = line?.wrote
	if (!line || !role) return null
	const map = connection.objects.find(({ id }) => id === link.objectMapId)?.fields.find(({ key }) => key === String(line.fieldMapId))
	if (map?.isConsent) return refused(refusal('SYNC_REVERT_CONSENT'))
	const port = ownSides(tx, connection)[role]
	if (!port) return map ? await orderBack({ tx, staff, connection, link, at }, line) : refused(refusal('SYNC_REMEDY_NO_FIELD'))
	await sayCause(tx, { cause: 'revert', actor: `user:${staff.userId}`, trace: randomUUID() })
	const [object, id, field, value] =
		role === 'crm' ? [link.crmObject, link.crmId, line.crmField, line.crmValue] : [link.maObject, link.maId, line.maField, line.maValue]
	const [written] = await port.write([{ key: 'revert', object, id, values: { [field]: value } }])
	if (!written?.ok) return refused(refusal('SYNC_REVERT_REFUSED', { reason: written?.failure.message ?? '' }))
	await pinFields(tx, [{ id: link.id, keys: [String(line.fieldMapId)] }])
	await journalRevert({ tx, staff, connection, link, at, line })
	return { ok: true }
}

/** Only the worker speaks to that side: it writes the value there, before all else, and pins it once it stands. */
async function orderBack(
	{ tx, staff, connection, link, at }: Pick<Doing, 'tx' | 'staff' | 'connection' | 'link' | 'at'>,
	line: JournalRow,
): Promise<Result<object>> {
	const side = line.wrote ?? 'crm'
	const wish: Wish = { side, value: side === 'crm' ? line.crmValue : line.maValue, cause: 'revert', actor: `user:${staff.userId}`, pins: true }
	const ordered = await orderValues(tx, [{ id: link.id, wishes: { [String(line.fieldMapId)]: wish } }])
	if (ordered.length === 0) return refused(refusal('SYNC_RECORD_RESTS'))
	const filter = { connectionId: connection.id, linkIds: ordered }
	await startResync(tx, {
		filter,
		lane: lanes.interactive,
		cause: 'manual',
		userId: staff.userId,
		subject: { kind: 'record', linkId: link.id, act: 'revert' },
		at,
	})
	return { ok: true }
}

async function journalRevert({
	tx,
	staff,
	connection,
	link,
	at,
	line,
}: Pick<Doing, 'tx' | 'staff' | 'connection' | 'link' | 'at'> & { line: JournalRow }): Promise<void> {
	const runId = await takeRunId(tx)
	const role = line.wrote ?? 'crm'
	const value = role === 'crm' ? line.crmValue : line.maValue
	const counts = { jobs: 1, equalFields: 0, refusals: 0, writesCrm: role === 'crm' ? 1 : 0, writesMa: role === 'ma' ? 1 : 0 }
	await insertRun(tx, { ...counts, id: runId, connectionId: connection.id, kind: 'undo', startedAt: at, endedAt: at })
	const row = {
		...{ key: String(line.fieldMapId), crmField: line.crmField, maField: line.maField, linkId: link.id, cause: 'revert', actor: `user:${staff.userId}` },
		...{ crm: role === 'crm' ? line.value : line.crmValue, ma: role === 'ma' ? line.value : line.maValue, crmAt: null, maAt: null, agreed: line.agreed },
		...{ changed: 'neither' as const, later: 'tie' as const, rule: 'reverted', winner: null, wrote: role, value, note: 'pinned' as const },
	}
	await insertDecisions(tx, { connectionId: connection.id, runId, at, rows: [row] })
}

/** What another system has of a field that is pinned becomes its base, so that an edit there is known from what stood there. */
async function keepThere({ tx, staff, connection, link, ownSides, at }: Doing, key: string): Promise<void> {
	const ports = ownSides(tx, connection)
	const side = ports.crm === null ? 'crm' : ports.ma === null ? 'ma' : null
	if (side === null) return
	const wish: Wish = { side, value: null, keeps: true, cause: 'revert', actor: `user:${staff.userId}`, pins: true }
	const ordered = await orderValues(tx, [{ id: link.id, wishes: { [key]: wish } }])
	await startResync(tx, {
		filter: { connectionId: connection.id, linkIds: ordered },
		lane: lanes.interactive,
		cause: 'manual',
		userId: staff.userId,
		subject: { kind: 'record', linkId: link.id, act: 'pin' },
		at,
	})
}

async function apply(doing: Doing): Promise<Result<object> | null> {
	const { tx, staff, connection, link, wish, at } = doing
	const isMapped = (key: string) => connection.objects.some(({ id, fields }) => id === link.objectMapId && fields.some((field) => field.key === key))
	if (wish.act === 'revert') return await revert(doing)
	if (wish.act === 'pin') {
		if (!isMapped(wish.key)) return null
		await pinFields(tx, [{ id: link.id, keys: [wish.key] }])
		await keepThere(doing, wish.key)
		return { ok: true }
	}
	if (wish.act === 'again') return (await forgetLink(tx, link.id, staff.userId, at)) ? { ok: true } : null
	if (wish.act === 'unpin' || wish.act === 'unfreeze') {
		if (!isMapped(wish.key)) return null
		await freeField(tx, link.id, wish.key, wish.act === 'unpin' ? 'pinned' : 'frozen')
	}
	const filter = { connectionId: connection.id, linkIds: [link.id] }
	await startResync(tx, {
		filter,
		lane: lanes.interactive,
		cause: 'manual',
		userId: staff.userId,
		subject: { kind: 'record', linkId: link.id, act: wish.act },
		at,
	})
	return { ok: true }
}

/** What an administrator does with one linked record; what frees a field looks at the record again at once. Null: none of this seller's. */
export async function changeLink(db: Db, staff: StaffMember, changing: Changing): Promise<Result<object> | null> {
	const { linkId, wish, requestId, at } = changing
	return await withTransaction(db, async (tx) => {
		const locked = await lockLinkOf(tx, staff.seller.id, linkId)
		const connection = locked && (await loadConnection(tx, staff, locked.connectionId))
		const [link] = locked ? await readLinks(tx, [linkId]) : []
		if (!connection || !link) return null
		const done = await apply({ ...changing, tx, staff, connection, link })
		if (done?.ok) await insertAudit(tx, [{ userId: staff.userId, action: `sync.${wish.act}`, subject: `sync_link:${linkId}`, after: wish, requestId, at }])
		return done
	})
}
