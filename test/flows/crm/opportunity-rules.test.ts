import { expect, test } from 'vitest'
import { changeFields } from '../../../app/flows/crm/change-fields.ts'
import { changeRecord } from '../../../app/flows/crm/change-record.ts'
import { changeRules, openRules } from '../../../app/flows/crm/change-rules.ts'
import { saveAssignment } from '../../../app/flows/crm/save-assignment.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { withTransaction } from '../../../db/client.server.ts'
import { makeFargo, makeProspect } from '../../support/fargo.ts'
import { testDb } from '../../support/test-db.ts'

/** What rules of the house's own ask of an opportunity (sync-core.md A36, decision 0466). */
const { db } = await testDb()
const at = new Date('2026-03-06T15:00:00Z')
const fargo = await makeFargo(db)
const seller = { id: fargo.sellerId }
const natalie = { kind: 'staff', userId: fargo.natalieId, locale: 'en', roles: ['rep', 'administrator'], seller } as unknown as StaffMember
const done = { requestId: 'r', at }

async function make(name: string, stage = 'qualification'): Promise<number> {
	const [made] = await db<{ id: number }[]>`
		insert into crm_opportunity (account_id, name, stage, amount_minor, currency) values (${fargo.accountId}, ${name}, ${stage}, 10000, 'USD') returning id`
	await db`insert into crm_opp_contact_role (account_id, opportunity_id, contact_id, role) values (${fargo.accountId}, ${made?.id ?? 0}, ${fargo.lukaId}, 'Buyer')`
	return made?.id ?? 0
}
const say = (id: number, type: string, probability: string) =>
	changeRecord(db, natalie, { key: { object: 'opportunity', id }, edit: { act: 'details', wish: { type, probability } }, ...done })
const clean = () => db`delete from crm_opportunity where account_id = ${fargo.accountId}`

test('(A36) a rule that asks type and probability refuses what a rep says of an opportunity, and lets pass what does not meet it', async () => {
	expect((await openRules(db, natalie)).objects.find(({ object }) => object === 'opportunity')?.fields.map(({ name }) => name)).toEqual(
		expect.arrayContaining(['type', 'probability']),
	)
	const predicate = {
		all: [
			{ field: 'type', op: 'eq' as const, value: 'tender' },
			{ field: 'probability', op: 'gt' as const, value: 50 },
		],
	}
	const rule = { act: 'rule' as const, id: null, object: 'opportunity' as const, name: 'No sure tenders', predicate, isActive: true, exemptsSync: true }
	expect(await changeRules(db, natalie, { edit: { ...rule, messages: { en: 'A tender is never that likely.' } }, ...done })).toEqual({ ok: true })
	const id = await make('Second bar')
	expect(await say(id, 'tender', '60')).toMatchObject({
		refusals: [{ code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', facts: { message: 'A tender is never that likely.' } }],
	})
	expect(await db`select type, probability from crm_opportunity where id = ${id}`, 'nothing was written').toEqual([{ type: null, probability: null }])
	expect(await say(id, 'tender', '50')).toEqual({ ok: true })
	// Nobody says how likely: at this stage it is 90 percent all the same.
	await db`update crm_opportunity set stage = 'negotiation' where id = ${id}`
	expect(await say(id, 'tender', '')).toMatchObject({ refusals: [{ code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION' }] })
	expect(await say(id, 'renewal', '')).toEqual({ ok: true })
	await db`update crm_validation_rule set is_active = false`
	await clean()
})

test('(A36) a workflow tells the owner when an opportunity becomes likely, once', async () => {
	const predicate = { field: 'probability', op: 'gte' as const, value: 80 }
	const workflow = { act: 'workflow' as const, id: null, object: 'opportunity' as const, name: 'Nearly there', predicate, isActive: true }
	expect(await changeRules(db, natalie, { edit: { ...workflow, actions: [{ kind: 'notice' }] }, ...done })).toEqual({ ok: true })
	const id = await make('Third bar')
	const notices = async () => (await db`select 1 from notice where kind = 'workflow.entered' and (facts->>'recordId')::bigint = ${id}`).length
	await say(id, '', '79')
	expect(await notices()).toBe(0)
	await say(id, '', '80')
	await say(id, '', '85')
	expect(await notices()).toBe(1)
	await clean()
})

test('(A7) an assignment rule gives a buyer by the likeliest of what is still open with her', async () => {
	const prospectId = await makeProspect(db, fargo)
	const [ben] = await db<{ id: number }[]>`
		insert into crm_user (seller_entity_id, first_name, last_name, email, roles) values (${fargo.sellerId}, 'Ben', 'Ray', 'ben@house.test', '{rep}') returning id`
	const [rule] = await db<
		{ id: number }[]
	>`insert into crm_assignment_rule (seller_entity_id, name, is_active) values (${fargo.sellerId}, 'Renewals', true) returning id`
	const predicate = {
		all: [
			{ field: 'opportunityType', op: 'eq', value: 'renewal' },
			{ field: 'opportunityProbability', op: 'gte', value: 70 },
		],
	}
	await db`insert into crm_assignment_entry (rule_id, position, predicate, user_id) values (${rule?.id ?? 0}, 1, ${db.json(predicate)}, ${ben?.id ?? 0})`
	const given = async () => {
		const to = { kind: 'rule' as const, id: rule?.id ?? 0 }
		const answer = await withTransaction(db, (tx) =>
			saveAssignment(tx, { prospectIds: [prospectId], to, cause: 'form', sourceKey: 'test', at, actor: null, reassign: true }),
		)
		return [answer.assigned.map(({ userId }) => userId), answer.refused.map(({ refusal }) => refusal.code)]
	}
	const [sure, weak] = [await make('Tender', 'proposal'), await make('Renewal')]
	await say(sure, 'tender', '')
	await say(weak, 'renewal', '60')
	expect(await given()).toEqual([[], ['ASSIGN_RULE_NO_MATCH']])
	await say(weak, 'renewal', '80')
	expect(await given(), 'the renewal is likelier than the tender now').toEqual([[ben?.id], []])
	await db`update crm_opportunity set deleted_at = ${at} where id = ${weak}`
	expect(await given()).toEqual([[], ['ASSIGN_RULE_NO_MATCH']])
	await clean()
})

test('a field of the house’s own that was called so before keeps its name and can be changed; a new one cannot take it', async () => {
	const def = {
		name: 'type',
		type: 'text' as const,
		labels: { en: 'Kind' },
		length: 40,
		precision: null,
		scale: null,
		choices: null,
		isRequired: false,
		isActive: true,
	}
	const [own] = await db<{ id: number }[]>`
		insert into crm_custom_def (seller_entity_id, object, name, labels, type, length) values (${fargo.sellerId}, 'opportunity', 'type', ${db.json({ en: 'Kind' })}, 'text', 20) returning id`
	const change = (id: number | null, name: string) =>
		changeFields(db, natalie, { edit: { act: 'field', id, object: 'opportunity', def: { ...def, name } }, ...done })
	expect(await change(own?.id ?? 0, 'type')).toEqual({ ok: true })
	expect(await db`select length from crm_custom_def where id = ${own?.id ?? 0}`).toEqual([{ length: 40 }])
	expect(await change(null, 'probability')).toMatchObject({ refusals: [{ code: 'CUSTOM_NAME_TAKEN' }] })
})
