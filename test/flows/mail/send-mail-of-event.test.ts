import { expect, test } from 'vitest'
import { destinationsOf } from '../../../app/cli/work.ts'
import type { CarriedMail } from '../../../app/connectors/email/contract.ts'
import { openMailbox } from '../../../app/connectors/email/embedded/mailbox.server.ts'
import type { DomainEvent } from '../../../app/flows/event/save-events.ts'
import { locales } from '../../../app/platform/locale.ts'
import { seal } from '../../../app/platform/sealing.server.ts'
import { writeAttachment } from '../../../app/routes/mail-attachment.server.ts'
import { renderMail } from '../../../app/ui/mail/render-mail.ts'
import { tell, write } from '../../support/deliver.ts'
import { makeFargo } from '../../support/fargo.ts'
import { ask, testHouse } from '../../support/house.ts'
import { readPdf } from '../../support/read-pdf.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const fargo = await makeFargo(db)
const at = new Date('2026-03-02T18:00:00Z')
const mailbox = openMailbox({ db, render: renderMail, seller: { name: 'Capricorn Coffee', url: 'http://shop.test' } })
const mailman = (email: unknown = mailbox) => {
	const { mail } = destinationsOf({ db, clock: () => at, connectors: { email }, secrets: ['x'], publicUrl: 'http://shop.test' } as never)
	return tell(db, 'mail', mail.outside, () => at)
}
const mails = () => db`select kind, locale, to_email, subject, text, idempotency_key from outgoing_mail order by id`
const clear = () => db`truncate outgoing_mail, outbox_event cascade`
const about = (topic: DomainEvent['topic'], payload: Record<string, unknown>, more: Partial<DomainEvent> = {}): DomainEvent => ({
	...{ topic, subject: `${topic}:1`, accountId: fargo.accountId, contactId: fargo.lukaId, payload, occurredAt: at },
	...more,
})
const sealed = (code: string) => seal(code, { purpose: 'sign-in-code', secret: 'x' })
const one = (rows: readonly Record<string, unknown>[]) => rows[0]?.['id'] as number

const orderId = one(
	await db`
	insert into sales_order (account_id, seller_entity_id, stage, number, channel, currency, contact_id, placed_at, net_minor, shipping_minor, shipping_discount_minor, tax_minor, total_minor, terms_days, po_number)
	values (${fargo.accountId}, ${fargo.sellerId}, 'placed', 'SO-7', 'import', 'USD', ${fargo.lukaId}, ${at}, 16013, 2250, 2000, 1215, 17478, 45, 'PO-9') returning id`,
)
await db`
	insert into order_line (account_id, order_id, sequence, product_id, unit_code, quantity, resolved_minor, net_minor) select ${fargo.accountId}, ${orderId}, n, ${fargo.beanId}, 'each', 5, 8875, 8875 from generate_series(1, 23) n`
await db`insert into order_line (account_id, order_id, sequence, kind, unit_code, quantity, name, resolved_minor, net_minor) values (${fargo.accountId}, ${orderId}, 24, 'fee', 'each', 1, 'Manipulační poplatek', 450, 450)`
await db`insert into delivery_group (account_id, order_id, location_id, requested_on) values (${fargo.accountId}, ${orderId}, ${fargo.locationId}, '2026-03-05')`

test('what Natalie ordered for Luka is told to Luka, in his language, with every figure of the order', async () => {
	await clear()
	await db`update sales_order set acted_by_user_id = ${fargo.natalieId}, on_behalf_of_contact_id = ${fargo.lukaId} where id = ${orderId}`
	await write(db, about('order.placed', { orderId }, { actedByUserId: fargo.natalieId }))
	await mailman()
	const [mail] = await mails()
	expect(mail).toMatchObject({
		kind: 'order.placed_for_you',
		locale: 'cs',
		toEmail: 'Luka@fargo-coffeehaus.test',
		subject: 'Natalie Ortiz pro vás zadal(a) objednávku SO-7',
	})
	// What stands in the row, as a Czech reader writes it; no figure is computed here.
	for (const figure of [
		// Of 160.13 goods and fees 4.50 is the fee, under its name after the goods; the lines that are left out are goods.
		'155,63',
		'Manipulační poplatek',
		'4,50',
		'2,50',
		'12,15',
		'174,78',
		'do 45 dnů',
		'PO-9',
		'Nové pražení',
		'Downtown',
		'5. března 2026',
		'a 3 další řádky',
		'http://shop.test/orders/SO-7',
	])
		expect(mail?.['text'], figure).toContain(figure)
})

