import { expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { openOwnSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { saveAssignment } from '../../app/flows/crm/save-assignment.ts'
import { saveActions } from '../../app/flows/marketing/save-actions.ts'
import { changeLink } from '../../app/flows/sync/change-link.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { withTransaction } from '../../db/client.server.ts'
import { makeCompany } from '../support/company.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

/** Who was deleted in the CRM is never made again until somebody allows it (sync-core.md B11, B14). */
const { db } = await testDb()
const { sellerId, shopper } = await makeCompany(db, 'flint')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const ada = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
const at = new Date('2026-03-02T09:00:00Z')
const work = { db, clock: () => at, random: () => 0, outside: () => null }
await openHouseConnections(db, at)

async function settle(): Promise<void> {
	for (let rounds = 0; (await drainMarks(db, at)) + (await workSync(work)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
}
const assign = async (id: number, sourceKey: string) =>
	await withTransaction(db, (tx) =>
		saveAssignment(tx, { prospectIds: [id], to: { kind: 'user', id: userId }, cause: 'form', sourceKey, at, actor: { userId } }),
	)
const leads = async (email: string) => (await db`select 1 from crm_lead where email = ${email}`).length
const link = async (id: number) =>
	(await db<{ id: number; state: string }[]>`select id, state from sync_link where ma_object = 'prospect' and ma_id = ${String(id)}`)[0]

/** A prospect whose lead somebody deleted, and who was edited and assigned since. */
async function deleted(name: string): Promise<{ id: number; email: string }> {
	const email = `${name}@flint.test`
	const [made] = await db<
		{ id: number }[]
	>`insert into ma_prospect (seller_entity_id, email, first_name, last_name, company) values (${sellerId}, ${email}, 'Ana', 'Silva', 'Bar Silva') returning id`
	const id = made?.id ?? 0
	await assign(id, `${name}:1`)
	await settle()
	expect(await leads(email)).toBe(1)
	await db`update ma_prospect set lead_id = null where id = ${id}`
	await db`delete from crm_lead where email = ${email}`
	await settle()
	await db`update ma_prospect set title = 'Owner' where id = ${id}`
	await assign(id, `${name}:2`)
	await settle()
	expect([await leads(email), (await link(id))?.state], 'nobody said that she may be made again').toEqual([0, 'archived'])
	return { id, email }
}

test('a deleted lead is not made again by an edit or an assignment; the action that allows it makes exactly one', async () => {
	const { id, email } = await deleted('ana')
	const kept = await deleted('kept')
	const allow = (sourceKey: string) =>
		withTransaction(db, (tx) =>
			saveActions(tx, { prospectIds: [id], actions: [{ kind: 'allow_recreate' }], cause: 'rule:1', sourceKey, at, actor: { userId: null } }),
		)
	await allow('rule:1:a')
	await settle()
	expect([await leads(email), (await link(id))?.state]).toEqual([1, 'active'])
	await allow('rule:1:b')
	await db`update ma_prospect set title = 'Founder' where id = ${id}`
	await settle()
	expect([await leads(email), await leads(kept.email)], 'one, and nobody else’s').toEqual([1, 0])
})

test('an administrator allows it at the record, once', async () => {
	const { id, email } = await deleted('bea')
	const again = async () =>
		await changeLink(db, ada, { linkId: (await link(id))?.id ?? 0, wish: { act: 'again' }, ownSides: openOwnSides, requestId: 'test', at })
	expect(await again()).toMatchObject({ ok: true })
	await settle()
	expect([await leads(email), (await link(id))?.state]).toEqual([1, 'active'])
	expect(await again(), 'a link at work is none that was put aside').toBe(null)
	await settle()
	expect(await leads(email)).toBe(1)
})
