import { expect, test } from 'vitest'
import { addToCart } from '../../../app/flows/cart/add-to-cart.ts'
import { openCart } from '../../../app/flows/cart/open-cart.ts'
import { placeOrder } from '../../../app/flows/checkout/place-order.ts'
import { acceptQuote } from '../../../app/flows/quote/accept-quote.ts'
import { askQuote } from '../../../app/flows/quote/ask-quote.ts'
import { closeQuote } from '../../../app/flows/quote/close-quote.ts'
import { counterQuote } from '../../../app/flows/quote/counter-quote.ts'
import { expireQuotes } from '../../../app/flows/quote/expire-quotes.ts'
import { offerQuote } from '../../../app/flows/quote/offer-quote.ts'
import type { StaffMember, StaffRole } from '../../../app/platform/actor.ts'
import { readQuote } from '../../../db/queries/quote.ts'
import { asShopper } from '../../support/as-shopper.ts'
import { type Company, makeCompany } from '../../support/company.ts'
import { makeStaff, morning } from '../../support/placed.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb({ max: 30 })
const at = morning
/** Midnight after the 9th in Chicago, a day after the clocks went forward. */
const validOn = '2026-03-09'
const over = new Date('2026-03-10T05:00:00Z')

async function staffOf(company: Company, role: StaffRole = 'rep', name = 'Natalie'): Promise<StaffMember> {
	const userId = await makeStaff(db, company, [role], name)
	await db`update crm_user set max_discount_percent = 15 where id = ${userId}`
	if (role === 'rep') await db`update account set owner_user_id = ${userId} where id = ${company.accountId}`
	return { kind: 'staff', userId, name, email: '', locale: 'en', roles: [role], seller: company.shopper.seller, sessionHash: '', actingFor: null }
}

const hers = (company: Company) => asShopper(db, company.shopper)
async function ask(company: Company, quantity = '10'): Promise<string> {
	const asked = await askQuote(hers(company), company.shopper, {
		from: [{ sku: company.skus.bean, quantity, unit: null }],
		note: 'For the autumn',
		locale: 'en',
		at,
	})
	if (!asked?.ok) throw new Error(JSON.stringify(asked))
	return asked.number
}
type Terms = [position: number, quantity: string, price: string, minimum?: string][]
const termsOf = (lines: Terms) =>
	lines.map(([position, quantity, price, minimum]) => ({ position, quantity, price, ...(minimum === undefined ? {} : { minimum }) }))
const offer = (staff: StaffMember, number: string, seenVersion: number, lines: Terms, day = validOn, when = at) =>
	offerQuote(db, staff, { number, seenVersion, note: null, at: when, lines: termsOf(lines), validOn: day, requestId: 'r', secret: 'of the shop' })
const counter = (company: Company, number: string, seenVersion: number, lines: Terms, note: string | null = null, when = at) =>
	counterQuote(hers(company), company.shopper, { number, seenVersion, note, at: when, lines: termsOf(lines) })
const accept = (company: Company, number: string, seenVersion: number, when = at) =>
	acceptQuote(hers(company), company.shopper, { number, seenVersion, at: when, locale: 'en' })
const cartOf = async (company: Company, when = at) => (await openCart(hers(company), company.shopper, { locale: 'en', at: when }))?.cart
const place = async (company: Company, poNumber: string, when = at) => {
	const cart = await cartOf(company, when)
	if (!cart) throw new Error('There is no cart')
	const payment = { method: 'po' as const, poNumber, cardPartMinor: 0, cardReference: null }
	return placeOrder(hers(company), company.shopper, {
		...{ cartId: cart.cartId, version: cart.version, payment, seen: null, consentedHash: null, idempotencyKey: poNumber, locale: 'en', at: when },
	})
}
const codesOf = (answer: { ok: boolean } | null) =>
	answer && 'refusals' in answer ? (answer.refusals as { code: string; line?: number }[]).map(({ code }) => code) : answer

