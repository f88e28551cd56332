import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compress, encodingFor } from '../../app/platform/http/compress.server.ts'
import { contentSecurityPolicy, isOwnPage } from '../../app/platform/http/security-headers.ts'

test.each([
	['zstd, gzip, br', 'text/html', 5000, 'zstd'],
	['gzip, deflate', 'application/json; charset=utf-8', 5000, 'gzip'],
	['zstd;q=0, gzip', 'text/html', 5000, 'gzip'],
	['br', 'text/html', 5000, null],
	['gzip', 'image/webp', 5000, null],
	['gzip', 'text/html', 200, null],
])('%s for %s of %i bytes is sent as %s', (accepted, type, bytes, expected) => {
	expect(encodingFor(accepted, type, bytes)).toBe(expected)
})

test.each([false, true])('zstd is told the size of the whole, and takes no tables of megabytes for a page (patient: %s)', async (patient) => {
	const [, , , , descriptor = 0, size] = await compress(Buffer.from('kontor '.repeat(30)), 'zstd', patient)
	// RFC 8878, 3.1.1.1.1: one segment, its size in the byte behind the descriptor.
	expect([descriptor & 0b1110_0000, size]).toEqual([0b0010_0000, 210])
})

test('what is compressed reads the same', async () => {
	const body = Buffer.from('Kávová zrna '.repeat(500))
	expect(zstdDecompressSync(await compress(body, 'zstd')).equals(body)).toBe(true)
	expect(gunzipSync(await compress(body, 'gzip', true)).equals(body)).toBe(true)
})

const writing = (headers: Record<string, string>, path = '/cart') => isOwnPage('POST', path, new Headers(headers), 'shop.test')

test('another site cannot write with somebody’s cookie', () => {
	expect(writing({ 'sec-fetch-site': 'same-origin' })).toBe(true)
	expect(writing({ 'sec-fetch-site': 'cross-site' })).toBe(false)
	expect(writing({ 'sec-fetch-site': 'same-site' })).toBe(false)
	expect(writing({ origin: 'http://shop.test' })).toBe(true)
	expect(writing({ origin: 'http://evil.test' })).toBe(false)
	expect(writing({ origin: 'null' })).toBe(false)
	expect(writing({ 'sec-fetch-site': 'cross-site' }, '/webhooks/stripe')).toBe(true)
	expect(isOwnPage('GET', '/cart', new Headers({ 'sec-fetch-site': 'cross-site' }), 'shop.test')).toBe(true)
})

test('the policy lets no script in but our own', () => {
	const policy = contentSecurityPolicy('abc')
	expect(policy).toContain("script-src 'self' 'nonce-abc' https://js.stripe.com")
	expect(policy).not.toMatch(/script-src[^;]*unsafe/)
})
