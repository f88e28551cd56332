import { setTimeout as sleep } from 'node:timers/promises'
import { expect, type Shop, test } from './shop.ts'

// One shop for all of it: to open one takes longer than to ask it.
test('The server sends files and pages as decided, keeps to its folder, refuses other sites, and stops in order', async ({ shop }) => {
	await test.step('files and pages are sent as the decision record says', () => sendsFilesAndPages(shop))
	await test.step('a missing image never becomes a page, and no path leaves the folder', () => keepsToItsFolder(shop))
	await test.step('another site cannot post to us', () => refusesOtherSites(shop))
	await test.step('told to stop, the shop finishes the request in hand', () => finishesInOrder(shop))
})

async function sendsFilesAndPages(shop: Shop): Promise<void> {
	const page = await fetch(`${shop.url}/sign-in`, { headers: { 'Accept-Encoding': 'gzip' } })
	const html = await page.text()
	expect(page.headers.get('content-encoding')).toBe('gzip')
	expect(page.headers.get('cache-control')).toBe('private, no-cache')
	const nonce = /'nonce-([^']+)'/.exec(page.headers.get('content-security-policy') ?? '')?.[1]
	expect(html).toContain(`<script nonce="${nonce}"`)
	expect(page.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/)
	const named = await fetch(`${shop.url}/sign-in`, { headers: { 'X-Request-Id': 'asked-by-natalie' } })
	expect(named.headers.get('x-request-id')).toBe('asked-by-natalie')

	const asset = /href="(\/assets\/[^"]+\.css)"/.exec(html)?.[1] ?? ''
	const style = await fetch(shop.url + asset)
	expect([style.status, style.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
	expect((await fetch(shop.url + asset, { headers: { 'If-None-Match': style.headers.get('etag') ?? '' } })).status).toBe(304)
}

async function keepsToItsFolder(shop: Shop): Promise<void> {
	for (const path of ['/images/missing.webp', '/assets/missing.js', '/locales/de/common.json', '/images/%2e%2e%2f%2e%2e%2fserver%2findex.js', '/images/%']) {
		const answer = await fetch(shop.url + path)
		expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 404, 'text/plain; charset=utf-8'])
	}
}

async function refusesOtherSites(shop: Shop): Promise<void> {
	const post = (headers: Record<string, string>) =>
		fetch(`${shop.url}/sign-in`, { method: 'POST', headers, body: new URLSearchParams({ email: 'luka@fargo.example' }) })
	expect((await post({ 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403)
	expect((await post({ Origin: 'https://evil.example' })).status).toBe(403)
	expect((await post({ Origin: shop.url })).status).not.toBe(403)
}

async function finishesInOrder(shop: Shop): Promise<void> {
	const holder = await shop.sql.reserve()
	await holder`begin`
	await holder`lock table worker_heartbeat in access exclusive mode`
	// Health waits for the locked table up to its own limit of three seconds, then says that the database does not answer.
	const asked = fetch(`${shop.url}/healthz`, { headers: { Connection: 'close' } })
	await sleep(500)
	const stopped = shop.stop()
	const answer = await asked
	expect([answer.status, (await answer.json()).failing]).toEqual([503, ['database']])
	await holder`rollback`
	holder.release()
	expect(await stopped).toBe(0)
	await expect(fetch(`${shop.url}/healthz`)).rejects.toThrow()
}
