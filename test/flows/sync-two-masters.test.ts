import { expect, test } from 'vitest'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import { connectFirst, outsideStage, unfinished } from '../support/outside-stage.ts'

/** One prospect who is a lead of ours and a lead of an org: both CRMs would say her status and rating (sync-core.md B5, T5). */
const stage = await outsideStage('feldspar')
const { db, sellerId, userId, standIn, clock, settle } = stage
await openHouseConnections(db, clock())
const connectionId = await connectFirst(stage)
const errors = async () => await db`select connection_id, field, code from sync_error where closed_at is null order by 1, 2`
const writes = async () => (await db`select coalesce(sum(writes_crm + writes_ma), 0)::int as n from sync_run`)[0]?.['n'] as number

test('they come to rest without a field that is frozen: she carries the words of the org, our lead its own, whoever edits', async () => {
	const [made] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, company, assigned_user_id, assigned_at)
		values (${sellerId}, 'ana@feldspar.test', 'Ana', 'Silva', 'Bar Silva', ${userId}, ${clock()}) returning id`
	const id = made?.id ?? 0
	await settle()
	await settle()
	const links = await db<
		{ connectionId: number; crmObject: string; crmId: string }[]
	>`select connection_id, crm_object, crm_id from sync_link where ma_id = ${String(id)} and state = 'active' order by 1`
	expect(links.map(({ crmObject }) => crmObject)).toEqual(['lead', 'Lead'])
	const leadId = links.find((link) => link.connectionId === connectionId)?.crmId ?? ''
	const stands = async () => ({
		...(
			await db`select p.lead_status, p.rating, l.status as own_status, l.rating as own_rating from ma_prospect p join crm_lead l on l.id = p.lead_id where p.id = ${id}`
		)[0],
		theirs: standIn.org.rows.get('Lead')?.get(leadId)?.values['Status'],
	})
	const rests = async () => {
		const before = await writes()
		for (let round = 0; round < 3; round++) await settle()
		return (await writes()) - before
	}
	expect([await stands(), await rests()]).toEqual([{ leadStatus: 'open', rating: null, ownStatus: 'open', ownRating: null, theirs: 'Open - Not Contacted' }, 0])
	for (const [act, expected] of [
		[
			() => db`update crm_lead set status = 'working', rating = 'hot' where id = (select lead_id from ma_prospect where id = ${id})`,
			{ leadStatus: 'open', rating: null, ownStatus: 'working', ownRating: 'hot', theirs: 'Open - Not Contacted' },
		],
		[
			() => standIn.turn({ edit: { object: 'Lead', id: leadId, values: { Status: 'Working - Contacted', Rating: 'Warm' } } }),
			{ leadStatus: 'working', rating: 'warm', ownStatus: 'working', ownRating: 'hot', theirs: 'Working - Contacted' },
		],
		[
			() => db`update ma_prospect set lead_status = 'mine', title = 'Chef' where id = ${id}`,
			{ leadStatus: 'working', rating: 'warm', ownStatus: 'working', ownRating: 'hot', theirs: 'Working - Contacted' },
		],
	] as const) {
		await act()
		await settle()
		await settle()
		expect([await stands(), await errors(), await rests()]).toEqual([expected, [], 0])
	}
	const said =
		await db`select distinct d.crm_field, d.rule from sync_decision d where d.connection_id <> ${connectionId} and d.rule = 'owned.elsewhere' order by 1`
	expect(said.map(({ crmField }) => crmField)).toEqual(['rating', 'status'])
	expect(await unfinished(stage)).toBe(0)
})

test('who is in no org carries what our own lead says', async () => {
	await db`update sync_connection set state = 'paused' where id = ${connectionId}`
	const [made] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, company, assigned_user_id, assigned_at)
		values (${sellerId}, 'eva@feldspar.test', 'Eva', 'Silva', 'Bar Silva', ${userId}, ${clock()}) returning id`
	await settle()
	await db`update crm_lead set status = 'working', rating = 'hot' where id = (select lead_id from ma_prospect where id = ${made?.id ?? 0})`
	await settle()
	expect(await db`select lead_status, rating from ma_prospect where id = ${made?.id ?? 0}`).toEqual([{ leadStatus: 'working', rating: 'hot' }])
})
