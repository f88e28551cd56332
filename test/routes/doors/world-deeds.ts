import { noPayment } from '../../../app/connectors/payment/no-payment.ts'
import { askApproval } from '../../../app/flows/approval/ask-approval.ts'
import { addToCart } from '../../../app/flows/cart/add-to-cart.ts'
import { consentChange } from '../../../app/flows/order/consent-change.ts'
import { proposeChange } from '../../../app/flows/order/propose-change.ts'
import type { Connectors } from '../../../app/platform/house.ts'
import type { Db } from '../../../db/client.server.ts'
import type { Company } from '../../support/company.ts'
import { ask, files, testHouse } from '../../support/house.ts'
import { morning, placeRows } from '../../support/placed.ts'

export const idOf = (rows: readonly { id: number }[]) => rows[0]?.id ?? 0

export async function firstNumber(db: Db, accountId: number): Promise<string> {
	const [order] = await db<{ number: string }[]>`select number from sales_order where account_id = ${accountId} and stage = 'placed' order by id limit 1`
	return order?.number ?? ''
}

/** A quote of one line: asked, or with `userId` offered. */
export async function quoteOne(db: Db, { accountId, contactId, sellerId, products }: Company, userId: number | null): Promise<void> {
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
export async function helpOne(db: Db, { accountId, tag }: Company, contactId: number | null): Promise<void> {
	await db`insert into support_case (account_id, number, contact_id, kind, subject) values (${accountId}, ${`CS-${tag}-${contactId ?? 'tel'}`}, ${contactId}, 'damaged', 'A torn bag')`
}

/** A lead whom nobody has taken or converted yet. */
export async function leadOne(db: Db, { sellerId, tag }: Company): Promise<void> {
	await db`update crm_lead set owner_user_id = null where seller_entity_id = ${sellerId} and status <> 'converted'`
	await db`insert into crm_lead (seller_entity_id, last_name, company, email)
		select ${sellerId}, 'Aldridge', ${`Valley ${tag}`}, ${`lead@${tag.toLowerCase()}.test`} where not exists (select from crm_lead where seller_entity_id = ${sellerId} and status <> 'converted')`
}

/** An order that was sent and invoiced, and one that waits to be packed. */
export async function sendOne(db: Db, company: Company, cookie: string): Promise<void> {
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
export async function changeOne(db: Db, { shopper, skus, locations, tag }: Company): Promise<void> {
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
export async function budgetOne(db: Db, { accountId, locations }: Company): Promise<void> {
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
export async function addColleague(db: Db, { accountId, contactId, tag }: Company): Promise<void> {
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
export async function askOne(db: Db, company: Company): Promise<void> {
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
export async function furnishSeller(db: Db, company: Company, cookie: string): Promise<void> {
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

/** A draft of the list prices, compared: one price would change. */
export async function furnishRooms(db: Db, { sellerId, accountId, books, products, skus }: Company): Promise<void> {
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
