import { expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import { openSession } from '../../app/platform/session.server.ts'
import { makeFargo, makeLogin, makeProspect } from '../support/fargo.ts'
import { ask, testHouse } from '../support/house.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const fargo = await makeFargo(db)
const [user] = await db<{ id: number }[]>`
	insert into crm_user (seller_entity_id, first_name, last_name, email, roles) values (${fargo.sellerId}, 'Maya', 'Lin', 'maya@house.test', '{marketer}') returning id`
const maya = (await openSession(house, await makeLogin(db, { userId: user?.id ?? 0 }, 'maya@house.test'))).split(';')[0] ?? ''

await openHouseConnections(db, house.at)
const lukaId = await makeProspect(db, fargo)
const [lead] = await db<{ id: number }[]>`
	insert into crm_lead (seller_entity_id, first_name, last_name, company, email) values (${fargo.sellerId}, 'Rosa', 'Almeida', 'Bramble', 'rosa@bramble.test') returning id`
const [rosa] = await db<{ id: number }[]>`
	insert into ma_prospect (seller_entity_id, email, last_name, company, lead_id) values (${fargo.sellerId}, 'rosa@bramble.test', 'Almeida', 'Bramble', ${lead?.id ?? 0}) returning id`
const rosaId = rosa?.id ?? 0
const work = { db, clock: () => house.at, random: () => 0, outside: () => null }
async function settle(): Promise<void> {
	for (let rounds = 0; (await drainMarks(db, house.at)) + (await workSync(work)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
}
await settle()

const [account] = await db<{ name: string }[]>`select name from account where id = ${fargo.accountId}`
const name = account?.name ?? ''
const typed = { intent: 'edit', firstName: 'Luka', lastName: 'Novak', email: 'luka@fargo.test', title: 'Head buyer', phone: '+1 701 555 0100', locale: 'en' }
const post = (id: number, form: Record<string, string>, prefix = '') => ask(house, `${prefix}/marketing/people/${id}`, { cookie: maya, form })
const stored = async (id: number) => (await db`select company, title, phone from ma_prospect where id = ${id}`)[0]

test('(A32) the company of a contact is the name of the account: refused with the reason and the way, nothing she typed is lost, and one more press saves the rest', async () => {
	const before = await stored(lukaId)
	const answer = await post(lukaId, { ...typed, company: 'Elsewhere' })
	expect(answer.status).toBe(422)
	const page = await answer.text()
	expect(page).toContain(`“Elsewhere” was not kept: the company of a contact is the name of the account, “${name}”. Have the account renamed`)
	for (const said of ['Head buyer', '+1 701 555 0100']) expect(page, said).toContain(`value="${said}"`)
	// What she would save now is what the account is called.
	expect(page).toMatch(new RegExp(`name="company"[^>]*value="${name}"`))
	expect(await stored(lukaId), 'nothing was written').toEqual(before)
	expect((await post(lukaId, { ...typed, company: name })).status).toBe(302)
	expect(await stored(lukaId)).toEqual({ company: name, title: 'Head buyer', phone: '+1 701 555 0100' })
})

test('(A32) the company of a lead is what sales say, as long as the mapping takes it from there alone', async () => {
	const answer = await post(rosaId, { ...typed, lastName: 'Almeida', email: 'rosa@bramble.test', company: 'Elsewhere' })
	expect(answer.status).toBe(422)
	const page = await answer.text()
	expect(page).toContain('“Elsewhere” was not kept: sales say which company it is, and “Bramble” stands there.')
	expect(page).toContain('value="Head buyer"')
	expect(await stored(rosaId)).toEqual({ company: 'Bramble', title: null, phone: null })
	await db`update sync_field_map set behaviour = 'most_recent' where ma_field = 'company'`
	expect((await post(rosaId, { ...typed, lastName: 'Almeida', email: 'rosa@bramble.test', company: 'Elsewhere' })).status).toBe(302)
	expect(await stored(rosaId)).toMatchObject({ company: 'Elsewhere', title: 'Head buyer' })
	await db`update sync_field_map set behaviour = 'crm_to_ma' where ma_field = 'company'`
})

test.each([
	['fr-CA', 'Faites renommer le compte'],
	['es', 'Pida que se cambie el nombre de la cuenta'],
	['ja', '取引先の名前の変更'],
	['cs', 'Nechte účet přejmenovat'],
])('(A32) in her own language, %s', async (locale, way) => {
	const answer = await post(lukaId, { ...typed, company: 'Elsewhere' }, `/${locale}`)
	expect(answer.status).toBe(422)
	const page = await answer.text()
	expect(page).toContain(way)
	expect(page).toContain('Elsewhere')
})

test('(A32) a renamed account reaches all its prospects, and their pages save with the new name', async () => {
	await db`update account set name = 'Coffeehaus Nord' where id = ${fargo.accountId}`
	await settle()
	expect(await stored(lukaId)).toMatchObject({ company: 'Coffeehaus Nord' })
	expect((await post(lukaId, { ...typed, company: name })).status, 'the name of before').toBe(422)
	expect((await post(lukaId, { ...typed, company: 'Coffeehaus Nord' })).status).toBe(302)
})
