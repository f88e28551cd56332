import { addToCart } from '../../../app/flows/cart/add-to-cart.ts'
import { createList } from '../../../app/flows/list/create-list.ts'
import { createStanding } from '../../../app/flows/standing/create-standing.ts'
import type { Account, StaffRole } from '../../../app/platform/actor.ts'
import { buyerScopes, houseScopes } from '../../../app/platform/api-scopes.ts'
import { hashToken, openSession } from '../../../app/platform/session.server.ts'
import { type Db, withTransaction } from '../../../db/client.server.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import { readSession } from '../../../db/queries/session.ts'
import { makeCapture } from '../../support/capture.ts'
import { type Company, makeCompany } from '../../support/company.ts'
import { testHouse } from '../../support/house.ts'
import { morning, placeRows } from '../../support/placed.ts'
import { buyerCookie, makeStaff } from '../../support/staff.ts'
import { type Stage, stagedDb } from '../../support/test-db.ts'
import { renewAutomation } from './automation-world.ts'
import { renewCrm } from './crm-world.ts'
import { renewSync } from './sync-world.ts'
import { addColleague, askOne, budgetOne, changeOne, firstNumber, furnishRooms, furnishSeller, helpOne, leadOne, quoteOne, sendOne } from './world-deeds.ts'
import type { Party } from './world-ids.ts'
import { countWrites } from './writes.ts'

/** Luka buys at Fargo, whose rep is Natalie; Mina at Harbor Clinics, of the same seller, whose rep is Ben; Flint is another seller. */
export type World = {
	db: Db
	luka: Party
	mina: Party
	cookies: Record<'luka' | 'mina' | 'ben' | 'expired' | 'flintAdministrator' | StaffRole, string>
	keys: { luka: string; mina: string; narrow: string; house: string }
	/** Seen by Mina only: its name and its number may be in no answer to Luka or to a guest. */
	secret: { id: number; sku: string; slug: string; name: string; categorySlug: string }
}

const idOf = (rows: readonly { id: number }[]) => rows[0]?.id ?? 0

async function makeHarbor(db: Db, seller: Company): Promise<Company> {
	const { sellerId, groupId } = seller
	const accountId = idOf(
		await db`insert into account (seller_entity_id, number, name, currency, standing, standing_source, onboarding_step, terms_days)
			values (${sellerId}, 'A-HARBOR', 'Harbor Clinics', 'USD', 'good', 'review', 'full_terms', 30) returning id`,
	)
	await db`insert into credit_profile (account_id, currency, limit_minor) values (${accountId}, 'USD', 500000)`
	const [a = { id: 0 }, b = { id: 0 }] = await db<{ id: number }[]>`
		insert into location (account_id, code, name, line1, city, region, postal_code, country, is_default)
		values (${accountId}, 'H1', 'Pier', '1 Quay', 'Fargo', 'ND', '58102', 'US', true), (${accountId}, 'H2', 'Ward', '2 Quay', 'Moorhead', 'MN', '56560', 'US', false) returning id`
	const contactId = idOf(
		await db`insert into contact (account_id, first_name, last_name, email, role) values (${accountId}, 'Mina', 'Okafor', 'mina@harbor.test', 'buyer') returning id`,
	)
	await db`insert into buyer_group_member (account_id, buyer_group_id) values (${accountId}, ${groupId})`
	const loginId = idOf(await db`insert into login (email, account_id, contact_id) values ('mina@harbor.test', ${accountId}, ${contactId}) returning id`)
	await db`insert into session (token_hash, login_id, expires_at) values ('session-harbor', ${loginId}, '2027-03-02')`
	const row = await readSession(db, 'session-harbor', morning)
	const shopper = { ...seller.shopper, account: row?.account as unknown as Account, contactId, contactName: 'Mina Okafor', sessionHash: 'session-harbor' }
	return { ...seller, accountId, contactId, locations: { a: a.id, b: b.id, c: a.id, d: a.id, e: a.id }, shopper, tag: 'HARBOR' }
}

