import { expect, test } from 'vitest'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { connect, leadMap, outsideStage } from '../support/outside-stage.ts'

// Ahead of the database's own clock, so that an edit in the org is the later one.
const stage = await outsideStage('basalt', { startsAt: Date.now() + 60_000 })
const { db, sellerId, userId, standIn, org, settle, clock } = stage
const connectionId = await connect(stage, [leadMap])

const prospect = async (name: string) =>
	(
		await db<{ id: number }[]>`
			insert into ma_prospect (seller_entity_id, email, last_name, title, company, assigned_user_id, assigned_at) values (${sellerId}, ${`${name}@basalt.test`}, ${name}, 'Buyer', 'Basalt', ${userId}, ${clock()}) returning id`
	)[0]?.id ?? 0
const linkOf = async (id: number) =>
	(await db<{ crmId: string; state: string; stateReason: string | null }[]>`select crm_id, state, state_reason from sync_link where ma_id = ${String(id)}`)[0]

test('(B10) an edit on its way to the org, whose record leaves by the filter, is told in the journal and not sent; it is sent when the record returns', async () => {
	const id = await prospect('Renner')
	await settle()
	const link = await linkOf(id)
	expect(link).toMatchObject({ state: 'active' })
	const crmId = link?.crmId ?? ''
	await db`update sync_object_map set filter = ${db.json({ not: { field: 'Title', op: 'eq', value: 'Competitor' } } as never)} where connection_id = ${connectionId}`
	await db`delete from sync_decision`
	standIn.turn({ edit: { object: 'Lead', id: crmId, values: { Title: 'Competitor' } } })
	await db`update ma_prospect set phone = '+1 701 555 0100' where id = ${id}`
	await drainMarks(db, clock())
	await settle()
	expect(await linkOf(id)).toEqual({ crmId, state: 'archived', stateReason: 'FILTERED_OUT' })
	const phone = async () => (await org.readByIds('Lead', [crmId], ['Phone']))[0]?.values['Phone'] ?? null
	expect(await phone(), 'the org was not written to').toBe(null)
	expect(await db`select crm_field, crm_value, ma_value, changed, winner, wrote, value, note from sync_decision order by crm_field`).toEqual([
		{ crmField: 'Phone', crmValue: null, maValue: '+1 701 555 0100', changed: 'ma', winner: 'ma', wrote: null, value: '+1 701 555 0100', note: 'left' },
		{ crmField: 'Title', crmValue: 'Competitor', maValue: 'Buyer', changed: 'crm', winner: 'crm', wrote: null, value: 'Competitor', note: 'left' },
	])
	standIn.turn({ edit: { object: 'Lead', id: crmId, values: { Title: 'Owner' } } })
	await settle()
	expect(await linkOf(id)).toMatchObject({ state: 'active', stateReason: null })
	expect(await phone(), 'nothing is lost').toBe('+1 701 555 0100')
})
