import { afterEach, describe, expect, test } from 'vitest'
import type { Carrier, Mail } from '../../app/connectors/email/contract.ts'
import { openMailbox } from '../../app/connectors/email/embedded/mailbox.server.ts'
import { openSmtp } from '../../app/connectors/email/smtp/smtp.server.ts'
import { renderMail } from '../../app/ui/mail/render-mail.ts'
import { smtpServer } from '../support/smtp-server.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const at = new Date('2026-05-12T09:00:00Z')
const seller = { name: 'Capricorn Coffee', url: 'https://shop.example' }

const confirmation = (idempotencyKey: string, more: Partial<Mail> = {}): Mail => ({
	to: { email: 'luka@fargo.example', name: 'Luka Fargo' },
	locale: 'cs',
	kind: 'order.confirmed',
	content: {
		subject: 'Objednávka 1001 přijata',
		preheader: 'Děkujeme',
		title: 'Objednávka 1001',
		blocks: [{ kind: 'text', text: 'Kávu posíláme v úterý.' }],
		footer: ['Capricorn Coffee'],
	},
	idempotencyKey,
	at,
	...more,
})

const kept = async (key: string) => {
	const [row] =
		await db`select to_email, to_name, locale, kind, subject, html, text, state, attempts, failure, delivered_at from outgoing_mail where idempotency_key = ${key}`
	return row
}

const closing: (() => unknown)[] = []
afterEach(async () => {
	for (const close of closing.splice(0)) await close()
})

async function withServer(refuse: Record<string, string> = {}) {
	const server = await smtpServer({ refuse })
	const smtp = openSmtp({ url: server.url, from: 'Capricorn Coffee <orders@capricorn.example>' })
	closing.push(() => smtp.close(), server.close)
	return { server, mailbox: openMailbox({ db, render: renderMail, seller, carry: smtp }) }
}

describe('the mailbox of the house', () => {
	test('keeps the mail as its reader sees it, once per key', async () => {
		const mailbox = openMailbox({ db, render: renderMail, seller })
		const first = await mailbox.send(confirmation('order 1001'))
		expect(await mailbox.send(confirmation('order 1001'))).toEqual(first)
		expect(await kept('order 1001')).toMatchObject({
			toEmail: 'luka@fargo.example',
			locale: 'cs',
			kind: 'order.confirmed',
			state: 'delivered',
			attempts: 1,
			deliveredAt: at,
		})
		expect((await kept('order 1001'))?.['html']).toContain('<html lang="cs">')
		expect((await kept('order 1001'))?.['text']).toContain('Kávu posíláme v úterý.')
		expect(await db`select count(*) from outgoing_mail`).toEqual([{ count: 1 }])
	})

	test('what opens a door is carried and not kept; where nothing carries it, it is read in the house', async () => {
		const { server, mailbox } = await withServer()
		await mailbox.send(confirmation('code 1', { isSecret: true }))
		expect(await kept('code 1')).toMatchObject({ state: 'delivered', subject: '', html: '', text: '' })
		expect(server.letters.map((letter) => letter.includes('1001'))).toEqual([true])
		await openMailbox({ db, render: renderMail, seller }).send(confirmation('code 2', { isSecret: true }))
		expect((await kept('code 2'))?.['text']).toContain('Objednávka 1001')
	})
})

