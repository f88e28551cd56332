import { expect, test } from 'vitest'
import { connect, errorRoom, leadMap, outsideStage } from '../support/outside-stage.ts'

const stage = await outsideStage('ramp')
const { db, sellerId, userId, clock, once, settle, standIn } = stage
const id = await connect(stage, [leadMap])
await db`update sync_connection set state = 'canary', canary_stage = 0, started_at = ${clock()} where id = ${id}`
await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, company, assigned_user_id, assigned_at)
	select ${sellerId}, 'ramp' || i || '@ramp.test', 'Ana', 'Silva', 'Bar', ${userId}, ${clock()} from generate_series(1, 14) i`
const stands = async () => (await db`select state, canary_stage from sync_connection where id = ${id}`)[0]

test('(A21) fourteen records are ten and then the rest; with nothing left the ramp is over, and not before', async () => {
	await once()
	expect(await stands()).toEqual({ state: 'canary', canaryStage: 1 })
	await once()
	expect((await db`select 1 from sync_link where connection_id = ${id}`).length).toBe(14)
	await settle()
	expect(await stands()).toEqual({ state: 'running', canaryStage: 3 })
	expect(standIn.org.rows.get('Lead')?.size).toBe(14)
})

test('whoever is refused without a link stands among the errors by her name', async () => {
	for (const Title of ['Buyer', 'Buyer too'])
		standIn.turn({ put: { object: 'Lead', values: { LastName: 'Reyes', Name: 'Reyes', Company: 'Bar', Email: 'twice@ramp.test', Title } } })
	await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, assigned_user_id, assigned_at) values (${sellerId}, 'twice@ramp.test', 'Ida', 'Reyes', ${userId}, ${clock()})`
	await settle()
	expect((await errorRoom(stage, id)).records).toMatchObject([{ code: 'DUPLICATE_MATCH', linkId: null, name: 'Ida Reyes' }])
})
