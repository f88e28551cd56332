import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertNotices } from '../../../db/queries/attention.ts'
import { readHeldFacts } from '../../../db/queries/standing-run.ts'
import type { DeskEvent } from '../crm/types.ts'

/** A run waits for its buyer: her rep is told once. */
export async function tellRepOfHeldRun(db: Db, { id, accountId, payload, occurredAt }: DeskEvent): Promise<void> {
	const { standingOrderId } = payload
	if (accountId === null || typeof standingOrderId !== 'number') return
	const found = await readHeldFacts(db, { accountId, standingOrderId })
	if (!found || found.ownerUserId === null) return
	const { ownerUserId, accountName, name } = found
	const notice = { idempotencyKey: `standing_order.held:${id}`, userId: ownerUserId, accountId, kind: 'standing_order.held', at: occurredAt }
	await withTransaction(db, (tx) => insertNotices(tx, [{ ...notice, facts: { accountId, accountName, name, standingOrderId } }]))
}
