import { existsSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type ImportAnswer, runImport } from '../../app/cli/import.ts'
import { testDb } from '../support/test-db.ts'

const data = resolve(import.meta.dirname, '../../../shared/data/salesforce-samples/commerce-on-lightning')
const hasData = existsSync(data)
const at = new Date('2026-03-02T09:00:00Z')
const folder = await mkdtemp(join(tmpdir(), 'import-'))
const { db } = await testDb()

const sellers = {
	Alpine: 'Alpine Nutrition',
	CameraStore: 'Camera Store',
	HomeDepot: 'Tools',
	NorthernTrail: 'Trail',
	NTOGear867: 'Gear',
	CapricornCoffee: 'Capricorn',
}

async function mapFor(code: string, extra: object = {}): Promise<string> {
	const file = join(folder, `${code}.map.json`)
	const seller = { code, name: sellers[code as keyof typeof sellers] ?? code, currency: 'USD', country: 'US' }
	const priceBooks = { sale: { code: 'SALE', rung: 'sale' }, original: { code: 'LIST', rung: 'base' } }
	await writeFile(file, JSON.stringify({ what: 'products', seller, priceBooks, ...extra }))
	return file
}

async function importCsv(code: string, text: string | Buffer, extra: object = {}): Promise<ImportAnswer> {
	const file = join(folder, `${code}.csv`)
	await writeFile(file, text)
	return runImport(db, { what: 'products', file, map: await mapFor(code, extra), rejects: join(folder, `${code}.rejects.csv`), at })
}

const counts = (answer: ImportAnswer) => (answer.ok ? answer.counts : answer)

async function priceSum(seller: string, book: string): Promise<string> {
	const [row] = await db`
		select coalesce(sum(e.tier_price[1]), 0)::numeric(18,2)::text as total from price_book_entry e
		join price_book b on b.id = e.price_book_id join seller_entity s on s.id = b.seller_entity_id where s.code = ${seller} and b.code = ${book}`
	return String(row?.['total'])
}

async function productCount(seller: string): Promise<number> {
	const [row] = await db`select count(*) as total from product p join seller_entity s on s.id = p.seller_entity_id where s.code = ${seller}`
	return Number(row?.['total'])
}

describe.skipIf(!hasData)('the product files of commerce-on-lightning (../shared/data)', () => {
	const files: [name: string, rows: number, products: number, sale: string, list: string][] = [
		['Alpine', 46, 46, '1584.39', '1694.23'],
		['CameraStore', 46, 45, '54476.18', '63218.79'],
		['HomeDepot', 18, 18, '2833.80', '3434.86'],
		['NorthernTrail', 186, 186, '6694.14', '7438.14'],
		['NTOGear867', 867, 867, '0.00', '0.00'],
		['CapricornCoffee', 30, 30, '0.00', '0.00'],
	]
	test.each(files)('%s: %i rows', async (name, rows, products, sale, list) => {
		const options = { what: 'products', file: join(data, `${name}.csv`), map: await mapFor(name), rejects: join(folder, `${name}.rejects.csv`), at }
		expect(counts(await runImport(db, options))).toEqual({ read: rows, created: products, updated: 0, unchanged: 0, skipped: 0, rejected: rows - products })
		expect(await productCount(name)).toBe(products)
		expect(await priceSum(name, 'SALE')).toBe(sale)
		expect(await priceSum(name, 'LIST')).toBe(list)
		expect(counts(await runImport(db, options))).toEqual({ read: rows, created: 0, updated: 0, unchanged: products, skipped: 0, rejected: rows - products })
	})

	test('the camera that shares a code with another is refused and named with the row that came first', async () => {
		const rejects = await readFile(join(folder, 'CameraStore.rejects.csv'), 'utf8')
		expect(rejects.split('\n')).toEqual([
			'row,reason,facts,Product Name,Product Description,ProductCode,Product Family,Category,Media Standard URL 1,Price (sales) USD,Price (original) USD',
			'7,key.duplicate,"{""key"":""HAM4G4"",""firstRow"":3}",Canon Rebel T5i,Canon EOS Rebel T5i DX,HAM4G4,Canon,,https://img4demo.herokuapp.com/imageo/cameras/eosrebelt5i/svg,239.99,279.00',
			'',
		])
	})

	test('a product of Northern Trail stands in its category and in those above; 164 have none', async () => {
		const rows = await db`
			select c.code, count(l.product_id)::int as products from category c join seller_entity s on s.id = c.seller_entity_id
			left join category_listing l on l.category_id = c.id where s.code = 'NorthernTrail' and c.parent_id is null group by c.code order by c.code`
		expect(rows.map((row) => [row['code'], row['products']])).toEqual([
			['kids', 5],
			['men', 5],
			['women', 12],
		])
	})
})

