import { expect, test } from 'vitest'
import { openProduct } from '../../app/flows/catalog/open-product.ts'
import { noticeExpiring } from '../../app/flows/merchandising/notice-expiring.ts'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const company = await makeCompany(db, 'rates')
const other = await makeCompany(db, 'rival')
const { sellerId, accountId } = company
const tomas = await makeStaff(db, sellerId, { firstName: 'Tomás', lastName: 'Herrera', roles: ['merchandiser'] })

const text = async (answer: Response) => [answer.status, (await answer.text()).replaceAll('<!-- -->', '')] as const
const get = async (path: string) => (await text(await ask(house, path, { cookie: tomas.cookie })))[1]
const post = async (path: string, form: Record<string, string>) => text(await ask(house, path, { cookie: tomas.cookie, form }))

const lane = { intent: 'save', method: 'ground', currency: 'USD', country: 'us', region: 'nd', postalPrefix: '', bandBy: 'weight', transitDays: '3' }
const trial = (weight: string, region = 'ND') => get(`/merchandising/shipping?country=US&region=${region}&kilograms=${weight}&amount=100&currency=USD`)
const shippingOf = (seller: number) =>
	db`select band_from, price_minor from shipping_rate where seller_entity_id = ${seller} and region = 'ND' and method = 'ground' order by band_from`

test('bands replace those of their lane, of this seller only, and the trial asks the rule of the cart', async () => {
	expect(await trial('12')).toContain('$8.00')
	const [status, page] = await post('/merchandising/shipping', { ...lane, bands: '10 16.50\n0 9' })
	expect([status, page.includes('Saved with 2 bands')]).toEqual([200, true])
	expect(await shippingOf(sellerId)).toEqual([
		{ bandFrom: 0, priceMinor: 900 },
		{ bandFrom: 10_000, priceMinor: 1650 },
	])
	expect(await shippingOf(other.sellerId)).toEqual([{ bandFrom: 0, priceMinor: 800 }])
	expect([await trial('9.999'), await trial('10')].map((html) => ['$9.00', '$16.50'].filter((price) => html.split('id="lane"')[1]?.includes(price)))).toEqual([
		['$9.00'],
		['$16.50'],
	])
	expect(await trial('10', 'TX')).toContain('No rate holds for this delivery')
	const [audit] = await db`select action, after from audit_entry where subject = 'shipping:US-ND-ground'`
	expect(audit).toMatchObject({ action: 'shipping.changed', after: { bands: [{ bandFrom: 0 }, { bandFrom: 10_000 }] } })
})

test('a bad band keeps what was typed and changes nothing; a removed lane leaves deliveries on request', async () => {
	const [status, page] = await post('/merchandising/shipping', { ...lane, bands: '0 9\nten 16' })
	expect([status, page.includes('“ten 16” is no band'), page.includes('ten 16</textarea>')]).toEqual([422, true, true])
	expect(await shippingOf(sellerId)).toHaveLength(2)
	await post('/merchandising/shipping', { intent: 'remove', lane: 'US|ND||ground|USD|weight' })
	expect(await shippingOf(sellerId)).toEqual([])
	expect(await trial('1')).toContain('On request')
	expect((await post('/merchandising/shipping', { intent: 'remove', lane: 'US|ND||ground|USD|weight' }))[0]).toBe(404)
})

