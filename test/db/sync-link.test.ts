import { beforeEach, expect, test } from 'vitest'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import { type Tx, withTransaction } from '../../db/client.server.ts'
import { savePage } from '../../db/queries/sync-feed.ts'
import { insertNotice, settleInbox } from '../../db/queries/sync-inbox.ts'
import { readLinksOf } from '../../db/queries/sync-link.ts'
import { makeCompany } from '../support/company.ts'
import { testDb } from '../support/test-db.ts'

/** Many links of one connection: a record is found under its own key, on whichever side it is named. */
const { db } = await testDb()
const { sellerId } = await makeCompany(db, 'chert')
const at = new Date('2026-03-02T09:00:00Z')
await openHouseConnections(db, at)
const [found] = await db<{ connectionId: number; mapId: number }[]>`
	select m.connection_id, m.id as map_id from sync_object_map m join sync_connection c on c.id = m.connection_id
	where c.seller_entity_id = ${sellerId} and m.crm_object = 'contact' and m.ma_object = 'prospect'`
const { connectionId, mapId } = found ?? { connectionId: 0, mapId: 0 }
const all = 3000
const ids = Array.from({ length: 100 }, (_, n) => String(n * 7 + 1))
await db`insert into sync_link (connection_id, object_map_id, crm_object, crm_id, ma_object, ma_id)
	select ${connectionId}, ${mapId}, 'contact', n, 'prospect', ${all} + n from generate_series(1, ${all}::int) n`
beforeEach(async () => {
	await db`delete from sync_job`
	await db`delete from sync_inbox`
})

/** How many links were looked at by `work`. */
async function lookedAt<T>(work: (tx: Tx) => Promise<T>): Promise<{ answer: T; links: number }> {
	return await withTransaction(db, async (tx) => {
		const read = async () =>
			(await tx<{ links: number }[]>`select (seq_tup_read + idx_tup_fetch)::int as links from pg_stat_xact_user_tables where relname = 'sync_link'`)[0]
				?.links ?? 0
		const before = await read()
		const answer = await work(tx)
		return { answer, links: (await read()) - before }
	})
}
const jobs = async () => await db<{ linkId: number | null; jobKey: string }[]>`select link_id, job_key from sync_job order by id`

test('(B4) the links of a hundred records of both sides are found, and never each record compared with all links', async () => {
	const records = [
		...ids.map((id) => ({ side: 'crm' as const, object: 'contact', id })),
		...ids.map((id) => ({ side: 'ma' as const, object: 'prospect', id: String(all + Number(id)) })),
	]
	const nobody = [
		{ side: 'crm' as const, object: 'contact', id: String(all + 1) },
		{ side: 'ma' as const, object: 'prospect', id: '1' },
		{ side: 'crm' as const, object: 'lead', id: '1' },
	]
	const { answer, links } = await lookedAt((tx) => readLinksOf(tx, connectionId, [...records, ...nobody]))
	expect(answer.map(({ crmId }) => crmId).toSorted()).toEqual([...ids, ...ids].toSorted())
	expect(links).toBeLessThan(250)
	expect((await lookedAt((tx) => readLinksOf(tx, connectionId + 1, records))).answer).toEqual([])
})

test('(B2.5) a page of a feed becomes a job for each link, and one for each record without', async () => {
	const page = { connectionId, object: 'contact', feed: 'changed' as const, cursor: 'c', isThrough: true, at }
	const { links } = await lookedAt((tx) => savePage(tx, { ...page, side: 'crm', ids: [...ids, 'new'] }))
	expect(links).toBeLessThan(250)
	const made = await jobs()
	expect([made.length, made.filter(({ linkId }) => linkId === null)]).toEqual([101, [{ linkId: null, jobKey: 'crm:contact:new' }]])
	const { links: again } = await lookedAt((tx) => savePage(tx, { ...page, side: 'ma', object: 'prospect', ids: ids.map((id) => String(all + Number(id))) }))
	expect(again).toBeLessThan(250)
	expect((await jobs()).length).toBe(101)
})

test('(B2.5) notices of a hundred records do the same', async () => {
	const told = { object: 'prospect', kind: 'changed' as const, at: at.toISOString(), fields: null }
	await insertNotice(db, connectionId, { ...told, deliveryId: 'one', ids: [...ids.map((id) => String(all + Number(id))), 'new'] }, at)
	const { answer, links } = await lookedAt((tx) => settleInbox(tx, 10, at))
	expect(answer).toBe(1)
	expect(links).toBeLessThan(250)
	const made = await jobs()
	expect([made.length, made.filter(({ linkId }) => linkId === null)]).toEqual([101, [{ linkId: null, jobKey: 'ma:prospect:new' }]])
})
