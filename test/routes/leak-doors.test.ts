import { describe, expect, test } from 'vitest'
import { loadCampaignMail } from '../../app/flows/mail/load-campaign-mail.ts'
import { sendCampaign } from '../../app/flows/marketing/send-campaign.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { withTransaction } from '../../db/client.server.ts'
import { refreshCatalog } from '../../db/queries/derived.ts'
import { everyDoor, testSecrets } from '../support/house.ts'
import { morning, placeRows } from '../support/placed.ts'
import { type Caller, call, rightful, sentOf } from './doors/attack.ts'
import type { Line, Matrix } from './doors/line.ts'
import { machineDoors } from './doors/machines.ts'
import { shopDoors } from './doors/shop.ts'
import { openWorld, renew } from './doors/world.ts'
import { idsOf } from './doors/world-ids.ts'

/**
 * Section 3 and section 11 point 10: what an account may not see is in no answer of any door. Two products: Umbra, which only
 * Mina may see, put wherever a product can be put; and Relic, which Luka bought and may see no longer.
 */
const world = await openWorld()
const { db } = world
const { secret, luka } = world
const { company } = luka
const { sellerId, products, skus, locations, books } = company

const relic = await makeRelic()
await putUmbraEverywhere()

/** Bought, then denied: the order tells of it, nothing else does. */
async function makeRelic() {
	const made = { sku: 'RELIC-9', slug: 'relic-blend', name: 'Relic Blend' }
	const [row] = await db<{ id: number }[]>`
		insert into product (seller_entity_id, sku, slug, product_class, stock_policy) values (${sellerId}, ${made.sku}, ${made.slug}, 'coffee', 'untracked') returning id`
	const id = row?.id ?? 0
	await db`insert into product_text (product_id, locale, name) values (${id}, 'en', ${made.name})`
	await db`insert into product_category (product_id, category_id, is_primary) select ${id}, category_id, true from product_category where product_id = ${products.bean}`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) values (${books.base}, ${id}, 'each', '{1}', '{66.00}')`
	await withTransaction(db, (tx) => refreshCatalog(tx, [id]))
	await placeRows(db, company, [{ sku: made.sku, quantity: '1', unit: null, locationId: locations.a, requestedOn: null }], 'PO-RELIC')
	const [denies] = await db<
		{ id: number }[]
	>`insert into entitlement_policy (seller_entity_id, code, name) values (${sellerId}, 'NO-RELIC', 'No Relic') returning id`
	await db`insert into policy_product (policy_id, product_id, effect) values (${denies?.id ?? 0}, ${id}, 'deny')`
	await db`insert into policy_account (policy_id, account_id) values (${denies?.id ?? 0}, ${company.accountId})`
	await withTransaction(db, (tx) => refreshCatalog(tx, [id]))
	return { id, ...made }
}

/** In each relation, as the successor of what is sold, in promotions as condition and as gift, in a bundle, in a campaign, in what others buy. */
async function putUmbraEverywhere(): Promise<void> {
	await db`insert into product_relation (product_id, related_id, kind) select ${products.bean}, ${secret.id}, k from unnest(array['cross_sell','up_sell','substitute','successor','spare_part']) k`
	await db`update product set superseded_by_id = ${secret.id} where id = ${products.bean}`
	await db`insert into product_media (product_id, kind, url) values (${secret.id}, 'picture', '/images/products/umbra-1.svg')`
	const [bundle] = await db<{ id: number }[]>`
		insert into product (seller_entity_id, sku, slug, kind, product_class, stock_policy) values (${sellerId}, 'SET-1', 'set-1', 'bundle', 'coffee', 'untracked') returning id`
	await db`insert into product_text (product_id, locale, name) values (${bundle?.id ?? 0}, 'en', 'Set of two')`
	await db`insert into product_category (product_id, category_id) select ${bundle?.id ?? 0}, category_id from product_category where product_id = ${products.bean}`
	await db`insert into bundle_component (bundle_id, component_id, quantity) values (${bundle?.id ?? 0}, ${secret.id}, 1), (${bundle?.id ?? 0}, ${products.jug}, 1)`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) values (${books.base}, ${bundle?.id ?? 0}, 'each', '{1}', '{90.00}')`
	const [category] = await db<{ id: number }[]>`select id from category where slug = ${secret.categorySlug}`
	const promote = async (code: string, conditions: object, benefit: object, phase = 'line') => {
		const [row] = await db<{ id: number }[]>`
			insert into promotion (seller_entity_id, code, phase, lane, currency, conditions, benefit, status, valid_from)
			values (${sellerId}, ${code}, ${phase}, ${code}, 'USD', ${db.json(conditions as never)}, ${db.json(benefit as never)}, 'published', '2026-01-01') returning id`
		await db`insert into promotion_text (promotion_id, locale, name) values (${row?.id ?? 0}, 'en', ${`Offer ${code}`})`
	}
	await promote('BY-PRODUCT', { productIds: [secret.id] }, { kind: 'percent', scope: 'line', percentPpm: 100_000 })
	await promote('BY-CATEGORY', { categoryIds: [category?.id] }, { kind: 'percent', scope: 'line', percentPpm: 100_000 })
	await db`update ma_send set product_id = ${secret.id} where seller_entity_id = ${sellerId}`
	await withTransaction(db, (tx) => refreshCatalog(tx))
}

