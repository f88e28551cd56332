import { existsSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { runExport } from '../../../app/cli/exchange.ts'
import { runImport } from '../../../app/cli/import.ts'
import { exchangeKindOf, exportKind } from '../../../app/flows/exchange/read-kind.ts'
import type { Db } from '../../../db/client.server.ts'
import { testDb } from '../../support/test-db.ts'

// A product file goes in, comes out under Salesforce's headers, and makes the same company of an empty one.
const data = resolve(import.meta.dirname, '../../../../shared/data/salesforce-samples/commerce-on-lightning')
const folder = await mkdtemp(join(tmpdir(), 'form-'))
const at = new Date('2026-03-02T09:00:00Z')
const { db } = await testDb()
const { db: empty } = await testDb()

const kinds = [
	...['units', 'categories', 'category-texts', 'products', 'product-texts', 'product-units', 'product-categories', 'media', 'bundles', 'bundle-choices'],
	...['bundle-components', 'price-books', 'price-entries', 'policies', 'policy-products'],
]

/** Every row of every table that a product file writes, but for the moment when it was made; ids stand as names. */
async function house(of: Db, code: string): Promise<Record<string, Record<string, string>[]>> {
	const [seller] = await of<{ id: number }[]>`select id from seller_entity where code = ${code}`
	const tables: Record<string, Record<string, string>[]> = {}
	for (const name of kinds) {
		let text = ''
		for await (const part of exportKind(of, seller?.id ?? 0, exchangeKindOf(name) ?? { kind: '', table: '', key: [] })) text += part
		const rows = parse(text, { columns: true }) as Record<string, string>[]
		tables[name] = rows.map(({ created_at: _, ...row }) => row)
	}
	return tables
}

async function bringIn(into: Db, code: string, file: string) {
	const map = join(folder, `${code}.map.json`)
	const seller = { code, name: code, currency: 'USD', country: 'US' }
	const priceBooks = { sale: { code: 'SALE', name: 'Sale', rung: 'sale' }, original: { code: 'LIST', name: 'List', rung: 'base' } }
	await writeFile(map, JSON.stringify({ what: 'products', seller, priceBooks }))
	const answer = await runImport(into, { what: 'products', file, map, rejects: join(folder, `${code}.rejects.csv`), at })
	if (!answer.ok) throw new Error(JSON.stringify(answer.refusals))
	return answer.counts
}

async function takeOut(from: Db, code: string): Promise<string> {
	const out = join(folder, `${code}.out.csv`)
	expect(await runExport(from, { what: 'salesforce-products', out, seller: code })).toEqual({ ok: true, files: [out] })
	return out
}

/** In, out, into an empty house, and out again: the same rows and the same file. */
async function roundTrip(code: string, file: string): Promise<number> {
	await bringIn(db, code, file)
	const out = await takeOut(db, code)
	const before = await house(db, code)
	const counts = await bringIn(empty, code, out)
	expect([code, counts.created, counts.rejected, counts.skipped]).toEqual([code, before['products']?.length, 0, 0])
	const after = await house(empty, code)
	for (const kind of kinds) expect(after[kind], `${code}: ${kind}`).toEqual(before[kind])
	expect(await readFile(await takeOut(empty, code), 'utf8')).toBe(await readFile(out, 'utf8'))
	// Brought into the house that it came from, it changes nothing.
	expect(await bringIn(db, code, out)).toMatchObject({ created: 0, updated: 0, unchanged: counts.created, rejected: 0 })
	return counts.created
}

const files: [name: string, products: number][] = [
	['Alpine', 46],
	['Alpine-small', 10],
	['CameraStore', 45],
	['CapricornCoffee', 30],
	['HomeDepot', 18],
	['NorthernTrail', 186],
	['NTOGear867', 867],
	['2Products', 2],
	['sample', 2],
]
for (const [name, products] of files) {
	const file = join(data, `${name}.csv`)
	test.skipIf(!existsSync(file))(`${name}.csv of commerce-on-lightning comes back as it went in`, { timeout: 60_000 }, async () => {
		expect(await roundTrip(name, file)).toBe(products)
	})
}

test('what is hard to write comes back too: formulas, quotation marks, axes, sets, two currencies, a draft', async () => {
	const head =
		'Product Name,Product Description,SKU,Status,Variation Parent (StockKeepingUnit),Variation Attribute Name 1,Variation Attribute Value 1,Attribute: bean_origin,Components,Category 1,Category 2,Price (sale),Price (vip-club) CAD,Media Standard URL 1,Media Standard URL 2,Media Attachment URL 1,Media Standard AltText 1,Entitlement 1,Unit,Weight Grams\n'
	const rows = [
		`'=1+1,"Says ""hello""\nand -2","-A:1",,,,,"''@at",,Gifts,Beans/Dark & Co,1.5,2.25,https://example.com/a.jpg,/b.jpg,/c.pdf,Above,HORECA,kg,250`,
		'Tee,,tee,,,,,,,,,,,,,,,,,',
		'Large,,tee-l,,tee,Size,L,,,,,,,,,,,,,',
		'Small,,tee-s,draft,tee,Size,S,,,,,,,,,,,,,',
		'Set,,a-set,,,,,,-A:1:2.5; tee-l,,,,,,,,,,,',
	]
	const file = join(folder, 'hard.csv')
	await writeFile(file, `${head}${rows.join('\n')}\n`)
	expect(await roundTrip('HARD', file)).toBe(5)
	// However long the file, what others name stands before them.
	const out = parse(await readFile(join(folder, 'HARD.out.csv')), { columns: true }) as Record<string, string>[]
	expect(out.map(({ SKU }) => SKU)).toEqual(["'-A:1", 'tee', 'tee-l', 'tee-s', 'a-set'])
	const { products, media, 'price-entries': prices } = await house(empty, 'HARD')
	expect(products?.map(({ sku, kind, option_axes, status }) => [sku, kind, option_axes, status])).toEqual([
		['"-A:1"', 'simple', '{}', 'active'],
		['a-set', 'bundle', '{}', 'active'],
		['tee', 'parent', '{size}', 'active'],
		['tee-l', 'variant', '{}', 'active'],
		['tee-s', 'variant', '{}', 'draft'],
	])
	expect(products?.[0]?.['attributes']).toBe(`{"bean_origin": "'@at"}`)
	expect([media?.length, prices?.map(({ price_book, tier_price }) => [price_book, tier_price])]).toEqual([
		3,
		[
			['SALE', '{1.500000}'],
			['VIP-CLUB-CAD', '{2.250000}'],
		],
	])
})

test('a price with tiers, or with a window, stays out of the file, and as it is', async () => {
	const file = join(folder, 'tiers.csv')
	await writeFile(file, 'Product Name,SKU,Price (sale)\nA,a,1\nB,b,2\nC,c,3\n')
	await bringIn(db, 'TIERS', file)
	await db`update price_book_entry e set tier_from = '{1,10}', tier_price = '{1,0.9}' from product p where p.id = e.product_id and p.sku = 'a' and p.seller_entity_id = (select id from seller_entity where code = 'TIERS')`
	await db`update price_book_entry e set valid_to = '2027-01-01' from product p where p.id = e.product_id and p.sku = 'b' and p.seller_entity_id = (select id from seller_entity where code = 'TIERS')`
	const out = await takeOut(db, 'TIERS')
	const before = await house(db, 'TIERS')
	expect((parse(await readFile(out), { columns: true }) as Record<string, string>[]).map((row) => row['Price (sale) USD'])).toEqual(['', '', '3'])
	expect(await bringIn(db, 'TIERS', out)).toMatchObject({ unchanged: 3, updated: 0 })
	expect(await house(db, 'TIERS')).toEqual(before)
})