const head = 'Product Name,SKU,Price (sale) USD,Price (original) USD\n'

describe('a bad row costs itself only', () => {
	const cases: [what: string, code: string, text: string | Buffer, created: number, reasons: string[]][] = [
		['a quote that is never closed', 'quote', `${head}A,a,1,2\n"B,b,1,2\nC,c,1,2\nD,d,1,2\n`, 3, ['csv.quote_not_closed']],
		['two stray quotes', 'stray', `${head}A,a,1,2\n"B,b,1,2\nC,c,1,2\n"D,d,1,2\nE,e,1,2\n`, 3, ['csv.quote_not_closed', 'csv.quote_not_closed']],
		['a cell too many and one too few', 'cells', `${head}A,a,1,2,3\nB,b,1\nC,c,1,2\n`, 1, ['csv.column_count', 'csv.column_count']],
		['a mark, CRLF and no last line end', 'crlf', `\uFEFF${head.replace('\n', '\r\n')}A,a,1,2\r\nB,b,1,2`, 2, []],
		['Latin-1 among UTF-8', 'latin', Buffer.concat([Buffer.from(`${head}Crème,a,1,2\n`), Buffer.from('Th\u00e9,b,1,2\n', 'latin1')]), 2, []],
		['a NUL', 'nul', `${head}A\u0000,a,1,2\nB,b,1,2\n`, 1, ['text.nul']],
		['a negative and an enormous price', 'prices', `${head}A,a,-1,2\nB,b,9999999999999999,2\nC,c,0.000001,2\n`, 1, ['price.negative', 'price.not_a_price']],
		['no code and no name', 'blank', `${head},a,1,2\nB,,1,2\nC,c,1,2\n`, 1, ['name.missing', 'sku.missing']],
		['an empty file with a header', 'none', head, 0, []],
	]
	test.each(cases)('%s', async (_, code, text, created, reasons) => {
		const answer = await importCsv(code, text)
		expect(counts(answer)).toMatchObject({ created, rejected: reasons.length })
		const found = await db`select r.reason from import_reject r join import_run i on i.id = r.run_id where i.file_name = ${`${code}.csv`} order by row_number`
		expect(found.map((row) => row['reason'])).toEqual(reasons)
	})

	test('names keep their letters, whatever the bytes were', async () => {
		const rows = await db`
			select t.name from product_text t join product p on p.id = t.product_id join seller_entity s on s.id = p.seller_entity_id where s.code = 'latin' order by p.sku`
		expect(rows.map((row) => row['name'])).toEqual(['Crème', 'Thé'])
	})
})

