import { noPayment } from '../../../app/connectors/payment/no-payment.ts'
import { askApproval } from '../../../app/flows/approval/ask-approval.ts'
import { addToCart } from '../../../app/flows/cart/add-to-cart.ts'
import { createList } from '../../../app/flows/list/create-list.ts'
import { consentChange } from '../../../app/flows/order/consent-change.ts'
import { proposeChange } from '../../../app/flows/order/propose-change.ts'
import { createStanding } from '../../../app/flows/standing/create-standing.ts'
import type { Account, StaffRole } from '../../../app/platform/actor.ts'
import { buyerScopes, houseScopes } from '../../../app/platform/api-scopes.ts'
import type { Connectors } from '../../../app/platform/house.ts'
import { hashToken, openSession } from '../../../app/platform/session.server.ts'
import { sign } from '../../../app/platform/signing.server.ts'
import { type Db, withTransaction } from '../../../db/client.server.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import { readSession } from '../../../db/queries/session.ts'
import { makeCapture } from '../../support/capture.ts'
import { type Company, makeCompany } from '../../support/company.ts'
import { ask, files, testHouse, testSecrets } from '../../support/house.ts'
import { morning, placeRows } from '../../support/placed.ts'
import { buyerCookie, makeStaff } from '../../support/staff.ts'
import { type Stage, stagedDb } from '../../support/test-db.ts'
import { type AutomationIds, automationIdsOf, renewAutomation } from './automation-world.ts'
import { type CrmIds, crmIdsOf, renewCrm } from './crm-world.ts'
import { renewSync, type SyncIds, syncIdsOf } from './sync-world.ts'
import { countWrites } from './writes.ts'

type RoomIds = AutomationIds & CrmIds & SyncIds

/** Everything of one party that a path or a field may name. What a seller owns is the other seller's for the other party. */
export type Ids = RoomIds & {
	accountId: number
	contactId: number
	/** Who orders beside her. */
	colleagueId: number
	locationId: number
	spareLocationId: number
	locationCode: string
	sku: string
	slug: string
	categorySlug: string
	cartId: number
	version: number
	lineId: number
	groupId: number
	orderNumber: string
	listId: number
	listLineId: number
	standingOrderId: number
	standingLineId: number
	/** Asked by a colleague, and waiting for the party's own person. */
	approvalId: number
	approvalRuleId: number
	/** Stands in for the party's own person, some day. */
	deputyId: number
	budgetId: number
	/** Kept by the party's own person. */
	cardId: number
	/** Sent to the party's own person, for her current cart. */
	payLinkId: number
	/** Asks the party's own person to pay its first invoice. */
	invoiceLinkId: number
	/** Asked back of what was sent: by the party, and by an account of the seller's. */
	returnId: number
	sentAllocationId: number
	deskReturnId: number
	deskReturnLineId: number
	/** Offered to the party; asked of the seller. */
	quoteNumber: string
	deskQuoteNumber: string
	/** Of the seller's queue, or the desk's own. */
	leadId: number
	/** Opened by the party; waiting for the seller's desk. */
	caseNumber: string
	deskCaseNumber: string
	/** Of an order that has left the house. */
	sentNumber: string
	/** An order that was changed once, as it was before, and what was proposed since. */
	changedNumber: string
	orderVersion: number
	proposalId: number
	/** A key that nothing depends on, of the seller's account. */
	spareKeyId: number
	alertId: number
	taskId: number
	sendId: number
	crmCampaignId: number
	/** Worked on in the room, and in front of people. */
	maCampaignId: number
	formId: number
	formSlug: string
	formVersion: number
	openFormSlug: string
	pageId: number
	pageSlug: string
	pageVersion: number
	openPageSlug: string
	redirectId: number
	redirectSlug: string
	redirectVersion: number
	openRedirectSlug: string
	fileId: number
	fileVersion: number
	token: string
	invoiceId: number
	invoiceNumber: string
	/** Each settled a part of an invoice: of the party, and of an account of the seller's. */
	paymentId: number
	deskPaymentId: number
	/** A delivery to be packed, what is in it, and the house it leaves from. */
	sellerSku: string
	/** Of a product that the list of prices already has. */
	pricedSku: string
	sellerProductId: number
	/** A product that holds nothing yet, and stands nowhere in the shop. */
	sellerSetId: number
	ledgerAccountId: number
	/** Who pays for that account. */
	ledgerContactId: number
	ledgerInvoiceId: number
	packGroupId: number
	allocationId: number
	warehouseId: number
	shipmentId: number
	bookId: number
	entryId: number
	changeId: number
	draftId: number
	taxRateId: number
	certificateId: number
	waitingCertificateId: number
	sellerAccountNumber: string
	draftBookId: number
	entrySeen: string
	promotionId: number
	simulationId: number
	/** A file that was tried, and not brought in yet. */
	importRunId: number
	/** What a promotion may name: of the seller's. */
	sellerGroupId: number
	sellerPolicyId: number
	productChangeId: number
	sellerCategoryId: number
}

