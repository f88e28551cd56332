import { readFile } from 'node:fs/promises'
import { beforeEach, expect, test } from 'vitest'
import { firstMaps } from '../../app/connectors/salesforce/first-maps.ts'
import { salesforceSystem } from '../../app/connectors/salesforce/system.server.ts'
import type { OutsideSystems } from '../../app/connectors/sync/contract.ts'
import { openOwnSides as ownSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { addOfferedFields, type OfferTaken } from '../../app/flows/sync-setup/add-offered-fields.ts'
import { changeMapping } from '../../app/flows/sync-setup/change-mapping.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import { openMapping } from '../../app/flows/sync-setup/open-mapping.ts'
import { connect, outsideStage, unfinished } from '../support/outside-stage.ts'
import { expectStatements } from '../support/statement-counter.ts'

/** Fields that the first map got after somebody connected (sync-core.md A11, A13; decision 0470): offered, never added unasked. */
const stage = await outsideStage('offers')
const { db, sellerId, userId, staff, standIn, org, clock, done, settle, wait } = stage
const later = ['Street', 'City', 'State', 'PostalCode', 'Country', 'Status', 'Rating']
const lead = firstMaps.find(({ crmObject }) => crmObject === 'Lead')
if (!lead) throw new Error('The first map has no leads')
// As somebody connected before it knew addresses, status and rating.
const connectionId = await connect(stage, [{ ...lead, fields: lead.fields.filter(({ crmField }) => !later.includes(crmField)) }])
const systems: OutsideSystems = { all: [salesforceSystem], addressOf: () => null, seal: () => '', unseal: () => null, isPrivateKey: () => false }
const given = { connectionId, ownSides, systems, sides: () => org }
const room = async (more: object = {}) => await openMapping(db, staff, { ...given, ...more })
/** Of our own two sides: nobody else is asked. */
const ofHouse = (id: number | undefined) => room({ connectionId: id, sides: () => null })
const object = async () => {
	const [found] = (await room())?.objects ?? []
	if (!found) throw new Error('There is no mapping')
	return found
}
const offers = async () => (await object()).offers.map(({ crmField }) => crmField)
const add = async (taken: Partial<OfferTaken> = {}, who = staff) =>
	await addOfferedFields(db, who, {
		...given,
		taken: { objectMapId: (await object()).id, fields: (await object()).offers, compares: false, isRamped: false, ...taken },
		...done(),
	})
const mapped = async () =>
	(await db<{ crmField: string }[]>`select crm_field from sync_field_map where object_map_id = ${(await object()).id} order by id`).map((one) => one.crmField)
const before = await mapped()
let lot = 0
async function rosa(): Promise<{ id: number; crmId: string }> {
	const [made] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, last_name, company, city, assigned_user_id, assigned_at) values (${sellerId}, ${`rosa${lot++}@bramble.test`}, 'Almeida', 'Bramble', 'Fargo', ${userId}, ${clock()}) returning id`
	await settle()
	const [link] = await db<
		{ crmId: string }[]
	>`select crm_id from sync_link where connection_id = ${connectionId} and ma_id = ${String(made?.id ?? 0)} and state = 'active'`
	return { id: made?.id ?? 0, crmId: link?.crmId ?? '' }
}
const there = async (id: string) => (await org.readByIds('Lead', [id], ['City', 'Rating']))[0]?.values
beforeEach(async () => {
	await settle()
})

test('what the first map has by now is offered with how it would travel, and nothing is added unasked', async () => {
	expect(await offers()).toEqual(later)
	expect((await object()).offers.at(-1)).toMatchObject({
		crmField: 'Rating',
		maField: 'rating',
		behaviour: 'use_crm',
		crm: { name: 'Rating' },
		ma: { name: 'rating' },
	})
	expect(await mapped()).toEqual(before)
	// An org that does not answer offers nothing, and its mapping is read all the same.
	expect((await room({ sides: () => null as never }))?.objects[0]).toMatchObject({ offers: [] })
	// Of one's own two sides too.
	await openHouseConnections(db, clock())
	const [house] = await db<{ id: number }[]>`select id from sync_connection where seller_entity_id = ${sellerId} and crm_system = 'embedded_crm'`
	expect((await ofHouse(house?.id))?.objects.flatMap((one) => one.offers)).toEqual([])
	await db`delete from sync_field_map where crm_field = 'rating' and object_map_id in (select id from sync_object_map where connection_id = ${house?.id ?? 0})`
	expect((await ofHouse(house?.id))?.objects.flatMap((one) => one.offers.map(({ crmField }) => crmField))).toEqual(['rating'])
	await db`delete from sync_connection where id = ${house?.id ?? 0}`
})

test('only what was shown is added, with one line in the audit; another seller’s, and what is offered no more, are not', async () => {
	const other = { ...staff, seller: { ...staff.seller, id: 999_999 } }
	expect(await add({}, other)).toBeNull()
	expect(await add({ objectMapId: 999_999 })).toBeNull()
	const gone = [
		{ crmField: 'City', maField: 'city' },
		{ crmField: 'Fax', maField: 'phone' },
	]
	for (const fields of [[], gone]) expect(await add({ fields })).toMatchObject({ ok: false, refusals: [{ code: 'SYNC_FIELDS_CHANGED' }] })
	expect(await mapped()).toEqual(before)
	expect(await add({ fields: [{ crmField: 'Street', maField: 'street' }] })).toEqual({ ok: true, added: 1, runId: null })
	expect([await mapped(), await offers()]).toEqual([[...before, 'Street'], later.slice(1)])
	expect(await db`select subject, after from audit_entry where action = 'sync.mapping_offered'`).toEqual([
		{ subject: `sync_object_map:${(await object()).id}`, after: { fields: [{ crmField: 'Street', maField: 'street' }], compares: false } },
	])
})

test('a running connection compares at once where that is asked for, else when a record changes; for any number of fields the same statements', async () => {
	const [asked, waits] = [await rosa(), await rosa()]
	// The feed has passed what was made there by us.
	wait(3_600_000)
	await settle()
	await settle()
	expect(await there(asked.crmId)).toMatchObject({ City: null })
	const fields = [{ crmField: 'City', maField: 'city' }]
	expect(await add({ fields })).toMatchObject({ ok: true, runId: null })
	await settle()
	expect([await there(asked.crmId), await there(waits.crmId)]).toMatchObject([{ City: null }, { City: null }])
	await db`update ma_prospect set title = 'Owner' where id = ${waits.id}`
	await settle()
	expect([await there(asked.crmId), await there(waits.crmId)]).toMatchObject([{ City: null }, { City: 'Fargo' }])
	standIn.turn({ edit: { object: 'Lead', id: asked.crmId, values: { Rating: 'Hot' } } })
	const rest = (await object()).offers
	expect(rest).toHaveLength(5)
	const taken = { objectMapId: (await object()).id, fields: rest, compares: true, isRamped: false }
	await expectStatements(db, 8, async () =>
		expect(await addOfferedFields(db, staff, { ...given, taken, ...done() })).toMatchObject({ ok: true, added: 5, runId: expect.any(Number) }),
	)
	await settle()
	expect(await there(asked.crmId)).toMatchObject({ City: 'Fargo' })
	expect(await db`select rating from ma_prospect where id = ${asked.id}`, 'the org’s word wins').toEqual([{ rating: 'hot' }])
	expect([await offers(), await unfinished(stage)]).toEqual([[], 0])
	wait(1000)
})

test('what she takes out on purpose is not offered again, and may be mapped again by hand', async () => {
	const { id, fields } = await object()
	const rating = fields.find(({ crmField }) => crmField === 'Rating')
	if (!rating) throw new Error('There is no rating')
	const { key, stoppedBy: _, crm: __, ma: ___, ...wish } = rating
	const change = (edit: { key: string | null; wish: typeof wish | null }) =>
		changeMapping(db, staff, { connectionId, edit: { objectMapId: id, ...edit }, ownSides, sides: () => org, ...done() })
	expect(await change({ key, wish: null })).toMatchObject({ ok: true })
	expect([(await mapped()).includes('Rating'), await offers()]).toEqual([false, []])
	expect(await change({ key: null, wish })).toMatchObject({ ok: true })
	const again = (await object()).fields.find(({ crmField }) => crmField === 'Rating')?.key ?? ''
	expect(await change({ key: again, wish: null })).toMatchObject({ ok: true })
	expect(await db`select left_out from sync_object_map where id = ${id}`, 'said once').toEqual([{ leftOut: [{ crmField: 'Rating', maField: 'rating' }] }])
	expect(await offers()).toEqual([])
	// What was taken out before this was kept is known by the audit.
	await db`update sync_object_map set left_out = '[]'`
	expect(await offers()).toEqual(['Rating'])
	const [, backfill = ''] = (await readFile('db/migrations/0115_fields_left_out.sql', 'utf8')).split('--> statement-breakpoint')
	await db.unsafe(backfill)
	expect(await offers()).toEqual([])
})