test('an offer is told to who asked, with its lines, its sum and its last day; its end too', async () => {
	await clear()
	const quoteId = one(
		await db`insert into quote (account_id, seller_entity_id, currency, contact_id, state, version, valid_on, expires_at, asked_at, changed_at)
			values (${fargo.accountId}, ${fargo.sellerId}, 'USD', ${fargo.lukaId}, 'offered', 2, '2026-03-09', '2026-03-10T05:00:00Z', ${at}, ${at}) returning id`,
	)
	await db`insert into quote_version (account_id, quote_id, version, kind, user_id, valid_on, total_minor, note, created_at)
		values (${fargo.accountId}, ${quoteId}, 2, 'offered', ${fargo.natalieId}, '2026-03-09', 15900, 'Na zimu', ${at})`
	await db`insert into quote_line (account_id, quote_id, version, position, product_id, unit_code, quantity, minimum, unit_price, total_minor)
		values (${fargo.accountId}, ${quoteId}, 2, 1, ${fargo.beanId}, 'each', 10, 10, 15.9, 15900)`
	await write(db, about('quote.offered', { quoteId, version: 2 }))
	await write(db, about('quote.expired', { quoteId, version: 2 }))
	await mailman()
	const told = await mails()
	const [offered, expired] = ['quote.offered', 'quote.expired'].map((kind) => told.find((mail) => mail['kind'] === kind))
	const [row] = await db<{ number: string }[]>`select number from quote where id = ${quoteId}`
	expect(offered).toMatchObject({ kind: 'quote.offered', locale: 'cs', subject: `Naše nabídka ${row?.number} pro vás` })
	for (const said of ['Nové pražení', '159,00', '9. března 2026', 'Na zimu', `http://shop.test/quotes/${row?.number}`])
		expect(offered?.['text'], said).toContain(said)
	expect(expired).toMatchObject({ kind: 'quote.expired', subject: `Nabídka ${row?.number} skončila` })
	expect(expired?.['text']).toContain('9. března 2026')
})

