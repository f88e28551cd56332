import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import map from '../../app/cli/maps/online-retail.json' with { type: 'json' }
import type { StaffMember } from '../../app/platform/actor.ts'
import type { Db } from '../../db/client.server.ts'
import { importRows, laddersOf, loadBooks, priceOn, type Segment } from '../bench/ladders.ts'
import { isWalkIn, type RetailDocument } from './read-retail.ts'

const seller = { code: 'ONLINE-RETAIL', name: 'Online Retail', currency: 'GBP', country: 'GB', timeZone: 'Europe/London' }

export type Buyer = { accountId: number; contactId: number; places: ReadonlyMap<string, number> }
/** What the replay is done in: who decides for the house, who buys, and what the books say. */
export type RetailHouse = {
	staff: StaffMember
	buyers: ReadonlyMap<string, Buyer>
	/** What the book of the account's kind says for so many of a product on one order; undefined: nothing. */
	bookPrice: (document: Pick<RetailDocument, 'account'>, sku: string, together: number) => string | undefined
}

const codeOf = (country: string) => {
	const code = (map.values.country as Record<string, string>)[country]
	if (!code) throw new Error(`${country} has no code`)
	return code
}
const segmentOf = (document: Pick<RetailDocument, 'account'>): Segment => (isWalkIn(document) ? 'walkIn' : 'trade')
const numberOf = ({ account, country }: RetailDocument) => (isWalkIn({ account }) ? `WALK-IN-${codeOf(country)}` : account)

/** How much of each product stands on a document: what a book with basis `order` looks at. */
export function togetherOf({ rows }: Pick<RetailDocument, 'rows'>): Map<string, number> {
	const together = new Map<string, number>()
	for (const { sku, quantity } of rows) together.set(sku, (together.get(sku) ?? 0) + quantity)
	return together
}

function deriveLadders(documents: readonly RetailDocument[]): ReturnType<typeof laddersOf> {
	const sold = documents.flatMap((document) => {
		if (document.kind !== 'sale') return []
		const together = togetherOf(document)
		const goods = document.rows.filter((row) => row.class === 'goods')
		return goods.map(({ sku, price }) => ({ segment: segmentOf(document), sku, price, together: String(together.get(sku) ?? 0) }))
	})
	return laddersOf(sold)
}

/** Products, accounts with their ship-tos and people, policies and price books, each through the import as people run it. */
async function importHouse(db: Db, folder: string, documents: readonly RetailDocument[], ladders: ReturnType<typeof laddersOf>): Promise<void> {
	const bring = (what: string, heads: string[], rows: (string | number)[][]) => importRows(db, folder, what, [heads, ...rows], seller)
	const products = new Map(documents.flatMap(({ rows }) => rows).map(({ sku, name, class: own }) => [sku, { name, own }]))
	const goods = (own: string) => (['goods', 'free'].includes(own) ? 'goods' : 'charge')
	await bring(
		'products',
		['sku', 'name', 'class'],
		[...products].map(([sku, { name, own }]) => [sku, name, goods(own)]),
	)
	const accounts = new Map(documents.map((document) => [numberOf(document), document]))
	const nameOf = (number: string) => (number.startsWith('WALK-IN-') ? `Walk-in, ${number.slice(8)}` : `Account ${number}`)
	await bring(
		'accounts',
		['number', 'name', 'standing', 'termsDays'],
		[...accounts.keys()].map((number) => [number, nameOf(number), 'good', 30]),
	)
	const places = new Map(documents.map((document) => [`${numberOf(document)} ${document.country}`, [numberOf(document), codeOf(document.country)]]))
	await bring(
		'locations',
		['account', 'code', 'name', 'line1', 'city', 'country'],
		[...places.values()].map(([account = '', country = '']) => [account, country, country, '1 High Street', 'Town', country]),
	)
	const emailOf = (number: string) => `${number.toLowerCase()}@retail.test`
	await bring(
		'contacts',
		['account', 'firstName', 'lastName', 'email', 'role'],
		[...accounts.keys()].map((number) => [number, 'Buyer', number, emailOf(number), 'buyer']),
	)
	await loadBooks(db, folder, ladders)
	await bring('policies', ['code', 'name'], [['ALL', 'Everything']])
	await bring(
		'policy-groups',
		['policy', 'group'],
		[
			['ALL', 'TRADE'],
			['ALL', 'WALK-IN'],
		],
	)
	await bring(
		'policy-products',
		['policy', 'sku'],
		[...products.keys()].map((sku) => ['ALL', sku]),
	)
}

