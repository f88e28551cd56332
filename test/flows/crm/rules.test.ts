import { expect, test } from 'vitest'
import { changeFields } from '../../../app/flows/crm/change-fields.ts'
import { changeRecord, openRecord, type RecordEdit } from '../../../app/flows/crm/change-record.ts'
import { changeRules } from '../../../app/flows/crm/change-rules.ts'
import { saveChecked } from '../../../app/flows/crm/save-checked.ts'
import { changeLead } from '../../../app/flows/lead/change-lead.ts'
import { createLead } from '../../../app/flows/lead/create-lead.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { withTransaction } from '../../../db/client.server.ts'
import { makeCompany } from '../../support/company.ts'
import { makeStaff } from '../../support/placed.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const company = await makeCompany(db, 'agate')
const flint = await makeCompany(db, 'flint')
const at = new Date('2026-03-06T15:00:00Z')
const requestId = 'r'
const staffOf = async (of: typeof company, name: string, role: 'rep' | 'administrator'): Promise<StaffMember> => ({
	...{ kind: 'staff', userId: await makeStaff(db, of, [role], name), name, email: '', locale: 'cs', roles: [role] },
	...{ seller: of.shopper.seller, sessionHash: '', actingFor: null },
})
const [natalie, ada, ben] = [await staffOf(company, 'Natalie', 'rep'), await staffOf(company, 'Ada', 'administrator'), await staffOf(company, 'Ben', 'rep')]
const grete = await staffOf(flint, 'Grete', 'administrator')

const field = (object: string, name: string, type: 'text' | 'number' | 'picklist', more = {}) =>
	changeFields(db, ada, {
		edit: {
			...{ act: 'field', id: null, object },
			def: {
				name,
				type,
				labels: { en: name, cs: `${name} cs` },
				length: null,
				precision: type === 'number' ? 6 : null,
				scale: type === 'number' ? 2 : null,
				choices: null,
				isRequired: false,
				isActive: true,
				...more,
			},
		},
		...{ requestId, at },
	})
const wish = (more = {}) => ({
	firstName: 'Signe',
	lastName: 'Aldridge',
	company: 'Valley',
	email: '',
	phone: '',
	title: '',
	source: '',
	locale: 'en',
	note: '',
	...more,
})
async function leadOf(more = {}): Promise<number> {
	const made = await createLead(db, natalie, { wish: wish(more), requestId, at })
	if (!made.ok) throw new Error(JSON.stringify(made))
	return made.id
}
const edit = (id: number, act: RecordEdit, staff = natalie) => changeRecord(db, staff, { key: { object: 'lead', id }, edit: act, requestId, at })
const customOf = async (id: number) => (await db`select custom from crm_lead where id = ${id}`)[0]?.['custom']

