import { expect, test } from 'vitest'
import { saveAssignment } from '../../../app/flows/crm/save-assignment.ts'
import { closeTask } from '../../../app/flows/desk/close-task.ts'
import { openTasks } from '../../../app/flows/desk/open-tasks.ts'
import { changePerson } from '../../../app/flows/marketing/change-person.ts'
import { openPerson } from '../../../app/flows/marketing/open-person.ts'
import { withTransaction } from '../../../db/client.server.ts'
import { makeCompany } from '../../support/company.ts'
import { makeStaff } from '../../support/placed.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb({ max: 50 })
const fargo = await makeCompany(db, 'agate')
const flint = await makeCompany(db, 'flint')
const [natalie, ben, hana] = [
	await makeStaff(db, fargo, ['rep'], 'Natalie'),
	await makeStaff(db, fargo, ['rep'], 'Ben'),
	await makeStaff(db, fargo, ['rep'], 'Hana'),
]
const stranger = await makeStaff(db, flint, ['rep'], 'Grete')
const at = new Date('2026-03-06T15:00:00Z')

const one = async (rows: Promise<readonly { id: number }[]>) => (await rows)[0]?.id ?? 0
const group = await one(db`insert into crm_group (seller_entity_id, name) values (${fargo.sellerId}, 'Midwest') returning id`)
await db`insert into crm_group_member (group_id, user_id) select ${group}, unnest(${[natalie, ben, hana]}::bigint[])`
const queue = await one(db`insert into crm_queue (seller_entity_id, name) values (${fargo.sellerId}, 'Cafés') returning id`)
await db`insert into crm_queue_member (queue_id, user_id) select ${queue}, unnest(${[natalie, ben]}::bigint[])`

