import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { closeTask } from '../../app/flows/desk/close-task.ts'
import { openTasks } from '../../app/flows/desk/open-tasks.ts'
import { openToday } from '../../app/flows/desk/open-today.ts'
import { changePerson } from '../../app/flows/marketing/change-person.ts'
import { openPerson } from '../../app/flows/marketing/open-person.ts'
import { tellEngagement } from '../../app/flows/marketing/tell-engagement.ts'
import { erasePerson } from '../../app/flows/sync/erase-person.ts'
import { openDb } from '../../db/client.server.ts'
import { connectFirst, outsideStage, unfinished } from '../support/outside-stage.ts'
import { statementsOf } from '../support/statement-counter.ts'

/** What people did on a day, told to sales once (sync-core.md B15); the seller's day is Chicago's, five hours behind. */
const stage = await outsideStage('daily', { who: { firstName: 'Natalie', lastName: 'Ortiz', roles: ['administrator', 'rep', 'marketer'] } })
const { db, ownerUrl, sellerId, userId, standIn, org, clock, wait, settle, staff, done } = stage
const connectionId = await connectFirst(stage)
beforeEach(async () => {
	await settle()
	await db`delete from crm_task`
	await db`delete from ma_activity`
	await db`delete from sync_error`
})

let lot = 0
async function person(owner: number | null = userId, accountOwner = owner) {
	const email = `d${lot++}@daily.test`
	const [row] = await db<{ accountId: number; contactId: number; prospectId: number }[]>`
		with company as (insert into account (seller_entity_id, number, name, currency, owner_user_id) values (${sellerId}, ${`D-${lot}`}, ${`Basalt Days ${lot}`}, 'USD', ${accountOwner}) returning id),
		her as (insert into contact (account_id, first_name, last_name, email) select id, 'Ines', ${`Prado${lot}`}, ${email} from company returning id, account_id)
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id, assigned_user_id, assigned_at)
		select ${sellerId}, ${email}, 'Ines', ${`Prado${lot}`}, id, ${owner}, ${owner ? clock() : null} from her returning contact_id, id as prospect_id, (select id from company) as account_id`
	return row ?? { accountId: 0, contactId: 0, prospectId: 0 }
}
async function did(prospectId: number, kind: string, at: string, facts: object = {}) {
	await db`insert into ma_activity (prospect_id, source_key, kind, facts, occurred_at) values (${prospectId}, ${`d${lot++}`}, ${kind}, ${db.json(facts as never)}, ${at})`
}
const entries = async () =>
	await db<
		{ id: number; prospectId: number; dueOn: string; facts: Record<string, unknown>; status: string; ownerUserId: number }[]
	>`select id, prospect_id, contact_id, account_id, lead_id, due_on::text, facts, status, owner_user_id, subject from crm_task where is_log order by prospect_id, due_on`
const crmIdOf = async (object: string, id: number) =>
	(
		await db<
			{ crmId: string | null }[]
		>`select crm_id from sync_link where connection_id = ${connectionId} and ma_object = ${object} and ma_id = ${String(id)} and state = 'active'`
	)[0]?.crmId ?? null
const errors = async () => await db`select side, object, field, code from sync_error where connection_id = ${connectionId} and closed_at is null order by id`
const times = (kind: string, times: number) => ({ kind, times })
const noon = new Date('2026-05-12T17:00:00Z')

