import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { openSalesforceStandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import { openOwnSides as ownSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { openOutside } from '../../app/connectors/sync/outside/outside.server.ts'
import { changeLink } from '../../app/flows/sync/change-link.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { forgetDecisions } from '../../app/flows/sync/forget-decisions.ts'
import { openWhy } from '../../app/flows/sync/open-why.ts'
import { settleNotices } from '../../app/flows/sync/settle-notices.ts'
import { changeConnection } from '../../app/flows/sync-setup/change-connection.ts'
import { connectSystem } from '../../app/flows/sync-setup/connect-system.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import type { Connectors } from '../../app/platform/house.ts'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse, testSecrets } from '../support/house.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const { sellerId, shopper } = await makeCompany(db, 'citrine')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const ada = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
let now = Date.parse('2026-05-12T09:00:00Z')
const clock = () => new Date(now)
const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-org' }
const noticeSecret = 'secret-of-the-relay'
const org = await openSalesforceStandIn({ ...keys, now: () => now })
const { systems, sides } = openOutside({ secrets: testSecrets, reachesInside: true })
const joined = await connectSystem(db, ada, {
	wish: { system: 'salesforce', name: 'Org', key: { origin: org.origin, ...keys, keyField: 'Kontor_Key__c', noticeSecret }, sharePercent: 50 },
	...{ systems, ownSides, requestId: 'test', at: clock() },
})
const id = joined.ok ? joined.id : 0
await changeConnection(db, ada, { connectionId: id, act: 'run', requestId: 'test', at: clock() })
await db`update sync_connection set state = 'running' where id = ${id}`

const house = () => testHouse(db, { connectors: { systems } as unknown as Connectors, at: clock() })
const post = (raw: string, headers: Record<string, string>, to = id) => ask(house(), `/webhooks/sync/${to}`, { method: 'POST', raw, headers })
/** What a relay posts, carried to the house's own door. */
const statuses: number[] = []
const relay = createServer(async (request, response) => {
	const parts: Buffer[] = []
	for await (const part of request) parts.push(part as Buffer)
	const answer = await post(Buffer.concat(parts).toString(), { 'x-relay-signature': String(request.headers['x-relay-signature']) })
	statuses.push(answer.status)
	response.writeHead(answer.status).end()
})
await new Promise<void>((listening) => relay.listen(0, '127.0.0.1', listening))
org.tell({ url: `http://127.0.0.1:${(relay.address() as AddressInfo).port}/`, secret: noticeSecret })
afterAll(async () => {
	relay.close()
	await org.close()
})

const jobs = async () => await db`select object, record_id, causes from sync_job where connection_id = ${id} order by id`
/** Only what the notices say: the feeds are not asked, because they were a moment ago. */
async function work(): Promise<void> {
	for (
		let rounds = 0;
		(await settleNotices(db, clock())) + (await drainMarks(db, clock())) + (await workSync({ db, clock, random: () => 0, outside: sides })) > 0;
		rounds++
	)
		if (rounds > 50) throw new Error('It never comes to rest')
}
const [person] = await db<
	{ id: number }[]
>`insert into ma_prospect (seller_entity_id, email, first_name, last_name, company, assigned_user_id, assigned_at) values (${sellerId}, 'ana@citrine.test', 'Ana', 'Silva', 'Bar', ${userId}, ${clock()}) returning id`
const title = async () => (await db<{ title: string }[]>`select title from ma_prospect where id = ${person?.id ?? 0}`)[0]?.title
now += 61_000
await work()
const leadId = [...(org.org.rows.get('Lead')?.keys() ?? [])][0] ?? ''
const edit = (values: Record<string, string>) => void org.turn({ edit: { object: 'Lead', id: leadId, values } })
await org.told()
await work()

test('(B2.4) what the org says changed is there without a poll; twice and out of order it is one job, and both sides agree', async () => {
	now += 1000
	org.turn({ repeatPushes: 2, reorderPushes: 4 })
	for (const word of ['Waiter', 'Chef']) edit({ Title: word })
	await org.told()
	expect(statuses.slice(-4)).toEqual([200, 200, 200, 200])
	await settleNotices(db, clock())
	expect(await jobs()).toMatchObject([{ object: 'Lead', recordId: leadId, causes: ['notice'] }])
	expect(await db`select count(*)::int as count from sync_inbox where received_at = ${clock()}`).toEqual([{ count: 2 }])
	await work()
	expect(await title()).toBe('Chef')
})

test('(B7) a change that is told while its record is being worked on is not lost, though both bear the same moment', async () => {
	edit({ Title: 'Baker' })
	await org.told()
	await settleNotices(db, clock())
	const until = new Date(now + 45_000)
	await db`update sync_job set leased_until = ${until} where connection_id = ${id}`
	edit({ Title: 'Owner' })
	await org.told()
	await settleNotices(db, clock())
	expect(await db`select leased_until from sync_job where connection_id = ${id}`).toEqual([{ leasedUntil: null }])
	await work()
	expect(await title()).toBe('Owner')
})

test('(B2.4) an object of which nothing more is told has its feeds asked at once, and a gap is read anew', async () => {
	org.turn({ gapPushes: 1 })
	edit({ Title: 'Partner' })
	await org.told()
	await work()
	expect(await title()).toBe('Partner')
	const beats = async () => (await db`select feed from sync_watermark where connection_id = ${id} and object = 'Lead' and beat_at = 'epoch'`).length
	expect(await beats()).toBe(0)
	const overflow = JSON.stringify({
		data: {
			payload: { ChangeEventHeader: { entityName: 'Lead', recordIds: ['000000000000000AAA'], changeType: 'GAP_OVERFLOW', commitTimestamp: now } },
			event: { replayId: 99_001 },
		},
	})
	expect((await post(overflow, { 'x-relay-signature': signed(overflow) })).status).toBe(200)
	await settleNotices(db, clock())
	expect([await beats(), await jobs()]).toEqual([2, []])
})

const signed = (body: string, secret = noticeSecret) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
const notice = (more: object = {}, replayId = 99_100) =>
	JSON.stringify({
		data: {
			payload: { ChangeEventHeader: { entityName: 'Lead', recordIds: [leadId], changeType: 'UPDATE', commitTimestamp: now, ...more } },
			event: { replayId },
		},
	})

test('what nobody signed, what is too long, too old or no notice, and who has nobody to tell it, is kept by nobody', async () => {
	const kept = async () => (await db`select 1 from sync_inbox`).length
	const before = await kept()
	const body = notice()
	const send = async (raw: string, signature: string, to = id) => (await post(raw, { 'x-relay-signature': signature }, to)).status
	expect(await send(body, signed(body, 'another'))).toBe(400)
	expect(await send(body, '')).toBe(400)
	expect(await send(body.replace('UPDATE', 'DELETE'), signed(body))).toBe(400)
	expect(await send('not json', signed('not json'))).toBe(400)
	const old = notice({ commitTimestamp: now - 73 * 3600_000 })
	expect(await send(old, signed(old))).toBe(400)
	const long = notice({ changedFields: ['x'.repeat(300_000)] })
	expect(await send(long, signed(long))).toBe(413)
	expect(await send(body, signed(body), 999_999)).toBe(404)
	const [ours] = await db<{ id: number }[]>`
		insert into sync_connection (seller_entity_id, name, crm_system, ma_system) values (${sellerId}, 'own', 'embedded_crm', 'embedded_ma') returning id`
	expect(await send(body, signed(body), ours?.id ?? 0)).toBe(404)
	expect(await kept()).toBe(before)
	expect((await ask(house(), `/webhooks/sync/${id}`)).status).toBe(404)
})

test('(A4, B3) the notice of what was written by ourselves is no edit of somebody’s: what was reverted there stays', async () => {
	now = Date.now() + 86_400_000
	await work()
	await db`update ma_prospect set title = 'Chef' where id = ${person?.id ?? 0}`
	await work()
	const [link] = await db<{ id: number }[]>`select id from sync_link where connection_id = ${id} and crm_id = ${leadId}`
	const linkId = link?.id ?? 0
	const titleNow = async () => (await openWhy(db, ada, { linkId, ownSides }))?.fields.find(({ crmField }) => crmField === 'Title')
	expect(
		await changeLink(db, ada, { linkId, wish: { act: 'revert', id: (await titleNow())?.standing?.id ?? 0 }, ownSides, requestId: 'test', at: clock() }),
	).toEqual({ ok: true })
	for (const _round of ['the revert', 'its notice', 'the feed']) {
		now += 61_000
		await work()
		await org.told()
	}
	expect(await db`select fields -> 'Title' ->> 1 as by from sync_field_state where record_id = ${leadId} and object = 'Lead'`).toEqual([{ by: `feed:${id}` }])
	expect(org.org.rows.get('Lead')?.get(leadId)?.values['Title']).toBe('Partner')
	expect([(await titleNow())?.pinnedAt != null, await title()]).toEqual([true, 'Chef'])
})

test('a notice of an object that nobody maps, or for a connection that never ran, makes no job; what is old is forgotten', async () => {
	const other = notice({ entityName: 'Solution' }, 99_200)
	expect((await post(other, { 'x-relay-signature': signed(other) })).status).toBe(200)
	await settleNotices(db, clock())
	expect(await jobs()).toEqual([])
	expect(await db`select 1 from sync_inbox where settled_at is null`).toEqual([])
	now += 6 * 86_400_000
	await forgetDecisions(db, clock())
	expect(await db`select 1 from sync_inbox`).toEqual([])
})