test('asked, offered, countered, offered anew, accepted, and placed at the quoted price', async () => {
	const company = await makeCompany(db, 'quartz')
	const natalie = await staffOf(company)
	const number = await ask(company)
	expect(await offer(natalie, number, 1, [[1, '10', '17.00', '5']])).toEqual({ ok: true, version: 2 })
	expect(await counter(company, number, 2, [[1, '12', '16']], 'Twelve, if you make it sixteen')).toEqual({ ok: true, version: 3 })
	expect(codesOf(await accept(company, number, 3))).toEqual(['QUOTE_NOT_NOW'])
	expect(await offer(natalie, number, 3, [[1, '12', '16.5', '5']])).toEqual({ ok: true, version: 4 })
	expect(await accept(company, number, 4)).toMatchObject({ ok: true })
	expect(codesOf(await accept(company, number, 4))).toEqual(['QUOTE_DECIDED'])
	const cart = await cartOf(company)
	expect(cart?.lines.map(({ quantity, unitPrice, resolvedMinor }) => [quantity, unitPrice, resolvedMinor])).toEqual([[120_000, '16.500000', 19_800]])
	expect(await place(company, 'PO-Q')).toMatchObject({ ok: true })
	const [line] =
		await db`select unit_price, net_minor::int, quoted->>'number' as number, quoted->>'version' as version from order_line where account_id = ${company.accountId}`
	expect(line).toEqual({ unitPrice: '16.500000', netMinor: 19_800, number, version: '4' })
	const document = await readQuote(db, number, { accountId: company.accountId }, 'en')
	expect(
		document?.versions.map(({ kind, totalMinor, lines: [one] }) => [kind, totalMinor, one?.quantity, one?.minimum, one?.unitPrice, one?.listPrice]),
	).toEqual([
		// What she would pay: 17.75, from five on, by her contract.
		['asked', null, '10', '10', null, '17.750000'],
		['offered', 17_000, '10', '5', '17.000000', '17.750000'],
		['countered', 19_200, '12', '5', '16.000000', '17.750000'],
		['offered', 19_800, '12', '5', '16.500000', '17.750000'],
	])
	expect(document).toMatchObject({ state: 'accepted', version: 4, orderNumber: expect.stringMatching(/^QUARTZ-/) })
	expect(
		(
			await db`select topic from outbox_event where account_id = ${company.accountId} and topic like 'quote.%' order by occurred_at, payload->>'version', topic desc`
		).map((one) => one['topic']),
	).toEqual([...['quote.requested', 'quote.offered', 'quote.countered', 'quote.offered', 'quote.accepted']])
	await expect(db`update quote_line set unit_price = 1 where account_id = ${company.accountId}`).rejects.toThrow('never changed')
	await expect(db`update quote_version set total_minor = 1 where account_id = ${company.accountId}`).rejects.toThrow('never changed')
})

test('a rep gives 15 % at most and never under the floor; who decides over her gives more, but not under the floor', async () => {
	const company = await makeCompany(db, 'garnet')
	const natalie = await staffOf(company)
	const hana = await staffOf(company, 'head_office', 'Hana')
	const number = await ask(company)
	// 15 % under 17.75 is 15.0875.
	expect(codesOf(await offer(natalie, number, 1, [[1, '10', '15.087499']]))).toEqual(['QUOTE_BEYOND_AUTHORITY'])
	expect(codesOf(await offer(natalie, number, 1, [[1, '10', '']], '2026-03-01'))).toEqual(['QUOTE_PRICE_MISSING', 'QUOTE_VALID_ON'])
	expect(await offer(natalie, number, 1, [[1, '10', '15.0875']])).toEqual({ ok: true, version: 2 })
	await db`update product set floor_price = 12 where id = ${company.products.bean}`
	expect(codesOf(await offer(hana, number, 2, [[1, '10', '11.99']]))).toEqual(['QUOTE_BEYOND_AUTHORITY'])
	expect(await offer(hana, number, 2, [[1, '10', '12']])).toEqual({ ok: true, version: 3 })
	const other = await staffOf(company, 'rep', 'Ben')
	await db`update account set owner_user_id = ${natalie.userId} where id = ${company.accountId}`
	expect(await offer(other, number, 3, [[1, '10', '17']])).toBeNull()
	expect(await db`select count(*)::int as n from audit_entry where action = 'quote.offered' and account_id = ${company.accountId}`).toEqual([{ n: 2 }])
})

test('when its last day is over where the seller is, nothing of it holds: not accepted, not countered, not in the cart, not placed', async () => {
	const company = await makeCompany(db, 'opal')
	const natalie = await staffOf(company)
	const last = new Date(over.getTime() - 1)
	const [first, second] = [await ask(company), await ask(company)]
	for (const number of [first, second]) await offer(natalie, number, 1, [[1, '10', '16']])
	expect(codesOf(await accept(company, first, 2, over))).toEqual(['QUOTE_EXPIRED'])
	expect(codesOf(await counter(company, first, 2, [[1, '9', '16']], null, over))).toEqual(['QUOTE_EXPIRED'])
	expect(await accept(company, second, 2, last)).toMatchObject({ ok: true })
	expect((await cartOf(company, last))?.lines[0]).toMatchObject({ unitPrice: '16.000000' })
	const shown = await cartOf(company, over)
	expect(shown?.lines[0]).toMatchObject({ unitPrice: '17.750000' })
	expect(shown?.refusals).toMatchObject([{ code: 'QUOTE_LINE_EXPIRED', line: 1, facts: { number: second, validOn } }])
	expect(codesOf(await place(company, 'PO-late', over))).toEqual(['QUOTE_LINE_EXPIRED'])
	expect(await place(company, 'PO-in-time', last)).toMatchObject({ ok: true })
	while ((await expireQuotes(db, over)) > 0);
	expect(await db`select payload->>'number' as number from outbox_event where account_id = ${company.accountId} and topic = 'quote.expired'`).toEqual([
		{ number: first },
	])
	expect(await readQuote(db, first, { accountId: company.accountId }, 'en')).toMatchObject({ state: 'expired' })
	expect(await offer(natalie, first, 2, [[1, '10', '16']], '2026-03-20', over)).toEqual({ ok: true, version: 3 })
	expect(await accept(company, first, 3, over)).toMatchObject({ ok: true })
})

