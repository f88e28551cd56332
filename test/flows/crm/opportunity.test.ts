import { expect, test } from 'vitest'
import { changeRecord, openRecord, type RecordEdit } from '../../../app/flows/crm/change-record.ts'
import { openDeletions } from '../../../app/flows/deletion/open-deletions.ts'
import { undoDeletion } from '../../../app/flows/deletion/undo-deletion.ts'
import { openPipeline } from '../../../app/flows/lead/open-leads.ts'
import { workTouched } from '../../../app/flows/marketing/work-touched.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { makeFargo, makeProspect } from '../../support/fargo.ts'
import { statementsOf } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const at = new Date()
const fargo = await makeFargo(db, 'Fargo')
const prospectId = await makeProspect(db, fargo)
const seller = { id: fargo.sellerId }
const natalie = { kind: 'staff', userId: fargo.natalieId, locale: 'en', roles: ['rep'], seller } as unknown as StaffMember
const done = { requestId: 'r', at }

async function make(name: string, more: { orderId?: number; stage?: string } = {}): Promise<number> {
	const [made] = await db<{ id: number }[]>`
		insert into crm_opportunity (account_id, name, stage, amount_minor, currency, order_id) values (${fargo.accountId}, ${name}, ${more.stage ?? 'qualification'}, 10000, 'USD', ${more.orderId ?? null}) returning id`
	await db`insert into crm_opp_contact_role (account_id, opportunity_id, contact_id, role) values (${fargo.accountId}, ${made?.id ?? 0}, ${fargo.lukaId}, 'Buyer')`
	return made?.id ?? 0
}
const edit = (id: number, wish: RecordEdit, staff = natalie) => changeRecord(db, staff, { key: { object: 'opportunity', id }, edit: wish, ...done })
const say = (id: number, type: string, probability: string) => edit(id, { act: 'details', wish: { type, probability } })
const codes = (answer: Awaited<ReturnType<typeof edit>>) => (answer && !answer.ok ? answer.refusals.map(({ code }) => code) : answer)
const shown = async (id: number) => (await openRecord(db, natalie, { object: 'opportunity', id }))?.opportunity
const marks = async (id: number) => await db`select kind, fields from sync_change where object = 'opportunity' and record_id = ${String(id)} order by id`

/** Segments that ask what the room writes; those she is in. */
async function inside(): Promise<string[]> {
	for (let rounds = 0; (await workTouched(db, new Date())) > 0; rounds++) if (rounds > 20) throw new Error('It never comes to rest')
	return (
		await db<{ name: string }[]>`select l.name from ma_list_member m join ma_list l on l.id = m.list_id where m.prospect_id = ${prospectId} order by l.id`
	).map(({ name }) => name)
}
const segment = (name: string, predicate: object) =>
	db`insert into ma_list (seller_entity_id, name, kind, predicate) values (${fargo.sellerId}, ${name}, 'segment', ${db.json(predicate as never)})`

test('(A8) type and probability are said in its room, each act recomputes the segments that ask for them, and the other systems hear', async () => {
	await segment('Likely', { field: 'opportunityProbability', op: 'gte', value: 70 })
	await segment('Renewal', { field: 'opportunityType', op: 'eq', value: 'renewal' })
	await segment('Deleted', { field: 'opportunityState', op: 'eq', value: 'deleted' })
	const id = await make('Second bar')
	expect(await inside()).toEqual([])
	expect(await shown(id)).toMatchObject({ type: null, probability: null, odds: 10, usual: 10 })
	await db`delete from sync_change`
	expect(await say(id, ' renewal ', '80 %')).toEqual({ ok: true })
	expect(await marks(id)).toEqual([{ kind: 'update', fields: ['probability', 'type'] }])
	expect(await shown(id)).toMatchObject({ type: 'renewal', probability: 80, odds: 80, usual: 10 })
	expect(await openPipeline(db, natalie)).toMatchObject([{ id, type: 'renewal', odds: 80 }])
	expect(await inside()).toEqual(['Likely', 'Renewal'])
	expect(codes(await say(id, 'x'.repeat(121), '101'))).toEqual(['OPPORTUNITY_PROBABILITY', 'OPPORTUNITY_TYPE'])
	// Nobody says otherwise any more: its stage does, in marketing's view as in the room.
	expect(await say(id, '', '')).toEqual({ ok: true })
	expect(await inside()).toEqual([])
	await db`update crm_opportunity set stage = 'negotiation' where id = ${id}`
	expect([(await shown(id))?.odds, await inside()]).toEqual([90, ['Likely']])
	await db`update crm_opportunity set stage = 'closed_lost', closed_at = ${at} where id = ${id}`
	expect([(await shown(id))?.odds, await inside()]).toEqual([0, []])
	expect(codes(await say(id, '', '40'))).toEqual(['OPPORTUNITY_CLOSED'])
	expect(await db`select action from audit_entry where subject = ${`opportunity:${id}`} order by id`).toEqual([
		{ action: 'record.details' },
		{ action: 'record.details' },
	])
	await db`delete from crm_opportunity where id = ${id}`
})

