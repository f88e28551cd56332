import { expect, test } from 'vitest'
import { connectFirst, outsideStage, unfinished } from '../support/outside-stage.ts'

/** What a new connection to an org keeps alike by default of a person beyond her name (sync-core.md B5, defaults). */
const stage = await outsideStage('basalt', { startsAt: Date.now() + 3_600_000 })
const { db, sellerId, userId, standIn, org, clock, settle } = stage
const connectionId = await connectFirst(stage)
const put = (object: string, values: Record<string, string>) => (standIn.turn({ put: { object, values } }) as { put: { id: string } }).put.id
const there = (object: string, id: string) => standIn.org.rows.get(object)?.get(id)?.values
const edit = (object: string, id: string, values: Record<string, string>) =>
	expect(standIn.turn({ edit: { object, id, values } })).toMatchObject({ edit: { ok: true } })
const errors = async () => await db`select object, field, code from sync_error where connection_id = ${connectionId} and closed_at is null`

test('(B5) a lead goes over with her address and her rating, in the org’s first status; status and rating are the org’s from then on', async () => {
	const [made] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, company, rating, street, city, region, postal_code, country, assigned_user_id, assigned_at)
		values (${sellerId}, 'luka@basalt.test', 'Luka', 'Novak', 'Bar Novak', 'warm', 'Dlouhá 1', 'Praha', 'Praha 1', '11000', 'CZ', ${userId}, ${clock()}) returning id`
	const id = made?.id ?? 0
	await settle()
	const [link] = await db<{ crmId: string }[]>`select crm_id from sync_link where connection_id = ${connectionId} and ma_id = ${String(id)}`
	const crmId = link?.crmId ?? ''
	const address = { Street: 'Dlouhá 1', City: 'Praha', State: 'Praha 1', PostalCode: '11000', Country: 'CZ' }
	expect(there('Lead', crmId)).toMatchObject({ ...address, Rating: 'Warm', Status: 'Open - Not Contacted' })
	edit('Lead', crmId, { Status: 'Working - Contacted', Rating: 'Hot', City: 'Brno' })
	await db`update ma_prospect set rating = 'cold', street = 'Krátká 2' where id = ${id}`
	await settle()
	expect(there('Lead', crmId)).toMatchObject({ ...address, City: 'Brno', Street: 'Krátká 2', Rating: 'Hot', Status: 'Working - Contacted' })
	expect(await db`select city, street, rating, lead_status from ma_prospect where id = ${id}`).toEqual([
		{ city: 'Brno', street: 'Krátká 2', rating: 'hot', leadStatus: 'working' },
	])
	expect([await errors(), await unfinished(stage)]).toEqual([[], 0])
})

test('(B5) a lead whom sales works on already goes over as one, in the org’s words', async () => {
	const [made] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, last_name, company, lead_status, assigned_user_id, assigned_at)
		values (${sellerId}, 'petra@basalt.test', 'Malá', 'Bar Malá', 'working', ${userId}, ${clock()}) returning id`
	await settle()
	const [link] = await db<{ crmId: string }[]>`select crm_id from sync_link where connection_id = ${connectionId} and ma_id = ${String(made?.id)}`
	expect(there('Lead', link?.crmId ?? '')).toMatchObject({ Status: 'Working - Contacted' })
	expect(await db`select lead_status from ma_prospect where id = ${made?.id ?? 0}`).toEqual([{ leadStatus: 'working' }])
	expect([await errors(), await unfinished(stage)]).toEqual([[], 0])
})

test('(B5) a contact’s mailing address is her prospect’s, both ways', async () => {
	const [made] = await db<
		{ id: number }[]
	>`insert into ma_prospect (seller_entity_id, email, last_name) values (${sellerId}, 'mina@basalt.test', 'Roth') returning id`
	const id = made?.id ?? 0
	const crmId = put('Contact', { LastName: 'Roth', Email: 'mina@basalt.test', MailingCity: 'Ostrava', MailingCountry: 'CZ' })
	await settle()
	expect(await db`select city, country, street from ma_prospect where id = ${id}`).toEqual([{ city: 'Ostrava', country: 'CZ', street: null }])
	await db`update ma_prospect set street = 'Nová 3', city = 'Opava' where id = ${id}`
	await settle()
	expect(there('Contact', crmId)).toMatchObject({ MailingStreet: 'Nová 3', MailingCity: 'Opava', MailingCountry: 'CZ' })
	expect((await org.readByIds('Contact', [crmId], ['MailingStreet']))[0]?.values['MailingStreet']).toBe('Nová 3')
	expect([await errors(), await unfinished(stage)]).toEqual([[], 0])
})
