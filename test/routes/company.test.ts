import { expect, test } from 'vitest'
import { openCompany } from '../../app/flows/account/open-company.ts'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { cookieOf, makePlacedStory, morning } from '../support/placed.ts'
import { expectStatements } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)

test('credit stands on the page as the specification counts it, with its source', async () => {
	const { company } = await makePlacedStory(db, 'agate')
	await db`update credit_profile set limit_minor = 500000, open_invoice_minor = 390000, reserved_minor = 85000 where account_id = ${company.accountId}`
	const page = await expectStatements(db, 1, () => openCompany(db, company.shopper, morning))
	expect(page?.credit).toEqual({ exposureMinor: 475000, availableMinor: 25000, overLimitMinor: 0 })
	expect(page?.limits).toEqual([])
	const text = await (await ask(house, '/company', { cookie: await cookieOf(db, company) })).text()
	for (const words of ['Coffeehaus agate', '$5,000.00', '$250.00', 'In good standing', 'Moorhead', 'Luka Novak agate', 'one per shipment', 'Net 30 days'])
		expect(text).toContain(words)
})

test('Mina at Harbor Clinics sees her three limits, why each is there, what lifts it and how far she is', async () => {
	const company = await makeCompany(db, 'harbor')
	await db`update account set standing = 'new', standing_source = 'onboarding', onboarding_step = 'card_only', allowed_classes = '{coffee,consumable}', order_cap_minor = 60000, terms_days = 0 where id = ${company.accountId}`
	const page = await openCompany(db, company.shopper, morning)
	expect(page?.limits.map(({ limit, liftedAt }) => [limit, liftedAt])).toEqual([
		['CARD_ONLY', 'capped_terms'],
		['CLASSES', 'full_terms'],
		['ORDER_CAP', 'full_terms'],
	])
	expect(page?.ladder).toMatchObject({
		step: 'card_only',
		next: { step: 'capped_terms', needs: [{ kind: 'orders_paid', needed: 2, has: 0 }, { kind: 'credit_checked' }] },
	})
	const cookie = await cookieOf(db, company)
	const english = await (await ask(house, '/company', { cookie })).text()
	for (const words of [
		'You pay by card only',
		'You may buy Coffee and Consumables',
		'One order may come to at most $600.00',
		'Lifted with the step “Terms up to a cap”',
		'2 orders paid',
		'0 of 2',
	])
		expect(english).toContain(words)
	const japanese = await (await ask(house, '/ja/company', { cookie })).text()
	for (const words of ['お支払いはカードのみです', '次の段階']) expect(japanese).toContain(words)
})

test('the usual ship-to and the own language are chosen here; another account’s store is none', async () => {
	const company = await makeCompany(db, 'coral')
	const other = await makeCompany(db, 'flint')
	const cookie = await cookieOf(db, company)
	const usual = async () => (await db`select code from location where account_id = ${company.accountId} and is_default`).map((one) => one['code'])
	expect((await ask(house, '/company', { form: { intent: 'store', location: String(company.locations.c) }, cookie })).status).toBe(302)
	expect(await usual()).toEqual(['C'])
	expect((await ask(house, '/company', { form: { intent: 'store', location: String(other.locations.a) }, cookie })).status).toBe(404)
	expect(await usual()).toEqual(['C'])
	const chosen = await ask(house, '/company', { form: { intent: 'language', language: 'cs' }, cookie })
	expect([chosen.headers.get('location'), chosen.headers.get('set-cookie')]).toEqual(['/cs/company', expect.stringContaining('kontor_locale=cs')])
	expect((await ask(house, '/company', { form: { intent: 'language', language: 'xx' }, cookie })).status).toBe(404)
	await db`update contact set role = 'viewer' where id = ${company.contactId} and account_id = ${company.accountId}`
	const refused = await ask(house, '/company', { form: { intent: 'store', location: String(company.locations.a) }, cookie })
	expect(refused.status).toBe(422)
	expect((await ask(house, '/company')).headers.get('location')).toBe('/sign-in?to=%2Fcompany')
	expect((await ask(house, '/company', { form: { intent: 'store', location: '1' } })).headers.get('location')).toBe('/sign-in?to=%2F')
})