test('(A8) marketing sees the probability that the rule says, at each stage, said or not', async () => {
	const stages = ['prospecting', 'qualification', 'proposal', 'negotiation', 'elsewhere']
	for (const stage of stages) await make(stage, { stage })
	const ids = (await db<{ id: number }[]>`select id from crm_opportunity where account_id = ${fargo.accountId} order by id`).map(({ id }) => id)
	const seen = async () =>
		(await db<{ probability: number }[]>`select probability from ma_opportunity where account_id = ${fargo.accountId} order by id`).map(
			({ probability }) => probability,
		)
	const ruled = async () => await Promise.all(ids.map(async (id) => (await shown(id))?.odds))
	expect(await seen()).toEqual(await ruled())
	await db`update crm_opportunity set probability = 33 where account_id = ${fargo.accountId}`
	expect(await seen()).toEqual(await ruled())
	await db`update crm_opportunity set closed_at = ${at}, is_won = id % 2 = 0 where account_id = ${fargo.accountId}`
	expect(await seen()).toEqual(await ruled())
	await db`delete from crm_opportunity where account_id = ${fargo.accountId}`
})

test('(A8, B11) a deleted one is gone from every room, asked for as deleted, kept as an event, and comes back as it was', async () => {
	const id = await make('Third bar')
	await say(id, 'renewal', '80')
	await db`delete from sync_change`
	const { statements } = await statementsOf(db, () => edit(id, { act: 'delete' }))
	expect(statements.length).toBeLessThanOrEqual(7)
	expect([await openRecord(db, natalie, { object: 'opportunity', id }), await openPipeline(db, natalie), await edit(id, { act: 'delete' })]).toEqual([
		null,
		[],
		null,
	])
	expect(await inside()).toEqual(['Deleted'])
	expect((await marks(id)).map(({ kind }) => kind)).toEqual(['delete'])
	const { deletions } = await openDeletions(db, natalie, { text: 'third', object: 'opportunity', state: null, after: null, limit: 5 }, new Date())
	expect(deletions).toMatchObject([
		{ actor: `user:${fargo.natalieId}`, state: 'open', mayUndo: true, counts: [{ object: 'opportunity', state: 'gone', count: 1 }] },
	])
	await db`delete from sync_change`
	expect(await undoDeletion(db, natalie, { id: deletions[0]?.id ?? 0, requestId: 'r', at: new Date() })).toEqual({ ok: true, restored: 1, refused: 0 })
	expect(await shown(id)).toMatchObject({ type: 'renewal', probability: 80 })
	expect((await openRecord(db, natalie, { object: 'opportunity', id }))?.people?.roles).toHaveLength(1)
	expect(await inside()).toEqual(['Likely', 'Renewal'])
	expect((await marks(id)).map(({ kind }) => kind)).toEqual(['insert'])
	await db`delete from crm_opportunity where id = ${id}`
})

test('(A8) one with an order is not deleted, and nobody deletes what is not of her desk', async () => {
	const id = await make('SO-1', { orderId: 77 })
	expect(await edit(id, { act: 'delete' })).toMatchObject({ ok: false, refusals: [{ code: 'OPPORTUNITY_ORDER', facts: { number: '#77' } }] })
	expect(await db`select deleted_at from crm_opportunity where id = ${id}`).toEqual([{ deletedAt: null }])
	const elsewhere = await makeFargo(db, 'Moorhead')
	const stranger = { ...natalie, userId: elsewhere.natalieId, seller: { id: elsewhere.sellerId } } as unknown as StaffMember
	expect([await edit(id, { act: 'delete' }, stranger), await edit(id, { act: 'details', wish: { type: 'x', probability: '' } }, stranger)]).toEqual([
		null,
		null,
	])
	// An account has no such acts.
	expect(await changeRecord(db, natalie, { key: { object: 'account', id: fargo.accountId }, edit: { act: 'delete' }, ...done })).toBeNull()
})
