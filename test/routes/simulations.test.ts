import { expect, test } from 'vitest'
import { advanceSimulations } from '../../app/flows/merchandising/advance-simulations.ts'
import { makeCompany, makeStoryPromotions } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { morning, placeRows, storyRows } from '../support/placed.ts'
import { addPromotion } from '../support/promotions.ts'
import { makeStaff } from '../support/staff.ts'
import { expectStatements } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const company = await makeCompany(db, 'trial')
await makeStoryPromotions(db, company)
await placeRows(db, company, storyRows(company), 'PO-1')
const draft = await addPromotion(db, company, { code: 'TRIAL', status: 'draft', benefit: { kind: 'amount', scope: 'order', amountMinor: 1000 } })
const tomas = await makeStaff(db, company.sellerId, { firstName: 'Tomás', lastName: 'Herrera', roles: ['merchandiser'] })
const room = `/merchandising/promotions/${draft}/simulate`

const page = async (path: string, cookie = tomas.cookie) => {
	const response = await ask(house, path, { cookie })
	return { status: response.status, text: (await response.text()).replaceAll('<!-- -->', '') }
}
const post = (form: Record<string, string>) => ask(house, room, { cookie: tomas.cookie, form })

test('a promotion is tried on past orders, watched, and read as figures, accounts, products and a file', async () => {
	expect((await page(room)).text).toContain('Not tried yet')
	const asked = await post({ intent: 'simulate', from: '2026-03-01', to: '2026-03-31' })
	expect(asked.headers.get('location')).toMatch(/simulate\?run=\d+$/)
	const run = asked.headers.get('location') ?? ''
	expect((await page(run)).text).toContain('Waiting')
	await advanceSimulations(db, morning)
	const { status, text } = await expectStatements(db, 5, () => page(run))
	expect(status).toBe(200)
	// P2's order is 160.13 of goods and 2.50 of shipping; 10.00 less of its goods.
	for (const words of ['Done', '1 of 1 orders', 'Coffeehaus trial', 'New roast 1 kg', '$152.63', '-$10.00', 'from $162.63']) expect(text).toContain(words)
	const file = await page(run.replace('simulate?', 'simulate.csv?'))
	expect(file.text.split('\r\n')[1]).toBe('TRIAL-000001,2026-03-02,A-TRIAL,Coffeehaus trial,USD,yes,Applied,1000,16263,15263,0,0,17478,16403,yes')
})

test('a period that ends before it begins is refused, and what was typed stays', async () => {
	const refused = await post({ intent: 'simulate', from: '2026-03-09', to: '2026-03-01' })
	expect(refused.status).toBe(422)
	const text = await refused.text()
	expect(text).toContain('must begin before it ends')
	expect(text).toContain('2026-03-09')
})

test('another seller’s simulation does not exist', async () => {
	const rival = await makeCompany(db, 'contra')
	const other = await makeStaff(db, rival.sellerId, { firstName: 'Vera', lastName: 'Lind', roles: ['merchandiser'] })
	expect((await page(room, other.cookie)).status).toBe(404)
	expect((await page(`${room}.csv?run=1`, other.cookie)).status).toBe(404)
	expect((await page(`${room}?run=999999`)).status).toBe(404)
})
