import { beforeEach, expect, test } from 'vitest'
import { workLists, workSync } from '../../app/cli/work-sync.ts'
import { planSegment } from '../../app/engine/marketing/segment.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { startList } from '../../app/flows/sync-list/start-list.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { readRecords } from '../../db/queries/record.ts'
import { findProspects } from '../../db/queries/segment.ts'
import { makeCompany } from '../support/company.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

/** What our own two sides keep alike by default of a person beyond her name (sync-core.md B5, defaults). */
const { db } = await testDb()
const { accountId, sellerId, shopper } = await makeCompany(db, 'gneiss')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const ada = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
let now = Date.parse('2026-03-02T09:00:00Z')
const clock = () => new Date(now)
const work = { db, clock, random: () => 0, outside: () => null, watchedAt: new Map<number, number>() }
await openHouseConnections(db, clock())
async function settle(): Promise<void> {
	now += 61_000
	for (let rounds = 0; (await drainMarks(db, clock())) + (await workSync(work)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
}
let lot = 0
async function known(): Promise<{ id: number; contactId: number }> {
	const email = `mina${lot++}@gneiss.test`
	const [made] = await db<{ id: number; contactId: number }[]>`
		with c as (insert into contact (account_id, first_name, last_name, email) values (${accountId}, 'Mina', 'Roth', ${email}) returning id)
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id) select ${sellerId}, ${email}, 'Mina', 'Roth', id from c returning id, contact_id`
	await settle()
	return made ?? { id: 0, contactId: 0 }
}
async function wooed(more: { status?: string; rating?: string | null } = {}): Promise<{ id: number; leadId: number }> {
	const email = `luka${lot++}@gneiss.test`
	const [made] = await db<{ id: number; leadId: number }[]>`
		with l as (insert into crm_lead (seller_entity_id, last_name, company, email, status, rating) values (${sellerId}, 'Novak', 'Bar Novak', ${email}, ${more.status ?? 'open'}, ${more.rating ?? null}) returning id)
		insert into ma_prospect (seller_entity_id, email, last_name, company, lead_id) select ${sellerId}, ${email}, 'Novak', 'Bar Novak', id from l returning id, lead_id`
	await settle()
	return made ?? { id: 0, leadId: 0 }
}
const addressOf = async (table: 'contact' | 'crm_lead' | 'ma_prospect', id: number) =>
	(await db<Record<string, string | null>[]>`select street, city, region, postal_code, country from ${db(table)} where id = ${id}`)[0]
const written = async () => (await db<{ count: number }[]>`select count(*)::int as count from sync_decision`)[0]?.count
const quiet = async () => {
	const before = await written()
	await settle()
	expect(await written()).toBe(before)
	expect(await db`select code, field from sync_error where closed_at is null`).toEqual([])
}
const home = { street: 'Dlouhá 1', city: 'Praha', region: 'Praha 1', postalCode: '11000', country: 'CZ' }
/** How many stand apart by the nightly comparison. */
const compared = async () => {
	const [connection] = await db<{ id: number }[]>`select id from sync_connection where seller_entity_id = ${sellerId}`
	await startList(db, ada, { connectionId: connection?.id ?? 0, wish: { kind: 'reconcile' }, requestId: 'test', at: clock() })
	for (let rounds = 0; (await workLists(work)) > 0; rounds++) if (rounds > 50) throw new Error('The list never ends')
	return (await db<{ drift: number }[]>`select drift from sync_run where kind = 'reconcile' order by id desc limit 1`)[0]?.drift
}
beforeEach(settle)

test('(B5) an address travels both ways, field by field, to a contact and to a lead, and then it is quiet', async () => {
	const [{ id, contactId }, { id: other, leadId }] = [await known(), await wooed()]
	await db`update ma_prospect set street = 'Dlouhá 1', city = 'Praha', region = 'Praha 1', postal_code = '11000', country = 'CZ' where id = any(${[id, other]})`
	await settle()
	expect([await addressOf('contact', contactId), await addressOf('crm_lead', leadId)]).toEqual([home, home])
	await db`update contact set city = 'Brno' where id = ${contactId}`
	await db`update crm_lead set street = null, postal_code = '60200' where id = ${leadId}`
	await settle()
	expect(await addressOf('ma_prospect', id)).toEqual({ ...home, city: 'Brno' })
	// Nothing is cleared by default: what sales emptied is filled again.
	expect([await addressOf('ma_prospect', other), await addressOf('crm_lead', leadId)]).toEqual([
		{ ...home, postalCode: '60200' },
		{ ...home, postalCode: '60200' },
	])
	await quiet()
})

test('(B5) last activity and campaign are marketing’s: they go to contact and lead, and an edit there does not stay', async () => {
	const [{ id, contactId }, { id: other, leadId }] = [await known(), await wooed()]
	const [campaign] = await db<{ id: number }[]>`insert into ma_campaign (seller_entity_id, name) values (${sellerId}, 'Spring fair') returning id`
	await db`update ma_prospect set last_activity_at = '2026-03-01T10:00:00.123456Z', source_campaign_id = ${campaign?.id ?? 0} where id = any(${[id, other]})`
	await settle()
	const told = async () => [
		...(await db`select source_campaign, last_activity_at as at from contact where id = ${contactId}`),
		...(await db`select source_campaign, last_activity_at as at from crm_lead where id = ${leadId}`),
	]
	// Instants are compared and written to the second (app/engine/sync/normalise.ts).
	const said = { sourceCampaign: 'Spring fair', at: new Date('2026-03-01T10:00:00.000Z') }
	expect(await told()).toEqual([said, said])
	await db`update contact set source_campaign = 'Mine', last_activity_at = '2020-01-01' where id = ${contactId}`
	await settle()
	expect(await told()).toEqual([said, said])
	expect(await db`select m.name from ma_prospect p join ma_campaign m on m.id = p.source_campaign_id where p.id = ${id}`).toEqual([{ name: 'Spring fair' }])
	await quiet()
})

test('(A29, B15) what she merely opened makes no job and no drift; it goes along with the next change of her', async () => {
	const { id, contactId } = await known()
	await db`update ma_prospect set last_activity_at = '2026-03-01T11:00:00Z' where id = ${id}`
	await settle()
	const told = async () => await db`select last_activity_at as at from contact where id = ${contactId}`
	expect([await told(), await compared()]).toEqual([[{ at: null }], 0])
	await db`update ma_prospect set title = 'Barista' where id = ${id}`
	await settle()
	expect(await told()).toEqual([{ at: new Date('2026-03-01T11:00:00Z') }])
	await quiet()
})

test('(B5) sales have the last word on a lead’s status and rating, marketing fills what is empty, and segments and rules see them', async () => {
	const { id, leadId } = await wooed({ status: 'working' })
	await db`update ma_prospect set rating = 'hot' where id = ${id}`
	await settle()
	const both = async () =>
		await db`select l.status, l.rating, p.lead_status, p.rating as their_rating from crm_lead l join ma_prospect p on p.lead_id = l.id where l.id = ${leadId}`
	expect(await both()).toEqual([{ status: 'working', rating: 'hot', leadStatus: 'working', theirRating: 'hot' }])
	await db`update crm_lead set status = 'qualified', rating = 'warm' where id = ${leadId}`
	await db`update ma_prospect set lead_status = 'lost', rating = 'cold' where id = ${id}`
	await settle()
	expect(await both()).toEqual([{ status: 'qualified', rating: 'warm', leadStatus: 'qualified', theirRating: 'warm' }])
	await quiet()
	// Of a lead that stands in another system alone, her prospect says it.
	const [far] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, last_name, lead_status, rating) values (${sellerId}, 'far@gneiss.test', 'Ortiz', 'Working - Contacted', 'Hot') returning id`
	const asked = planSegment({ field: 'leadStatus', op: 'eq', value: 'Working - Contacted' })
	expect(await findProspects(db, { plan: asked, scope: { sellerEntityId: sellerId }, at: clock() })).toEqual([far?.id])
	expect((await readRecords(db, 'prospect', [far?.id ?? 0]))[0]?.fields).toMatchObject({ leadStatus: 'Working - Contacted', rating: 'Hot' })
})