/** A product, and a category that holds nothing else, which one account alone may see. */
async function makeSecret(db: Db, { sellerId, products, books }: Company, accountId: number): Promise<World['secret']> {
	const secret = { sku: 'UMBRA-1', slug: 'umbra-reserve', name: 'Umbra Reserve', categorySlug: 'umbra-shelf' }
	const categoryId = idOf(await db`insert into category (seller_entity_id, code, slug) values (${sellerId}, 'UMBRA', ${secret.categorySlug}) returning id`)
	await db`insert into category_text (category_id, locale, name) values (${categoryId}, 'en', 'Umbra Shelf')`
	const id = idOf(
		await db`insert into product (seller_entity_id, sku, slug, product_class, weight_grams, stock_policy)
			values (${sellerId}, ${secret.sku}, ${secret.slug}, 'coffee', 1000, 'untracked') returning id`,
	)
	await db`insert into product_text (product_id, locale, name) values (${id}, 'en', ${secret.name})`
	await db`insert into product_category (product_id, category_id, is_primary) values (${id}, ${categoryId}, true)`
	// It also stands in the coffees that everybody sees, and is a relation of what everybody buys.
	await db`insert into product_category (product_id, category_id) select ${id}, category_id from product_category where product_id = ${products.bean}`
	await db`insert into product_relation (product_id, related_id, kind) values (${products.bean}, ${id}, 'accessory'), (${products.machine}, ${id}, 'accessory')`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) values (${books.base}, ${id}, 'each', '{1}', '{77.00}')`
	const hides = idOf(await db`insert into entitlement_policy (seller_entity_id, code, name) values (${sellerId}, 'NO-UMBRA', 'No Umbra') returning id`)
	await db`insert into policy_product (policy_id, product_id, effect) values (${hides}, ${id}, 'deny')`
	await db`insert into policy_account (policy_id, account_id) select ${hides}, id from account where seller_entity_id = ${sellerId} and id <> ${accountId}`
	const grants = idOf(await db`insert into entitlement_policy (seller_entity_id, code, name) values (${sellerId}, 'UMBRA', 'Umbra') returning id`)
	await db`insert into policy_product (policy_id, product_id) values (${grants}, ${id})`
	await db`insert into policy_account (policy_id, account_id) values (${grants}, ${accountId})`
	await withTransaction(db, (tx) => refreshCatalog(tx))
	return { id, ...secret }
}

/** A campaign of the seller's, and a send of it that is still a draft. */
async function makeCampaign(db: Db, { sellerId, groupId, products }: Company): Promise<void> {
	const crm = idOf(
		await db`insert into crm_campaign (seller_entity_id, code, name, status, currency) values (${sellerId}, 'NEW', 'New roast', 'in_progress', 'USD') returning id`,
	)
	await db`insert into crm_campaign_status (campaign_id, status, rank, has_responded) values (${crm}, 'Sent', 1, false), (${crm}, 'Responded', 3, true)`
	const ma = idOf(await db`insert into ma_campaign (seller_entity_id, name, crm_campaign_id) values (${sellerId}, 'New roast', ${crm}) returning id`)
	const text = { subject: 'New', preheader: 'Fresh', heading: 'New', body: 'Taste it.', button: 'See it' }
	await db`insert into ma_send (seller_entity_id, campaign_id, name, buyer_group_id, product_id, content)
		values (${sellerId}, ${ma}, 'New roast', ${groupId}, ${products.bean}, ${db.json({ en: text })})`
}

const alertInputs = ({ accountId, contactId, products }: Company, ownerUserId: number) => ({
	...{ templateKey: 'nba1.plain', offers: [], termsDays: 30, suggestions: [], call: { from: '2026-03-02T15:00:00.000Z', to: '2026-03-02T17:00:00.000Z' } },
	facts: {
		cart: {
			...{ cartId: 1, version: 4, state: 'open', lastChangedAt: '2026-03-02T07:30:00.000Z', lastChangedBy: 'buyer', totalMinor: 5400, currency: 'USD' },
			lines: [{ productId: products.bean, name: 'New roast 1 kg', quantity: 30_000 }],
		},
		...{ account: { accountId, name: 'Somebody', ownerUserId }, contact: { contactId, name: 'Somebody' }, touch: null, offers: [], similarPurchases: [] },
		...{ quietAfterMinutes: 60, touchHoldsDays: 14, baseTermsDays: 30, hasOpenAlert: false },
		callHours: { zone: 'America/Chicago', fromHour: 9, toHour: 17, activeHours: [] },
	},
})

/** What a party has besides its account: a draft cart, a placed order, an alert and a task on its rep's desk, a campaign mail. */
async function furnish(db: Db, { company, sellerSide, ownerId, contactEmail }: Party): Promise<void> {
	const { accountId, contactId, sellerId, skus, locations, tag } = company
	await db`update account set owner_user_id = ${ownerId} where id = ${accountId}`
	await placeRows(db, company, [{ sku: skus.bean, quantity: '2', unit: null, locationId: locations.a, requestedOn: null }], `PO-${tag}`)
	await quoteOne(db, company, ownerId)
	await helpOne(db, company, contactId)
	await db`insert into ma_prospect (seller_entity_id, email, contact_id, locale, first_name) values (${sellerId}, ${contactEmail}, ${contactId}, 'en', 'Prospect')`
	await db`insert into ma_send_recipient (send_id, prospect_id, account_id, sent_at)
		select s.id, p.id, ${accountId}, now() from ma_send s join ma_prospect p on p.seller_entity_id = s.seller_entity_id where p.contact_id = ${contactId} and s.seller_entity_id = ${sellerId}`
	await db`insert into price_request (account_id, product_id, currency) values (${sellerSide.accountId}, ${sellerSide.products.jug}, 'USD') on conflict do nothing`
	const list = await createList(db, company.shopper, {
		name: 'Bar',
		isShared: true,
		from: { kind: 'order', number: await firstNumber(db, accountId) },
		at: morning,
	})
	if (!list?.ok) throw new Error(JSON.stringify(list))
	const schedule = { kind: 'weekly', weekdays: [1], everyWeeks: 1, startsOn: '2026-03-02' }
	const standing = await createStanding(db, company.shopper, {
		wish: { name: 'Mondays', schedule, guardrailPercent: '5', poText: 'WEEK', poHasDate: true },
		from: { kind: 'order', number: await firstNumber(db, accountId) },
		at: morning,
	})
	if (!standing?.ok) throw new Error(JSON.stringify(standing))
	await renew(db, { company, ownerId })
}

/** In one transaction, each statement sent behind the last: one at a time they took as long as all the asking. */
async function renewRooms(db: Db, sellerId: number): Promise<void> {
	await withTransaction(db, (tx) => Promise.all([...renewCrm(tx, sellerId), ...renewAutomation(tx, sellerId), ...renewSync(tx, sellerId)]))
}

/** Puts back what a door may have used up: an open cart with two lines in two deliveries, an open alert, an open task. */
export async function renew(db: Db, { company, ownerId }: Pick<Party, 'company' | 'ownerId'>): Promise<void> {
	await renewRooms(db, company.sellerId)
	const { accountId, contactId, skus, locations } = company
	const [cart] = await db`
		select 1 from sales_order o where account_id = ${accountId} and stage = 'cart' and is_current and exists (select 1 from order_line l where l.account_id = o.account_id and l.order_id = o.id)`
	const row = (sku: string, locationId: number) => ({ sku, quantity: '1', unit: null, locationId, requestedOn: null })
	if (!cart) {
		const added = await addToCart(db, company.shopper, {
			cartId: null,
			rows: [row(skus.bean, locations.a), row(skus.tamper, locations.a)],
			locale: 'en',
			at: morning,
		})
		if (!added?.ok) throw new Error(JSON.stringify(added))
	}
	await db`insert into saved_card (account_id, contact_id, stripe_customer_id, payment_method_id, brand, last_four, expires_month, expires_year)
		values (${accountId}, ${contactId}, 'cus_doors', ${`pm_doors_${accountId}`}, 'visa', '4242', 12, 2034) on conflict do nothing`
	await db`insert into pay_link (account_id, contact_id, order_id, hash, total_minor, currency, sent_at, expires_at)
		select account_id, ${contactId}, id, 'as it was', 100, 'USD', ${morning}, '2036-01-01' from sales_order where account_id = ${accountId} and contact_id = ${contactId} and stage = 'cart' order by id desc limit 1 on conflict do nothing`
	await askOne(db, company)
	await leadOne(db, company)
	await db`delete from alert where account_id = ${accountId}`
	await db`delete from crm_task where account_id = ${accountId}`
	await db`insert into alert (account_id, idempotency_key, rule, owner_user_id, contact_id, inputs)
		values (${accountId}, ${`alert ${accountId}`}, 'NBA-1', ${ownerId}, ${contactId}, ${db.json(alertInputs(company, ownerId) as never)})`
	await db`insert into crm_task (idempotency_key, owner_user_id, account_id, subject) values (${`task ${accountId}`}, ${ownerId}, ${accountId}, 'task.quiet_cart')`
}

export async function keyOf(db: Db, { accountId, contactId }: Pick<Company, 'accountId' | 'contactId'>, name: string, scopes: string[]): Promise<string> {
	await db`insert into api_key (name, key_hash, prefix, account_id, contact_id, scopes, last_used_at) values (${name}, ${hashToken(name)}, 'key', ${accountId}, ${contactId}, ${scopes}, ${morning})`
	return name
}

/** A key of the house with every scope, in the name of who made it. */
export async function houseKeyOf(db: Db, userId: number, name: string): Promise<string> {
	await db`insert into api_key (name, key_hash, prefix, user_id, scopes, last_used_at) values (${name}, ${hashToken(name)}, 'key', ${userId}, ${[...houseScopes]}, ${morning})`
	return name
}

type Told = Omit<World, 'db'>

const stage: Stage<Told> = {
	name: 'kontor_doors',
	make: async (db, owner) => {
		const { db: _, ...told } = await makeWorld(db)
		await countWrites(owner)
		return told
	},
}

/** A database with everybody in it, for one test file. As few connections as one request needs: each prepares every statement anew. */
export async function openWorld(): Promise<World> {
	const { database, told } = await stagedDb(stage, { max: 4 })
	return { ...(told as Told), db: database.db }
}

async function makeWorld(db: Db): Promise<World> {
	const fargo = await makeCompany(db, 'agate')
	const flint = await makeCompany(db, 'flint')
	const harbor = await makeHarbor(db, fargo)
	const staff = (firstName: string, role: StaffRole, seller = fargo) => makeStaff(db, seller.sellerId, { firstName, lastName: 'Lin', roles: [role] })
	const natalie = await staff('Natalie', 'rep')
	const ben = await staff('Ben', 'rep')
	await makeCampaign(db, fargo)
	await makeCampaign(db, flint)
	await makeCapture(db, fargo)
	await makeCapture(db, flint)
	const secret = await makeSecret(db, fargo, harbor.accountId)
	const luka = { company: fargo, sellerSide: fargo, ownerId: natalie.userId, contactEmail: 'luka@agate.test' }
	const mina = { company: harbor, sellerSide: flint, ownerId: ben.userId, contactEmail: 'mina@harbor.test' }
	const ada = await staff('Ada', 'administrator')
	const administrator = ada.cookie
	const flintAdministrator = (await staff('Grete', 'administrator', flint)).cookie
	await furnish(db, luka)
	await changeOne(db, luka.company)
	await addColleague(db, luka.company)
	await askOne(db, luka.company)
	await budgetOne(db, luka.company)
	await furnish(db, mina)
	await changeOne(db, mina.company)
	await addColleague(db, mina.company)
	await askOne(db, mina.company)
	await budgetOne(db, mina.company)
	await furnishSeller(db, fargo, administrator)
	await furnishSeller(db, flint, flintAdministrator)
	await furnishRooms(db, fargo)
	await furnishRooms(db, flint)
	await sendOne(db, harbor, administrator)
	await renewRooms(db, flint.sellerId)
	await renew(db, luka)
	await renew(db, mina)
	await db`
		insert into import_run (seller_entity_id, user_id, what, file_name, file_hash, map_hash, mode, state, is_exact, created_count)
		select s.id, (select min(id) from crm_user u where u.seller_entity_id = s.id), 'search-synonyms', 'words.csv', '', '', 'trial', 'finished', true, 1 from seller_entity s`
	for (const seller of [fargo, flint]) await keyOf(db, seller, `spare ${seller.tag}`, ['catalog:read'])
	const house = testHouse(db)
	const [login] = await db<{ id: number }[]>`select id from login where email = 'luka@agate.test'`
	const expired = (await openSession({ ...house, at: new Date('2025-12-01') }, login?.id ?? 0)).split(';')[0] ?? ''
	return {
		...{ db, luka, mina, secret },
		cookies: {
			...{ luka: await buyerCookie(db, 'luka@agate.test'), mina: await buyerCookie(db, 'mina@harbor.test'), expired, ben: ben.cookie },
			...{ rep: natalie.cookie, merchandiser: (await staff('Tomas', 'merchandiser')).cookie, marketer: (await staff('Maya', 'marketer')).cookie },
			head_office: (await staff('Hana', 'head_office')).cookie,
			credit_manager: (await staff('Carla', 'credit_manager')).cookie,
			...{ administrator, flintAdministrator },
		},
		keys: {
			luka: await keyOf(db, fargo, 'key-of-luka', [...buyerScopes]),
			mina: await keyOf(db, harbor, 'key-of-mina', [...buyerScopes]),
			narrow: await keyOf(db, fargo, 'key-without-scopes', ['nothing:read']),
			house: await houseKeyOf(db, ada.userId, 'key-of-the-house'),
		},
	}
}