test('(B15) three people over two days: one entry a person and day, with what she did and looked at; nothing for a day on which she did nothing, nothing of a day that goes on', async () => {
	const [mina, luka, ada] = [await person(), await person(), await person()]
	for (const { prospectId } of [mina, luka, ada]) {
		await did(prospectId, 'page.viewed', '2026-05-10T15:00:00Z', { path: '/l/fair' })
		await did(prospectId, 'page.viewed', '2026-05-10T16:00:00Z', { path: '/l/fair' })
		await did(prospectId, 'mail.opened', '2026-05-10T16:00:00Z', { sendId: 1 })
	}
	await did(mina.prospectId, 'redirect.clicked', '2026-05-11T16:00:00Z', { target: 'https://a.test/machines' })
	await did(luka.prospectId, 'form.succeeded', '2026-05-11T16:00:00Z', { form: 'Ask us' })
	// Half past eleven in the evening of the eleventh, in Chicago.
	await did(luka.prospectId, 'file.opened', '2026-05-12T04:30:00Z', { file: 'Prices.pdf' })
	await did(ada.prospectId, 'page.viewed', '2026-05-12T05:30:00Z', { path: '/l/today' })
	await did(ada.prospectId, 'order.placed', '2026-05-11T16:00:00Z', { orderId: 1 })
	expect(await tellEngagement(db, noon)).toBe(5)
	const both = { count: 3, kinds: [times('page.viewed', 2), times('mail.opened', 1)], names: ['/l/fair'], more: 0 }
	const told = (await entries()).map(({ prospectId, dueOn, facts, status, ownerUserId }) => ({ prospectId, dueOn, facts, status, ownerUserId }))
	const entry = (prospectId: number, dueOn: string, facts: object) => ({ prospectId, dueOn, facts, status: 'done', ownerUserId: userId })
	expect(told).toEqual([
		entry(mina.prospectId, '2026-05-10', both),
		entry(mina.prospectId, '2026-05-11', { count: 1, kinds: [times('redirect.clicked', 1)], names: ['https://a.test/machines'], more: 0 }),
		entry(luka.prospectId, '2026-05-10', both),
		entry(luka.prospectId, '2026-05-11', {
			...{ count: 2, kinds: [times('file.opened', 1), times('form.succeeded', 1)] },
			...{ names: ['Ask us', 'Prices.pdf'], more: 0 },
		}),
		entry(ada.prospectId, '2026-05-10', both),
	])
	expect((await entries())[0]).toMatchObject({ contactId: mina.contactId, accountId: mina.accountId, leadId: null, subject: 'task.engagement' })
})

test('(B15) asked twice, by two at once, and again the next hours, a day is told once; a house that stood still for days makes up for them', async () => {
	const { prospectId } = await person()
	await did(prospectId, 'page.viewed', '2026-05-06T15:00:00Z', { path: '/a' })
	await did(prospectId, 'page.viewed', '2026-05-11T15:00:00Z', { path: '/b' })
	// Both have looked before either has told.
	const owner = openDb(ownerUrl, { max: 1 })
	onTestFinished(() => owner.end())
	await owner`create function waits() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(15); return null; end $$`
	await owner`create trigger waits before insert on crm_task for each statement execute function waits()`
	await owner`select pg_advisory_lock(15)`
	const both = Promise.all([tellEngagement(db, noon), tellEngagement(db, noon)])
	let waiting = 0
	while (waiting < 2) waiting = (await owner`select 1 from pg_locks where locktype = 'advisory' and objid = 15 and not granted`).length
	await owner`select pg_advisory_unlock(15)`
	expect((await both).toSorted()).toEqual([0, 2])
	await owner`drop trigger waits on crm_task`
	// A look that was counted late adds nothing to a day that was told.
	await did(prospectId, 'page.viewed', '2026-05-11T15:10:00Z', { path: '/c' })
	expect(await tellEngagement(db, new Date(noon.getTime() + 3_600_000))).toBe(0)
	// Who became another person takes her days along, which were told.
	const winner = (await person()).prospectId
	await db`update ma_activity set prospect_id = ${winner}`
	await db`update crm_task set prospect_id = ${winner}`
	expect(await tellEngagement(db, noon)).toBe(0)
	expect((await entries()).map(({ dueOn, facts }) => [dueOn, facts['names']])).toEqual([
		['2026-05-06', ['/a']],
		['2026-05-11', ['/b']],
	])
})

