import { expect, test } from 'vitest'
import { openSession } from '../../app/platform/session.server.ts'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const company = await makeCompany(db, 'fees')
const other = await makeCompany(db, 'rival')
const tomas = await makeStaff(db, company.sellerId, { firstName: 'Tomás', lastName: 'Herrera', roles: ['merchandiser'] })
const [login] = await db<{ id: number }[]>`select id from login where contact_id = ${company.contactId}`
const hers = (await openSession(house, login?.id ?? 0)).split(';')[0] ?? ''

const page = { Accept: 'text/html' }
/** What is on the page, without the texts that its scripts carry. */
const visible = (html: string) => html.replaceAll('<!-- -->', '').replaceAll(/<script[\s\S]*?<\/script>/g, '')
async function send(cookie: string, path: string, form?: Record<string, string>) {
	const answer = await ask(house, path, { cookie, headers: page, ...(form ? { form } : {}) })
	return [answer.status, visible(await answer.text())] as const
}
const room = (form?: Record<string, string>) => send(tomas.cookie, '/merchandising/fees', form)
const fee = {
	intent: 'save',
	kind: 'handling',
	per: 'delivery',
	amount: '4.50',
	currency: 'usd',
	buyerGroupId: '',
	'name.en': 'Handling',
	'name.cs': 'Manipulace',
	validFrom: '2026-01-01',
	validTo: '',
}
const rules = () =>
	db<
		{ id: number; amountMinor: number; validTo: string | null }[]
	>`select id, amount_minor, valid_to from fee_rule where seller_entity_id = ${company.sellerId} order by id`
/** The hidden fields of the form whose button says Undo. */
function undoOf(html: string): Record<string, string> {
	const form = html.split('<form').find((part) => part.includes('value="undo"') || part.includes('value="remove"')) ?? ''
	const read = (input: string, name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1] ?? ''
	const fields = [...form.matchAll(/<input[^>]*>/g)].map(([input]) => [read(input, 'name'), read(input, 'value')])
	return { ...Object.fromEntries(fields), intent: form.includes('value="undo"') ? 'undo' : 'remove' }
}

test('a fee is added, changed, ended, and each act taken back', async () => {
	const [added, first] = await room(fee)
	expect([added, first.includes('Saved: open carts show it'), first.includes('$4.50')]).toEqual([200, true, true])
	const [{ id = 0 } = {}] = await rules()
	const [, changed] = await room({ ...fee, feeId: String(id), amount: '6' })
	expect((await rules())[0]?.amountMinor).toBe(600)
	await room(undoOf(changed))
	expect((await rules())[0]?.amountMinor).toBe(450)
	const [, ended] = await room({ intent: 'end', feeId: String(id) })
	expect((await rules())[0]?.validTo).toBe('2026-03-02')
	expect((await room())[1]).toContain('No fees')
	await room(undoOf(ended))
	expect(await rules()).toEqual([{ id, amountMinor: 450, validTo: null }])
	const [, again] = await room({ ...fee, kind: 'small_order', below: '80', amount: '12' })
	expect(await rules()).toHaveLength(2)
	expect((await db`select names->>'ja' as name from fee_rule where kind = 'small_order'`)[0]).toEqual({ name: '小口注文手数料' })
	await room(undoOf(again))
	expect(await rules()).toHaveLength(1)
	const audits = await db`select action, count(*)::int as count from audit_entry where action like 'fee.%' group by 1 order by 1`
	expect(audits).toEqual([
		{ action: 'fee.added', count: 2 },
		{ action: 'fee.changed', count: 4 },
		{ action: 'fee.removed', count: 1 },
	])
})

test('what was typed wrong is told by field and kept; another seller’s fee and group are not there', async () => {
	const [status, html] = await room({ ...fee, kind: 'small_order', below: '', amount: 'ten', 'name.en': ' ' })
	expect([status, html.includes('Goods below'), html.includes('value="ten"')]).toEqual([422, true, true])
	const [theirs] = await db<
		{ id: number }[]
	>`insert into fee_rule (seller_entity_id, kind, names, currency, amount_minor, valid_from) values (${other.sellerId}, 'handling', '{"en":"Theirs"}', 'USD', 100, '2026-01-01') returning id`
	for (const form of [
		{ ...fee, feeId: String(theirs?.id) },
		{ intent: 'end', feeId: String(theirs?.id) },
		{ intent: 'remove', feeId: String(theirs?.id) },
	])
		expect((await room(form))[0]).toBe(404)
	expect((await room({ ...fee, buyerGroupId: String(other.groupId) }))[0]).toBe(422)
	expect(await rules()).toHaveLength(1)
})

test('cart, checkout, order page and quote name the fee in the buyer’s language, beside the goods', async () => {
	const { a, b } = company.locations
	const { bean } = company.skus
	const rows = { intent: 'add', sku: [bean, bean], quantity: ['3', '1'], locationId: [String(a), String(b)] }
	await ask(house, '/cart/lines', { cookie: hers, form: rows, headers: page })
	for (const path of ['/cs/cart', '/cs/checkout']) {
		const [, html] = await send(hers, path)
		expect(html, path).toMatch(/Manipulace[\s\S]{0,200}9,00/)
	}
	const [, html] = await send(hers, '/checkout')
	const form = /<form[^>]*id="place"[\s\S]*?<\/form>/.exec(html)?.[0] ?? ''
	const fields = Object.fromEntries(
		[...form.matchAll(/<input[^>]*>/g)].map(([input]) => [
			/name="([^"]*)"/.exec(input)?.[1] ?? '',
			/value="([^"]*)"/.exec(input)?.[1]?.replaceAll('&quot;', '"') ?? '',
		]),
	)
	const placed = await ask(house, '/checkout', { cookie: hers, form: { ...fields, intent: 'place', poNumber: 'PO-1' }, headers: page })
	expect(placed.status).toBe(302)
	const [, order] = await send(hers, placed.headers.get('location') ?? '')
	const words = order.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
	expect(words).toMatch(/Handling .{0,80}\$9\.00/)
	expect(words).toMatch(/ Fees \$9\.00/)
	const [lines] = await db`select count(*)::int as fees, sum(net_minor)::int as net from order_line where account_id = ${company.accountId} and kind = 'fee'`
	expect(lines).toEqual({ fees: 1, net: 900 })
})