test('another account’s quote is not there, for nobody and for nothing; a viewer may only look', async () => {
	const company = await makeCompany(db, 'topaz')
	const other = await makeCompany(db, 'beryl')
	const natalie = await staffOf(company)
	const number = await ask(company)
	await offer(natalie, number, 1, [[1, '10', '17']])
	const close = { number, seenVersion: 2, note: null, at, act: 'decline' as const, requestId: 'r' }
	expect(await accept(other, number, 2)).toBeNull()
	expect(await acceptQuote(db, other.shopper, { number, seenVersion: 2, at, locale: 'en' })).toBeNull()
	expect(await counter(other, number, 2, [[1, '9', '17']])).toBeNull()
	expect(await closeQuote(hers(other), { kind: 'shopper', shopper: other.shopper }, close)).toBeNull()
	expect(await offer(await staffOf(other), number, 2, [[1, '10', '17']])).toBeNull()
	expect(await readQuote(hers(other), number, { accountId: company.accountId }, 'en')).toBeNull()
	const viewer = { ...company.shopper, role: 'viewer' as const }
	expect(codesOf(await acceptQuote(hers(company), viewer, { number, seenVersion: 2, at, locale: 'en' }))).toEqual(['ROLE_MAY_NOT'])
	expect(await closeQuote(hers(company), { kind: 'shopper', shopper: company.shopper }, close)).toEqual({ ok: true })
	expect(codesOf(await accept(company, number, 2))).toEqual(['QUOTE_DECIDED'])
})

test('ten accept at once: one cart line; an accept against a new offer: one is refused by its name', async () => {
	const company = await makeCompany(db, 'pyrite')
	const natalie = await staffOf(company)
	const number = await ask(company)
	await offer(natalie, number, 1, [[1, '10', '17']])
	const answers = await Promise.all(Array.from({ length: 10 }, () => accept(company, number, 2)))
	expect(answers.filter((one) => one?.ok)).toHaveLength(1)
	expect(new Set(answers.filter((one) => !one?.ok).flatMap(codesOf as never))).toEqual(new Set(['QUOTE_DECIDED']))
	expect(await db`select count(*)::int as n from order_line where account_id = ${company.accountId}`).toEqual([{ n: 1 }])
	for (let round = 0; round < 10; round += 1) {
		const next = await ask(company)
		await offer(natalie, next, 1, [[1, '10', '17']])
		const both = await Promise.all([accept(company, next, 2), offer(natalie, next, 2, [[1, '10', '16.9']])])
		expect(both.filter((one) => one?.ok)).toHaveLength(1)
		expect(['QUOTE_DECIDED', 'QUOTE_CHANGED']).toContain((both.flatMap(codesOf as never) as unknown[]).find((one) => typeof one === 'string'))
	}
})

test('the same statements for 3 lines and for 300', async () => {
	const company = await makeCompany(db, 'zircon')
	const natalie = await staffOf(company)
	await db`
		insert into product (seller_entity_id, sku, slug, stock_policy, grant_policy_ids)
		select ${company.sellerId}, 'MANY-' || n, 'many-' || n, 'untracked', p.grant_policy_ids from generate_series(1, 300) n, product p where p.id = ${company.products.bean}`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) select ${company.books.base}, id, 'each', '{1}', '{10}' from product where sku like 'MANY-%'`
	for (const lines of [3, 300]) {
		const rows = Array.from({ length: lines }, (_, index) => ({ sku: `MANY-${index + 1}`, quantity: '2', unit: null, locationId: null, requestedOn: null }))
		await addToCart(hers(company), company.shopper, { cartId: null, rows, locale: 'en', at })
		const asked = await expectStatements(db, 7, () => askQuote(hers(company), company.shopper, { from: 'cart', note: null, locale: 'en', at }))
		if (!asked?.ok) throw new Error(JSON.stringify(asked))
		const terms: Terms = rows.map((_, index) => [index + 1, '2', '9'])
		expect(await expectStatements(db, 10, () => offer(natalie, asked.number, 1, terms))).toMatchObject({ ok: true })
		expect(
			await expectStatements(db, 5, () =>
				counter(
					company,
					asked.number,
					2,
					terms.map(([position, , price]) => [position, '3', price]),
				),
			),
		).toMatchObject({ ok: true })
		expect(await offer(natalie, asked.number, 3, terms)).toMatchObject({ ok: true })
		await db`delete from sales_order where account_id = ${company.accountId}`
		expect(await expectStatements(db, 9, () => accept(company, asked.number, 4))).toMatchObject({ ok: true })
		expect(await db`select count(*)::int as n from order_line where account_id = ${company.accountId}`).toEqual([{ n: lines }])
		await db`update quote set order_id = null where account_id = ${company.accountId}`
		await db`delete from sales_order where account_id = ${company.accountId}`
	}
})
