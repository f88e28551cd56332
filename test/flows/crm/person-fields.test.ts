import { expect, test } from 'vitest'
import { changeRecord, openRecord } from '../../../app/flows/crm/change-record.ts'
import { makePersonAccount } from '../../../app/flows/crm/make-person-account.ts'
import { changeLead } from '../../../app/flows/lead/change-lead.ts'
import { convertLead } from '../../../app/flows/lead/convert-lead.ts'
import { createLead } from '../../../app/flows/lead/create-lead.ts'
import { openLead, openLeads } from '../../../app/flows/lead/open-leads.ts'
import { changePerson, createProspect } from '../../../app/flows/marketing/change-person.ts'
import { openPerson } from '../../../app/flows/marketing/open-person.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { makeCompany } from '../../support/company.ts'
import { makeStaff } from '../../support/staff.ts'
import { statementsOf } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

/** Address, rating and lead status of a person, where each face of her is shown and written (sync-core.md B5, decision 0469). */
const { db } = await testDb()
const company = await makeCompany(db, 'quartz')
const elsewhere = await makeCompany(db, 'flint')
const at = new Date('2026-03-06T15:00:00Z')
const done = { requestId: 'r', at }
async function staffOf(of: typeof company, firstName: string, role: 'rep' | 'marketer'): Promise<StaffMember> {
	const { userId } = await makeStaff(db, of.sellerId, { firstName, lastName: 'Ortiz', roles: [role] })
	return { kind: 'staff', userId, locale: 'en', roles: [role], seller: of.shopper.seller } as unknown as StaffMember
}
const [natalie, maya, grete] = [await staffOf(company, 'Natalie', 'rep'), await staffOf(company, 'Maya', 'marketer'), await staffOf(elsewhere, 'Grete', 'rep')]
await db`update account set owner_user_id = ${natalie.userId} where id = ${company.accountId}`

const home = { street: '丸の内1-1\n新丸ビル', city: '千代田区', region: '東京都', postalCode: '100-0005', country: 'JP' }
const nowhere = { street: null, city: null, region: null, postalCode: null, country: null }
const lead = async (id: number) => (await openLead(db, natalie, id, at))?.lead
async function rosa(more = {}): Promise<number> {
	const made = await createLead(db, natalie, {
		wish: { lastName: 'Almeida', company: 'Bramble', email: 'rosa@bramble.test', rating: 'warm', ...home, ...more },
		...done,
	})
	if (!made.ok) throw new Error(JSON.stringify(made))
	return made.id
}
const codes = (answer: { ok: boolean; refusals?: readonly { code: string; facts: object }[] } | null) =>
	answer?.ok === false ? answer.refusals?.map(({ code, facts }) => [code, ...Object.values(facts)].join(' ')) : answer

test('a lead has her address and rating from the first day, says them anew, keeps what was not said, and is found by her rating', async () => {
	const id = await rosa()
	expect(await lead(id)).toMatchObject({ rating: 'warm', ...home })
	await changeLead(db, natalie, { id, edit: { act: 'edit', wish: { rating: 'hot', street: '', city: '港区' } }, ...done })
	expect(await lead(id)).toMatchObject({ lastName: 'Almeida', email: 'rosa@bramble.test', rating: 'hot', ...home, street: null, city: '港区' })
	const listed = async (rating: string) =>
		(await openLeads(db, natalie, { text: null, status: null, rating, whose: null, after: null, limit: 5 })).leads.map((one) => one.id)
	expect([await listed('hot'), await listed('cold')]).toEqual([[id], []])
	const wrong = { rating: 'boiling', city: 'x'.repeat(41), country: 'Japan' }
	expect(codes(await changeLead(db, natalie, { id, edit: { act: 'edit', wish: wrong }, ...done }))).toEqual([
		'PERSON_FIELD_CHOICE rating boiling',
		'PERSON_FIELD_LONG city 40',
		'PERSON_FIELD_CHOICE country Japan',
	])
	expect(await changeLead(db, grete, { id, edit: { act: 'edit', wish: { city: 'Elsewhere' } }, ...done })).toBeNull()
	expect(await lead(id)).toMatchObject({ rating: 'hot', city: '港区' })
})

test('her address goes along into the contact that she becomes', async () => {
	const id = await rosa({ email: 'rosa.two@bramble.test' })
	const shipTo = { line1: '1 Main St', line2: '', city: 'Fargo', region: 'ND', postalCode: '58102', country: 'US' }
	const made = await convertLead(db, natalie, { id, to: 'new', asPerson: false, accountId: null, shipTo, ...done })
	expect(made).toMatchObject({ ok: true })
	expect(await db`select street, city, region, postal_code, country from contact where email = 'rosa.two@bramble.test'`).toEqual([home])
	const into = await rosa({ email: 'rosa.three@bramble.test' })
	expect(await convertLead(db, natalie, { id: into, to: 'into', asPerson: false, accountId: company.accountId, shipTo, ...done })).toMatchObject({ ok: true })
	expect(await db`select street, city, region, postal_code, country from contact where email = 'rosa.three@bramble.test'`).toEqual([home])
})