export type Party = { company: Company; sellerSide: Company; ownerId: number; contactEmail: string }

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

async function firstNumber(db: Db, accountId: number): Promise<string> {
	const [order] = await db<{ number: string }[]>`select number from sales_order where account_id = ${accountId} and stage = 'placed' order by id limit 1`
	return order?.number ?? ''
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

/** A quote of one line: asked, or with `userId` offered. */
async function quoteOne(db: Db, { accountId, contactId, sellerId, products }: Company, userId: number | null): Promise<void> {
	const version = userId === null ? 1 : 2
	const who = userId === null ? null : contactId
	const validOn = userId === null ? null : '2026-03-20'
	const quoteId = idOf(
		await db`insert into quote (account_id, seller_entity_id, currency, contact_id, state, version, valid_on, expires_at, asked_at, changed_at)
			values (${accountId}, ${sellerId}, 'USD', ${who}, ${userId === null ? 'asked' : 'offered'}, ${version}, ${validOn}, ${validOn}::date, ${morning}, ${morning}) returning id`,
	)
	await db`insert into quote_version (account_id, quote_id, version, kind, contact_id, created_at) values (${accountId}, ${quoteId}, 1, 'asked', ${who}, ${morning})`
	if (userId !== null)
		await db`insert into quote_version (account_id, quote_id, version, kind, user_id, valid_on, total_minor, created_at) values (${accountId}, ${quoteId}, 2, 'offered', ${userId}, ${validOn}, 3200, ${morning})`
	await db`insert into quote_line (account_id, quote_id, version, position, product_id, unit_code, quantity, minimum, unit_price, total_minor)
		select ${accountId}, ${quoteId}, version, 1, ${products.bean}, 'each', 2, 1, case when kind = 'offered' then 16 end, case when kind = 'offered' then 3200 end from quote_version where account_id = ${accountId} and quote_id = ${quoteId}`
}

/** A case that somebody opened, or that came in by telephone. */
async function helpOne(db: Db, { accountId, tag }: Company, contactId: number | null): Promise<void> {
	await db`insert into support_case (account_id, number, contact_id, kind, subject) values (${accountId}, ${`CS-${tag}-${contactId ?? 'tel'}`}, ${contactId}, 'damaged', 'A torn bag')`
}

/** A lead whom nobody has taken or converted yet. */
async function leadOne(db: Db, { sellerId, tag }: Company): Promise<void> {
	await db`update crm_lead set owner_user_id = null where seller_entity_id = ${sellerId} and status <> 'converted'`
	await db`insert into crm_lead (seller_entity_id, last_name, company, email)
		select ${sellerId}, 'Aldridge', ${`Valley ${tag}`}, ${`lead@${tag.toLowerCase()}.test`} where not exists (select from crm_lead where seller_entity_id = ${sellerId} and status <> 'converted')`
}

/** An order that was sent and invoiced, and one that waits to be packed. */
async function sendOne(db: Db, company: Company, cookie: string): Promise<void> {
	const { skus, locations, tag } = company
	const row = { sku: skus.bean, quantity: '2', unit: null, locationId: locations.a, requestedOn: null }
	const { orderId } = await placeRows(db, company, [row], `SENT-${tag}`)
	const [sent] = await db<{ groupId: number; allocationId: number }[]>`
		select a.group_id, a.id as allocation_id from allocation a join delivery_group g on g.account_id = a.account_id and g.id = a.group_id where g.order_id = ${orderId} order by a.quantity desc, a.id`
	const house = testHouse(db, { connectors: { files, payment: noPayment() } as unknown as Connectors })
	await ask(house, `/desk/warehouse/${sent?.groupId}`, { cookie, form: { [`quantity-${sent?.allocationId}`]: '2', carrier: 'UPS', trackingNumber: '1Z' } })
	const [asked] = await db<{ id: number }[]>`
		insert into goods_return (account_id, order_id, number, contact_id, asked_at) values (${company.accountId}, ${orderId}, ${`R-${tag}`}, ${company.contactId}, ${morning}) returning id`
	await db`insert into return_line (account_id, return_id, allocation_id, reason, quantity) values (${company.accountId}, ${asked?.id ?? 0}, ${sent?.allocationId ?? 0}, 'damaged', 1)`
	await payPart(db, company)
	await placeRows(db, company, [row], `OPEN-${tag}`)
}

/** An order that was changed, and is to be changed again. */
async function changeOne(db: Db, { shopper, skus, locations, tag }: Company): Promise<void> {
	const row = { sku: skus.bean, quantity: '3', unit: null, locationId: locations.a, requestedOn: null }
	const { orderId, number } = await placeRows(db, { shopper } as Company, [row], `CHG-${tag}`)
	const [cell] = await db<{ lineId: number; groupId: number }[]>`select line_id, group_id from allocation where order_id = ${orderId}`
	const propose = (quantity: string) => {
		const typed = { cells: [{ lineId: cell?.lineId ?? 0, groupId: cell?.groupId ?? 0, quantity }], groups: [], newGroup: null, adds: [] }
		return proposeChange(db, shopper, { number, typed, reason: null, locale: 'en', at: morning, requestId: 'r' })
	}
	const first = await propose('2')
	const [asked] = await db<{ id: number; hash: string }[]>`select id, hash from order_change where order_id = ${orderId}`
	const said = await consentChange(db, shopper, { number, changeId: asked?.id ?? 0, hash: asked?.hash ?? '', locale: 'en', at: morning, requestId: 'r' })
	const second = await propose('1')
	if (!first?.ok || !said?.ok || !second?.ok) throw new Error(`No order could be changed: ${JSON.stringify([first, said, second])}`)
	// The clock of these tests stands after any that a proposal could be answered by.
	await db`update order_change set expires_at = '2036-01-01' where order_id = ${orderId}`
}

/** What the party's own store may order in a month. */
async function budgetOne(db: Db, { accountId, locations }: Company): Promise<void> {
	await db`insert into company_budget (account_id, name, location_id, period, currency, amount_minor, created_at) values (${accountId}, 'Downtown', ${locations.a}, 'month', 'USD', 100000000, ${morning})`
}

/** A transfer of 1.00 for the first invoice, and a link to pay the rest. */
async function payPart(db: Db, { accountId, contactId, sellerId }: Company): Promise<void> {
	const invoiceId = idOf(await db`update invoice set settled_minor = 100 where account_id = ${accountId} returning id`)
	const paymentId = idOf(
		await db`insert into payment (account_id, method, currency, amount_minor, applied_minor, reference, received_at) values (${accountId}, 'bank_transfer', 'USD', 100, 100, 'WIRE', ${morning}) returning id`,
	)
	await db`insert into payment_application (account_id, payment_id, invoice_id, amount_minor, applied_at) values (${accountId}, ${paymentId}, ${invoiceId}, 100, ${morning})`
	await db`
		with link as (
			insert into invoice_link (account_id, contact_id, total_minor, currency, sent_by_user_id, sent_at, expires_at)
			select ${accountId}, ${contactId}, total_minor - 100, 'USD', (select min(id) from crm_user where seller_entity_id = ${sellerId}), ${morning}, '2036-01-01' from invoice where account_id = ${accountId} and id = ${invoiceId} returning account_id, id, total_minor)
		insert into invoice_link_line (account_id, link_id, invoice_id, amount_minor) select account_id, id, ${invoiceId}, total_minor from link`
}

/** A colleague, whose deputy the party's own person names for some day. */
async function addColleague(db: Db, { accountId, contactId, tag }: Company): Promise<void> {
	const email = `colleague@${tag.toLowerCase()}.test`
	const colleagueId = idOf(
		await db`insert into contact (account_id, first_name, last_name, email, role) values (${accountId}, 'Nadia', 'Berg', ${email}, 'owner') returning id`,
	)
	await db`insert into login (email, account_id, contact_id) values (${email}, ${accountId}, ${colleagueId})`
	await db`
		insert into approval_deputy (account_id, contact_id, deputy_contact_id, named_by_contact_id, from_on, until_on, created_at)
		values (${accountId}, ${contactId}, ${colleagueId}, ${contactId}, '2199-01-01', '2199-01-07', ${morning})`
}

/** The colleague asks the party's own person for her yes, unless she waits for one; the rule that made her ask has ended since. */
async function askOne(db: Db, company: Company): Promise<void> {
	const { accountId, contactId, locations, skus, tag } = company
	const [asker] = await db<{ id: number; asked: number; isWaiting: boolean }[]>`
		select k.id, (select count(*)::int from approval_request r where r.account_id = k.account_id) as asked,
			exists (select 1 from approval_request r where r.account_id = k.account_id and r.state = 'waiting' and r.asked_by_contact_id = k.id) as is_waiting
		from contact k where k.account_id = ${accountId} and k.first_name = 'Nadia' order by k.id limit 1`
	if (!asker || asker.isWaiting) return
	const colleague = { ...company.shopper, contactId: asker.id, contactName: 'Nadia Berg', role: 'owner' as const }
	const ruleId = idOf(
		await db`insert into approval_rule (account_id, name, currency, approver_contact_id, created_at) values (${accountId}, 'All', 'USD', ${contactId}, ${morning}) returning id`,
	)
	const own = { locale: 'en', at: morning }
	const row = { sku: skus.bean, quantity: '2', unit: null, locationId: locations.a, requestedOn: null }
	const cart = await addToCart(db, colleague, { cartId: null, rows: [row], ...own })
	const payment = { method: 'po' as const, poNumber: `ASK-${tag}-${asker.asked}`, cardPartMinor: 0, cardReference: null }
	const seen = { seen: null, consentedHash: null, message: null }
	const asked = cart?.ok ? await askApproval(db, colleague, { cartId: cart.cartId, version: cart.version, payment, ...seen, ...own }) : null
	await db`update approval_rule set ended_at = ${morning} where account_id = ${accountId} and id = ${ruleId}`
	if (!asked?.ok) throw new Error(`Nobody could be asked: ${JSON.stringify(asked ?? cart)}`)
}

/** What a seller has to do: a delivery that waits, one that is on its way, a price that was changed once. */
async function furnishSeller(db: Db, company: Company, cookie: string): Promise<void> {
	const { accountId, sellerId, books } = company
	const house = testHouse(db, { connectors: { files, payment: noPayment() } as unknown as Connectors })
	await db`insert into product (seller_entity_id, sku, slug) values (${sellerId}, ${`SET-${company.tag}`}, ${`set-${company.tag.toLowerCase()}`})`
	await db`insert into warehouse (seller_entity_id, code, name, country) values (${sellerId}, 'W', 'Main', 'US')`
	await sendOne(db, company, cookie)
	await quoteOne(db, company, null)
	await helpOne(db, company, null)
	await leadOne(db, company)
	const [entry] = await db<{ id: number }[]>`select id from price_book_entry where price_book_id = ${books.sale}`
	const seen = { intent: 'save', entry: String(entry?.id), [`e${entry?.id}.seen`]: '1|18', [`e${entry?.id}.window`]: '|' }
	await ask(house, `/merchandising/books/${books.sale}`, { cookie, form: { ...seen, [`e${entry?.id}.from`]: '1', [`e${entry?.id}.price`]: '17.90' } })
	const offer = { intent: 'save', code: 'door', lane: 'doors', priority: '0', currency: 'USD', kind: 'percent_line', percent: '5', 'name.en': 'Five' }
	await ask(house, '/merchandising/promotions/new', { cookie, form: { ...offer, validFrom: '2026-02-01' } })
	const [draft] = await db<{ id: number }[]>`select id from promotion where seller_entity_id = ${sellerId} order by id limit 1`
	await ask(house, `/merchandising/promotions/${draft?.id ?? 0}/simulate`, { cookie, form: { intent: 'simulate', from: '2026-01-01', to: '2026-03-01' } })
	const cell = `${company.products.machine}.leadDays`
	await ask(house, '/merchandising/products', { cookie, form: { intent: 'cells', [`s.${cell}`]: '2', [`c.${cell}`]: '3' } })
	const [done] = await db<{ shipments: number; changes: number }[]>`
		select (select count(*) from shipment where account_id = ${accountId}) as shipments, (select count(*) from price_change where entry_id = ${entry?.id ?? 0}) as changes`
	if (done?.shipments !== 1 || done.changes !== 1) throw new Error('The seller could not be furnished')
}

/** The ids of a party as they are now. */
export async function idsOf(db: Db, { company, sellerSide }: Party, sku?: { sku: string; slug: string; categorySlug: string }): Promise<Ids> {
	const { accountId, contactId, locations, skus } = company
	const [own] = await db<Omit<Ids, 'accountId' | 'contactId' | 'locationId' | 'spareLocationId' | 'sku' | 'slug' | 'categorySlug' | 'token' | keyof RoomIds>[]>`
		select o.id as cart_id, o.version, (select id from order_line where account_id = o.account_id and order_id = o.id order by sequence limit 1) as line_id,
			(select id from delivery_group where account_id = o.account_id and order_id = o.id order by id limit 1) as group_id,
			(select number from sales_order where account_id = ${accountId} and number is not null order by id limit 1) as order_number,
			(select id from requisition_list where account_id = ${accountId} order by id limit 1) as list_id, (select id from requisition_line where account_id = ${accountId} order by id limit 1) as list_line_id,
			(select id from standing_order where account_id = ${accountId} order by id limit 1) as standing_order_id, (select id from standing_line where account_id = ${accountId} order by id limit 1) as standing_line_id,
			(select id from approval_request where account_id = ${accountId} order by state = 'waiting' desc, id desc limit 1) as approval_id, (select id from approval_rule where account_id = ${accountId} order by id limit 1) as approval_rule_id,
			(select id from approval_deputy where account_id = ${accountId} order by id limit 1) as deputy_id,
			(select id from company_budget where account_id = ${accountId} order by id limit 1) as budget_id,
			(select id from saved_card where account_id = ${accountId} order by id limit 1) as card_id, (select id from pay_link where account_id = ${accountId} and state = 'open' order by id desc limit 1) as pay_link_id,
			(select id from invoice_link where account_id = ${accountId} order by id desc limit 1) as invoice_link_id,
			(select number from sales_order where account_id = ${accountId} and po_number like 'SENT-%' order by id limit 1) as sent_number,
			(select number from sales_order where account_id = ${accountId} and po_number like 'CHG-%' order by id limit 1) as changed_number,
			(select version from order_version where account_id = ${accountId} order by version limit 1) as order_version,
			(select id from order_change where account_id = ${accountId} order by id desc limit 1) as proposal_id,
			(select id from goods_return where account_id = ${accountId} order by id limit 1) as return_id,
			(select allocation_id from return_line where account_id = ${accountId} order by id limit 1) as sent_allocation_id,
			(select id from goods_return where account_id = ${sellerSide.accountId} order by id limit 1) as desk_return_id,
			(select id from return_line where account_id = ${sellerSide.accountId} order by id limit 1) as desk_return_line_id,
			(select number from quote where account_id = ${accountId} and contact_id is not null order by id limit 1) as quote_number,
			(select number from quote where account_id = ${sellerSide.accountId} and contact_id is null order by id limit 1) as desk_quote_number,
			(select id from crm_lead where seller_entity_id = ${sellerSide.sellerId} and status <> 'converted' order by id desc limit 1) as lead_id,
			(select number from support_case where account_id = ${accountId} and contact_id is not null order by id limit 1) as case_number,
			(select number from support_case where account_id = ${sellerSide.accountId} and contact_id is null order by id limit 1) as desk_case_number,
			(select id from api_key where account_id = ${sellerSide.accountId} and name like 'spare %' order by id limit 1) as spare_key_id,
			(select code from location where id = ${locations.a}) as location_code, (select id from contact where account_id = ${accountId} and first_name = 'Nadia' order by id limit 1) as colleague_id,
			(select id from alert where account_id = ${accountId} order by id limit 1) as alert_id,
			(select id from crm_task where account_id = ${accountId} order by id limit 1) as task_id,
			(select id from ma_send where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) as send_id,
			(select id from crm_campaign where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) as crm_campaign_id, (select id from ma_campaign where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) as ma_campaign_id,
			form.id as form_id, form.slug as form_slug, form.version as form_version, (select slug from ma_form where seller_entity_id = ${sellerSide.sellerId} and name like 'taste%') as open_form_slug,
			landing.id as page_id, landing.slug as page_slug, landing.version as page_version, 'taste-' || ${sellerSide.sellerId}::bigint as open_page_slug, 'taste-' || ${sellerSide.sellerId}::bigint as open_redirect_slug,
			redirect.id as redirect_id, redirect.slug as redirect_slug, redirect.version as redirect_version, file.id as file_id, file.version as file_version
			, (select id from payment where account_id = ${accountId} order by id limit 1) as payment_id, (select id from payment where account_id = ${sellerSide.accountId} order by id limit 1) as desk_payment_id
			, invoice.id as invoice_id, invoice.number as invoice_number, (select id from invoice where account_id = ${sellerSide.accountId} order by id limit 1) as ledger_invoice_id, pack.group_id as pack_group_id, pack.allocation_id, entry.id as entry_id, entry.seen as entry_seen, ${sellerSide.books.sale}::bigint as book_id,
			(select id from promotion where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) as promotion_id,
			(select id from promotion_simulation where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) as simulation_id,
			(select id from import_run where seller_entity_id = ${sellerSide.sellerId} and what <> 'campaign-members' order by id limit 1) as import_run_id,
			(select id from category where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) as seller_category_id,
			(select id from entitlement_policy where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) as seller_policy_id,
			(select id from product where seller_entity_id = ${sellerSide.sellerId} and sku like 'SET-%' order by id limit 1) as seller_set_id,
			(select id from change_set where seller_entity_id = ${sellerSide.sellerId} and room = 'product' order by id limit 1) as product_change_id,
			(select id from warehouse where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) as warehouse_id,
			(select id from shipment where account_id = ${sellerSide.accountId} order by id limit 1) as shipment_id,
			(select id from price_change where entry_id = entry.id order by id desc limit 1) as change_id,
			(select id from price_draft where price_book_id = ${sellerSide.books.base} order by id limit 1) as draft_id, ${sellerSide.books.base}::bigint as draft_book_id,
			(select id from tax_rate where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) as tax_rate_id,
			(select id from exemption_certificate where account_id = ${sellerSide.accountId} and state = 'accepted' order by id limit 1) as certificate_id,
			(select id from exemption_certificate where account_id = ${sellerSide.accountId} and state = 'waiting' order by id limit 1) as waiting_certificate_id,
			(select number from account where id = ${sellerSide.accountId}) as seller_account_number
		from sales_order o cross join lateral (
			select a.group_id, a.id as allocation_id from allocation a join delivery_group g on g.account_id = a.account_id and g.id = a.group_id
			join sales_order p on p.account_id = g.account_id and p.id = g.order_id where p.account_id = ${sellerSide.accountId} and p.stage = 'placed' order by g.id desc limit 1) pack
		cross join lateral (select id, number from invoice where account_id = ${accountId} order by id limit 1) invoice
		cross join lateral (
			select id, (select string_agg(trim_scale(q)::text, ',') from unnest(tier_from) q) || '|' || (select string_agg(trim_scale(q)::text, ',') from unnest(tier_price) q) as seen
			from price_book_entry where price_book_id = ${sellerSide.books.sale} order by id limit 1) entry
		cross join (select id, slug, version from ma_page where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) landing
		cross join (select id, slug, version from ma_redirect where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) redirect
		cross join (select id, version from ma_file where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) file
		cross join (select id, slug, version from ma_form where seller_entity_id = ${sellerSide.sellerId} order by id limit 1) form
		where o.account_id = ${accountId} and o.stage = 'cart' and o.is_current`
	if (!own) throw new Error('The party has no cart')
	const [recipient] = await db<{ id: number }[]>`select id from ma_send_recipient where account_id = ${accountId}`
	const token = sign({ r: recipient?.id }, { purpose: 'campaign-click', secrets: testSecrets, expiresAt: new Date('2026-12-01') })
	const product = sku ?? { sku: skus.bean, slug: skus.bean.toLowerCase(), categorySlug: `cof-${skus.bean.toLowerCase()}` }
	return {
		accountId,
		contactId,
		locationId: locations.a,
		spareLocationId: locations.b,
		...own,
		...(await crmIdsOf(db, sellerSide.sellerId)),
		...(await automationIdsOf(db, sellerSide.sellerId)),
		...(await syncIdsOf(db, sellerSide.sellerId)),
		...product,
		token,
		sellerSku: sellerSide.skus.jug,
		pricedSku: sellerSide.skus.bean,
		sellerProductId: sellerSide.products.jug,
		sellerGroupId: sellerSide.groupId,
		ledgerAccountId: sellerSide.accountId,
		ledgerContactId: sellerSide.contactId,
	}
}

/** A draft of the list prices, compared: one price would change. */
async function furnishRooms(db: Db, { sellerId, accountId, books, products, skus }: Company): Promise<void> {
	// It frees nothing that anybody buys here.
	await db`insert into exemption_certificate (account_id, jurisdiction, number, tax_codes, valid_from, expires_on) values (${accountId}, 'US-AK', 'E-0', '{none}', '2026-01-01', '2026-12-31')`
	await db`insert into exemption_certificate (account_id, jurisdiction, number, tax_codes, valid_from, expires_on, state, file_key, file_name, uploaded_at) values (${accountId}, 'US-AK', 'E-W', '{none}', '2026-01-01', '2026-12-31', 'waiting', ${'0'.repeat(64)}, 'E-W.pdf', '2026-02-01')`
	const draftId = idOf(
		await db`insert into price_draft (price_book_id, state, source_name, source, base_version, price_count, checked_count, made_by)
			select ${books.base}, 'ready', 'prices.csv', ${`sku,price\n${skus.bean},20`}, version, 1, 1, (select id from crm_user where seller_entity_id = ${sellerId} order by id limit 1)
			from price_book where id = ${books.base} returning id`,
	)
	await db`insert into price_draft_row (price_draft_id, row_number, line, status, sku, product_id, unit_code, entry_id, tier_from, tier_price, old_tier_from, old_tier_price)
		select ${draftId}, 1, 2, 'changed', ${skus.bean}, e.product_id, e.unit_code, e.id, '{1}', '{19.5}', e.tier_from, e.tier_price
		from price_book_entry e where e.price_book_id = ${books.base} and e.product_id = ${products.bean}`
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
