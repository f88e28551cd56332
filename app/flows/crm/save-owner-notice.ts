import type { Tx } from '../../../db/client.server.ts'
import { insertNotices } from '../../../db/queries/attention.ts'
import type { CommerceEvent } from '../../engine/base/event.ts'

/** A notice of an event for the owner of its account, once; what she did herself is no news to her. */
export async function saveOwnerNotice(tx: Tx, { id, topic, accountId, actedByUserId, payload, occurredAt }: CommerceEvent): Promise<void> {
	const userId = payload['ownerUserId']
	if (typeof userId !== 'number' || accountId === null || actedByUserId === userId) return
	const facts = { number: String(payload['number']), version: payload['version'] }
	await insertNotices(tx, [{ idempotencyKey: `${topic}:${id}`, userId, accountId, kind: topic, facts, at: occurredAt }])
}
