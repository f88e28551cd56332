import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runImport } from '../../app/cli/import.ts'
import { testDb } from '../support/test-db.ts'

const at = new Date('2026-03-02T09:00:00Z')
const folder = await mkdtemp(join(tmpdir(), 'import-'))
const { db } = await testDb()
const seller = { code: 'HOSTILE', name: 'Hostile', currency: 'USD', country: 'US' }
let files = 0

async function bring(what: string, text: string, extra: object = {}) {
	files += 1
	const [file, map] = [join(folder, `${files}.csv`), join(folder, `${files}.json`)]
	await writeFile(file, text)
	await writeFile(map, JSON.stringify({ seller, ...extra }))
	const answer = await runImport(db, { what, file, map, rejects: join(folder, `${files}.rejects.csv`), at })
	if (!answer.ok) return { refusals: answer.refusals.map(({ code }) => code) }
	const reasons = await db`select reason from import_reject where run_id = ${answer.runId} order by row_number`
	return { created: answer.counts.created, reasons: reasons.map((row) => row['reason']) }
}

test('words that every object knows are words like others', async () => {
	const text = 'sku,name,constructor,__proto__,Price (constructor)\ntoString,valueOf,x,y,1.00\n'
	expect(await bring('products', text, { priceBooks: { sale: { code: 'SALE' } }, values: { family: { a: 'b' } } })).toEqual({ created: 1, reasons: [] })
})

test('categories: unknown parents and circles are refused, an address that is taken gets another', async () => {
	await db`insert into category (seller_entity_id, code, slug) select id, 'HOUSE', 'a-a' from seller_entity where code = 'HOSTILE'`
	const text = 'code,name,parent\na,A,\nb,B,a\nc,C,nowhere\nd,D,d\n'
	expect(await bring('categories', text)).toEqual({ created: 2, reasons: ['parent.unknown', 'parent.circle'] })
	expect(await bring('categories', 'code,name,parent\na,A,b\n')).toEqual({ created: 0, reasons: ['parent.circle'] })
	const rows = await db`select c.slug from category c where c.code = 'a'`
	expect(rows[0]?.['slug']).toMatch(/^a-a-[0-9a-f]{6}$/)
})

test('a third word for an effect grants nothing; unknown ends are named', async () => {
	await bring('policies', 'code,name\nP,Policy\n')
	await bring('products', 'sku,name\nS1,One\n')
	const text = 'policy,sku,effect\nP,S1,allow\nP,S2,grant\nQ,S1,grant\n'
	expect(await bring('policy-products', text)).toEqual({ created: 0, reasons: ['effect.unknown', 'sku.unknown', 'policy.unknown'] })
	const rows = await db`select 1 from policy_product`
	expect(rows).toHaveLength(0)
})

test('price books and their tiers: unknown rungs, a 21st tier, two prices from one quantity', async () => {
	expect(await bring('price-books', 'code,name,rung,status\nB,Book,base,published\nX,X,cheapest,\nY,Y,base,live\n')).toEqual({
		created: 1,
		reasons: ['rung.unknown', 'status.unknown'],
	})
	const tiers = Array.from({ length: 21 }, (_, index) => `B,S1,${30 - index},${index + 1}`)
	const rows = [...tiers, 'B,S1,5,3', 'B,S1,-1,99', 'B,S9,1,1']
	expect(await bring('price-entries', `book,sku,price,from\n${rows.join('\n')}\n`)).toEqual({
		created: 20,
		reasons: ['tiers.too_many', 'key.duplicate', 'price.negative', 'sku.unknown'],
	})
	const [entry] =
		await db`select tier_from[1]::int as first, tier_from[20]::int as last, cardinality(tier_price) as tiers from price_book_entry where price_book_id = (select id from price_book where code = 'B')`
	expect({ ...entry }).toEqual({ first: 1, last: 20, tiers: 20 })
})

test('accounts, places and people: what the database could not hold is refused by name', async () => {
	const accounts =
		'number,name,currency,termsDays,standing,country\nA1,Mina,USD,30,good,US\nA2,,USD,,,\nA3,X,dollars,,,\nA4,X,USD,soon,,\nA5,X,USD,,lovely,\nA6,X,USD,,,Norway\n'
	expect(await bring('accounts', accounts)).toEqual({
		created: 1,
		reasons: ['name.missing', 'currency.unknown', 'terms.not_days', 'standing.unknown', 'country.not_two_letters'],
	})
	expect(await bring('locations', 'account,code,line1,city,country\nA1,S,Street 1,Fargo,US\nA9,S,Street 1,Fargo,US\nA1,T,,Fargo,US\n')).toEqual({
		created: 1,
		reasons: ['account.unknown', 'line1.missing'],
	})
	expect(await bring('contacts', 'account,name,email,role\nA1,Mina Harbor,mina@harbor.example,owner\nA1,Luka,nowhere,buyer\nA1,Natalie,,queen\n')).toEqual({
		created: 1,
		reasons: ['email.not_an_address', 'role.unknown'],
	})
})

test('a map with a wrong currency, country or zone is refused whole', async () => {
	const wrong = { seller: { code: 'W', name: 'W', currency: 'usd', country: 'USA', timeZone: 'Mars/Olympus' } }
	expect(await bring('products', 'sku,name\nS,S\n', wrong)).toEqual({
		refusals: ['import.map_wrong_value', 'import.map_wrong_value', 'import.map_wrong_value'],
	})
})

test('an order number of the house is not taken over', async () => {
	await db`
		insert into sales_order (account_id, seller_entity_id, stage, number, currency, channel, placed_at)
		select a.id, a.seller_entity_id, 'closed', 'N1', 'USD', 'web', now() from account a where a.number = 'A1'`
	const text =
		'number,account,placedAt,sku,quantity,price\nN1,A1,2025-01-01,S1,1,1\nN2,A7,2025-01-01,S1,1,1\nN3,A1,,S1,1,1\nN4,A1,2025-01-01,S1,1,1\nN4,A1,2025-01-01,S9,1,1\n'
	expect(await bring('orders', text)).toEqual({ created: 1, reasons: ['order.number_taken', 'account.unknown', 'placedAt.missing', 'sku.unknown'] })
})

test('a tree with a NUL and half a letter costs those rows and no more', async () => {
	const map = { objects: { Product2: { what: 'products', columns: { sku: 'Code', name: 'Name' } } } }
	const of = (Code: string, Name: string) => ({ attributes: { type: 'Product2' }, Code, Name })
	expect(await bring('sobjects', JSON.stringify({ records: [of('T1', 'a\u0000b'), of('T2', 'half \ud800'), of('T3', 'whole')] }), map)).toEqual({
		created: 1,
		reasons: ['text.nul', 'text.not_utf8'],
	})
})
