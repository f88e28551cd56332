import { existsSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type ImportAnswer, runImport } from '../../app/cli/import.ts'
import { testDb } from '../support/test-db.ts'

const data = resolve(import.meta.dirname, '../../../shared/data/salesforce-samples')
const at = new Date('2026-03-02T09:00:00Z')
const folder = await mkdtemp(join(tmpdir(), 'import-'))
const { db } = await testDb()
const counts = (answer: ImportAnswer) => (answer.ok ? answer.counts : answer)

describe.skipIf(!existsSync(data))('the b2b-quickstart store (../shared/data)', () => {
	const options = { what: 'sobjects', file: join(data, 'b2b-quickstart/Plan-1.json'), map: 'b2b-quickstart', rejects: join(folder, 'b2b.csv'), at }

	test('the plan comes in whole: 234 records and the standard book, the four of the web store left out', async () => {
		expect(counts(await runImport(db, options))).toEqual({ read: 235, created: 231, updated: 0, unchanged: 0, skipped: 4, rejected: 0 })
	})

	test('its buyer sees 30 of the 47 products', async () => {
		const [row] = await db`
			select count(*) as all, count(*) filter (where p.grant_policy_ids && (
				select array_agg(b.policy_id) from policy_buyer_group b join buyer_group g on g.id = b.buyer_group_id where g.code = 'QUICKSTART_BUYERS')) as seen
			from product p join seller_entity s on s.id = p.seller_entity_id where s.code = 'B2B-QUICKSTART'`
		expect(row).toEqual({ all: 47, seen: 30 })
	})

	test('the books hold the published sums', async () => {
		const rows = await db`
			select b.code, b.rung, count(*)::int as entries, sum(e.tier_price[1])::numeric(18,2)::text as total from price_book b
			join price_book_entry e on e.price_book_id = b.id group by b.code, b.rung order by b.code`
		expect(rows.map((row) => ({ ...row }))).toEqual([
			{ code: 'BASIC_PRICEBOOK_FROM_QUICKSTART', rung: 'group', entries: 30, total: '14093.03' },
			{ code: 'BASIC_STRIKETHROUGH_PRICEBOOK_FROM_QUICKSTART', rung: 'base', entries: 30, total: '17784.52' },
			{ code: 'STANDARD', rung: 'base', entries: 47, total: '849093.03' },
		])
	})

	test('categories stand under their parents', async () => {
		const rows = await db`
			select c.code, p.code as parent from category c left join category p on p.id = c.parent_id where c.code like '%Espresso%' order by c.code`
		expect(rows.map((row) => ({ ...row }))).toEqual([
			{ code: 'Advanced Espresso Machines', parent: 'Espresso Machines' },
			{ code: 'Espresso Machines', parent: 'Machines' },
		])
	})

	test('repeated, nothing changes', async () => {
		expect(counts(await runImport(db, options))).toEqual({ read: 235, created: 0, updated: 0, unchanged: 231, skipped: 4, rejected: 0 })
	})
})

test.skipIf(!existsSync(data))('ebikes (../shared/data): 3 accounts with an address, 4 families, 16 bicycles', async () => {
	const options = { what: 'sobjects', file: join(data, 'ebikes/sample-data-plan.json'), map: 'ebikes', at }
	expect(counts(await runImport(db, options))).toEqual({ read: 23, created: 23, updated: 0, unchanged: 0, skipped: 0, rejected: 0 })
	expect(counts(await runImport(db, options))).toEqual({ read: 23, created: 0, updated: 0, unchanged: 23, skipped: 0, rejected: 0 })
	const [row] = await db`
		select count(*)::int as placed, sum(e.tier_price[1])::numeric(18,2)::text as total from product p join seller_entity s on s.id = p.seller_entity_id
		join product_category m on m.product_id = p.id join price_book_entry e on e.product_id = p.id where s.code = 'EBIKES'`
	expect(row).toEqual({ placed: 16, total: '64100.00' })
	const places = await db`select l.city, l.is_default from location l join account a on a.id = l.account_id order by l.city`
	expect(places.map((place) => ({ ...place }))).toEqual(['Belmont', 'New York', 'San Francisco'].map((city) => ({ city, isDefault: true })))
})

test('a reference that no record carries refuses its row; a broken tree refuses the file', async () => {
	const map = join(folder, 'map.json')
	const object = { what: 'products', key: ['Name'], columns: { sku: 'Name', name: 'Name', family: 'Family' } }
	await writeFile(map, JSON.stringify({ seller: { code: 'T', name: 'T', currency: 'USD', country: 'US' }, objects: { Product2: object } }))
	const file = join(folder, 'tree.json')
	const records = [
		{ attributes: { type: 'Product2', referenceId: 'A' }, Name: 'A' },
		{ attributes: { type: 'Product2', referenceId: 'B' }, Name: 'B', Family: '@Nobody' },
	]
	await writeFile(file, JSON.stringify({ records }))
	expect(counts(await runImport(db, { what: 'sobjects', file, map, at }))).toMatchObject({ read: 2, created: 1, rejected: 1 })
	await writeFile(file, '{ "records": [ { "Name": 1 } ')
	expect(await runImport(db, { what: 'sobjects', file, map, at })).toMatchObject({ ok: false, refusals: [{ code: 'import.tree_wrong' }] })
})