test('a warehouse sends on its days and until its hour: the next look at the product says so', async () => {
	const [own] = await db<
		{ id: number }[]
	>`insert into warehouse (seller_entity_id, code, name, country) values (${sellerId}, 'W-OWN', 'Own', 'US') returning id`
	const [foreign] = await db<
		{ id: number }[]
	>`insert into warehouse (seller_entity_id, code, name, country) values (${other.sellerId}, 'W-FAR', 'Far', 'US') returning id`
	await db`insert into warehouse_zone (warehouse_id, country, region, rank) values (${own?.id ?? 0}, 'US', '', 1)`
	await db`insert into shipping_rate (seller_entity_id, method, currency, country, price_minor, transit_days) values (${sellerId}, 'ground', 'USD', 'US', 900, 2)`
	const slug = (await db<{ slug: string }[]>`select slug from product where id = ${company.products.tamper}`)[0]?.slug ?? ''
	const locationId = company.locations.a
	// Friday the 12th of June 2026, 14:29 and 14:30 in Chicago.
	const promise = async (time: string) => {
		const page = await openProduct(
			db,
			{ ...company.shopper, locationId },
			{ slug, quantity: null, unit: null, locale: 'en', at: new Date(`2026-06-12T${time}Z`) },
		)
		return [page?.promise.shipsOn, page?.promise.arrivesOn]
	}
	expect(await promise('19:30:00')).toEqual(['2026-06-12', '2026-06-16'])
	const hours = { warehouse: String(own?.id), cutOff: '14:30', timeZone: '', worksOn: '1', closedOn: '' }
	const many = async (fields: [string, string][]) =>
		ask(house, '/merchandising/shipping/warehouses', {
			cookie: tomas.cookie,
			raw: new URLSearchParams(fields).toString(),
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
		})
	const weekdays = ['1', '2', '3', '4', '5'].map((day): [string, string] => ['worksOn', day])
	const saved = await many([['warehouse', String(own?.id)], ['cutOff', '14:30'], ['closedOn', '2026-06-16\n2026-06-15'], ...weekdays])
	expect([saved.status, (await saved.text()).includes('Saved. Open carts are promised by it.')]).toEqual([200, true])
	// Until the cut-off it leaves on Friday and has Wednesday and Thursday to travel; from then on it leaves on Wednesday.
	expect(await promise('19:29:00')).toEqual(['2026-06-12', '2026-06-18'])
	expect(await promise('19:30:00')).toEqual(['2026-06-17', '2026-06-19'])
	await db`update shipping_rate set transit_by = 'calendar' where seller_entity_id = ${sellerId}`
	expect(await promise('19:29:00')).toEqual(['2026-06-12', '2026-06-14'])
	const [status, page] = await post('/merchandising/shipping/warehouses', { ...hours, cutOff: '24:00', timeZone: 'Moon/Base', closedOn: '2026-02-30' })
	expect([status, page.includes('2026-02-30</textarea>'), page.includes('Moon/Base')]).toEqual([422, true, true])
	expect((await post('/merchandising/shipping/warehouses', { ...hours, warehouse: String(foreign?.id) }))[0]).toBe(404)
	const [audit] = await db`select action, after from audit_entry where subject = ${`warehouse:${own?.id}`}`
	expect(audit).toMatchObject({ action: 'warehouse.hours_changed', after: { cutOff: '14:30', closedOn: ['2026-06-15', '2026-06-16'] } })
})

const rate = {
	intent: 'add',
	jurisdiction: 'US-ND',
	country: 'us',
	region: 'nd',
	postalPrefix: '',
	taxCode: 'standard',
	percent: '8',
	validFrom: '2026-07-01',
	validTo: '',
}
const ratesOf = (seller: number) =>
	db`select rate, valid_from, valid_to from tax_rate where seller_entity_id = ${seller} and jurisdiction = 'US-ND' and tax_code = 'standard' order by valid_from`

test('a rate that follows ends the one before it on its first day, and none begins within its days', async () => {
	expect((await post('/merchandising/taxes', rate))[0]).toBe(200)
	expect(await ratesOf(sellerId)).toEqual([
		{ rate: '0.075000', validFrom: '2000-01-01', validTo: '2026-07-01' },
		{ rate: '0.080000', validFrom: '2026-07-01', validTo: null },
	])
	expect(await ratesOf(other.sellerId)).toEqual([{ rate: '0.075000', validFrom: '2000-01-01', validTo: null }])
	const [status, page] = await post('/merchandising/taxes', { ...rate, validFrom: '2026-06-01' })
	expect([status, page.includes('begins within these days')]).toEqual([422, true])
	const [next] = await db<{ id: number }[]>`select id from tax_rate where seller_entity_id = ${sellerId} and valid_from = '2026-07-01'`
	expect((await post('/merchandising/taxes', { intent: 'end', rateId: String(next?.id) }))[0]).toBe(200)
	expect(await ratesOf(sellerId)).toHaveLength(1)
	const [theirs] = await db<{ id: number }[]>`select id from tax_rate where seller_entity_id = ${other.sellerId} limit 1`
	expect((await post('/merchandising/taxes', { intent: 'end', rateId: String(theirs?.id) }))[0]).toBe(404)
})

const certificate = {
	intent: 'record',
	account: 'a-rates',
	jurisdiction: 'US-ND',
	number: 'E-7',
	taxCodes: '',
	validFrom: '2026-01-01',
	expiresOn: '2026-03-20',
}

