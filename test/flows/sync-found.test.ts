import { expect, test } from 'vitest'
import { exportRecords, openRecords } from '../../app/flows/sync/open-records.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { findLinks } from '../../db/queries/said-link.ts'
import { type LinkFilter, listLinks } from '../../db/queries/sync-resync.ts'
import { previewFilter, type Scope } from '../../db/queries/sync-scope.ts'
import { makeCompany } from '../support/company.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const company = await makeCompany(db, 'opal')
const at = new Date('2026-03-02T09:00:00Z')
const ada = { userId: 1, roles: ['administrator'], seller: company.shopper.seller } as unknown as StaffMember
await openHouseConnections(db, at)
const [map] = await db<
	{ id: number; connectionId: number }[]
>`select m.id, m.connection_id from sync_object_map m join sync_connection c on c.id = m.connection_id where c.seller_entity_id = ${company.sellerId} and m.crm_object = 'contact' and m.ma_object = 'prospect'`
const { id: mapId, connectionId } = map ?? { id: 0, connectionId: 0 }
await db`
	insert into contact (account_id, first_name, last_name, email, title) select ${company.accountId}, 'Mina ' || n, 'Harbor', 'mina' || n || '@opal.test', case when n % 3 = 0 then 'Owner' else 'Buyer' end from generate_series(1, 9) n`
await db`
	insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id) select ${company.sellerId}, c.email, 'Pia', 'Lund', c.id from contact c where c.account_id = ${company.accountId} and c.first_name like 'Mina%'`
await db`
	insert into sync_link (connection_id, object_map_id, crm_object, crm_id, ma_object, ma_id, state, state_reason)
	select ${connectionId}, ${mapId}, 'contact', c.id::text, 'prospect', p.id::text, case when c.first_name like '%9' then 'archived' else 'active' end, case when c.first_name like '%9' then 'FILTERED_OUT' end
	from contact c join ma_prospect p on p.contact_id = c.id where c.account_id = ${company.accountId}`
const [first] = await db<{ maId: string }[]>`select ma_id from sync_link order by id limit 1`

test.each(['mina', 'Harbor', 'lund', 'mina3@', 'Mina 9', String(first?.maId), 'nobody', '%'])(
	'records found by “%s” are those that are met by walking them',
	async (text) => {
		const found = await findLinks(db, { connectionId, text })
		const list = async (filter: Omit<LinkFilter, 'connectionId'>) =>
			(await listLinks(db, { connectionId, ...filter }, { after: null, limit: 100 })).map(({ id }) => id)
		expect(await list({ linkIds: found })).toEqual(await list({ text }))
		const room = await openRecords(db, ada, connectionId, { objectMapId: null, state: null, text, after: null, limit: 4 })
		expect([room?.total, room?.rows.map(({ id }) => id)]).toEqual([found?.length, (await list({ text })).slice(0, 4)])
	},
)

test('some are found by name, by address and by a whole id, and more than are looked up are no list', async () => {
	const count = async (text: string, most?: number) => (await findLinks(db, { connectionId, text, ...(most === undefined ? {} : { most }) }))?.length ?? null
	expect([await count('mina'), await count('lund'), await count('mina3@'), await count('mina', 8), await count('mina', 9)]).toEqual([9, 9, 1, null, 9])
	expect(await count(String(first?.maId))).toBeGreaterThan(0)
})

test('the file of records has its last row', async () => {
	const pages = await exportRecords(db, ada, connectionId, { objectMapId: null, state: null, text: null, limit: 4 })
	const rows: number[] = []
	for await (const page of pages ?? []) rows.push(...page.map(({ id }) => id))
	expect([rows.length, new Set(rows).size]).toEqual([9, 9])
})

test('what a filter would change is counted up to a bound, and beyond it is said to be more', async () => {
	const scope = {
		connectionId,
		object: 'contact',
		sellerEntityId: company.sellerId,
		fields: { title: 'text' },
		map: { id: mapId, crmObject: 'contact', filter: null },
	} as unknown as Scope
	const owners = { all: [{ field: 'title', op: 'eq', value: 'Owner' }] } as never
	const whole = await previewFilter(db, scope, owners)
	expect([whole.leaves.count, whole.leaves.isMore, whole.enters.count, whole.enters.isMore]).toEqual([6, false, 1, false])
	const bounded = await previewFilter(db, scope, owners, 5)
	expect([bounded.leaves.count, bounded.leaves.isMore, bounded.enters.isMore]).toEqual([5, true, false])
	expect((await previewFilter(db, scope, owners, 6)).leaves).toMatchObject({ count: 6, isMore: false })
})