let made = 0
async function prospects(count: number, more: { contactId?: number; leadId?: number } = {}): Promise<number[]> {
	made += 1
	const rows = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, company, contact_id, lead_id)
		select ${fargo.sellerId}, 'p' || ${made}::int || '.' || n || '@cafe.test', 'Signe', 'Aldridge ' || n, 'Café ' || n, ${more.contactId ?? null}, ${more.leadId ?? null} from generate_series(1, ${count}::int) n returning id`
	return rows.map(({ id }) => id)
}
type Wish = Partial<Parameters<typeof saveAssignment>[1]> & Pick<Parameters<typeof saveAssignment>[1], 'prospectIds' | 'to'>
const assign = (wish: Wish) => withTransaction(db, (tx) => saveAssignment(tx, { cause: 'form', sourceKey: 'test', at, actor: null, ...wish }))
const ownersOf = (all: readonly number[]) =>
	db<
		{ userId: number | null; queueId: number | null }[]
	>`select assigned_user_id as user_id, assigned_queue_id as queue_id from ma_prospect where id = any(${[...all]}::bigint[]) order by id`
const tasksOf = (all: readonly number[]) =>
	db`select owner_user_id, status, due_on, facts->>'name' as name from crm_task where prospect_id = any(${[...all]}::bigint[]) order by id`
const noticesOf = (all: readonly number[]) => db`select user_id, kind from notice where (facts->>'prospectId')::bigint = any(${[...all]}::bigint[]) order by id`

test('(A7) a user gets it, is told once and has a task due on the next working day; a second time, by whomever, nothing is taken away', async () => {
	const mine = await prospects(1)
	const [first] = await Promise.all([
		assign({ prospectIds: mine, to: { kind: 'user', id: natalie } }),
		assign({ prospectIds: mine, to: { kind: 'user', id: natalie } }),
	])
	expect(first.assigned.length + first.kept.length).toBe(1)
	expect(await ownersOf(mine)).toEqual([{ userId: natalie, queueId: null }])
	// The sixth of March is a Friday.
	expect(await tasksOf(mine)).toEqual([{ ownerUserId: natalie, status: 'open', dueOn: '2026-03-09', name: 'Signe Aldridge 1' }])
	expect(await noticesOf(mine)).toEqual([{ userId: natalie, kind: 'prospect.assigned' }])
	for (const to of [
		{ kind: 'user', id: ben },
		{ kind: 'group', id: group },
		{ kind: 'queue', id: queue },
	] as const)
		expect((await assign({ prospectIds: mine, to })).kept).toEqual(mine)
	expect(await ownersOf(mine)).toEqual([{ userId: natalie, queueId: null }])
})

test('(A7) reassigning is an act of its own: the new one is told, the task of the old one ends, her lead goes along', async () => {
	const leadId = await one(
		db`insert into crm_lead (seller_entity_id, last_name, company, owner_user_id) values (${fargo.sellerId}, 'Renner', 'Air Museum', ${natalie}) returning id`,
	)
	const mine = await prospects(1, { leadId })
	expect((await assign({ prospectIds: mine, to: { kind: 'user', id: ben } })).kept).toEqual(mine)
	const again = { prospectIds: mine, to: { kind: 'user', id: ben } as const, reassign: true, actor: { userId: hana }, sourceKey: 'act 1' }
	expect((await assign(again)).assigned).toEqual([{ prospectId: mine[0], userId: ben, queueId: null }])
	expect((await assign(again)).kept).toEqual(mine)
	await assign({ ...again, to: { kind: 'queue', id: queue }, sourceKey: 'act 2' })
	expect(await db`select owner_user_id, owner_queue_id from crm_lead where id = ${leadId}`).toEqual([{ ownerUserId: null, ownerQueueId: queue }])
	expect((await tasksOf(mine)).map(({ ownerUserId, status }) => [ownerUserId, status])).toEqual([[ben, 'dropped']])
	expect((await noticesOf(mine)).map(({ userId, kind }) => [userId, kind])).toEqual([
		[ben, 'prospect.assigned'],
		[natalie, 'prospect.queued'],
		[ben, 'prospect.queued'],
	])
	expect(await db`select user_id, after->>'userId' as now from audit_entry where subject = ${`prospect:${mine[0]}`} order by id`).toEqual([
		{ userId: hana, now: `${ben}` },
		{ userId: hana, now: null },
	])
})

test('(A7) a contact cannot stand in a queue, the rest of the batch does; a stranger of another seller gets nothing', async () => {
	const contactId = await one(db`select id from contact where account_id = ${fargo.accountId} order by id limit 1`)
	await db`update account set owner_user_id = null where id = ${fargo.accountId}`
	const [hers = 0] = await prospects(1, { contactId })
	const others = await prospects(2)
	const answer = await assign({ prospectIds: [hers, ...others], to: { kind: 'queue', id: queue } })
	expect(answer.refused).toEqual([{ prospectId: hers, refusal: { code: 'ASSIGN_QUEUE_CONTACT', facts: {} } }])
	expect(await ownersOf([hers, ...others])).toEqual([
		{ userId: null, queueId: null },
		{ userId: null, queueId: queue },
		{ userId: null, queueId: queue },
	])
	expect((await assign({ prospectIds: [hers], to: { kind: 'user', id: stranger } })).refused[0]?.refusal.code).toBe('ASSIGN_TARGET_GONE')
})

test('(A7) the active rule says who, by what is known; without one that fits nothing is given', async () => {
	const ruleId = await one(db`insert into crm_assignment_rule (seller_entity_id, name, is_active) values (${fargo.sellerId}, 'House', true) returning id`)
	await db`insert into crm_assignment_entry (rule_id, position, predicate, user_id, queue_id) values (${ruleId}, 1, ${db.json({ field: 'score', op: 'gte', value: 100 })}, ${hana}, null), (${ruleId}, 2, ${db.json({ field: 'company', op: 'starts', value: 'café' })}, null, ${queue})`
	const [hot = 0, cold = 0, odd = 0] = await prospects(3)
	await db`update ma_prospect set score = 150 where id = ${hot}`
	await db`update ma_prospect set company = 'Museum' where id = ${odd}`
	const answer = await assign({ prospectIds: [hot, cold, odd], to: { kind: 'rule', id: null } })
	expect(answer.assigned).toEqual([
		{ prospectId: hot, userId: hana, queueId: null },
		{ prospectId: cold, userId: null, queueId: queue },
	])
	expect(answer.refused.map(({ prospectId, refusal }) => [prospectId, refusal.code])).toEqual([[odd, 'ASSIGN_RULE_NO_MATCH']])
	// Whoever belongs to somebody stays hers, whatever the rule would say of her.
	expect((await assign({ prospectIds: [hot], to: { kind: 'user', id: ben }, reassign: true })).assigned).toMatchObject([{ userId: ben }])
	const owned = await assign({ prospectIds: [hot, cold], to: { kind: 'rule', id: null } })
	expect([owned.assigned, owned.kept]).toEqual([[], [hot, cold]])
	expect(await ownersOf([hot])).toEqual([{ userId: ben, queueId: null }])
	await db`update crm_assignment_rule set is_active = false`
	expect((await assign({ prospectIds: [odd], to: { kind: 'rule', id: null } })).refused[0]?.refusal.code).toBe('ASSIGN_RULE_NONE')
})

test('a person’s page shows her first twenty tasks and says how many there are; all of them where that is asked', async () => {
	const [prospectId = 0] = await prospects(1)
	await db`insert into crm_task (idempotency_key, prospect_id, subject, owner_user_id, created_at) select 'many:' || n, ${prospectId}, 'Call ' || n, ${natalie}, ${at} from generate_series(1, 33) n`
	const marketer = { userId: ben, roles: ['marketer'], seller: { id: fargo.sellerId, timeZone: 'UTC' } } as never
	const shown = async (allTasks: boolean) => {
		const person = (await openPerson(db, marketer, prospectId, { at, allTasks }))?.person
		return [person?.tasks.length, person?.taskCount]
	}
	expect([await shown(false), await shown(true)]).toEqual([
		[20, 33],
		[33, 33],
	])
})

test('(A7) the task of an assignment is seen and ended on the marketing side as on the rep’s desk, by either', async () => {
	const mine = await prospects(1)
	const [prospectId = 0] = mine
	await assign({ prospectIds: mine, to: { kind: 'user', id: natalie } })
	const seller = { id: fargo.sellerId, timeZone: 'UTC' }
	const [marketer, rep] = [{ userId: ben, roles: ['marketer'], seller } as never, { userId: natalie, roles: ['rep'], seller } as never]
	const page = async () =>
		(await openPerson(db, marketer, prospectId, { at }))?.person.tasks.map(({ subject, status, ownerName }) => [subject, status, ownerName])
	const desk = async (status: 'open' | 'done') =>
		(await openTasks(db, rep, { filter: { text: null, status, due: null, after: null, limit: 50 }, at })).tasks.filter((task) => task.prospectId === prospectId)
			.length
	const [task] = (await openPerson(db, marketer, prospectId, { at }))?.person.tasks ?? []
	const [subject, taskId, owner] = [task?.subject ?? '', task?.id ?? 0, task?.ownerName ?? '']
	expect([await page(), await desk('open'), await desk('done')]).toEqual([[[subject, 'open', owner]], 1, 0])
	const end = (status: 'done' | 'open', id = taskId) =>
		changePerson(db, marketer, { id: prospectId, edit: { act: 'task', taskId: id, status }, requestId: 'r', at })
	expect(await end('done')).toEqual({ ok: true })
	expect([await page(), await desk('open'), await desk('done')]).toEqual([[[subject, 'done', owner]], 0, 1])
	expect(await end('done')).toMatchObject({ ok: false, refusals: [{ code: 'TASK_MOVED' }] })
	expect(await end('open')).toEqual({ ok: true })
	expect(await closeTask(db, rep, { taskId, status: 'done', at, requestId: 'r' })).toBe(true)
	expect(await page()).toEqual([[subject, 'done', owner]])
	const [other = 0] = await prospects(1)
	await assign({ prospectIds: [other], to: { kind: 'user', id: natalie } })
	const strange = await one(db`select id from crm_task where prospect_id = ${other}`)
	expect(await end('done', strange)).toMatchObject({ ok: false, refusals: [{ code: 'TASK_MOVED' }] })
	expect(await tasksOf([other])).toMatchObject([{ status: 'open' }])
})

test('(A7) in turn stays fair with fifty at once, and costs the same for one and for many', async () => {
	const all = await prospects(60)
	await Promise.all(all.slice(0, 50).map((id) => assign({ prospectIds: [id], to: { kind: 'group', id: group }, sourceKey: `form ${id}` })))
	const counts = await db<
		{ count: number }[]
	>`select count(*)::int as count from ma_prospect where id = any(${all}::bigint[]) and assigned_user_id is not null group by assigned_user_id order by 1`
	expect(counts.map(({ count }) => count)).toEqual([16, 17, 17])
	expect((await tasksOf(all)).length).toBe(50)
	await expectStatements(db, 9, () => assign({ prospectIds: all.slice(50, 51), to: { kind: 'group', id: group } }))
	await expectStatements(db, 9, () => assign({ prospectIds: all.slice(51), to: { kind: 'group', id: group } }))
})