test('a certificate is recorded for an account of the seller, shown while it counts, and its owner told once before it expires', async () => {
	await db`update account set owner_user_id = ${tomas.userId} where id = ${accountId}`
	expect((await post('/merchandising/taxes/certificates', { ...certificate, account: 'A-RIVAL' }))[0]).toBe(422)
	expect((await post('/merchandising/taxes/certificates', { ...certificate, expiresOn: '2025-12-31' }))[0]).toBe(422)
	expect((await post('/merchandising/taxes/certificates', certificate))[0]).toBe(200)
	expect(await get('/merchandising/taxes/certificates?show=expiring')).toContain('E-7')
	expect(await get('/merchandising/taxes/certificates?show=expired')).not.toContain('E-7')
	expect([await noticeExpiring(db, house.at), await noticeExpiring(db, house.at)]).toEqual([1, 0])
	expect(await db`select owner_user_id, account_id, subject, facts->>'number' as number, due_on from crm_task`).toEqual([
		{ ownerUserId: tomas.userId, accountId, subject: 'task.certificate_expires', number: 'E-7', dueOn: '2026-03-20' },
	])
	// One that follows makes a second word needless.
	await db`delete from crm_task`
	await post('/merchandising/taxes/certificates', { ...certificate, number: 'E-8', validFrom: '2026-03-01', expiresOn: '2027-03-20' })
	expect(await noticeExpiring(db, house.at)).toBe(0)
	const [first] = await db<{ id: number }[]>`select id from exemption_certificate where account_id = ${accountId} and number = 'E-7'`
	await post('/merchandising/taxes/certificates', { intent: 'end', accountId: String(accountId), certificateId: String(first?.id) })
	expect(await db`select expires_on from exemption_certificate where number = 'E-7'`).toEqual([{ expiresOn: '2026-03-01' }])
})

test('ways of shipping and tax codes are chosen by name, and a new one is named beside', async () => {
	const shipping = await get('/merchandising/shipping')
	for (const option of ['<option value="pickup">Pick-up</option>', '<option value="">A new way …</option>']) expect(shipping).toContain(option)
	const courier = { ...lane, method: '', 'method:new': 'Courier', bands: '0 25' }
	expect((await post('/merchandising/shipping', courier))[0]).toBe(200)
	expect(await db`select price_minor from shipping_rate where seller_entity_id = ${sellerId} and method = 'courier'`).toEqual([{ priceMinor: 2500 }])
	expect(await get('/merchandising/shipping')).toContain('<option value="courier">courier</option>')
	const [status, page] = await post('/merchandising/shipping', { ...courier, 'method:new': 'no way' })
	expect([status, page.includes('value="no way"')]).toEqual([422, true])
	const taxes = await get('/merchandising/taxes')
	for (const text of ['<option value="fee">Fees</option>', '>Standard</td>']) expect(taxes).toContain(text)
})

test('who says the tax is set per seller, told wrong by field, and counts for this seller only', async () => {
	const source = { source: 'avatax', companyCode: 'ROASTER', onFailure: 'table', codes: 'standard P0000000\nshipping FR020100', pricesIncludeTax: 'on' }
	const [bad, page] = await post('/merchandising/taxes/source', { ...source, companyCode: '', codes: 'standard\nshipping FR020100' })
	expect([bad, page.includes('“standard” is not two codes'), page.includes('Company code')]).toEqual([422, true, true])
	expect(page).toContain('standard\nshipping FR020100</textarea>')
	const settingOf = async (id: number) =>
		(await db`select tax_service, tax_company_code, tax_on_failure, tax_service_codes, prices_include_tax from seller_entity where id = ${id}`)[0]
	expect(await settingOf(sellerId)).toMatchObject({ taxService: null, pricesIncludeTax: false })
	expect((await post('/merchandising/taxes/source', source))[0]).toBe(200)
	const codes = { standard: 'P0000000', shipping: 'FR020100' }
	expect(await settingOf(sellerId)).toEqual({
		taxService: 'avatax',
		taxCompanyCode: 'ROASTER',
		taxOnFailure: 'table',
		taxServiceCodes: codes,
		pricesIncludeTax: true,
	})
	expect(await settingOf(other.sellerId)).toMatchObject({ taxService: null, pricesIncludeTax: false })
	expect(await get('/merchandising/taxes/source')).toMatch(/No service code yet for: .*fee/)
	const [audit] = await db`select before, after from audit_entry where action = 'tax_source.changed'`
	expect(audit).toMatchObject({ before: { service: null }, after: { service: 'avatax', codes } })
	expect((await post('/merchandising/taxes/source', { ...source, source: 'table', pricesIncludeTax: '' }))[0]).toBe(200)
})
