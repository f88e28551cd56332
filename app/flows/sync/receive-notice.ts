import type { Db } from '../../../db/client.server.ts'
import { readConnection } from '../../../db/queries/sync-connection.ts'
import { insertNotice } from '../../../db/queries/sync-inbox.ts'
import type { OutsideSystems } from '../../connectors/sync/contract.ts'

/** A change event of some records with their fields is a few kilobytes. */
export const longestNotice = 256 * 1024
/** Feeds of changes are kept for three days; what is older is no news, and whoever repeats it knows our secret from elsewhere. */
const newsMs = 72 * 3600_000
const aheadMs = 10 * 60_000

export type Received = 'taken' | 'known' | 'unsigned' | 'stale' | 'too_long'

type Notice = { connectionId: number; rawBody: string; headers: Headers; systems: OutsideSystems; at: Date }

/**
 * Keeps what another system says changed (sync-core.md B2.4): signed with the connection's own secret, not longer and not older than news is,
 * and once however often it comes. It is a hint: what it means is read anew later. Null where there is nothing to be told to.
 */
export async function receiveNotice(db: Db, { connectionId, rawBody, headers, systems, at }: Notice): Promise<Received | null> {
	const connection = await readConnection(db, connectionId)
	const system = connection && systems.all.find(({ name, role }) => name === (role === 'crm' ? connection.crmSystem : connection.maSystem))
	const secret = connection && systems.unseal(connection.sealedSecrets)?.['noticeSecret']
	if (!system?.readNotice || !secret) return null
	if (Buffer.byteLength(rawBody) > longestNotice) return 'too_long'
	const notice = system.readNotice(rawBody, headers, secret)
	if (!notice) return 'unsigned'
	const age = at.getTime() - Date.parse(notice.at)
	if (age > newsMs || age < -aheadMs) return 'stale'
	return (await insertNotice(db, connectionId, notice, at)) ? 'taken' : 'known'
}