describe('bundles and variants by a column', () => {
	const columns = 'Product Name,SKU,Parent SKU,Attribute: Roast,Components\n'
	const house = `${columns}Beans,bean,,,\nDark,bean-d,bean,Dark,\nLight,bean-l,bean,Light,\nFilter,fil:1,,,\nCup,cup,,,\nSet,set,,,fil:1:2.5; cup:3\n`
	const inside = () => db`
		select b.sku as bundle, c.sku, trim_scale(x.quantity)::text as quantity from bundle_component x join product b on b.id = x.bundle_id join product c on c.id = x.component_id
			join seller_entity s on s.id = b.seller_entity_id where s.code = 'sets' order by x.position`
	const plain = (rows: readonly object[]) => rows.map((row) => ({ ...row }))

	test('a set holds what its cell says, and a variant hangs under its product; twice is once', async () => {
		expect(counts(await importCsv('sets', house))).toMatchObject({ created: 6, rejected: 0 })
		expect(plain(await inside())).toEqual([
			{ bundle: 'set', sku: 'fil:1', quantity: '2.5' },
			{ bundle: 'set', sku: 'cup', quantity: '3' },
		])
		const kinds = await db`
			select p.sku, p.kind, r.sku as parent, p.attributes from product p left join product r on r.id = p.parent_id join seller_entity s on s.id = p.seller_entity_id where s.code = 'sets' order by p.sku`
		expect(plain(kinds)).toEqual([
			{ sku: 'bean', kind: 'parent', parent: null, attributes: {} },
			{ sku: 'bean-d', kind: 'variant', parent: 'bean', attributes: { roast: 'Dark' } },
			{ sku: 'bean-l', kind: 'variant', parent: 'bean', attributes: { roast: 'Light' } },
			{ sku: 'cup', kind: 'simple', parent: null, attributes: {} },
			{ sku: 'fil:1', kind: 'simple', parent: null, attributes: {} },
			{ sku: 'set', kind: 'bundle', parent: null, attributes: {} },
		])
		expect(counts(await importCsv('sets', `${house}\n`))).toMatchObject({ created: 0, updated: 0, unchanged: 6, rejected: 0 })
		expect(counts(await importCsv('sets', `${columns}Set,set,,,cup\n`))).toMatchObject({ updated: 1 })
		expect(plain(await inside())).toEqual([{ bundle: 'set', sku: 'cup', quantity: '1' }])
	})

	test('a parent is chosen by what its variants name, else by what they differ in, however the file is cut', async () => {
		const axes = async (code: string) =>
			(
				await db`select p.sku, p.option_axes from product p join seller_entity s on s.id = p.seller_entity_id where s.code = ${code} and p.kind = 'parent' order by p.sku`
			).map((row) => [row['sku'], row['optionAxes']])
		const named =
			'Product Name,SKU,Variation Parent (StockKeepingUnit),Variation Attribute Name 1,Variation Attribute Value 1,Variation Attribute Name 2,Variation Attribute Value 2,Attribute: Origin,Product Description\n'
		const rows =
			'Tee,tee,,,,,,\nS,tee-s,tee,Size,S,Colour,Red,Brazil\nL,tee-l,tee,Size,L,Colour,Red,Peru\nHat,hat,,,,,,\nRed,hat-r,hat,Colour,Red,,,Brazil\nCap,cap,,,,,,\nA,cap-a,cap,,,,,Brazil\nB,cap-b,cap,,,,,Peru\n'
		const wanted = [
			['cap', ['origin']],
			['hat', ['colour']],
			['tee', ['size', 'colour']],
		]
		for (const chunkRows of [1000, 1]) {
			const code = `axes${chunkRows}`
			const file = join(folder, `${code}.csv`)
			// So long that each row is read, and saved, by itself.
			await writeFile(file, `${named}${rows.replaceAll('\n', `,${'x'.repeat(90_000)}\n`)}`)
			const options = { what: 'products' as const, file, map: await mapFor(code), rejects: join(folder, `${code}.rejects.csv`), at, chunkRows }
			expect(counts(await runImport(db, options))).toMatchObject({ created: 8, rejected: 0 })
			expect(await axes(code)).toEqual(wanted)
		}
		// What a merchandiser chose stays while it tells the variants apart, and gets what is missing when it does not.
		await importCsv('axes1', `${named}More,tee-xl,tee,Size,XL,Fit,Slim,Chile,\nTwin,cap-c,cap,,,,,Brazil,\n`)
		expect(await axes('axes1')).toEqual([
			['cap', ['origin']],
			['hat', ['colour']],
			['tee', ['size', 'colour', 'fit']],
		])
		expect(await axes('sets')).toEqual([['bean', ['roast']]])
	})

	test('what can be chosen in a set is refused among what always comes, by name', async () => {
		await db`insert into bundle_choice (bundle_id, code) select p.id, 'filter' from product p join seller_entity s on s.id = p.seller_entity_id where s.code = 'sets' and p.sku = 'set'`
		await db`insert into bundle_component (bundle_id, component_id, quantity, choice, is_usual)
			select b.id, c.id, 1, 'filter', true from product b join product c on c.seller_entity_id = b.seller_entity_id and c.sku = 'fil:1' join seller_entity s on s.id = b.seller_entity_id where s.code = 'sets' and b.sku = 'set'`
		const before = plain(await inside())
		expect(counts(await importCsv('sets', `${columns}Set,set,,,cup:1;fil:1:2\n`))).toMatchObject({ updated: 0, rejected: 1 })
		const [found] = await db`select reason, source from import_reject order by run_id desc limit 1`
		expect([found?.['reason'], found?.['source'].facts]).toEqual(['component.is_an_option', { component: 'fil:1' }])
		expect(plain(await inside())).toEqual(before)
		expect(counts(await importCsv('sets', `${columns}Set,set,,,cup:4\n`))).toMatchObject({ updated: 1, rejected: 0 })
		expect(plain(await inside())).toContainEqual({ bundle: 'set', sku: 'fil:1', quantity: '1' })
		await db`delete from bundle_component where choice is not null`
	})

	const refused: [cell: string, reason: string][] = [
		['cup:0', 'components.not_a_quantity'],
		['cup:many', 'components.not_a_quantity'],
		[':3', 'components.missing'],
		['cup:1;cup:2', 'components.duplicate'],
		['new', 'components.itself'],
		['nothing:1', 'component.unknown'],
		['set:1', 'component.is_a_bundle'],
		['bean:1', 'component.is_a_bundle'],
	]
	test.each(refused)('%s is refused: %s', async (cell, reason) => {
		expect(counts(await importCsv('sets', `${columns}New,new,,,${cell}\nOther,other-${reason},,,\n`))).toMatchObject({
			created: expect.any(Number),
			rejected: 1,
		})
		const [found] = await db`select reason from import_reject order by run_id desc limit 1`
		expect(found?.['reason']).toBe(reason)
	})

	test('what stands in a set, and what hangs under a product, is no set itself', async () => {
		expect(counts(await importCsv('sets', `${columns}Cup,cup,,,fil:1:1\nDark,bean-d,,,fil:1:1\nLight,bean-l,bean,Light,fil:1:1\n`))).toMatchObject({
			rejected: 3,
		})
		const found = await db`select reason from import_reject where run_id = (select max(run_id) from import_reject) order by row_number`
		expect(found.map((row) => row['reason'])).toEqual(['components.taken', 'components.taken', 'components.of_a_variant'])
	})
})