test('a field is there as soon as it was added, holds what it may, and its name and type stay', async () => {
	const id = await leadOf()
	expect(await field('lead', 'seats', 'number')).toEqual({ ok: true })
	expect(await field('lead', 'roast', 'picklist', { choices: ['light', 'dark'] })).toEqual({ ok: true })
	expect(await field('lead', 'seats', 'text')).toMatchObject({ refusals: [{ code: 'CUSTOM_NAME_TAKEN' }] })
	expect(await field('shoe', 'seats', 'text')).toBeNull()
	expect((await openRecord(db, natalie, { object: 'lead', id }))?.defs.map(({ name }) => name)).toEqual(['seats', 'roast'])
	expect(await edit(id, { act: 'fields', typed: { seats: '12,50', roast: 'dark' } })).toEqual({ ok: true })
	expect(await customOf(id)).toEqual({ seats: '12.5', roast: 'dark' })
	expect(await edit(id, { act: 'fields', typed: { seats: '123456', roast: 'burnt' } })).toMatchObject({
		refusals: [
			{ code: 'NUMBER_OUTSIDE_VALID_RANGE', facts: { field: 'seats cs' } },
			{ code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', facts: { field: 'roast cs', value: 'burnt' } },
		],
	})
	expect(await customOf(id)).toEqual({ seats: '12.5', roast: 'dark' })
	const [{ fieldId = 0 } = {}] = await db<{ fieldId: number }[]>`select id as field_id from crm_custom_def where name = 'roast'`
	const renamed = {
		name: 'other',
		type: 'number' as const,
		labels: { en: 'Roast' },
		length: null,
		precision: 3,
		scale: 0,
		choices: ['light'],
		isRequired: false,
		isActive: true,
	}
	expect(await changeFields(db, ada, { edit: { act: 'field', id: fieldId, object: 'lead', def: renamed }, requestId, at })).toEqual({ ok: true })
	expect(await db`select name, type from crm_custom_def where id = ${fieldId}`).toEqual([{ name: 'roast', type: 'picklist' }])
	expect(await edit(id, { act: 'fields', typed: { roast: 'light' } }, ben)).toBeNull()
})

test('(A36) what must not be is refused to a person, a machine and the sync, in its own words; an exempt sync is let through', async () => {
	const rule = (more = {}) => ({
		act: 'rule' as const,
		id: null,
		object: 'lead' as const,
		name: 'No museums',
		predicate: { field: 'company', op: 'contains' as const, value: 'museum' },
		messages: { en: 'We do not sell to museums.', cs: 'Muzeím neprodáváme.' },
		isActive: true,
		exemptsSync: true,
		...more,
	})
	expect(await changeRules(db, ada, { edit: rule({ predicate: { field: 'shoe', op: 'eq', value: '1' }, messages: {} }), requestId, at })).toMatchObject({
		refusals: [{ code: 'PREDICATE_FIELD' }, { code: 'RULE_MESSAGE_MISSING' }],
	})
	expect(await changeRules(db, ada, { edit: rule(), requestId, at })).toEqual({ ok: true })
	expect(await changeRules(db, ada, { edit: rule(), requestId, at })).toMatchObject({ refusals: [{ code: 'CRM_NAME_TAKEN' }] })
	const [{ id: ruleId = 0 } = {}] = await db<{ id: number }[]>`select id from crm_validation_rule where name = 'No museums'`
	expect(await changeRules(db, grete, { edit: { act: 'remove_rule', id: ruleId }, requestId, at })).toBeNull()
	const against = [{ code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', facts: { rule: 'No museums', message: 'Muzeím neprodáváme.' } }]
	const [before] = await db`select count(*) as count from crm_lead`
	expect(await createLead(db, natalie, { wish: wish({ company: 'Air Museum' }), requestId, at })).toEqual({ ok: false, refusals: against })
	expect((await db`select count(*) as count from crm_lead`)[0]).toEqual(before)
	const id = await leadOf()
	expect(await changeLead(db, natalie, { id, edit: { act: 'edit', wish: wish({ company: 'Museum of Tea' }) }, requestId, at })).toEqual({
		ok: false,
		refusals: against,
	})
	expect((await db`select company from crm_lead where id = ${id}`)[0]).toEqual({ company: 'Valley' })
	await db`update crm_lead set company = 'Museum' where id = ${id}`
	const write = { object: 'lead' as const, ids: [id], sellerEntityId: company.sellerId, locale: 'en', at }
	const by = (writer: 'api' | 'sync') => withTransaction(db, (tx) => saveChecked(tx, { ...write, by: writer }))
	expect((await by('api'))[0]?.facts['message']).toBe('We do not sell to museums.')
	expect(await by('sync')).toEqual([])
	await db`update crm_validation_rule set exempts_sync = false`
	expect(await by('sync')).toHaveLength(1)
	await expectStatements(db, 3, () => by('api'))
	await changeRules(db, ada, { edit: { act: 'remove_rule', id: ruleId }, requestId, at })
	expect(await by('api')).toEqual([])
})

test('a workflow sets a field, gives a task, tells the owner and adds to a campaign when a lead enters, once; and again after it left', async () => {
	const [{ id: campaignId = 0 } = {}] = await db<
		{ id: number }[]
	>`insert into crm_campaign (seller_entity_id, code, name, currency) values (${company.sellerId}, 'HOT', 'Hot leads', 'USD') returning id`
	await db`insert into crm_campaign_status (campaign_id, status, rank) values (${campaignId}, 'Sent', 1)`
	const actions = [
		{ kind: 'field', name: 'roast', value: 'light' },
		{ kind: 'task', subject: 'Call at once', dueDays: 2 },
		{ kind: 'notice' },
		{ kind: 'campaign_member', campaignId, status: 'Sent' },
	]
	const workflow = (more = {}) => ({
		act: 'workflow' as const,
		id: null,
		object: 'lead' as const,
		name: 'Qualified',
		predicate: { field: 'status', op: 'eq' as const, value: 'qualified' },
		actions,
		isActive: true,
		...more,
	})
	expect(await changeRules(db, ada, { edit: workflow({ actions: [{ kind: 'field', name: 'roast', value: 'burnt' }] }), requestId, at })).toMatchObject({
		refusals: [{ code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' }],
	})
	expect(await changeRules(db, ada, { edit: workflow(), requestId, at })).toEqual({ ok: true })
	const id = await leadOf()
	const become = (status: 'qualified' | 'working', when = at) => changeLead(db, natalie, { id, edit: { act: 'status', status }, requestId, at: when })
	expect(await become('qualified')).toEqual({ ok: true })
	const done = async () => ({
		tasks: await db`select owner_user_id, subject, due_on from crm_task where lead_id = ${id}`,
		notices: (await db`select 1 from notice where kind = 'workflow.entered' and user_id = ${natalie.userId} and (facts->>'recordId')::bigint = ${id}`).length,
		members: await db`select status from crm_campaign_member where lead_id = ${id}`,
	})
	const once = { tasks: [{ ownerUserId: natalie.userId, subject: 'Call at once', dueOn: '2026-03-08' }], notices: 1, members: [{ status: 'Sent' }] }
	expect(await done()).toEqual(once)
	expect(await customOf(id)).toEqual({ roast: 'light' })
	await changeLead(db, natalie, { id, edit: { act: 'edit', wish: wish({ company: 'Valley City' }) }, requestId, at })
	expect(await done()).toEqual(once)
	await become('working')
	await become('qualified', new Date('2026-03-07T15:00:00Z'))
	expect(await done()).toMatchObject({ notices: 2, members: [{ status: 'Sent' }] })
})

test('(A42) an object of the house’s own hangs off an account, with its own fields, and not off a lead', async () => {
	await db`update account set owner_user_id = ${natalie.userId} where id = ${company.accountId}`
	expect(await changeFields(db, ada, { edit: { act: 'object', code: 'loan', labels: { en: 'Machines on loan' }, parent: 'account' }, requestId, at })).toEqual({
		ok: true,
	})
	expect(await field('loan', 'serial', 'text', { length: 8, isRequired: true })).toEqual({ ok: true })
	const key = { object: 'account' as const, id: company.accountId }
	const object = (await openRecord(db, natalie, key))?.objects[0]
	expect(object?.defs.map(({ name }) => name)).toEqual(['serial'])
	const row = (typed: Record<string, string>, staff = natalie, on: { object: 'account' | 'lead'; id: number } = key) =>
		changeRecord(db, staff, { key: on, edit: { act: 'row', rowId: null, customObjectId: object?.id ?? 0, name: 'Grinder', typed }, requestId, at })
	expect(await row({})).toMatchObject({ refusals: [{ code: 'REQUIRED_FIELD_MISSING' }] })
	expect(await row({ serial: 'A-1' })).toEqual({ ok: true })
	expect(await row({ serial: 'A-2' }, ben)).toBeNull()
	expect(await row({ serial: 'A-3' }, natalie, { object: 'lead', id: await leadOf() })).toBeNull()
	expect(await row({ serial: 'A-4' }, grete)).toBeNull()
	expect((await openRecord(db, natalie, key))?.rows.map(({ name, custom }) => [name, custom])).toEqual([['Grinder', { serial: 'A-1' }]])
})

test('(A8) an opportunity is seen by marketing while somebody takes part in it: contacts of its account alone, one of them first', async () => {
	const [{ id: opportunityId = 0 } = {}] = await db<
		{ id: number }[]
	>`insert into crm_opportunity (account_id, name, stage, currency, owner_user_id) values (${company.accountId}, 'Roastery', 'Proposal', 'USD', ${natalie.userId}) returning id`
	await db`update account set owner_user_id = ${natalie.userId} where id = ${company.accountId}`
	const [luka, mina] = await db<
		{ id: number }[]
	>`insert into contact (account_id, first_name, last_name, email) values (${company.accountId}, 'Luka', 'Roles', 'roles@agate.test'), (${company.accountId}, 'Mina', 'Roles', 'mina.roles@agate.test') returning id`
	await db`insert into ma_prospect (seller_entity_id, email, contact_id) values (${company.sellerId}, 'roles@agate.test', ${luka?.id ?? 0})`
	const act = (done: RecordEdit) => changeRecord(db, natalie, { key: { object: 'opportunity', id: opportunityId }, edit: done, requestId, at })
	const seen = async () => (await db`select id from ma_opportunity where id = ${opportunityId}`).length
	const roles = async () => (await openRecord(db, natalie, { object: 'opportunity', id: opportunityId }))?.people?.roles
	expect([await seen(), await roles()]).toEqual([0, []])
	expect(await act({ act: 'role', contactId: luka?.id ?? 0, role: 'Buyer', isPrimary: true })).toEqual({ ok: true })
	expect(await seen()).toBe(1)
	expect(await act({ act: 'role', contactId: mina?.id ?? 0, role: 'Finance', isPrimary: true })).toEqual({ ok: true })
	expect((await roles())?.map(({ name, role, isPrimary }) => [name, role, isPrimary])).toEqual([
		['Mina Roles', 'Finance', true],
		['Luka Roles', 'Buyer', false],
	])
	const [foreign] = await db<{ id: number }[]>`select id from contact where account_id = ${flint.accountId} limit 1`
	expect(await act({ act: 'role', contactId: foreign?.id ?? 0, role: 'Buyer', isPrimary: false }), 'of another account').toBeNull()
	expect(await edit(opportunityId, { act: 'role', contactId: luka?.id ?? 0, role: 'Buyer', isPrimary: false }), 'a lead has none').toBeNull()
	expect(await act({ act: 'remove_role', contactId: luka?.id ?? 0 })).toEqual({ ok: true })
	expect(await act({ act: 'remove_role', contactId: luka?.id ?? 0 }), 'gone already').toBeNull()
	expect(await seen()).toBe(0)
})
