import { expect, test } from 'vitest'
import { embeddedCrm } from '../../../app/connectors/crm/embedded/embedded-crm.server.ts'
import { receiveOnCrm } from '../../../app/flows/crm/receive-on-crm.ts'
import { withTransaction } from '../../../db/client.server.ts'
import { makeCompany } from '../../support/company.ts'
import { makeStaff } from '../../support/staff.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const { sellerId, accountId, contactId } = await makeCompany(db, 'basalt')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Natalie', lastName: 'Moore', roles: ['rep'] })
await db`update account set owner_user_id = ${userId} where id = ${accountId}`

test('(c) quote.expired: the task is due by the working day behind the seller’s own day, also on a Sunday night', async () => {
	// The seller's clock, in Chicago, is five or six hours behind.
	const cases = [
		['friday', '2026-03-06T12:00:00Z', '2026-03-09'],
		['friday-night', '2026-03-07T03:00:00Z', '2026-03-09'],
		['sunday', '2026-03-08T12:00:00Z', '2026-03-09'],
		['sunday-night', '2026-03-09T03:00:00Z', '2026-03-09'],
		['monday', '2026-03-09T12:00:00Z', '2026-03-10'],
	] as const
	const events = cases.map(([id, at]) => ({
		...{
			id,
			topic: 'quote.expired',
			subject: 'quote:4',
			accountId,
			contactId,
			actedByUserId: null,
			payload: { quoteId: 4, number: 'Q-4' },
			occurredAt: new Date(at),
		},
	}))
	await withTransaction(db, (tx) => receiveOnCrm(embeddedCrm(tx), events))
	const tasks = await db`select split_part(idempotency_key, ':', 2) as id, due_on from crm_task order by created_at`
	expect(tasks).toEqual(cases.map(([id, , dueOn]) => ({ id, dueOn })))
})