describe('a map that does not fit is refused before anything is written', () => {
	const refusals: [what: string, extra: object, code: string, fact: string][] = [
		['an unknown key', { colums: {} }, 'import.map_unknown_key', 'colums'],
		['an unknown field', { columns: { sku: 'SKU', name: 'Product Name', colour: 'SKU' } }, 'import.field_unknown', 'colour'],
		['a column the file does not have', { columns: { sku: 'Code', name: 'Product Name' } }, 'import.column_missing', 'Code'],
		['a required field that nothing fills', { columns: { name: 'Product Name' } }, 'import.field_unfilled', 'sku'],
	]
	test.each(refusals)('%s', async (_, extra, code, fact) => {
		const answer = await importCsv('refused', `${head}A,a,1,2\n`, extra)
		expect(answer.ok).toBe(false)
		if (answer.ok) return
		expect(answer.refusals[0]?.code).toBe(code)
		expect(JSON.stringify(answer.refusals[0]?.facts)).toContain(fact)
	})
})

test('a changed price is an update that remembers what the price was, and nothing else changes', async () => {
	await importCsv('change', `${head}A,a,1,2\nB,b,1,2\n`)
	const answer = await importCsv('change', `${head}A,a,1.5,2\nB,b,1,2\n`)
	expect(counts(answer)).toEqual({ read: 2, created: 0, updated: 1, unchanged: 1, skipped: 0, rejected: 0 })
	const [kept] = await db`select old_tier_price, new_tier_price from price_change`
	expect(kept).toEqual({ oldTierPrice: ['1.000000'], newTierPrice: ['1.500000'] })
})