test('(B15) broken off in the middle nothing stands, and the next time everything', async () => {
	const { prospectId } = await person()
	for (const day of ['09', '10', '11']) await did(prospectId, 'page.viewed', `2026-05-${day}T15:00:00Z`, { path: '/a' })
	const owner = openDb(ownerUrl, { max: 1 })
	onTestFinished(() => owner.end())
	// The first of the three days is told already when it breaks.
	await owner`create function stops() returns trigger language plpgsql as $$ begin if new.due_on > '2026-05-09' then raise exception 'killed'; end if; return new; end $$`
	await owner`create trigger stops before insert on crm_task for each row execute function stops()`
	await expect(tellEngagement(db, noon)).rejects.toThrow('killed')
	await owner`drop trigger stops on crm_task`
	expect(await entries()).toEqual([])
	expect([await tellEngagement(db, noon), await tellEngagement(db, noon)]).toEqual([3, 0])
})

test('(A23, B15) whom nobody in sales has is told of to nobody; the rep of her company hears of her', async () => {
	const [free, ofCompany] = [await person(null), await person(null, userId)]
	for (const { prospectId } of [free, ofCompany]) await did(prospectId, 'page.viewed', '2026-05-11T15:00:00Z', { path: '/a' })
	expect(await tellEngagement(db, noon)).toBe(1)
	expect(await entries()).toMatchObject([{ prospectId: ofCompany.prospectId, ownerUserId: userId }])
})

test('(B15) of what she looked at the ten that she looked at most are named, and it is said how many more there were', async () => {
	const { prospectId } = await person()
	for (let n = 10; n < 23; n++) await did(prospectId, 'page.viewed', '2026-05-11T15:00:00Z', { path: `/${n}` })
	await did(prospectId, 'page.viewed', '2026-05-11T15:00:00Z', { path: '/22' })
	await tellEngagement(db, noon)
	const [entry] = await entries()
	expect(entry?.facts).toMatchObject({ count: 14, more: 3, names: ['/22', '/10', '/11', '/12', '/13', '/14', '/15', '/16', '/17', '/18'] })
})

test('(B15) it is nobody’s to do: on her page it stands as done, in no list and no count, and nobody opens it', async () => {
	const { prospectId } = await person()
	await did(prospectId, 'page.viewed', '2026-05-11T15:00:00Z', { path: '/a' })
	await tellEngagement(db, noon)
	const [entry] = await entries()
	const taskId = entry?.id ?? 0
	const query = { text: null, due: null, after: null, limit: 50 }
	for (const status of ['open', 'done', 'dropped'] as const) expect((await openTasks(db, staff, { filter: { ...query, status }, at: noon })).tasks).toEqual([])
	expect((await openToday(db, staff, { at: noon, locale: 'en' })).tasks).toEqual([])
	const page = await openPerson(db, staff, prospectId, { at: noon })
	expect(page?.person.tasks).toMatchObject([{ subject: 'task.engagement', status: 'done', isLog: true, dueOn: '2026-05-11' }])
	expect(await closeTask(db, staff, { taskId, status: 'open', at: noon, requestId: 'r' })).toBe(false)
	const opened = await changePerson(db, staff, { id: prospectId, edit: { act: 'task', taskId, status: 'open' }, requestId: 'r', at: noon })
	expect(opened).toMatchObject({ ok: false })
	await expect(db`update crm_task set status = 'open' where id = ${taskId}`).rejects.toThrow('crm_task_log')
})

const theirs = async (id: number) => {
	const crmId = await crmIdOf('task', id)
	return crmId === null ? null : (await org.readByIds('Task', [crmId], ['Subject', 'Description', 'Status', 'ActivityDate', 'WhoId', 'OwnerId']))[0]?.values
}

