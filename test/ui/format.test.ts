import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { locales } from '../../app/platform/locale.ts'
import { periodText } from '../../app/ui/budget/period-text.ts'
import { date, dateTime, day, dayRange, relativeTime } from '../../app/ui/format/date.ts'
import { decimal } from '../../app/ui/format/decimal.ts'
import { languages } from '../../app/ui/format/languages.ts'
import { currencyDigits, money, moneyChange, moneyShort, unitPrice } from '../../app/ui/format/money.ts'
import { count, list, percent, percentText, quantity, quantityInput } from '../../app/ui/format/number.ts'
import { countryName, placeName, zoneName } from '../../app/ui/format/place-name.ts'
import { regionNames } from '../../app/ui/format/region-names.ts'
import { lawCases } from '../support/laws.ts'

/** Intl sets thin and no-break spaces that differ between its editions; the eye sees a space. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('money', () => {
	test.each([
		[1850, 'USD', 'en', '$18.50'],
		[-1850, 'USD', 'en', '-$18.50'],
		[123456789, 'CAD', 'fr-CA', '1 234 567,89 $'],
		[500000, 'JPY', 'ja', '\uffe5500,000'],
		[12345, 'KWD', 'en', 'KWD 12.345'],
		[999950, 'CZK', 'cs', '9 999,50 Kč'],
		[7, 'USD', 'es', '0,07 US$'],
	])('%i minor units of %s in %s', (minor, currency, locale, expected) => {
		expect(plain(money(minor, currency, locale))).toBe(expected)
	})

	test('the largest amount the house accepts keeps its last cent', () => {
		expect(money(9_007_199_254_740_991n, 'USD', 'en')).toBe('$90,071,992,547,409.91')
	})

	test('a unit price shows the digits it has, never fewer than the currency', () => {
		expect(unitPrice('18500000', 'USD', 'en')).toBe('$18.50')
		expect(unitPrice(25_391_250n, 'CAD', 'en')).toBe('CA$25.39125')
		expect(unitPrice('1', 'USD', 'en')).toBe('$0.000001')
		expect(plain(unitPrice('3333333', 'USD', 'fr-CA'))).toBe('3,333333 $ US')
	})

	test('a difference carries its sign, nothing carries none', () => {
		expect([300, -300, 0].map((minor) => moneyChange(minor, 'USD', 'en'))).toEqual(['+$3.00', '-$3.00', '$0.00'])
	})

	test('a short amount for a tile', () => {
		expect(moneyShort(123_456_789, 'USD', 'en')).toBe('$1.2M')
	})

	test('fraction digits come from ISO 4217', () => {
		expect(['USD', 'JPY', 'KWD'].map(currencyDigits)).toEqual([2, 0, 3])
	})
})

describe('numbers', () => {
	test('a quantity is exact and has no idle zeros', () => {
		expect([10_000, 25_000, 1, 120_000_000].map((value) => quantity(value, 'en'))).toEqual(['1', '2.5', '0.0001', '12,000'])
		expect(quantity(25_000, 'cs')).toBe('2,5')
	})

	test('a quantity for a field has a point and no groups in every language', () => {
		expect([0, 10_000, 25_000, 120_000_000, 1].map(quantityInput)).toEqual(['0', '1', '2.5', '12000', '0.0001'])
	})

	test('shares, counts and lists speak the language', () => {
		expect(percentText('8.375', 'en')).toBe('8.375%')
		expect(plain(percentText('9.975', 'fr-CA'))).toBe('9,975 %')
		expect(percent(0.125, 'en')).toBe('12.5%')
		expect(plain(percent(0.3, 'fr-CA'))).toBe('30 %')
		expect(plain(count(1234567, 'cs'))).toBe('1 234 567')
		expect(list(['Fargo', 'Moorhead', 'Duluth'], 'es')).toBe('Fargo, Moorhead y Duluth')
		expect(list(['Fargo', 'Duluth'], 'en', 'or')).toBe('Fargo or Duluth')
	})
})

describe('days and instants', () => {
	test('a calendar day is the same day for every reader', () => {
		expect(day('2026-01-31', 'en')).toBe('Jan 31, 2026')
		expect(day('2026-01-31', 'ja')).toBe('2026年1月31日')
		expect(plain(day('2026-01-31', 'cs', 'long'))).toBe('sobota 31. ledna 2026')
	})

	test('an instant falls on the day of the zone', () => {
		const instant = '2026-02-01T04:30:00Z'
		expect(date(instant, 'en', 'America/Chicago')).toBe('Jan 31, 2026')
		expect(date(new Date(instant), 'en', 'Asia/Tokyo')).toBe('Feb 1, 2026')
		expect(plain(dateTime(instant, 'en', 'America/Chicago'))).toBe('Jan 31, 2026, 10:30 PM')
	})

	test.each([
		['2026-01-30T12:00:00Z', 'yesterday'],
		['2026-01-31T15:00:00Z', 'in 3 hours'],
		['2026-01-31T11:59:40Z', '20 seconds ago'],
		['2026-01-10T12:00:00Z', '3 weeks ago'],
		['2027-03-01T12:00:00Z', 'next year'],
	])('%s seen from noon of January 31 is %s', (instant, expected) => {
		expect(relativeTime(instant, '2026-01-31T12:00:00Z', 'en')).toBe(expected)
	})
})

test('law: a decimal string loses nothing', () => {
	fc.assert(
		fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 6 }), (value, digits) => {
			const text = decimal(value, digits)
			expect(BigInt(text.replace('.', ''))).toBe(value)
			expect(text.split('.')[1]?.length ?? 0).toBe(digits)
		}),
		lawCases(24),
	)
})

test('the languages that the page offers are those of the house, in their order', () => {
	expect(languages).toEqual([...locales])
})

describe('places by name', () => {
	test.each([
		['US-MN', 'ja', 'ミネソタ州'],
		['US-ND', 'cs', 'Severní Dakota'],
		['US-SD', 'fr-CA', 'Dakota du Sud'],
		['US-NY', 'es', 'Nueva York'],
		['CA-QC', 'fr-CA', 'Québec'],
		['US-ND FARGO', 'en', 'North Dakota FARGO'],
		['CA-QC-QST', 'cs', 'Québec QST'],
		['CA-GST', 'es', 'Canadá GST'],
		['US', 'cs', 'Spojené státy'],
		['DE-BY', 'es', 'Alemania BY'],
		['Freeport zone', 'en', 'Freeport zone'],
		['', 'en', ''],
	])('%s in %s is %s', (code, locale, name) => {
		expect(placeName(code, locale)).toBe(name)
	})

	test('a zone is its region and its country, and what is no country stays', () => {
		expect(zoneName({ country: 'CA', region: 'BC' }, 'es')).toBe('Columbia Británica, Canadá')
		expect(zoneName({ country: 'JP', region: null }, 'en')).toBe('Japan')
		expect(countryName('Zweite Heimat', 'en')).toBe('Zweite Heimat')
	})

	test('what browsers call otherwise is called one way', () => {
		const called = (code: string) => ['en', 'fr-CA', 'es', 'ja', 'cs'].map((locale) => countryName(code, locale)).join(' · ')
		expect(called('HK')).toBe('Hong Kong · Hong Kong · Hong Kong · 香港 · Hongkong')
		expect(called('PS')).toBe('Palestine · Palestine · Palestina · パレスチナ · Palestina')
		expect(called('FK')).toBe('Falkland Islands · îles Malouines · Islas Malvinas · フォークランド諸島 · Falklandské ostrovy')
	})

	test('every state and province has its own name in each language', () => {
		expect(Object.keys(regionNames).filter((code) => code.startsWith('US-'))).toHaveLength(51)
		expect(Object.keys(regionNames).filter((code) => code.startsWith('CA-'))).toHaveLength(13)
		for (const place of [0, 1, 2, 3, 4]) expect(new Set(Object.values(regionNames).map((names) => names[place])).size).toBe(64)
		for (const names of Object.values(regionNames)) expect(names[3], names[0]).toMatch(/[\u30a0-\u30ff]/)
	})
})

test('from a day to a day says the year in every language, and both where they are two', () => {
	const said = (from: string, to: string) => locales.map((locale) => dayRange(from, to, locale))
	for (const range of said('2026-03-31', '2026-05-02')) expect(range).toContain('2026')
	for (const range of said('2025-12-28', '2026-01-04')) expect(range).toMatch(/2025.*2026/)
	expect(dayRange('2026-03-31', '2026-05-02', 'en')).toBe('Mar 31 – May 2, 2026')
	// Browsers know no thin space here: a page with one would not be the page that they make themselves.
	for (const range of [...said('2026-03-31', '2026-05-02'), ...locales.map((locale) => periodText('2026-04-01', 'quarter', locale))])
		expect(range).not.toMatch(/\u2009/)
})
