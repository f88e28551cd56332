import type { Tx } from '../../../db/client.server.ts'
import { insertNotices } from '../../../db/queries/attention.ts'
import { askDeletions, countDeletions, type GoneLink, type GoneRecord, type LinkDeletion, noteGone, readDeletionsOf } from '../../../db/queries/deletion.ts'
import { readAdministrators } from '../../../db/queries/sync-cap.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { judgeDeletion } from '../../engine/sync/judge-deletion.ts'

type Losing = { connection: Connection; links: readonly (GoneLink & { name: string; isOurs: boolean })[]; at: Date }

/**
 * Links that lost a record on one side, before they are put to rest (sync-core.md B11). Each belongs to an event; one that takes too much at one go waits for an
 * administrator, who is told, and its links stay as they are. The links that wait. No statement while nothing is gone.
 */
export async function saveGoneLinks(tx: Tx, { connection, links, at }: Losing): Promise<Set<number>> {
	if (links.length === 0) return new Set()
	const { id: connectionId, sellerEntityId } = connection
	const rows = links.flatMap(({ object, recordId, name, isOurs }): GoneRecord[] => (isOurs ? [] : [{ object, recordId, name }]))
	await noteGone(tx, { connectionId, sellerEntityId, rows, at })
	const known = await readDeletionsOf(tx, { connectionId, sellerEntityId, links: links.map(({ linkId, object, recordId }) => ({ linkId, object, recordId })) })
	const asked = new Set([...known.flatMap(({ deletionId, state }) => (state === 'asked' ? [deletionId] : [])), ...(await ask(tx, { connection, known, at }))])
	return new Set(known.flatMap(({ linkId, deletionId }) => (asked.has(deletionId) ? [linkId] : [])))
}

/** Looks at the events that nobody was asked about yet; those that stop now. */
async function ask(tx: Tx, { connection, known, at }: Pick<Losing, 'connection' | 'at'> & { known: readonly LinkDeletion[] }): Promise<number[]> {
	const open = [...new Set(known.flatMap(({ deletionId, state }) => (state === 'open' ? [deletionId] : [])))]
	if (open.length === 0) return []
	const counted = (await countDeletions(tx, connection.id, open)).filter((one) => judgeDeletion(one) === 'asks')
	if (counted.length === 0) return []
	const asked = await askDeletions(tx, counted)
	const users = await readAdministrators(tx, connection.sellerEntityId)
	const notices = counted.flatMap(({ id, gone, linked }) =>
		users.map((userId) => ({ idempotencyKey: `sync.deletion:${id}:${userId}`, userId, kind: 'sync.deletion', facts: { gone, linked, deletionId: id }, at })),
	)
	if (notices.length > 0) await insertNotices(tx, notices)
	return asked
}
