import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { paymentRefusals } from '../../app/connectors/payment/contract.ts'
import { locales } from '../../app/platform/locale.ts'

test.each(locales)('every refusal of the payment and mail connectors has a text in %s', (locale) => {
	const texts = JSON.parse(readFileSync(`public/locales/${locale}/refusals.json`, 'utf8')) as Record<string, Record<string, string>>
	for (const code of [...paymentRefusals, 'mail.refused', 'mail.unreachable']) {
		const [room = '', key = ''] = code.split('.')
		expect(texts[room]?.[key], code).toMatch(/\S/)
	}
})