test('(B15) the org gets one completed task a person and day, in its owner’s words; opened there it is done again; it waits for a person who is not there', async () => {
	await db`update crm_user set locale = 'es' where id = ${userId}`
	const [known, absent] = [await person(), await person(null, userId)]
	await settle()
	for (const { prospectId } of [known, absent]) {
		await did(prospectId, 'page.viewed', '2026-05-11T15:00:00Z', { path: '/l/fair' })
		await did(prospectId, 'page.viewed', '2026-05-11T16:00:00Z', { path: '/l/fair' })
		await did(prospectId, 'mail.opened', '2026-05-11T15:00:00Z', { sendId: 1 })
	}
	await tellEngagement(db, noon)
	await settle()
	const [told, held] = (await entries()).map(({ id }) => id)
	expect(await theirs(told ?? 0)).toEqual({
		...{ Subject: 'Interacciones del día con el marketing: 3', Description: 'Vio una página: 2\nAbrió un correo: 1\n/l/fair', Status: 'Completed' },
		...{ ActivityDate: '2026-05-11', WhoId: await crmIdOf('prospect', known.prospectId), OwnerId: standIn.org.colleague },
	})
	expect([await crmIdOf('task', held ?? 0), await errors()]).toEqual([null, []])
	standIn.turn({ edit: { object: 'Task', id: (await crmIdOf('task', told ?? 0)) ?? '', values: { Status: 'Not Started', ActivityDate: '2026-06-01' } } })
	await settle()
	expect([await theirs(told ?? 0), (await entries())[0]]).toMatchObject([
		{ Status: 'Completed', ActivityDate: '2026-05-11' },
		{ status: 'done', dueOn: '2026-05-11' },
	])
	await tellEngagement(db, noon)
	await db`update ma_prospect set assigned_user_id = ${userId}, assigned_at = ${clock()} where id = ${absent.prospectId}`
	await settle()
	expect(await theirs(held ?? 0)).toMatchObject({ Status: 'Completed', WhoId: await crmIdOf('prospect', absent.prospectId) })
	expect([await unfinished(stage), await errors()]).toEqual([0, []])
	const who = [await crmIdOf('prospect', known.prospectId), await crmIdOf('prospect', absent.prospectId)]
	const there = [...(standIn.org.rows.get('Task')?.values() ?? [])].flatMap(({ values }) => (who.includes(String(values['WhoId'])) ? [values['WhoId']] : []))
	expect(there.toSorted()).toEqual(who.toSorted())
})

test('(B9, B11) whoever was forgotten leaves nothing in her entries, here and there, and none is made anew', async () => {
	const { prospectId } = await person()
	await settle()
	await did(prospectId, 'page.viewed', '2026-05-10T15:00:00Z', { path: '/private' })
	await tellEngagement(db, new Date('2026-05-11T17:00:00Z'))
	await settle()
	const [entry] = await entries()
	const crmId = (await crmIdOf('task', entry?.id ?? 0)) ?? ''
	await did(prospectId, 'page.viewed', '2026-05-11T15:00:00Z', { path: '/private' })
	const [her] = await db<{ name: string }[]>`select concat_ws(' ', first_name, last_name) as name from ma_prospect where id = ${prospectId}`
	expect(await erasePerson(db, staff, { prospectId, typed: her?.name ?? '', ...done() })).toMatchObject({ ok: true })
	wait(61_000)
	await settle()
	expect(await tellEngagement(db, noon)).toBe(0)
	expect(await entries()).toMatchObject([{ subject: '–', facts: {}, status: 'done' }])
	expect(standIn.org.rows.get('Task')?.get(crmId)?.values).toMatchObject({ Subject: '–', Description: '–' })
})

test('statements are the same for 3 people and for 300', async () => {
	const counted: number[] = []
	for (const many of [3, 300]) {
		await db`
			with known as (
				insert into ma_prospect (seller_entity_id, email, last_name, assigned_user_id, assigned_at) select ${sellerId}, 's' || ${lot}::int || '-' || n || '@daily.test', 'Prado', ${userId}, ${clock()} from generate_series(1, ${many}::int) n returning id, email
			)
			insert into ma_activity (prospect_id, source_key, kind, facts, occurred_at) select id, email, 'page.viewed', '{"path":"/a"}', '2026-05-11T15:00:00Z' from known`
		lot += 1
		const { result, statements } = await statementsOf(db, () => tellEngagement(db, noon))
		expect(result).toBe(many)
		counted.push(statements.length)
	}
	expect(counted).toEqual([1, 1])
})
