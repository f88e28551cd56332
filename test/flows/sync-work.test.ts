import { beforeEach, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { closeTask } from '../../app/flows/desk/close-task.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { connectFirst, outsideStage, unfinished } from '../support/outside-stage.ts'
import { statementsOf } from '../support/statement-counter.ts'

/** Tasks and cases, between the house and an org (sync-core.md A7, A22, B15). */
const stage = await outsideStage('work', { who: { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'] } })
const { db, sellerId, userId, standIn, org, clock, wait, settle, staff } = stage
const connectionId = await connectFirst(stage)
beforeEach(async () => {
	await settle()
	await db`delete from sync_error`
})

let lot = 0
async function company(owner: number | null = userId): Promise<number> {
	const [made] = await db<{ id: number }[]>`
		insert into account (seller_entity_id, number, name, currency, owner_user_id) values (${sellerId}, ${`W-${lot}`}, ${`Basalt Works ${lot++}`}, 'USD', ${owner}) returning id`
	return made?.id ?? 0
}
async function person(accountId: number, owner: number | null = userId) {
	const email = `w${lot++}@work.test`
	const [row] = await db<{ contactId: number; prospectId: number }[]>`
		with her as (insert into contact (account_id, first_name, last_name, email) values (${accountId}, 'Ines', 'Prado', ${email}) returning id)
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id, assigned_user_id, assigned_at)
		select ${sellerId}, ${email}, 'Ines', 'Prado', id, ${owner}, ${owner ? clock() : null} from her returning contact_id, id as prospect_id`
	return row ?? { contactId: 0, prospectId: 0 }
}
type Wished = { accountId?: number; contactId?: number; prospectId?: number; leadId?: number; subject?: string; facts?: object }
async function task({ accountId, contactId, prospectId, leadId, subject = 'Call back', facts = {} }: Wished): Promise<number> {
	const [made] = await db<{ id: number }[]>`
		insert into crm_task (idempotency_key, owner_user_id, account_id, contact_id, prospect_id, lead_id, subject, facts, due_on)
		values (${`t-${lot++}`}, ${userId}, ${accountId ?? null}, ${contactId ?? null}, ${prospectId ?? null}, ${leadId ?? null}, ${subject}, ${db.json(facts as never)}, '2026-05-20') returning id`
	return made?.id ?? 0
}
const crmIdOf = async (object: string, id: number) =>
	(
		await db<
			{ crmId: string | null }[]
		>`select crm_id from sync_link where connection_id = ${connectionId} and ma_object = ${object} and ma_id = ${String(id)} and state = 'active'`
	)[0]?.crmId ?? null
const theirs = async (object: string, ours: string, id: number, fields: readonly string[]) => {
	const crmId = await crmIdOf(ours, id)
	return crmId === null ? null : (await org.readByIds(object, [crmId], fields))[0]?.values
}
const put = (object: string, values: Record<string, string | boolean | null>) => (standIn.turn({ put: { object, values } }) as { put: { id: string } }).put.id
const edit = (object: string, id: string | null, values: Record<string, string | boolean | null>) => {
	expect((standIn.turn({ edit: { object, id: id ?? '', values } }) as { edit: object }).edit).toMatchObject({ ok: true })
}
const errors = async () => await db`select side, object, field, code from sync_error where connection_id = ${connectionId} and closed_at is null order by id`
const waiting = async () => await db`select object, waits_for from sync_job where connection_id = ${connectionId} order by id`
const fields = ['Subject', 'ActivityDate', 'Status', 'Priority', 'WhoId', 'WhatId', 'OwnerId']

test('(A7) a task stands in the org under its person and account, in its owner’s words, and is closed and opened again from both sides', async () => {
	await db`update crm_user set locale = 'es' where id = ${userId}`
	const accountId = await company()
	const { contactId, prospectId } = await person(accountId)
	const id = await task({ accountId, contactId, subject: 'task.quote_requested', facts: { number: 'Q-7' } })
	await settle()
	expect(await theirs('Task', 'task', id, fields)).toEqual({
		...{ Subject: 'Responder a la solicitud de presupuesto Q-7', ActivityDate: '2026-05-20', Status: 'Not Started', Priority: 'Normal' },
		...{ WhoId: await crmIdOf('prospect', prospectId), WhatId: await crmIdOf('account', accountId), OwnerId: standIn.org.colleague },
	})
	const here = async () => (await db`select subject, status, closed_at is not null as closed, due_on::text from crm_task where id = ${id}`)[0]
	const crmId = await crmIdOf('task', id)
	edit('Task', crmId, { Status: 'In Progress', ActivityDate: '2026-05-21' })
	await settle()
	expect(await here()).toEqual({ subject: 'task.quote_requested', status: 'open', closed: false, dueOn: '2026-05-21' })
	expect(await theirs('Task', 'task', id, ['Status'])).toEqual({ Status: 'In Progress' })
	edit('Task', crmId, { Status: 'Completed' })
	await settle()
	expect(await here()).toMatchObject({ status: 'done', closed: true })
	wait(1000)
	expect(await closeTask(db, staff, { taskId: id, status: 'open', at: clock(), requestId: 'r' })).toBe(true)
	await settle()
	expect(await theirs('Task', 'task', id, ['Status'])).toEqual({ Status: 'Not Started' })
	expect(await closeTask(db, staff, { taskId: id, status: 'dropped', at: clock(), requestId: 'r' })).toBe(true)
	await settle()
	expect(await theirs('Task', 'task', id, ['Status'])).toEqual({ Status: 'Deferred' })
	edit('Task', crmId, { Status: 'Not Started' })
	await settle()
	expect(await here()).toMatchObject({ status: 'open', closed: false })
	expect([await unfinished(stage), await errors()]).toEqual([0, []])
})

test('(A7, B13) a task goes over without a person and account that are not there, and names each once it is; the house’s own business stays', async () => {
	const accountId = await company(null)
	const { prospectId } = await person(accountId, null)
	const id = await task({ accountId, prospectId, subject: 'Ring Ines' })
	const own = await task({ subject: 'task.sync_refused' })
	await settle()
	expect(await theirs('Task', 'task', id, fields)).toMatchObject({ Subject: 'Ring Ines', WhoId: null, WhatId: null })
	expect(await crmIdOf('task', own)).toBeNull()
	expect([await waiting(), await errors()]).toEqual([[{ object: 'task', waitsFor: 'DEPENDENCY' }], []])
	await db`update account set owner_user_id = ${userId} where id = ${accountId}`
	await settle()
	expect(await theirs('Task', 'task', id, ['WhatId'])).toEqual({ WhatId: await crmIdOf('account', accountId) })
	await db`update ma_prospect set assigned_user_id = ${userId}, assigned_at = ${clock()} where id = ${prospectId}`
	await settle()
	expect(await theirs('Task', 'task', id, ['WhoId'])).toEqual({ WhoId: await crmIdOf('prospect', prospectId) })
	expect([await unfinished(stage), await errors()]).toEqual([0, []])
})

test('(A7) a task of a lead is about her alone: the org refuses another thing besides, and says so at that field', async () => {
	const email = `w${lot++}@work.test`
	const [row] = await db<{ leadId: number; prospectId: number }[]>`
		with her as (insert into crm_lead (seller_entity_id, last_name, company, email) values (${sellerId}, 'Ito', 'Ito', ${email}) returning id)
		insert into ma_prospect (seller_entity_id, email, last_name, company, lead_id, assigned_user_id, assigned_at) select ${sellerId}, ${email}, 'Ito', 'Ito', id, ${userId}, ${clock()} from her returning lead_id, id as prospect_id`
	const { leadId, prospectId } = row ?? { leadId: 0, prospectId: 0 }
	const [alone, both] = [await task({ leadId }), await task({ leadId, accountId: await company() })]
	await settle()
	expect(await theirs('Task', 'task', alone, ['WhoId', 'WhatId'])).toEqual({ WhoId: await crmIdOf('prospect', prospectId), WhatId: null })
	expect(await theirs('Task', 'task', both, ['Subject', 'WhoId'])).toEqual({ Subject: 'Call back', WhoId: null })
	expect(await errors()).toEqual([{ side: 'crm', object: 'Task', field: 'WhoId', code: 'FIELD_INTEGRITY_EXCEPTION' }])
})

test('(A7, A26) a task of the org is made here only where the mapping says so, for its person or account; one of nobody is refused by name', async () => {
	const accountId = await company()
	const { prospectId, contactId } = await person(accountId)
	await settle()
	wait(1000)
	await db`update sync_object_map set creates_ma = 'always', creates_ma_since = ${clock()} where connection_id = ${connectionId} and ma_object = 'task'`
	wait(1000)
	const made = put('Task', { Subject: 'Typed there', Status: 'Completed', Priority: 'High', WhoId: await crmIdOf('prospect', prospectId) })
	put('Task', { Subject: 'Of nobody', Status: 'Not Started', Priority: 'Low' })
	await settle()
	const rows = await db<
		{ id: number }[]
	>`select id, subject, status, priority, account_id, contact_id, prospect_id, closed_at is not null as closed from crm_task where subject in ('Typed there', 'Of nobody')`
	expect(rows).toMatchObject([{ subject: 'Typed there', status: 'done', priority: 'high', accountId, contactId, prospectId, closed: true }])
	expect(await crmIdOf('task', rows[0]?.id ?? 0)).toBe(made)
	expect((await errors()).map(({ object, code }) => [object, code])).toEqual([['Task', 'REQUIRED_FIELD_MISSING']])
	await db`update sync_object_map set creates_ma = 'never', creates_ma_since = null where connection_id = ${connectionId}`
})

async function supportCase(accountId: number, contactId: number | null): Promise<number> {
	const [made] = await db<{ id: number }[]>`
		insert into support_case (account_id, number, kind, contact_id, subject, description, owner_user_id) values (${accountId}, ${`CS-${lot++}`}, 'damaged', ${contactId}, 'Two cups broken', 'They came in pieces', ${userId}) returning id`
	return made?.id ?? 0
}

test('(A22) a case goes under its account and its contact; how it stands is said here alone, how urgent it is on either side', async () => {
	const accountId = await company(null)
	const { contactId, prospectId } = await person(accountId)
	const id = await supportCase(accountId, contactId)
	await settle()
	expect(await crmIdOf('support_case', id)).toBeNull()
	await db`update account set owner_user_id = ${userId} where id = ${accountId}`
	await settle()
	expect(await theirs('Case', 'support_case', id, ['Subject', 'Description', 'Status', 'Type', 'Priority', 'Origin', 'AccountId', 'ContactId'])).toEqual({
		...{ Subject: 'Two cups broken', Description: 'They came in pieces', Status: 'New', Type: 'Damaged', Priority: 'Medium', Origin: 'Web' },
		...{ AccountId: await crmIdOf('account', accountId), ContactId: await crmIdOf('prospect', prospectId) },
	})
	const crmId = await crmIdOf('support_case', id)
	edit('Case', crmId, { Status: 'Working', Priority: 'High' })
	await settle()
	expect((await db`select status, priority from support_case where id = ${id}`)[0]).toEqual({ status: 'open', priority: 'high' })
	expect(await theirs('Case', 'support_case', id, ['Status'])).toEqual({ Status: 'Working' })
	edit('Case', crmId, { Status: 'Closed' })
	await settle()
	expect((await db`select status from support_case where id = ${id}`)[0]).toEqual({ status: 'open' })
	expect(await theirs('Case', 'support_case', id, ['Status'])).toEqual({ Status: 'New' })
	await db`update support_case set status = 'closed', closed_at = now() where id = ${id}`
	await settle()
	expect(await theirs('Case', 'support_case', id, ['Status', 'IsClosed'])).toEqual({ Status: 'Closed', IsClosed: true })
	expect([await unfinished(stage), await errors()]).toEqual([0, []])
})

test('(A22) statements are the same for 3 tasks and cases and for 300', async () => {
	const counted: number[] = []
	for (const many of [2, 3, 300]) {
		wait(3_600_000)
		await settle()
		await settle()
		const accountId = await company()
		await settle()
		await db`
			with known as (
				insert into contact (account_id, first_name, last_name, email) select ${accountId}, 'Ines', 'Prado', 'n' || ${lot}::int || '-' || n || '@work.test' from generate_series(1, ${many}::int) n returning id, email
			), prospects as (
				insert into ma_prospect (seller_entity_id, email, last_name, contact_id, assigned_user_id, assigned_at) select ${sellerId}, email, 'Prado', id, ${userId}, ${clock()} from known
			), cases as (
				insert into support_case (account_id, number, contact_id, subject, owner_user_id) select ${accountId}, email, id, 'Help', ${userId} from known
			)
			insert into crm_task (idempotency_key, owner_user_id, account_id, contact_id, subject) select email, ${userId}, ${accountId}, id, 'Call' from known`
		lot += 1
		await drainMarks(db, clock())
		const { statements } = await statementsOf(db, () => workSync(stage.work))
		counted.push(statements.length)
		await settle()
	}
	const linked =
		await db`select ma_object, count(*)::int as count from sync_link where ma_object in ('support_case', 'task') and state = 'active' group by 1 order by 1`
	for (const { count } of linked) expect(count).toBeGreaterThanOrEqual(305)
	expect(counted[2]).toBe(counted[1])
})
