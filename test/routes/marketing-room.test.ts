import { expect, test } from 'vitest'
import { openSession } from '../../app/platform/session.server.ts'
import { makeFargo, makeLogin, makeProspect, makeSend } from '../support/fargo.ts'
import { ask, testHouse } from '../support/house.ts'
import { expectStatements } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const fargo = await makeFargo(db)
const stranger = await makeFargo(db, 'Lakeside Roasters')
const sendId = await makeSend(db, fargo)
await makeProspect(db, fargo)
const signIn = async (loginId: number) => (await openSession(house, loginId)).split(';')[0] ?? ''
const member = async (name: string, roles: string[], sellerId = fargo.sellerId) => {
	const [user] = await db<
		{ id: number }[]
	>`insert into crm_user (seller_entity_id, first_name, last_name, email, roles) values (${sellerId}, ${name}, 'Lin', ${`${name}@house.test`}, ${roles}) returning id`
	return signIn(await makeLogin(db, { userId: user?.id ?? 0 }, `${name}@house.test`))
}
const maya = await member('maya', ['marketer'])
const hana = await member('hana', ['head_office'])
const rep = await member('rep', ['rep'])
const foreign = await member('foreign', ['marketer'], stranger.sellerId)
const luka = await signIn(await makeLogin(db, { contactId: fargo.lukaId, accountId: fargo.accountId }, 'luka@fargo.test'))
const doors = ['/marketing', `/marketing/sends/${sendId}`, `/marketing/campaigns/${fargo.crmCampaignId}`]

test('the room is the marketers’: the signed-out are led to sign in, buyers and reps find nothing', async () => {
	for (const door of doors) {
		expect((await ask(house, door)).headers.get('location'), door).toBe(`/sign-in?to=${encodeURIComponent(door)}`)
		for (const cookie of [luka, rep]) expect((await ask(house, door, { cookie })).status, door).toBe(404)
		for (const cookie of [maya, hana]) expect((await ask(house, door, { cookie })).status, door).toBe(200)
	}
})

test('another seller’s sends and campaigns are not there, neither to read nor to send', async () => {
	for (const door of doors.slice(1)) expect((await ask(house, door, { cookie: foreign })).status, door).toBe(404)
	for (const [cookie, status] of [
		[foreign, 404],
		[hana, 404],
		[rep, 404],
		[luka, 404],
	] as const)
		expect((await ask(house, `/marketing/sends/${sendId}`, { cookie, form: { go: '1' } })).status).toBe(status)
	expect((await ask(house, `/marketing/sends/${sendId}`, { form: { go: '1' } })).status).toBe(302)
	for (const id of ['0', 'x', '99999999']) expect((await ask(house, `/marketing/sends/${id}`, { cookie: maya })).status).toBe(404)
	expect(await db`select from ma_send_recipient`).toHaveLength(0)
})

test('what was spent on a campaign of which nothing has left is no loss yet', async () => {
	await db`update crm_campaign set actual_cost_minor = 50000 where id = ${fargo.crmCampaignId}`
	const planned = await (await ask(house, `/marketing/campaigns/${fargo.crmCampaignId}`, { cookie: maya })).text()
	expect(planned).toContain('Nothing has been sent yet')
	expect(planned).not.toContain('100%')
	await db`update crm_campaign set status = 'completed' where id = ${fargo.crmCampaignId}`
	expect(await (await ask(house, `/marketing/campaigns/${fargo.crmCampaignId}`, { cookie: maya })).text()).toContain('-100%')
	await db`update crm_campaign set status = 'planned' where id = ${fargo.crmCampaignId}`
})

test('Maya sees who would get it, sends, and sees what became of it; a second press is refused in her words', async () => {
	const before = await (await ask(house, `/marketing/sends/${sendId}`, { cookie: maya })).text()
	expect(before).toContain('Luka Novak')
	expect(before).toContain('Send to 1 person')
	expect((await ask(house, `/cs/marketing/sends/${sendId}`, { cookie: maya, form: { go: '1' } })).headers.get('location')).toBe(`/cs/marketing/sends/${sendId}`)
	expect(await (await ask(house, `/marketing/sends/${sendId}`, { cookie: maya })).text()).not.toContain('Send to 1 person')
	const twice = await ask(house, `/cs/marketing/sends/${sendId}`, { cookie: maya, form: { go: '1' } })
	expect(twice.status).toBe(409)
	expect(await twice.text()).toContain('už odešla')
	const campaign = await (await ask(house, `/ja/marketing/campaigns/${fargo.crmCampaignId}?status=Sent&score=0&q=fargo`, { cookie: maya })).text()
	expect(campaign).toContain('Luka Novak')
	expect(await (await ask(house, `/marketing/campaigns/${fargo.crmCampaignId}?q=100%25`, { cookie: maya })).text()).toContain('Nobody matches')
})

// Session, the rail's counts, sends, campaigns.
test('the room costs the same statements for one send and for many', async () => {
	await expectStatements(db, 4, () => ask(house, '/marketing', { cookie: maya }))
	await Promise.all(Array.from({ length: 12 }, () => makeSend(db, fargo)))
	await expectStatements(db, 4, () => ask(house, '/marketing', { cookie: maya }))
})
