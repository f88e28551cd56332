import type { Tx } from '../../../db/client.server.ts'
import { readJoined } from '../../../db/queries/account-merge-undo.ts'
import { saveEvents } from '../event/save-events.ts'

/** Says on the winner's timeline that another account was joined into it, or taken out again. */
export async function saveJoined(
	tx: Tx,
	{ topic, mergeId, winnerId, userId, at }: { topic: 'account.merged' | 'account.parted'; mergeId: number; winnerId: number; userId: number; at: Date },
): Promise<void> {
	const joined = await readJoined(tx, mergeId)
	if (!joined) return
	await saveEvents(tx, [{ topic, subject: `account:${winnerId}`, occurredAt: at, accountId: winnerId, actedByUserId: userId, payload: { ...joined, mergeId } }])
}
