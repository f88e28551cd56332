import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertNotices } from '../../../db/queries/attention.ts'
import type { CommerceEvent } from '../../engine/base/event.ts'

/** Tells the rep of the account what its buyer said to a quote or in a case, or that an offer ran out; what she did herself is no news to her. */
export async function noticeOwner(db: Db, { id, topic, accountId, actedByUserId, payload, occurredAt }: CommerceEvent): Promise<void> {
	const userId = payload['ownerUserId']
	if (typeof userId !== 'number' || accountId === null || actedByUserId === userId) return
	const facts = { number: String(payload['number']), version: payload['version'] }
	await withTransaction(db, (tx) => insertNotices(tx, [{ idempotencyKey: `${topic}:${id}`, userId, accountId, kind: topic, facts, at: occurredAt }]))
}
