import fc from 'fast-check'
import { expect, test } from 'vitest'
import { holdsCardNumber, maskCardNumbers } from '../../../app/engine/base/card-number.ts'
import { lawCases } from '../../support/laws.ts'

// Published test numbers of the processors.
test.each([
	'4242424242424242',
	'4242 4242 4242 4242',
	'4242-4242-4242-4242',
	'4242\u00a04242\u00a04242\u00a04242',
	'４２４２４２４２４２４２４２４２',
	'please charge 4242 4242 4242 4242 123 12/34',
	'Visa4242424242424242, thanks',
	'5555555555554444',
	'2223003122003222',
	'3782 822463 10005',
	'6011111111111117',
	'3566002020360505',
	'6200000000000005',
	'3056 930009 0204',
])('%s is a card', (text) => expect(holdsCardNumber(text)).toBe(true))

test.each([
	['4242424242424241', 'whose check digit is wrong'],
	['9242424242424245', 'of no scheme'],
	['4006381333931', 'which is a barcode'],
	['00424242424242424242', 'which is too long'],
	['4242\n4242\n4242\n4242', 'which are four quantities'],
	['PO 2026-03-0042', 'which is an order'],
	['1Z999AA10123456784', 'which is a parcel'],
	['a4242424242424242b7c9d0e1f2a3b4c5', 'by chance in a hash'],
	['1dfe4242-4242-4242-8424-2aaaaaaaaaaa', 'by chance in an id'],
])('%s, %s, is none', (text) => expect(holdsCardNumber(text)).toBe(false))

test('a log keeps what stands around it', () => {
	expect(maskCardNumbers('{"note":"card 4242 4242 4242 4242","order":"4242424242424241"}')).toBe('{"note":"card ••••","order":"4242424242424241"}')
})

test('law: of ten numbers that differ in the last digit exactly one is a card, and masked it is none', () => {
	fc.assert(
		fc.property(fc.stringMatching(/^[0-9]{14}$/), fc.string(), (middle, around) => {
			const cards = Array.from({ length: 10 }, (_, last) => `4${middle}${last}`).filter((one) => holdsCardNumber(one))
			expect(cards.length).toBe(1)
			expect(holdsCardNumber(maskCardNumbers(`${around} ${cards[0]} ${around}`))).toBe(false)
		}),
		lawCases(361),
	)
})
