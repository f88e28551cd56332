import { expect, test } from 'vitest'
import type { MailContent } from '../../app/engine/content/mail-content.ts'
import { renderMail } from '../../app/ui/mail/render-mail.ts'

const content: MailContent = {
	subject: 'Your order 1001\r\nis confirmed',
	preheader: '174.78 CAD, PO 4711',
	title: 'Your order 1001 is confirmed',
	blocks: [
		{ kind: 'text', text: 'Hello Luka <b>,\nyour beans leave on Tuesday.' },
		{ kind: 'facts', facts: [{ name: 'PO number', value: '4711' }] },
		{
			kind: 'lines',
			head: ['Product', 'Quantity', 'Amount'],
			figures: [1, 2],
			rows: [
				['New roast', '3', '54.00'],
				['Vanilla syrup', '12', '120.78'],
			],
			foot: [['Total', '', '174.78']],
		},
		{ kind: 'button', label: 'See the order', url: 'https://shop.example/orders/1001?a=1&b=2' },
		{ kind: 'code', label: 'Your code', code: '204816' },
		{ kind: 'note', text: 'First line\nSecond line' },
	],
	footer: ['Sent to luka@fargo.example because you ordered.'],
	unsubscribe: { label: 'Leave', url: 'https://shop.example/leave/7' },
}
const seller = { name: 'Capricorn Coffee', url: 'https://shop.example' }

test('the text says what the HTML says, figures standing right', () => {
	expect(renderMail({ content, locale: 'en', seller }).text).toBe(`Capricorn Coffee

Your order 1001 is confirmed
============================

Hello Luka <b>,
your beans leave on Tuesday.

PO number: 4711

Product        Quantity  Amount
New roast             3   54.00
Vanilla syrup        12  120.78
Total                    174.78

See the order:
https://shop.example/orders/1001?a=1&b=2

Your code
204816

| First line
| Second line

--

Sent to luka@fargo.example because you ordered.

Leave: https://shop.example/leave/7
`)
})

test('the HTML escapes what people typed, names its language, and hides the preheader', () => {
	const { html } = renderMail({ content, locale: 'fr-CA', seller })
	expect(html.startsWith('<!doctype html><html lang="fr-CA">')).toBe(true)
	expect(html).toContain('Hello Luka &lt;b&gt;,')
	expect(html).toContain('href="https://shop.example/orders/1001?a=1&amp;b=2"')
	expect(html).toMatch(/<div style="display:none[^"]*">174\.78 CAD, PO 4711<\/div>/)
	expect(html).toMatch(/<td[^>]*text-align:right[^>]*>174\.78<\/td>/)
	expect(html).not.toContain('<script')
})

test('a subject is one line', () => {
	expect(renderMail({ content, locale: 'en', seller }).subject).toBe('Your order 1001 is confirmed')
})
