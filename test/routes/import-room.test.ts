import { expect, test } from 'vitest'
import { advanceImports } from '../../app/flows/exchange/advance-imports.ts'
import { makeCompany } from '../support/company.ts'
import { ask, files, testHouse } from '../support/house.ts'
import { makeStaff } from '../support/staff.ts'
import { expectStatements } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const company = await makeCompany(db, 'room')
const tomas = await makeStaff(db, company.sellerId, { firstName: 'Tomás', lastName: 'Herrera', roles: ['merchandiser'] })
const ada = await makeStaff(db, company.sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const natalie = await makeStaff(db, company.sellerId, { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'] })
const room = '/merchandising/import-export'

const page = async (path: string, cookie = tomas.cookie) => {
	const response = await ask(house, path, { cookie })
	return { status: response.status, text: (await response.text()).replaceAll('<!-- -->', '') }
}
const post = (path: string, form: Record<string, string>, cookie = tomas.cookie) => ask(house, path, { cookie, form })
const upload = (name: string, text: string, kind = '', cookie = tomas.cookie) => ask(house, room, { cookie, file: { name, text, fields: { kind } } })
const work = async () => {
	while ((await advanceImports({ db, files, at: house.at })) > 0);
}

test('a file is tried, looked at, brought in, and told when it comes again', async () => {
	expect((await page(room)).text).toContain('Nothing came in or went out yet')
	const head = (await page('/merchandising/export/search-synonyms/head')).text
	expect(head).toBe('locale,term,means,both_ways,created_at\r\n')
	const text = `${head}en,mud,{coffee},,\r\nen,mud,{coffee},,\r\nen,,{coffee},,\r\n`
	const asked = await upload('words.csv', text)
	expect(asked.status).toBe(302)
	const at = asked.headers.get('location') ?? ''
	expect((await page(at)).text).toContain('You can leave this page')
	await work()
	const { status, text: tried } = await expectStatements(db, 6, () => page(at))
	expect(status).toBe(200)
	for (const words of ['words.csv', 'Dry run', 'Search synonyms', 'Bring 1 row in', 'term is empty.', 'Fill the cell in.', '3 of 3 rows'])
		expect(tried).toContain(words)
	const rejects = (await page(`${at}/rejects.csv`)).text.split('\r\n')
	expect(rejects[0]).toBe('Row,Why,What helps,locale,term,means,both_ways,created_at')
	expect(rejects[2]).toBe('3,term is empty.,Fill the cell in.,en,,{coffee},,')
	const begun = (await post(at, { intent: 'start' })).headers.get('location') ?? ''
	await work()
	expect((await page(begun)).text).toContain('All but 2 rows are in')
	expect(await db`select 1 from search_synonym where term = 'mud'`).toHaveLength(1)
	const again = (await upload('same.csv', text)).headers.get('location') ?? ''
	await work()
	expect((await page(again)).text).toContain('This very file came in before')
	expect((await page(room)).text).toContain('same.csv')
	expect((await page(`${room}.csv`)).text).toContain('words.csv,Search synonyms,Import,Done,Tomás Herrera')
})

test('what is no file of a kind is refused in the person’s words, and what she chose stays', async () => {
	const refused = await upload('fruit.csv', 'apples,pears\n1,2\n', 'products')
	expect(refused.status).toBe(422)
	const text = await refused.text()
	expect(text).toContain('The first line does not fit')
	expect(text).toMatch(/<option value="products" selected=""/)
	expect((await upload('empty.csv', '')).status).toBe(422)
	expect((await post(room, { kind: '' })).status).toBe(422)
})

test('people and their money leave by administrators alone; a rep has no such room', async () => {
	for (const kind of ['contacts', 'users', 'accounts', 'credit-limits', 'certificates', 'sellers']) {
		expect((await page(`/merchandising/export/${kind}`)).status, kind).toBe(404)
		expect((await page(`/merchandising/export/${kind}/head`)).status, kind).toBe(404)
		expect((await page(`/merchandising/export/${kind}`, ada.cookie)).status, kind).toBe(200)
	}
	expect((await page(room)).text).not.toContain('/export/credit-limits')
	expect((await page(room, ada.cookie)).text).toContain('/export/credit-limits')
	expect((await page('/merchandising/export/salesforce-products')).text).toMatch(/^Product Name,Product Description,SKU,Product isActive,/)
	expect((await page(room)).text).not.toContain('/export/salesforce-products/head')
	expect((await page('/merchandising/export/login', ada.cookie)).status).toBe(404)
	for (const path of [room, `${room}.csv`, '/merchandising/export/all', '/merchandising/export/products'])
		expect((await page(path, natalie.cookie)).status).toBe(404)
})

test('everything leaves as an archive that other programs can open', async () => {
	const response = await ask(house, '/merchandising/export/all', { cookie: tomas.cookie })
	const bytes = Buffer.from(await response.arrayBuffer())
	// The list at its end: a mark, 42 bytes, and the name.
	const names = bytes
		.toString('latin1')
		.split('PK\u0001\u0002')
		.slice(1)
		.map((entry) => /^[a-z-]+\.csv/.exec(entry.slice(42))?.[0])
	expect(names).toContain('products.csv')
	expect(names).not.toContain('contacts.csv')
})
