import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { openSalesforce } from '../../app/connectors/salesforce/salesforce.server.ts'
import { openSalesforceStandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import type { BulkWay, SidePort } from '../../app/connectors/sync/contract.ts'
import { cancelRun } from '../../app/flows/sync/cancel-run.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { openRuns } from '../../app/flows/sync/open-runs.ts'
import { resyncRecords } from '../../app/flows/sync/resync-records.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { withTransaction } from '../../db/client.server.ts'
import { insertConnections } from '../../db/queries/sync-connection.ts'
import { makeCompany } from '../support/company.ts'
import { makeStaff } from '../support/staff.ts'
import { statementsOf } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const { sellerId } = await makeCompany(db, 'fargo')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Natalie', lastName: 'Ortiz', roles: ['administrator'] })
const natalie = { kind: 'staff', userId, seller: { id: sellerId }, roles: ['administrator'] } as unknown as StaffMember
const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-org' }
let now = Date.parse('2026-05-12T09:00:00Z')
const clock = () => new Date(now)
const standIn = await openSalesforceStandIn({ ...keys, now: () => now })
afterAll(() => standIn.close())
const signIn = { kind: 'client_credentials', clientSecret: keys.clientSecret } as const
const org: SidePort & { bulk?: BulkWay } = openSalesforce({
	...{ origin: standIn.origin, clientId: keys.clientId, signIn, externalKeyField: 'Kontor_Key__c', bulkFrom: 2, timeoutMs: 20_000, now: () => now },
})
let port: SidePort = org
const work = { db, clock, random: () => 0.5, outside: () => port }
const line = { behaviour: 'most_recent', blank: 'fill', multi: 'last', overflow: 'error', fallback: null } as const
const fields = [
	{ crmField: 'Email', maField: 'email', ...line },
	{ crmField: 'LastName', maField: 'last_name', ...line },
	{ crmField: 'Title', maField: 'title', ...line },
	{ crmField: 'Phone', maField: 'phone', ...line },
]
const [connectionId = 0] = await withTransaction(db, (tx) =>
	insertConnections(tx, {
		...{ sellerEntityIds: [sellerId], name: 'org', crmSystem: 'salesforce', maSystem: 'embedded_ma', state: 'running', at: clock() },
		objects: [
			{ crmObject: 'Contact', maObject: 'prospect', rank: 1, createsCrm: 'never', createsMa: 'never', fields },
			{
				...{ crmObject: 'Lead', maObject: 'prospect', rank: 1, createsCrm: 'always', createsMa: 'never' },
				fields: [...fields, { crmField: 'Company', maField: 'company', ...line, fallback: 'Unknown' }],
			},
		],
	}),
)

let lot = 0
type Person = { id: number; crmId: string; email: string }
/** People whom both sides have alike, and then a title that only our side has: what nobody told the connection of. */
async function people(many: number, title = 'Head of coffee'): Promise<Person[]> {
	lot += 1
	const made = Array.from({ length: many }, (_, at) => {
		const email = `p${lot}n${at}@fargo.test`
		const { put } = standIn.turn({ put: { object: 'Contact', values: { LastName: 'Silva', Name: 'Silva', Email: email } } }) as { put: { id: string } }
		return { crmId: put.id, email }
	})
	return await withTransaction(db, async (tx) => {
		const rows = await tx<{ id: number }[]>`
			insert into ma_prospect (seller_entity_id, email, last_name, title) select ${sellerId}, e, 'Silva', ${title} from unnest(${tx.array(
				made.map(({ email }) => email),
				25,
			)}::text[]) with ordinality u(e, n) order by n returning id`
		await tx`
			insert into sync_link (connection_id, object_map_id, crm_object, crm_id, ma_object, ma_id, agreed)
			select ${connectionId}, m.id, 'Contact', c.id, 'prospect', p.id, (select jsonb_object_agg(f.id::text, case f.ma_field when 'email' then to_jsonb(c.email) when 'last_name' then '"Silva"' else 'null' end) from sync_field_map f where f.object_map_id = m.id)
			from sync_object_map m, jsonb_to_recordset(${tx.json(made.map(({ crmId, email }, at) => ({ id: crmId, email, at })))}) c(id text, email text, at int)
			join jsonb_to_recordset(${tx.json(rows.map(({ id }, at) => ({ id: String(id), at })))}) p(id text, at int) using (at)
			where m.connection_id = ${connectionId} and m.crm_object = 'Contact'`
		await tx`delete from sync_change`
		return made.map((one, at) => ({ ...one, id: rows[at]?.id ?? 0 }))
	})
}
let seenBulk = 0
const resync = async () => {
	seenBulk = (await db<{ id: number | null }[]>`select max(id) as id from sync_bulk`)[0]?.id ?? seenBulk
	return (await resyncRecords(db, natalie, { connectionId, filter: {}, requestId: 'r', at: clock() })) ?? 0
}
const step = async () => {
	now += 3000
	return await workSync(work, 'bulk')
}
const bulk = async () =>
	(
		await db<
			Record<string, unknown>[]
		>`select state, object, is_new, outcome, landed, refused, outside_id, message from sync_bulk where id > ${seenBulk} order by id desc limit 1`
	)[0]
async function bulkUntil(state: string): Promise<void> {
	for (let steps = 0; (await bulk())?.['state'] !== state; steps++) {
		if (steps > 60) throw new Error(`The bulk never comes to ${state}: ${JSON.stringify(await bulk())}`)
		await step()
	}
}
async function settle(): Promise<void> {
	now += 61_000
	for (
		let rounds = 0;
		(await drainMarks(db, clock())) + (await workSync(work)) + (await db`select 1 from sync_bulk where ended_at is null`).length > 0;
		rounds++
	) {
		now += 3000
		if (rounds > 80) throw new Error(`It never comes to rest: ${JSON.stringify(await bulk())}`)
	}
}
const there = (crmId: string) => standIn.org.rows.get('Contact')?.get(crmId)?.values
const titles = (some: readonly Person[]) => some.map(({ crmId }) => there(crmId)?.['Title'] ?? null)
const journal = async () =>
	(
		await db<
			{ count: number }[]
		>`select count(*)::int as count from sync_decision d join sync_field_map f on f.id = d.field_map_id where f.crm_field = 'Title' and d.wrote = 'crm'`
	)[0]?.count
const open = async () => (await db`select 1 from sync_job`).length + (await db`select 1 from sync_write where state in ('prepared', 'sent', 'unknown')`).length
const calls = () => standIn.org.calls.used

beforeEach(() => {
	port = org
})
afterEach(async () => {
	standIn.mend()
	await settle()
	expect(await open(), 'nothing is left over').toBe(0)
	await db`delete from sync_link`
	await db`delete from sync_decision`
	await db`delete from sync_error`
	await db`delete from sync_write`
	await db`delete from sync_bulk`
	await db`delete from sync_run`
	standIn.turn({ dropRules: true, batches: { used: 0, limit: 15_000 } })
})

test('(B12) a resync above the threshold goes as one file, and each row is confirmed by its own result', async () => {
	const [first, second, third, bad] = await people(4)
	standIn.turn({ rule: { object: 'Contact', field: 'Email', is: bad?.email ?? '', message: 'Not this one' } })
	const runId = await resync()
	const before = calls()
	await bulkUntil('started')
	expect(await workSync(work, 'outside'), 'the other loop leaves the backfill alone').toBe(0)
	expect((await openRuns(db, natalie, connectionId, { kind: null, after: null, limit: 5 }))?.runs[0]).toMatchObject({
		id: runId,
		total: 4,
		waiting: 4,
		bulk: { state: 'started', partRows: 4 },
	})
	await bulkUntil('done')
	expect(titles([first, second, third, bad] as Person[])).toEqual(['Head of coffee', 'Head of coffee', 'Head of coffee', null])
	expect(await bulk()).toMatchObject({ state: 'done', object: 'Contact', isNew: false, outcome: 'done', landed: 3, refused: 1 })
	expect(calls() - before, 'a look, a file, four results: and no more for more rows').toBeLessThan(20)
	expect(await journal()).toBe(3)
	expect(await db`select record_id, code, message, closed_at from sync_error`).toEqual([
		{ recordId: bad?.crmId, code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Not this one', closedAt: null },
	])
	const agreed = await db<{ agreed: Record<string, unknown>; crmId: string }[]>`select agreed, crm_id from sync_link order by id`
	expect(agreed.map(({ agreed: one }) => Object.values(one).includes('Head of coffee'))).toEqual([true, true, true, false])
	expect((await openRuns(db, natalie, connectionId, { kind: null, after: null, limit: 5 }))?.runs[0]).toMatchObject({ id: runId, waiting: 0, bulk: null })
	standIn.turn({ dropRules: true })
	await resync()
	await bulkUntil('done')
	await settle()
	expect(titles([bad] as Person[]), 'too little for a file goes at once').toEqual(['Head of coffee'])
	expect(await db`select closed_for from sync_error`).toEqual([{ closedFor: 'mended' }])
})

test('one refused field of a row in a file holds its other fields up no longer than until the file is settled', async () => {
	const some = await people(4, 'Forbidden')
	const [first] = some
	await db`update ma_prospect set phone = '+1 701 5' where id = ${first?.id ?? 0}`
	await db`delete from sync_change`
	standIn.turn({ refuse: { id: first?.crmId ?? '', code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'No such title', fields: ['Title'], is: 'Forbidden' } })
	await resync()
	await bulkUntil('done')
	expect(await bulk()).toMatchObject({ landed: 3, refused: 1 })
	expect(there(first?.crmId ?? '')?.['Phone'] ?? null).toBe(null)
	await settle()
	expect(there(first?.crmId ?? '')).toMatchObject({ Phone: '+1 701 5' })
	expect(titles(some)).toEqual([null, 'Forbidden', 'Forbidden', 'Forbidden'])
	expect(await db`select field, code from sync_error where closed_at is null`).toEqual([{ field: 'Title', code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION' }])
	standIn.turn({ accept: { id: first?.crmId ?? '' } })
})

test('statements are the same for 3 rows and for 3,000', async () => {
	const counted: number[] = []
	// The first time there is nothing that stands already.
	for (const many of [2, 3, 3000]) {
		const some = await people(Math.max(3, many), `Barista ${many}`)
		await resync()
		const { statements } = await statementsOf(db, () => bulkUntil('done'))
		counted.push(statements.length)
		expect(new Set(titles(some))).toEqual(new Set([`Barista ${many}`]))
	}
	expect(counted[1]).toBe(counted[2])
	expect(counted[2]).toBeLessThan(80)
	// The feed has them behind it before their links go.
	await settle()
	now += 400_000
})

describe('whoever dies between two steps', () => {
	/** A way whose `name` does what it does, and then the process is gone: once. */
	const dying = (name: keyof BulkWay): SidePort => {
		let isDead = false
		const way = org.bulk as BulkWay
		const call = way[name] as (...given: unknown[]) => Promise<unknown>
		const dies = async (...given: unknown[]) => {
			const answer = await call.apply(way, given)
			if (isDead) return answer
			isDead = true
			throw new Error('killed')
		}
		return { ...org, bulk: { ...way, [name]: dies } }
	}

	test.each(['open', 'fill', 'start', 'look', 'results', 'day'] as const)('after %s: another goes on, and nothing is written twice', async (name) => {
		const some = await people(5, `Owner ${name}`)
		await resync()
		port = dying(name)
		await expect(bulkUntil('done')).rejects.toThrow('killed')
		expect(await step(), 'whoever died has it until the lease is over').toBe(0)
		now += 11 * 60_000
		await bulkUntil('done')
		expect(titles(some)).toEqual(some.map(() => `Owner ${name}`))
		expect(await journal()).toBe(5)
		const jobs = [...standIn.org.jobs.values()].filter(({ lines }) => lines.some((one) => one['Title'] === `Owner ${name}`))
		expect(
			jobs.filter(({ state }) => state === 'JobComplete'),
			'one file was worked on, whatever was left open before',
		).toHaveLength(1)
	})

	test('between rows of the results: what is confirmed is not confirmed again', async () => {
		const some = await people(5, 'Twice')
		await resync()
		await bulkUntil('ended')
		const [first] = some
		await db`update sync_write set state = 'confirmed' where record_id = ${first?.crmId ?? ''}`
		await db`delete from sync_job where link_id = (select id from sync_link where crm_id = ${first?.crmId ?? ''})`
		await bulkUntil('done')
		expect(await bulk()).toMatchObject({ landed: 4 })
		expect(await journal()).toBe(4)
	})
})

test('a lost answer to the word that starts it is looked for, not said again', async () => {
	const some = await people(5, 'Lost')
	await resync()
	await bulkUntil('filled')
	standIn.turn({ loseAnswers: 1 })
	await bulkUntil('done')
	expect(titles(some)).toEqual(some.map(() => 'Lost'))
	expect(await journal()).toBe(5)
})

test('people who are to be made are made once: a job that the org forgot is looked for by our key', async () => {
	await db`insert into ma_prospect (seller_entity_id, email, last_name, company) select ${sellerId}, 'new' || n || '@fargo.test', 'Nova', 'Bar Nova' from generate_series(1, 5) n`
	await drainMarks(db, clock())
	await db`update sync_job set lane = 3`
	await bulkUntil('started')
	expect(await bulk()).toMatchObject({ object: 'Lead', isNew: true })
	now += 3000
	const before = [...(standIn.org.rows.get('Lead')?.values() ?? [])].length
	await org.bulk?.look(String((await bulk())?.['outsideId']))
	await org.bulk?.look(String((await bulk())?.['outsideId']))
	expect([...(standIn.org.rows.get('Lead')?.values() ?? [])].length - before, 'they are made, and nobody was told').toBe(5)
	standIn.turn({ forgetJobs: true })
	await settle()
	const leads = [...(standIn.org.rows.get('Lead')?.values() ?? [])].filter(({ values }) => values['LastName'] === 'Nova')
	expect(leads).toHaveLength(5)
	expect(await db`select count(*)::int as count from sync_link where crm_object = 'Lead' and state = 'active'`).toEqual([{ count: 5 }])
	await db`update ma_prospect set company = null where last_name = 'Nova'`
	await settle()
	await db`delete from sync_link`
	await db`delete from ma_prospect where last_name = 'Nova'`
	await settle()
})

test('an edit keeps its speed beside it; of a record that is on its way the edit waits and then wins', async () => {
	const some = await people(6, 'Old')
	const [other] = await people(1, '')
	await resync()
	await bulkUntil('started')
	const edit = async (id: number, title: string) => {
		await db`update ma_prospect set title = ${title} where id = ${id}`
		await drainMarks(db, clock())
	}
	await edit(other?.id ?? 0, 'Edited')
	await edit(some[0]?.id ?? 0, 'Newer')
	while ((await workSync(work, 'outside')) > 0) now += 10
	expect((await bulk())?.['state'], 'the bulk is still on its way').toBe('started')
	expect(titles([other as Person]), 'who has nothing to do with it is through').toEqual(['Edited'])
	expect(titles(some.slice(0, 1)), 'one job of a record at a time').toEqual([null])
	await settle()
	expect(titles(some)).toEqual(['Newer', ...some.slice(1).map(() => 'Old')])
})

test('what was edited before its file went is left out of it and looked at anew', async () => {
	const some = await people(5, 'Before')
	await resync()
	await bulkUntil('opened')
	await db`update ma_prospect set title = 'After' where id = ${some[0]?.id ?? 0}`
	await drainMarks(db, clock())
	await bulkUntil('filled')
	expect([...standIn.org.jobs.values()].at(-1)?.lines).toHaveLength(4)
	await settle()
	expect(titles(some)).toEqual(['After', 'Before', 'Before', 'Before', 'Before'])
})

test('never two at once: four workers share one bulk, and the connection has one', async () => {
	const some = await people(8, 'Four')
	await resync()
	for (let rounds = 0; (await bulk())?.['state'] !== 'done' && rounds < 40; rounds++) {
		now += 3000
		await Promise.all(Array.from({ length: 4 }, () => workSync(work, 'bulk')))
		expect([...standIn.org.jobs.values()].filter(({ state }) => state === 'UploadComplete' || state === 'InProgress').length).toBeLessThanOrEqual(1)
	}
	expect(titles(some)).toEqual(some.map(() => 'Four'))
	expect(await db`select count(*)::int as count from sync_bulk`).toEqual([{ count: 1 }])
	expect(await journal()).toBe(8)
})

describe('cancelled', () => {
	test('before its file goes: nothing is written, and the other side’s job is ended', async () => {
		const some = await people(5, 'Never')
		const runId = await resync()
		await bulkUntil('filled')
		await cancelRun(db, natalie, { connectionId, runId, requestId: 'r', at: clock() })
		await bulkUntil('done')
		await settle()
		expect(titles(some)).toEqual(some.map(() => null))
		expect([...standIn.org.jobs.values()].at(-1)?.state).toBe('Aborted')
		expect(await db`select subject ->> 'cancelled' as cancelled from sync_run where id = ${runId}`).toEqual([{ cancelled: '5' }])
		await db`delete from sync_link`
	})

	test('in the middle: what landed is confirmed, the rest is dropped', async () => {
		const some = await people(6, 'Half')
		const runId = await resync()
		standIn.turn({ bulkLines: 2 })
		await bulkUntil('started')
		for (let steps = 0; [...standIn.org.jobs.values()].at(-1)?.done !== 2 && steps < 9; steps++) await step()
		await cancelRun(db, natalie, { connectionId, runId, requestId: 'r', at: clock() })
		await bulkUntil('done')
		await settle()
		const landed = titles(some).filter(Boolean).length
		expect(landed, 'not all, and not none').toBe(4)
		expect(await journal()).toBe(landed)
		expect(await db`select subject ->> 'cancelled' as cancelled from sync_run where id = ${runId}`).toEqual([{ cancelled: String(some.length - landed) }])
		await db`delete from sync_link`
	})
})

test('a job that the org breaks off, or a day without batches: everything goes the other way for a while, and the room says why', async () => {
	const some = await people(5, 'Broken')
	await resync()
	standIn.turn({ failBulk: 1 })
	await bulkUntil('refused')
	expect(await bulk()).toMatchObject({ outcome: 'failed', message: 'InternalServerError : Retried more than fifteen times', landed: 0 })
	await settle()
	expect(titles(some)).toEqual(some.map(() => 'Broken'))
	expect(await db`select code from sync_error`, 'no record is told of it').toEqual([])
	now += 3_700_000
	const more = await people(5, 'Spent')
	standIn.turn({ batches: { used: 7500, limit: 15_000 } })
	await resync()
	await bulkUntil('refused')
	expect((await bulk())?.['message']).toBe('7500 of 15000 batches of the day are used')
	await settle()
	expect(titles(more)).toEqual(more.map(() => 'Spent'))
	now += 3_700_000
})