const umbra = [secret.name, secret.slug, secret.sku, secret.categorySlug, 'Umbra Shelf', '77.00', 'umbra-1.svg']
const relicWords = [relic.name, relic.slug, relic.sku, '66.00']
const saidIn = (text: string, words: readonly string[]) => words.filter((word) => text.replaceAll('+', ' ').includes(word))

const matrix: Matrix = { ...shopDoors, ...machineDoors }
const doors = everyDoor().filter(({ id }) => matrix[id] && !Array.isArray(matrix[id]?.who))
const lineOf = (id: string) => matrix[id] as Line
/** What was bought is history: these doors tell of it. */
const history = [
	'routes/account/order',
	'routes/account/orders',
	'routes/account/orders-csv',
	'routes/account/order-why',
	'routes/account/invoice',
	'routes/account/invoices',
	'routes/account/invoices-csv',
]

describe.each(doors)('$id', ({ id }) => {
	const line = lineOf(id)
	test('says nothing of what the account may not see, read or written to', async () => {
		await renew(db, luka)
		const ids = await idsOf(db, luka)
		const callers: Caller[] = line.who === 'key' ? [{ key: world.keys.luka }] : [{ cookie: world.cookies.luka }, {}]
		const leaks: string[] = []
		const look = async (what: string, response: Response) => {
			const text = `${await response.text()} ${response.headers.get('location') ?? ''}`
			leaks.push(...saidIn(text, history.includes(id) ? umbra : [...umbra, ...relicWords]).map((word) => `${what}: ${word}`))
		}
		for (const caller of callers) await look('GET', await call(world, caller, line.path(ids)))
		for (const write of line.writes ?? []) {
			await renew(db, luka)
			await look(
				write.name,
				await call(world, rightful(world, line), line.path(ids), {
					sent: sentOf(write, await idsOf(db, luka)),
				}),
			)
		}
		expect(leaks).toEqual([])
	})
})

/** The doors that section 3 names, and where each of them is tried. Words that are asked for are not words that are told. */
const named: Record<string, { path: string; shows: boolean; as?: 'key' }[]> = {
	'category page': [{ path: `/catalog/cof-${skus.bean.toLowerCase()}`, shows: true }],
	search: [
		{ path: '/search?q=reserve', shows: true },
		{ path: '/search?q=relic', shows: false },
	],
	'facet counts': [{ path: '/search?q=roast', shows: false }],
	suggestions: [{ path: '/search/suggest?q=res', shows: true }],
	'direct URL': [{ path: `/products/${secret.slug}`, shows: true }],
	relations: [{ path: `/products/${skus.bean.toLowerCase()}`, shows: true }],
	'bundle components': [{ path: '/products/set-1', shows: true }],
	cart: [{ path: '/cart', shows: false }],
	recommendations: [{ path: '/', shows: true }],
	exports: [
		{ path: '/orders.csv', shows: false },
		{ path: '/invoices.csv', shows: false },
	],
	pictures: [{ path: '/images/products/umbra-1.svg', shows: false }],
	API: [{ path: '/api/v1/catalog/products', shows: true, as: 'key' }],
	sitemap: [{ path: '/sitemap.xml', shows: false }],
}