test('each kind of mail is written in each of the five languages, without a key showing', async () => {
	await clear()
	const invoiceId = one(
		await db`
		insert into invoice (account_id, seller_entity_id, number, currency, order_id, issued_on, due_on, net_minor, total_minor) values (${fargo.accountId}, ${fargo.sellerId}, 'I-7', 'USD', ${orderId}, '2026-03-02', '2026-04-16', 17478, 17478) returning id`,
	)
	const paymentId = one(
		await db`insert into payment (account_id, method, currency, amount_minor, reference, received_at) values (${fargo.accountId}, 'bank_transfer', 'USD', 20000, 'WIRE 1', ${at}) returning id`,
	)
	const goalId = one(
		await db`insert into sales_goal (user_id, currency, starts_on, ends_on, target_minor, achieved_minor) values (${fargo.natalieId}, 'USD', '2026-03-01', '2026-03-31', 1000000, 1017478) returning id`,
	)
	const returnId = one(
		await db`insert into goods_return (account_id, order_id, number, contact_id, asked_at) values (${fargo.accountId}, ${orderId}, 'SO-7-R1', ${fargo.lukaId}, now()) returning id`,
	)
	await db`
		insert into allocation (account_id, order_id, line_id, group_id, quantity) select l.account_id, l.order_id, l.id, g.id, 5 from order_line l join delivery_group g on g.order_id = l.order_id where l.order_id = ${orderId} order by l.id limit 1`
	await db`insert into return_line (account_id, return_id, allocation_id, reason, quantity) select account_id, ${returnId}, id, 'damaged', 1 from allocation where order_id = ${orderId} order by id limit 1`
	const kinds = [
		...(['order.placed', 'order.cancelled', 'order.part_cancelled', 'order.shipped', 'order.delivered', 'payment.declined'] as const).map((topic) =>
			about(topic, { orderId, carrier: 'UPS', trackingNumber: '1Z9' }),
		),
		...(['invoice.issued', 'invoice.paid'] as const).map((topic) => about(topic, { invoiceId })),
		about('payment.received', { paymentId }),
		about('goal.reached', { goalId }),
		...(['return.approved', 'return.refused', 'return.received'] as const).map((topic) => about(topic, { returnId })),
	]
	for (const locale of locales) {
		await db`update contact set locale = ${locale} where id = ${fargo.lukaId}`
		await db`update crm_user set locale = ${locale} where id = ${fargo.natalieId}`
		const code = about('sign_in_code.requested', { email: 'luka@fargo.test', sealed: sealed('482913'), link: '/sign-in/code?to=%2F', locale, name: 'Luka' })
		await write(db, ...kinds, code)
		await mailman()
	}
	const written = await mails()
	expect(written).toHaveLength(14 * 5)
	for (const { text } of written.filter(({ kind }) => kind === 'order.shipped')) expect(text).toContain('https://www.ups.com/track?tracknum=1Z9')
	for (const locale of locales) {
		const own = written.filter((mail) => mail['locale'] === locale)
		expect(own).toHaveLength(14)
		for (const { subject, text } of own)
			expect(`${subject} ${text}`).not.toMatch(
				/\b(order|invoice|return|returnApproved|returnRefused|returnReceived|signIn|goalReached|footer|deliveryStatus)\.[a-z]|\{\{/,
			)
		if (locale === 'en') continue
		const english = new Set(written.filter((mail) => mail['locale'] === 'en').map((mail) => mail['subject']))
		for (const { subject } of own) expect(english.has(subject), subject as string).toBe(false)
	}
})

test('the mail of a sign-in code has the code and a link to press, and no other person’s', async () => {
	await clear()
	await write(
		db,
		about(
			'sign_in_code.requested',
			{ email: 'mina@harbor.test', sealed: sealed('482913'), link: '/sign-in/code?to=%2F', locale: 'xx' },
			{ accountId: null, contactId: null },
		),
	)
	await mailman()
	const [mail] = await mails()
	expect(mail).toMatchObject({ toEmail: 'mina@harbor.test', locale: 'en', subject: 'Your sign-in code: 482913' })
	expect(mail?.['text']).toContain('http://shop.test/sign-in/code?to=%2F#482913')
})

test('an event that comes twice is one mail; a server that is away is tried again, an address it refuses is not', async () => {
	await clear()
	const code = about('sign_in_code.requested', { email: 'luka@fargo.test', sealed: sealed('1'), locale: 'en' })
	await write(db, code)
	await mailman({ send: async () => ({ ok: false, refusals: [{ code: 'mail.unreachable', facts: {} }] }) })
	const state = async () => (await db`select state, last_error from outbox_delivery where destination = 'mail'`)[0]
	expect(await state()).toEqual({ state: 'waiting', lastError: 'mail.unreachable' })
	for (let time = 0; time < 2; time += 1) {
		await db`update outbox_delivery set state = 'waiting', next_attempt_at = ${at}`
		await mailman()
	}
	expect(await mails()).toHaveLength(1)
	await db`update outbox_delivery set state = 'waiting', next_attempt_at = ${at}`
	await mailman({ send: async () => ({ ok: false, refusals: [{ code: 'mail.refused', facts: {} }] }) })
	expect(await state()).toMatchObject({ state: 'done' })
})

test('nobody to tell: an order of a person who left, an unknown order, a topic without a mail', async () => {
	await clear()
	await db`update contact set is_active = false where id = ${fargo.lukaId}`
	await write(db, about('order.shipped', { orderId }), about('order.shipped', { orderId: 999_999 }), about('order.shipped', {}))
	expect(await mailman()).toBeGreaterThan(0)
	expect(await mails()).toEqual([])
})

test('an invoice and a receipt go with their mails as PDFs in the reader’s language, written as they leave and kept nowhere', async () => {
	await clear()
	await db`update contact set locale = 'cs', is_active = true where id = ${fargo.lukaId}`
	const [invoice] = await db<{ id: number; number: string }[]>`
		insert into invoice (account_id, seller_entity_id, number, currency, order_id, issued_on, due_on, net_minor, total_minor) values (${fargo.accountId}, ${fargo.sellerId}, 'I-8', 'USD', ${orderId}, '2026-03-02', '2026-04-16', 17478, 17478) returning id, number`
	const [paid] = await db<{ id: number }[]>`
		with paid as (insert into payment (account_id, method, currency, amount_minor, applied_minor, reference, received_at) values (${fargo.accountId}, 'bank_transfer', 'USD', 18000, 17478, 'WIRE 7', ${at}) returning account_id, id),
			settled as (update invoice set settled_minor = 17478 where id = ${invoice?.id ?? 0}),
			applied as (insert into payment_application (account_id, payment_id, invoice_id, amount_minor, applied_at) select account_id, id, ${invoice?.id ?? 0}, 17478, ${at} from paid) select id from paid`
	const carried: CarriedMail[] = []
	const carry = async (mail: CarriedMail) => {
		carried.push(mail)
		return { ok: true as const }
	}
	const seller = { name: 'Capricorn Coffee', url: 'http://shop.test' }
	const post = openMailbox({ db, render: renderMail, seller, carry, write: (attachment, locale) => writeAttachment(db, attachment, locale) })
	const topics = [
		about('payment.received', { paymentId: paid?.id }),
		about('invoice.issued', { invoiceId: invoice?.id }),
		about('invoice.paid', { invoiceId: invoice?.id, hasReceipt: true }),
	]
	await write(db, ...topics)
	await mailman(post)
	const sent = new Map(carried.map((mail) => [mail.files[0]?.name, mail]))
	// What a receipt thanks for is not thanked for once more.
	expect([...sent.keys()].sort()).toEqual([`invoice-${invoice?.number}.pdf`, `receipt-${paid?.id}.pdf`])
	const receipt = sent.get(`receipt-${paid?.id}.pdf`)
	expect(receipt?.text).toMatch(/180,00[\s\S]*174,78[\s\S]*5,22/)
	expect(readPdf(receipt?.files[0]?.bytes ?? new Uint8Array()).join(' ')).toMatch(/174,78/)
	expect(readPdf(sent.get(`invoice-${invoice?.number}.pdf`)?.files[0]?.bytes ?? new Uint8Array()).join(' ')).toContain(invoice?.number)
	const [row] = await db<{ id: number; attachments: unknown }[]>`select id, attachments from outgoing_mail where kind = 'payment.received'`
	expect(row?.attachments).toEqual([{ kind: 'receipt', accountId: fargo.accountId, paymentId: paid?.id, name: `receipt-${paid?.id}.pdf` }])
	const house = testHouse(db, { connectors: { email: { isReadable: true } } as never })
	expect(await (await ask(house, `/dev/mail/${row?.id}`)).text()).toContain(`/dev/mail/${row?.id}/receipt-${paid?.id}.pdf`)
	const file = await ask(house, `/dev/mail/${row?.id}/receipt-${paid?.id}.pdf`)
	expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf'])
	expect(Buffer.from(await file.arrayBuffer()).equals(Buffer.from(receipt?.files[0]?.bytes ?? []))).toBe(true)
	expect((await ask(house, `/dev/mail/${row?.id}/invoice-${invoice?.number}.pdf`)).status).toBe(404)
})

test('a change of an order is told to whom it waits for, and what became of it to who must know; who did it herself hears nothing', async () => {
	await clear()
	await db`update contact set is_active = true where id = ${fargo.lukaId}`
	const delta = { sums: { totalMinor: { before: 17478, after: 12000 } }, lines: [{ name: 'Nové pražení', quantity: { before: '5', after: '3' } }] }
	const changeId = one(
		await db`
		insert into order_change (account_id, order_id, order_version, side, contact_id, user_id, reason, answer, wanted, delta, hash, waits_for, proposed_at, expires_at)
		values (${fargo.accountId}, ${orderId}, 1, 'house', ${fargo.lukaId}, ${fargo.natalieId}, 'Došlo zboží', 'Bohužel ne', '{}', ${db.json(delta)}, 'h', '{buyer}', ${at}, '2026-03-09T18:00:00Z') returning id`,
	)
	const told = async (topic: DomainEvent['topic'], payload: Record<string, unknown>, more: Partial<DomainEvent> = {}) => {
		await clear()
		await write(db, about(topic, { changeId, ...payload }, more))
		await mailman()
		return (await mails()).map(({ subject, text }) => `${subject}\n${text}`)
	}
	const [asked = ''] = await told('order.change_proposed', { side: 'house', waitsFor: 'buyer' })
	for (const words of [
		'Změna vaší objednávky SO-7',
		'Natalie Ortiz',
		'120,00',
		'174,78',
		'Nové pražení',
		'Došlo zboží',
		'9. března 2026',
		`http://shop.test/orders/SO-7/change/${changeId}`,
	])
		expect(asked).toContain(words)
	expect((await told('order.change_proposed', { side: 'buyer', waitsFor: 'approver' }))[0]).toContain('čeká na vaše schválení')
	expect((await told('order.changed', { side: 'house', waitsFor: null }))[0]).toContain('http://shop.test/orders/SO-7\n')
	expect((await told('order.change_refused', { side: 'buyer', waitsFor: 'house' }))[0]).toContain('Bohužel ne')
	expect(await told('order.change_refused', { side: 'house', waitsFor: 'buyer' })).toEqual([])
	expect(await told('order.change_withdrawn', { side: 'house', waitsFor: 'buyer' })).toHaveLength(1)
	expect(await told('order.change_withdrawn', { side: 'buyer', waitsFor: 'house' })).toEqual([])
	expect(await told('order.change_expired', { side: 'house' })).toHaveLength(1)
	expect(await told('order.change_proposed', { side: 'buyer', waitsFor: 'house' }, { contactId: null })).toEqual([])
})