describe('by SMTP', () => {
	test('carries what goes with a mail as a file of its own', async () => {
		const server = await smtpServer()
		const smtp = openSmtp({ url: server.url, from: 'Capricorn Coffee <orders@capricorn.example>' })
		closing.push(() => smtp.close(), server.close)
		const mailbox = openMailbox({ db, render: renderMail, seller, carry: smtp, write: async ({ name }, locale) => Buffer.from(`${name} in ${locale}`) })
		await mailbox.send(confirmation('with a file', { attachments: [{ kind: 'invoice', accountId: 1, number: 'I-7', name: 'invoice-I-7.pdf' }] }))
		const [letter = ''] = server.letters
		expect(letter).toMatch(/Content-Type: application\/pdf; name=invoice-I-7\.pdf/)
		expect(letter).toContain(Buffer.from('invoice-I-7.pdf in cs').toString('base64'))
	})

	test('the letter arrives with both parts, once', async () => {
		const { server, mailbox } = await withServer()
		const content = { ...confirmation('x').content, unsubscribe: { label: 'Odhlásit', url: 'https://shop.example/leave/7' } }
		expect((await mailbox.send(confirmation('order 1002', { content }))).ok).toBe(true)
		expect((await mailbox.send(confirmation('order 1002', { content }))).ok).toBe(true)
		expect(server.letters).toHaveLength(1)
		const [letter = ''] = server.letters
		expect(letter).toMatch(/^From: Capricorn Coffee <orders@capricorn\.example>$/m)
		expect(letter).toMatch(/^To: Luka Fargo <luka@fargo\.example>$/m)
		expect(letter).toMatch(/^Message-ID: <[0-9a-f]{32}@capricorn\.example>$/m)
		expect(letter).toMatch(/^List-Unsubscribe: <https:\/\/shop\.example\/leave\/7>$/m)
		expect(letter).toContain('text/plain')
		expect(letter).toContain('text/html')
		expect(await kept('order 1002')).toMatchObject({ state: 'delivered', attempts: 1, deliveredAt: at })
	})

	test('an address that the server refuses is not tried again', async () => {
		const { server, mailbox } = await withServer({ 'luka@fargo.example': '550 no such mailbox' })
		expect(await mailbox.send(confirmation('order 1003'))).toMatchObject({
			ok: false,
			refusals: [{ code: 'mail.refused', facts: { said: '550 no such mailbox' } }],
		})
		expect(await kept('order 1003')).toMatchObject({ state: 'failed', failure: '550 no such mailbox', deliveredAt: null })
		const willing = await withServer()
		expect(await willing.mailbox.send(confirmation('order 1003'))).toMatchObject({ ok: false, refusals: [{ code: 'mail.refused' }] })
		expect([...server.letters, ...willing.server.letters]).toEqual([])
	})

	test('a server that is away keeps the mail waiting, and the next try sends it', async () => {
		const { server, mailbox } = await withServer({ 'luka@fargo.example': '451 try later' })
		expect(await mailbox.send(confirmation('order 1004'))).toMatchObject({ ok: false, refusals: [{ code: 'mail.unreachable' }] })
		expect(await kept('order 1004')).toMatchObject({ state: 'waiting', failure: '451 try later', attempts: 1 })
		expect(server.letters).toEqual([])

		const back = await withServer()
		expect((await back.mailbox.send(confirmation('order 1004'))).ok).toBe(true)
		expect(await kept('order 1004')).toMatchObject({ state: 'delivered', failure: null, attempts: 2 })
	})

	test('nobody listens there', async () => {
		const server = await smtpServer()
		await server.close()
		const smtp = openSmtp({ url: server.url, from: 'orders@capricorn.example' })
		closing.push(() => smtp.close())
		const carry: Carrier = smtp
		const mailbox = openMailbox({ db, render: renderMail, seller, carry })
		expect(await mailbox.send(confirmation('order 1005'))).toMatchObject({ ok: false, refusals: [{ code: 'mail.unreachable' }] })
	})

	test('a name with a line break adds no header', async () => {
		const { server, mailbox } = await withServer()
		const evil = { email: 'mina@harbor.example', name: 'Mina\r\nBcc: everybody@harbor.example' }
		const content = { ...confirmation('x').content, subject: 'Order\r\nBcc: everybody@harbor.example' }
		await mailbox.send(confirmation('order 1006', { to: evil, content }))
		const [headers = ''] = server.letters[0]?.split('\r\n\r\n') ?? []
		expect(headers).toMatch(/^Subject: Order Bcc: everybody@harbor\.example$/m)
		expect(headers).toMatch(/^To: "?Mina Bcc: /m)
		expect(headers).not.toMatch(/^Bcc:/m)
	})
})