describe.each(Object.entries(named).flatMap(([door, places]) => places.map((place) => ({ door, ...place }))))('$door at $path', ({ path, shows, as }) => {
	test('tells the account and the guest nothing', async () => {
		// A signed-out Luka would be told nothing either.
		expect((await call(world, { cookie: world.cookies.luka }, '/orders')).status).toBe(200)
		for (const caller of as === 'key' ? [{ key: world.keys.luka }] : [{ cookie: world.cookies.luka }, {}]) {
			const response = await call(world, caller, path)
			const asked = path.includes(secret.slug) ? [secret.slug] : []
			const own = path.endsWith('.csv') ? [] : relicWords.filter((word) => !path.toUpperCase().includes(word))
			expect(saidIn(await response.text(), [...umbra.filter((word) => !asked.includes(word)), ...own])).toEqual([])
		}
	})
	test.runIf(shows)('and tells the account that may: the test looks where it would be', async () => {
		const response = await call(world, as === 'key' ? { key: world.keys.mina } : { cookie: world.cookies.mina }, path)
		expect(saidIn(await response.text(), [secret.name, secret.sku]).length).toBeGreaterThan(0)
	})
})

test('an order that holds what he may see no longer is history: ordered again, it enters no cart', async () => {
	const [order] = await db<{ number: string }[]>`select o.number from sales_order o where o.account_id = ${company.accountId} and o.po_number = 'PO-RELIC'`
	const path = `/orders/${order?.number}`
	expect(saidIn(await (await call(world, { cookie: world.cookies.luka }, path)).text(), [relic.name])).toEqual([relic.name])
	const again = `/quick-order?from=order.${order?.number}`
	expect(saidIn(await (await call(world, { cookie: world.cookies.luka }, again)).text(), [relic.name, 'Unknown'])).toEqual([relic.name, 'Unknown'])
	await call(world, { cookie: world.cookies.luka }, again, {
		sent: {
			fields: [
				['intent', 'add'],
				['sku', relic.sku],
				['quantity', '1'],
			],
		},
	})
	const lines =
		await db`select 1 from order_line l join sales_order o on o.account_id = l.account_id and o.id = l.order_id where o.stage = 'cart' and l.product_id = ${relic.id}`
	expect(lines).toHaveLength(0)
	expect(saidIn(await (await call(world, { cookie: world.cookies.luka }, '/')).text(), relicWords)).toEqual([])
})

describe('mails', () => {
	test('of a product that somebody may not see are not sent to her, and an old link shows her nothing of it', async () => {
		const [send] = await db<{ id: number }[]>`select id from ma_send where seller_entity_id = ${sellerId}`
		await db`delete from campaign_touch`
		// Who waits for an answer is sent no campaign, which is not what is looked at here.
		await db`update support_case set status = 'closed', closed_at = ${morning}`
		await db`update goods_return set state = 'withdrawn' where state in ('asked', 'approved')`
		await db`delete from ma_send_recipient where send_id = ${send?.id ?? 0}`
		await db`insert into buyer_group_member select ${world.mina.company.accountId}, ${company.groupId} on conflict do nothing`
		await db`insert into ma_consent (email_hash, kind, source, at) select encode(sha256(convert_to(lower(trim(email)), 'UTF8')), 'hex'), 'opt_in', 'test', now() from ma_prospect`
		const staff = { userId: 1, seller: { id: sellerId, timeZone: 'America/Chicago' } } as unknown as StaffMember
		expect(await sendCampaign(db, staff, send?.id ?? 0, morning)).toMatchObject({ ok: true, mailed: 1 })
		const told = await db<
			{ id: number; accountId: number; skippedFor: string | null }[]
		>`select id, account_id, skipped_for from ma_send_recipient where send_id = ${send?.id ?? 0}`
		expect(told.find(({ accountId }) => accountId === company.accountId)?.skippedFor).toBe('not_entitled')
		expect(told.find(({ accountId }) => accountId === world.mina.company.accountId)?.skippedFor).toBeNull()
		// Sent before the denial: the mail is out, its link is old.
		const recipientId = told.find(({ accountId }) => accountId === company.accountId)?.id
		await db`update ma_send_recipient set skipped_for = null where id = ${recipientId ?? 0}`
		const mail = await loadCampaignMail(
			{ db, at: morning, publicUrl: 'http://shop.test', secrets: testSecrets } as never,
			{ payload: { recipientId } } as never,
		)
		expect(JSON.stringify(mail?.mail ?? '')).not.toContain(secret.name)
		const { token } = await idsOf(db, luka)
		const page = await call(world, {}, `/c/${token}`)
		expect([page.status, saidIn(await page.text(), umbra)]).toEqual([200, []])
	})
})
