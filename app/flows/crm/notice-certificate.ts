import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertNotices, insertTask } from '../../../db/queries/attention.ts'
import { readAccountOwner } from '../../../db/queries/certificate.ts'
import { readPriceManagers } from '../../../db/queries/price-request.ts'
import { dayIn, workingDayAfter } from '../../engine/base/calendar.ts'
import type { DeskEvent } from './types.ts'

/** A buyer handed in an exemption certificate: who accepts them gets a notice, the account's owner a task for the next working day, once. */
export async function noticeCertificate(db: Db, { id, accountId, contactId, payload, occurredAt }: DeskEvent): Promise<void> {
	const owner = accountId === null ? null : await readAccountOwner(db, accountId)
	if (!owner || accountId === null) return
	const { accountName, ownerUserId } = owner
	const managers = (await readPriceManagers(db, accountId)).filter(({ userId }) => userId !== ownerUserId)
	const { number, jurisdiction } = payload
	const facts = { accountId, accountName, number: String(number ?? ''), jurisdiction: String(jurisdiction ?? '') }
	const idempotencyKey = `certificate.uploaded:${id}`
	const dueOn = workingDayAfter(dayIn(occurredAt, owner.timeZone), 1)
	await withTransaction(db, async (tx) => {
		if (ownerUserId !== null)
			await insertTask(tx, { idempotencyKey, ownerUserId, accountId, contactId, subject: 'task.certificate_waiting', facts, dueOn, at: occurredAt })
		const notice = { kind: 'certificate.uploaded', facts, at: occurredAt }
		await insertNotices(
			tx,
			managers.map(({ userId }) => ({ ...notice, idempotencyKey: `${idempotencyKey}:${userId}`, userId })),
		)
	})
}
