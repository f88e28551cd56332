import { expect, test } from 'vitest'
import { changeFields } from '../../../app/flows/crm/change-fields.ts'
import { changeRecord, openRecord, type RecordEdit, type RecordKey } from '../../../app/flows/crm/change-record.ts'
import { advanceRuns } from '../../../app/flows/marketing/advance-runs.ts'
import { changeList } from '../../../app/flows/marketing/change-list.ts'
import { countPeople, openLists } from '../../../app/flows/marketing/open-lists.ts'
import { workTouched } from '../../../app/flows/marketing/work-touched.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { predicateOf, type QuestionRow, questionOf } from '../../../app/ui/automation/read-automation-form.ts'
import { makeCompany } from '../../support/company.ts'
import { makeStaff } from '../../support/placed.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const at = new Date('2026-03-06T15:00:00Z')
const company = await makeCompany(db, 'agate')
const said = { requestId: 'r', at }
const staffOf = async (name: string, role: 'rep' | 'administrator' | 'marketer'): Promise<StaffMember> => ({
	...{ kind: 'staff', userId: await makeStaff(db, company, [role], name), name, email: '', locale: 'en', roles: [role] },
	...{ seller: company.shopper.seller, sessionHash: '', actingFor: null },
})
const [natalie, ada, yuki] = [await staffOf('Natalie', 'rep'), await staffOf('Ada', 'administrator'), await staffOf('Yuki', 'marketer')]

type House = { accountId: number; contactId: number; prospectId: number }
/** A coffee house of Natalie's with one buyer, who is a prospect. */
async function makeHouse(name: string): Promise<House> {
	const [row] = await db<House[]>`
		with house as (insert into account (seller_entity_id, number, name, currency, owner_user_id) values (${company.sellerId}, ${name}, ${name}, 'USD', ${natalie.userId}) returning id),
			buyer as (insert into contact (account_id, first_name, last_name, email) select id, ${name}, ${name}, ${`${name}@own.test`} from house returning account_id, id),
			prospect as (insert into ma_prospect (seller_entity_id, email, contact_id) select ${company.sellerId}, ${`${name}@own.test`}, id from buyer returning id)
		select b.account_id, b.id as contact_id, p.id as prospect_id from buyer b, prospect p`
	if (!row) throw new Error('not made')
	return row
}
const [luka, mina, signe] = [await makeHouse('luka'), await makeHouse('mina'), await makeHouse('signe')]
const nameOf = new Map([luka, mina, signe].map(({ prospectId }, n) => [prospectId, ['luka', 'mina', 'signe'][n] ?? '']))

async function makeObject(code: string, parent: 'account' | 'contact' | 'opportunity', fields: readonly (readonly [string, 'text' | 'date' | 'number'])[]) {
	expect(await changeFields(db, ada, { edit: { act: 'object', code, labels: { en: code }, parent }, ...said })).toEqual({ ok: true })
	for (const [name, type] of fields) {
		const sizes = { length: null, precision: type === 'number' ? 6 : null, scale: type === 'number' ? 0 : null, choices: null }
		const def = { name, type, labels: { en: name }, ...sizes, isRequired: false, isActive: true }
		expect(await changeFields(db, ada, { edit: { act: 'field', id: null, object: code, def }, ...said })).toEqual({ ok: true })
	}
}
await makeObject('product_table', 'account', [
	['units', 'number'],
	['until', 'date'],
])
await makeObject('course', 'contact', [])
await makeObject('line', 'opportunity', [])

async function put(key: RecordKey, code: string, name: string, typed: Record<string, string> = {}, rowId: number | null = null): Promise<void> {
	const object = (await openRecord(db, natalie, key))?.objects.find((one) => one.code === code)
	const edit: RecordEdit = { act: 'row', rowId, customObjectId: object?.id ?? 0, name, typed }
	expect(await changeRecord(db, natalie, { key, edit, ...said })).toEqual({ ok: true })
}
const rowOf = async (name: string) => (await db<{ id: number }[]>`select id from crm_custom_row where name = ${name} order by id desc limit 1`)[0]?.id ?? 0
const accountOf = (house: House): RecordKey => ({ object: 'account', id: house.accountId })

/** As the worker's loop, until nothing is left to look at. */
async function look(): Promise<void> {
	while ((await advanceRuns(db, at)) > 0);
	for (let rounds = 0; (await workTouched(db, at)) > 0; rounds++) if (rounds > 20) throw new Error('It never comes to rest')
}
const row = (field: string, op: string, value: string, named = ''): QuestionRow => ({ field, op, value, days: '', named })

/** A segment as its form writes it. */
async function makeSegment(name: string, ...rows: QuestionRow[]): Promise<() => Promise<string[]>> {
	const predicate = predicateOf({ join: 'all', rows })
	if (!predicate.ok) throw new Error(JSON.stringify(predicate))
	expect(questionOf(predicate.value)?.rows, 'comes back as it was written').toEqual(rows)
	const saved = await changeList(db, yuki, { id: null, wish: { name, predicate: predicate.value }, ...said })
	if (!saved?.ok) throw new Error(JSON.stringify(saved))
	return async () => {
		await look()
		const members = await db<{ id: number }[]>`select prospect_id as id from ma_list_member where list_id = ${saved.id} order by 1`
		return members.map(({ id }) => nameOf.get(id) ?? '')
	}
}