/** What has no file of its own: numbers, carriage that is said on the invoice itself, credit without end, and Ada, who decides. */
async function settle(db: Db): Promise<StaffMember> {
	const [row] = await db<{ id: number }[]>`select id from seller_entity where code = ${seller.code}`
	const sellerId = row?.id ?? 0
	await db`
		insert into number_series (seller_entity_id, kind, prefix)
		select ${sellerId}, k.kind, k.prefix from (values ('order', 'SO-'), ('invoice', 'INV-'), ('credit_note', 'CN-'), ('shipment', 'SH-')) as k(kind, prefix)`
	await db`
		insert into shipping_rate (seller_entity_id, method, currency, country, price_minor)
		select distinct ${sellerId}::bigint, 'ground', 'GBP', country, 0 from location`
	await db`insert into credit_profile (account_id, currency, limit_minor) select id, 'GBP', 1000000000000 from account`
	await db`update product set stock_policy = 'untracked'`
	const [user] = await db<{ id: number }[]>`
		insert into crm_user (seller_entity_id, first_name, last_name, email, roles)
		values (${sellerId}, 'Ada', 'Lindgren', 'ada@retail.test', '{administrator,credit_manager}') returning id`
	return {
		...{ kind: 'staff', userId: user?.id ?? 0, name: 'Ada Lindgren', email: 'ada@retail.test', locale: 'en', roles: ['administrator', 'credit_manager'] },
		...{ seller: { ...seller, id: sellerId, rounding: 'half_away', pricesIncludeTax: false }, sessionHash: '', actingFor: null },
	}
}

async function readBuyers(db: Db, documents: readonly RetailDocument[]): Promise<Map<string, Buyer>> {
	const rows = await db<{ number: string; accountId: number; contactId: number; places: [string, number][] }[]>`
		select a.number, a.id as account_id, min(c.id) as contact_id, (select json_agg(json_build_array(l.code, l.id)) from location l where l.account_id = a.id) as places
		from account a join contact c on c.account_id = a.id group by a.id`
	const byNumber = new Map(rows.map(({ number, places, ...row }) => [number, { ...row, codes: new Map(places) }]))
	const buyers = new Map<string, Buyer & { places: Map<string, number> }>()
	for (const document of documents) {
		const found = byNumber.get(numberOf(document))
		if (!found) throw new Error(`${document.account} was not imported`)
		const buyer = buyers.get(document.account) ?? { accountId: found.accountId, contactId: found.contactId, places: new Map() }
		buyer.places.set(document.country, found.codes.get(codeOf(document.country)) ?? 0)
		buyers.set(document.account, buyer)
	}
	return buyers
}

/** A house that sells what the documents sold: their accounts, their products, and books with the ladders that they paid. */
export async function makeRetailHouse(db: Db, documents: readonly RetailDocument[]): Promise<RetailHouse> {
	const folder = await mkdtemp(join(tmpdir(), 'replay-'))
	try {
		const ladders = deriveLadders(documents)
		await importHouse(db, folder, documents, ladders)
		const staff = await settle(db)
		const bookPrice: RetailHouse['bookPrice'] = (document, sku, together) => priceOn(ladders.get(`${segmentOf(document)} ${sku}`)?.ladder ?? [], together)
		return { staff, buyers: await readBuyers(db, documents), bookPrice }
	} finally {
		await rm(folder, { recursive: true, force: true })
	}
}