test('a contact is written by a rep of her account, and by nobody else; the address with which she signs in stays', async () => {
	const [luka] = await db<
		{ id: number }[]
	>`insert into contact (account_id, first_name, last_name, email) values (${company.accountId}, 'Luka', 'Novak', 'novak@quartz.test') returning id`
	const id = luka?.id ?? 0
	await db`insert into login (email, account_id, contact_id) values ('novak@quartz.test', ${company.accountId}, ${id})`
	const key = { object: 'contact' as const, id }
	const say = (wish: object, staff = natalie) => changeRecord(db, staff, { key, edit: { act: 'person', wish }, ...done })
	expect((await openRecord(db, natalie, key))?.face).toMatchObject({ ...nowhere, firstName: 'Luka', isPerson: false, signsIn: 'novak@quartz.test' })
	const { statements } = await statementsOf(db, () => say({ ...home, email: 'luka@new.test', title: 'Head buyer' }))
	expect(statements.length).toBeLessThanOrEqual(8)
	expect((await openRecord(db, natalie, key))?.face).toMatchObject({ ...home, email: 'luka@new.test', title: 'Head buyer', signsIn: 'novak@quartz.test' })
	expect(codes(await say({ lastName: '', email: 'nobody', street: 'x'.repeat(256) }))).toEqual([
		'PERSON_NAME_MISSING',
		'EMAIL_INVALID',
		'PERSON_FIELD_LONG street 255',
	])
	expect(await say({ lastName: 'Stolen' }, grete)).toBeNull()
	expect(
		await changeRecord(db, natalie, { key: { object: 'account', id: company.accountId }, edit: { act: 'person', wish: { lastName: 'X' } }, ...done }),
	).toBeNull()
	expect(await db`select last_name, street from contact where id = ${id}`).toEqual([{ lastName: 'Novak', street: home.street }])
	expect(await db`select action, after->'wish'->>'title' as title from audit_entry where subject = ${`contact:${id}`}`).toEqual([
		{ action: 'record.person', title: 'Head buyer' },
	])
	// The other systems hear of it field by field.
	const marks = await db<{ fields: string[] }[]>`select fields from sync_change where object = 'contact' and record_id = ${String(id)} and kind = 'update'`
	expect(marks.flatMap(({ fields }) => fields)).toEqual(expect.arrayContaining(['street', 'country', 'title', 'email']))
})

test('an account that is one person is called as she is, also when she is called anew', async () => {
	await db`insert into warehouse (seller_entity_id, code, name, country) values (${company.sellerId}, 'W', 'Main', 'US') on conflict do nothing`
	const shipTo = { line1: '1 Main St', line2: '', city: 'Fargo', region: '', postalCode: '58102', country: 'US' }
	const made = await makePersonAccount(db, natalie, { wish: { firstName: 'Ola', lastName: 'Berg', email: 'ola@berg.test' }, shipTo, ...done })
	if (!made.ok) throw new Error(JSON.stringify(made))
	const key = { object: 'account' as const, id: made.accountId }
	const face = (await openRecord(db, natalie, key))?.face
	expect(face).toMatchObject({ ...nowhere, firstName: 'Ola', isPerson: true })
	const contact = { object: 'contact' as const, id: face?.id ?? 0 }
	expect(await changeRecord(db, natalie, { key: contact, edit: { act: 'person', wish: { firstName: '', lastName: 'Berg Lind', ...home } }, ...done })).toEqual({
		ok: true,
	})
	expect(await db`select name from account where id = ${made.accountId}`).toEqual([{ name: 'Berg Lind' }])
	expect((await openRecord(db, natalie, key))?.face).toMatchObject(home)
})

test('a prospect has an address; status and rating are hers to be said until she is a lead, and then the lead’s', async () => {
	const made = await createProspect(db, maya, { wish: { email: 'ana@bar.test', leadStatus: 'open', rating: 'cold', ...home }, ...done })
	if (!made.ok) throw new Error(JSON.stringify(made))
	const page = async () => (await openPerson(db, maya, made.id, { at }))?.person
	expect(await page()).toMatchObject({ ...home, leadStatus: 'open', rating: 'cold', told: [] })
	const say = (wish: object) => changePerson(db, maya, { id: made.id, edit: { act: 'edit', wish }, ...done })
	expect(await say({ rating: 'hot', city: '' })).toEqual({ ok: true })
	expect(await page()).toMatchObject({ ...home, city: null, rating: 'hot', leadStatus: 'open', email: 'ana@bar.test' })
	const leadId = await rosa({ email: 'ana@bar.test', rating: 'warm' })
	await db`update ma_prospect set lead_id = ${leadId} where id = ${made.id}`
	expect(await page()).toMatchObject({ leadStatus: 'open', rating: 'warm', told: ['leadStatus', 'rating'] })
	expect(codes(await say({ rating: 'cold', city: '港区' }))).toEqual(['PROSPECT_FIELD_OF_SALES rating'])
	expect(await say({ rating: 'warm', city: '港区' })).toEqual({ ok: true })
	expect(await db`select city, rating from ma_prospect where id = ${made.id}`, 'what sales say stays with them').toEqual([{ city: '港区', rating: 'hot' }])
	// An import or a form that knows nothing of them takes nothing away.
	expect(await say({ title: 'Owner' })).toEqual({ ok: true })
	expect(await page()).toMatchObject({ title: 'Owner', ...home, city: '港区' })
})
