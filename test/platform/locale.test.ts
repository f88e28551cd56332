import { expect, test } from 'vitest'
import { localeOf, localeOfHeader, withLocale } from '../../app/platform/locale.ts'

test.each([
	['en-GB,en;q=0.9', 'en'],
	['fr-CA', 'fr-CA'],
	['fr;q=0.5, ja;q=0.7', 'ja'],
	['fr-FR', 'fr-CA'],
	['de, cs;q=0.8', 'cs'],
	['es;q=0, cs;q=0.1', 'cs'],
	['de', null],
	['', null],
	[';;q=,,', null],
])('a browser that asks %j reads %s', (header, expected) => {
	expect(localeOfHeader(header)).toBe(expected)
})

test('the URL counts before the person, the person before the cookie, the cookie before the browser', () => {
	const all = { pathname: '/ja/cart', person: 'cs', cookie: 'a=1; kontor_locale=es', header: 'fr-CA' }
	expect(localeOf(all)).toBe('ja')
	expect(localeOf({ ...all, pathname: '/cart' })).toBe('cs')
	expect(localeOf({ ...all, pathname: '/cart', person: null })).toBe('es')
	expect(localeOf({ ...all, pathname: '/cart', person: null, cookie: 'kontor_locale=de' })).toBe('fr-CA')
	expect(localeOf({ pathname: '/' })).toBe('en')
})

test.each([
	['/cart', 'ja', '/ja/cart'],
	['/cs/cart', 'ja', '/ja/cart'],
	['/cs/cart', null, '/cart'],
	['/', 'ja', '/ja'],
	['/cs', null, '/'],
])('%s in %s is %s', (path, locale, expected) => {
	expect(withLocale(path, locale as 'ja' | null)).toBe(expected)
})