test('(A42) a product table on accounts: a segment of who owns X and not Y follows each row that comes, changes and goes', async () => {
	const owns = 'object.product_table.name:text'
	const inside = await makeSegment('X, not Y', row(owns, 'eq', 'Espresso X'), row(owns, 'ne', 'Grinder Y'))
	expect(await inside()).toEqual([])
	for (const house of [luka, mina]) await put(accountOf(house), 'product_table', 'Espresso X')
	await put(accountOf(signe), 'product_table', 'Kettle')
	expect(await inside()).toEqual(['luka', 'mina'])
	await put(accountOf(mina), 'product_table', ' grinder y ')
	expect(await inside(), 'one came').toEqual(['luka'])
	await put(accountOf(signe), 'product_table', 'Espresso X', {}, await rowOf('Kettle'))
	expect(await inside(), 'one changed').toEqual(['luka', 'signe'])
	expect(await changeRecord(db, natalie, { key: accountOf(mina), edit: { act: 'remove_row', rowId: await rowOf(' grinder y ') }, ...said })).toEqual({
		ok: true,
	})
	expect(await inside(), 'one went').toEqual(['luka', 'mina', 'signe'])
})

test('(A42) a question looks at the fields of those of one name, and how many there are', async () => {
	await put(accountOf(luka), 'product_table', 'Brewer', { units: '3', until: '2026-06-30' })
	await put(accountOf(luka), 'product_table', 'Roaster', { units: '1', until: '2027-06-30' })
	await put(accountOf(mina), 'product_table', 'Brewer', { units: '1', until: '2027-06-30' })
	await put(accountOf(mina), 'product_table', 'Roaster', { units: '9', until: '2026-06-30' })
	const ends = await makeSegment('Brewer ends', row('object.product_table.until:day', 'lt', '2027-01-01', 'Brewer'))
	const many = await makeSegment('Many brewers', row('object.product_table.units:number', 'gte', '3', 'brewer'))
	const none = await makeSegment('No brewer', row('object.product_table:count', 'eq', '0', 'Brewer'), row('object.product_table:count', 'gte', '1'))
	expect([await ends(), await many(), await none()]).toEqual([['luka'], ['luka'], ['signe']])
	const any = await makeSegment('Anything ends', row('object.product_table.until:day', 'lt', '2027-01-01'))
	expect(await any()).toEqual(['luka', 'mina'])
})

test('(A42) what hangs off a contact is hers, what hangs off an opportunity theirs who take part', async () => {
	await put({ object: 'contact', id: mina.contactId }, 'course', 'Latte art')
	const [{ id = 0 } = {}] = await db<
		{ id: number }[]
	>`insert into crm_opportunity (account_id, name, stage, currency, owner_user_id) values (${signe.accountId}, 'Roastery', 'Proposal', 'USD', ${natalie.userId}) returning id`
	await put({ object: 'opportunity', id }, 'line', 'Bar')
	const learned = await makeSegment('Learned', row('object.course.name:text', 'contains', 'latte'))
	const wants = await makeSegment('Wants a bar', row('object.line.name:text', 'eq', 'Bar'))
	expect([await learned(), await wants()]).toEqual([['mina'], []])
	const role: RecordEdit = { act: 'role', contactId: signe.contactId, role: 'Buyer', isPrimary: true }
	expect(await changeRecord(db, natalie, { key: { object: 'opportunity', id }, edit: role, ...said })).toEqual({ ok: true })
	expect(await wants()).toEqual(['signe'])
})

test('(A42) marketing reads and never writes it; the room of segments offers the objects with their fields', async () => {
	await expect(db`delete from ma_custom_row`).rejects.toThrow(/cannot delete from view|permission denied/)
	const { room } = await openLists(db, yuki, { text: null, kind: null })
	expect(room.objects.map(({ code, defs }) => [code, defs.map(({ name }) => name)])).toEqual([
		['product_table', ['units', 'until']],
		['course', []],
		['line', []],
	])
	const predicate = { field: 'object.product_table.name:text', op: 'eq' as const, value: 'Brewer' }
	await expectStatements(db, 1, () => countPeople(db, yuki, { predicate, at }))
	expect(await countPeople(db, yuki, { predicate, at })).toBe(2)
})

test('statements do not grow with the rows that changed', async () => {
	await look()
	const [{ id: objectId = 0 } = {}] = await db<{ id: number }[]>`select id from crm_custom_object where code = 'product_table'`
	await db`insert into crm_custom_row (account_id, custom_object_id, name) select ${luka.accountId}, ${objectId}, 'Cup ' || n from generate_series(1, 3) n`
	await expectStatements(db, 8, () => workTouched(db, at))
	await look()
	await db`insert into crm_custom_row (account_id, custom_object_id, name) select a.account_id, ${objectId}, 'Cup ' || n from generate_series(1, 300) n, unnest(${db.array(
		[luka, mina, signe].map(({ accountId }) => accountId),
		20,
	)}::bigint[]) as a (account_id)`
	await expectStatements(db, 8, () => workTouched(db, at))
})
