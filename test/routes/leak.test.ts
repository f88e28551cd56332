import { expect, test } from 'vitest'
import { sign } from '../../app/platform/signing.server.ts'
import { testSecrets } from '../support/house.ts'
import { type Caller, call } from './doors/attack.ts'
import { openWorld } from './doors/world.ts'
import { idsOf } from './doors/world-ids.ts'
import { everythingIn } from './doors/writes.ts'

const world = await openWorld()
const { db } = world
const { secret, cookies, keys } = world
const { skus } = world.luka.company
const shelf = `cof-${skus.bean.toLowerCase()}`
const [reader, owner]: [Caller, Caller] = [{ cookie: cookies.luka }, { cookie: cookies.mina }]
// What a refusal repeats of the question is no answer: the asker typed it.
const words = [secret.name, 'Umbra Shelf', '77.00']
const told = async (caller: Caller, path: string) => {
	const response = await call(world, caller, path)
	const text = await response.text()
	return { status: response.status, said: [...words, secret.sku, secret.slug].filter((word) => text.replaceAll('+', ' ').includes(word)) }
}

/** Where a product can be seen, in pages, in pieces of pages, and in what machines read. */
const places = [
	'/',
	'/cs',
	`/catalog/${shelf}`,
	`/catalog/${shelf}?view=sheet`,
	`/catalog/${shelf}?limit=12`,
	`/products/${skus.bean.toLowerCase()}`,
	`/products/${skus.machine.toLowerCase()}`,
	'/search?q=reserve',
	'/search?q=roast',
	'/search/suggest?q=umb',
	'/search/suggest?q=res',
	'/cart',
	'/orders',
	'/orders.csv',
]

test.each(places)('%s says nothing of what this account may not see', async (path) => {
	expect((await told(reader, path)).said).toEqual([])
	expect((await told({}, path)).said).toEqual([])
})

test('the same places show it to the account that may: the test looks where it would be', async () => {
	const seen = await Promise.all(places.map(async (path) => ({ path, said: (await told(owner, path)).said })))
	const where = seen.filter(({ said }) => said.length > 0).map(({ path }) => path)
	expect(where).toEqual(expect.arrayContaining([`/catalog/${shelf}`, `/catalog/${shelf}?view=sheet`, '/search?q=reserve', '/search/suggest?q=umb']))
	expect((await told(owner, `/products/${secret.slug}`)).said).toContain(secret.name)
})

test('asked for by its own address it does not exist, exactly like one that never did', async () => {
	for (const [hidden, never] of [
		[`/products/${secret.slug}`, '/products/no-such-thing'],
		[`/catalog/${secret.categorySlug}`, '/catalog/no-such-shelf'],
	] as const) {
		for (const caller of [reader, {}]) {
			const [one, other] = await Promise.all([call(world, caller, hidden), call(world, caller, never)])
			expect([one.status, other.status]).toEqual([404, 404])
			const name = hidden.split('/').at(-1) ?? ''
			const [mine, theirs] = [await one.text(), await other.text()]
			expect(mine.replaceAll(name, 'X')).toBe(theirs.replaceAll(never.split('/').at(-1) ?? '', 'X'))
		}
	}
	for (const path of [`/products/${secret.slug}/viewed`, `/products/${secret.slug}`])
		expect((await call(world, reader, path, { sent: { fields: [['intent', 'request']] } })).status).toBe(404)
})

test('put into a cart it is refused like an unknown number, by form, by paste and by machine', async () => {
	const look = await everythingIn(db)
	const before = await look()
	const ids = await idsOf(db, world.luka)
	const answers = await Promise.all(
		[secret.sku, 'NEVER-1'].flatMap((sku) => [
			call(world, reader, '/cart/lines', {
				sent: {
					fields: [
						['sku', sku],
						['quantity', '1'],
					],
				},
			}),
			call(world, reader, '/cart', {
				sent: {
					fields: [
						['intent', 'paste'],
						['cartId', ids.cartId],
						['rows', `${sku} 1`],
						['locationId', ids.locationId],
					],
				},
			}),
			call(world, { key: keys.luka }, `/api/v1/carts/${ids.cartId}/lines`, { sent: { json: { lines: [{ sku, quantity: 1, shipTo: ids.locationCode }] } } }),
		]),
	)
	const texts = await Promise.all(answers.map((answer) => answer.text()))
	expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 422])
	for (const text of texts) for (const word of words) expect(text).not.toContain(word)
	for (const way of [0, 1, 2]) expect(texts[way]?.replaceAll(secret.sku, 'X')).toBe(texts[way + 3]?.replaceAll('NEVER-1', 'X'))
	expect(await look()).toEqual(before)
})

test('the machines’ catalog holds it for the key that may alone', async () => {
	const skusFor = async (key: string) => JSON.stringify(await (await call(world, { key }, '/api/v1/catalog/products')).json()).includes(secret.sku)
	expect([await skusFor(keys.luka), await skusFor(keys.mina)]).toEqual([false, true])
	for (const query of [`category=${secret.categorySlug}`, `cursor=${secret.sku}`]) {
		const text = await (await call(world, { key: keys.luka }, `/api/v1/catalog/products?${query}`)).text()
		for (const word of [...words, secret.sku]) expect(text).not.toContain(word)
	}
})

test('a campaign link that was altered, is of another purpose, or has expired, leaves nothing behind', async () => {
	const look = await everythingIn(db)
	const [recipient] = await db<{ id: number }[]>`select id from ma_send_recipient order by id limit 1`
	const token = (purpose: 'campaign-click' | 'preference-centre', expiresAt: string, secrets: readonly string[] = testSecrets) =>
		sign({ r: recipient?.id }, { purpose, secrets, expiresAt: new Date(expiresAt) })
	const good = token('campaign-click', '2026-12-01')
	const [body = '', signature = ''] = good.split('.')
	const other = Buffer.from(JSON.stringify({ claims: { r: (recipient?.id ?? 0) + 1 }, expiresAt: Date.parse('2026-12-01') })).toString('base64url')
	const forged = [
		...[`${other}.${signature}`, `${body}.${'A'.repeat(43)}`, body, `${good}.x`, `.${signature}`, `${body}.`],
		...[token('preference-centre', '2026-12-01'), token('campaign-click', '2026-03-01'), token('campaign-click', '2026-12-01', ['another secret altogether'])],
	]
	const before = await look()
	for (const one of forged)
		for (const [path, sent] of [
			[`/c/${one}`, undefined],
			[`/c/${one}`, { fields: [] }],
			[`/c/${one}/seen`, { fields: [] }],
		] as const)
			expect((await call(world, {}, path, sent ? { sent } : {})).status, path).toBe(404)
	expect(await look()).toEqual(before)
	expect((await call(world, {}, `/c/${good}`)).status).toBe(200)
})
