import { expect, test } from 'vitest'
import { fileSortOf } from '../../app/platform/file-sort.ts'
import { sign } from '../../app/platform/signing.server.ts'
import { ask, testHouse, testSecrets } from '../support/house.ts'
import { buyerCookie, makeStaff } from '../support/staff.ts'
import { expectStatements } from '../support/statement-counter.ts'
import { openWorld } from './doors/world.ts'

const world = await openWorld()
const { db } = world
const { secret, luka, mina } = world
const { company } = luka
const house = testHouse(db)
const tomas = await makeStaff(db, company.sellerId, { firstName: 'Tomás', lastName: 'Herrera', roles: ['merchandiser'] })
const cookies = {
	luka: await buyerCookie(db, 'luka@agate.test'),
	mina: await buyerCookie(db, mina.contactEmail),
	tomas: tomas.cookie,
	flint: world.cookies.flintAdministrator,
}
const room = `/merchandising/products/${secret.id}/media`
// The smallest PNG there is: one pixel.
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

const upload = (name: string, text: string | Uint8Array, cookie = cookies.tomas) =>
	ask(house, room, { cookie, file: { name, text, fields: { intent: 'upload', alt: 'Front', locale: '' } } })
const status = async (path: string, cookie?: string) => (await ask(house, path, cookie ? { cookie } : {})).status

test('a file is what its bytes say, not what it is called', async () => {
	expect(fileSortOf(png)).toEqual({ type: 'image/png', sort: 'picture' })
	for (const text of ['<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', '<!doctype html>', 'MZ\u0090', '', '\u0089PNG'])
		expect(fileSortOf(new TextEncoder().encode(text)), text).toBeNull()
	const refused = await upload('front.png', '<script>alert(1)</script>')
	expect(refused.status).toBe(422)
	// A page that sent the files with their progress reads why in the head, and need not send them again.
	expect(JSON.parse(decodeURIComponent(refused.headers.get('X-Refusals') ?? '[]'))).toEqual([{ code: 'FILE_SORT', facts: { name: 'front.png' } }])
	expect(await refused.text()).toContain('front.png is no PNG')
	expect(await db`select 1 from product_media where url like '/media/%'`).toHaveLength(0)
})

test('an uploaded picture is served to who may see its product, and to nobody else; undone, to nobody', async () => {
	expect((await upload('whatever.txt', png)).status).toBe(302)
	const [row] = await db<{ url: string; kind: string }[]>`select url, kind from product_media where product_id = ${secret.id} and url like '/media/%'`
	const url = row?.url ?? ''
	expect(row?.kind).toBe('picture')
	const seen = await expectStatements(db, 2, () => ask(house, url, { cookie: cookies.mina }))
	expect(seen.status).toBe(200)
	expect(Buffer.from(await seen.arrayBuffer()).equals(png)).toBe(true)
	expect([seen.headers.get('content-type'), seen.headers.get('cache-control'), seen.headers.get('x-content-type-options')]).toEqual([
		'image/png',
		'private, max-age=3600',
		'nosniff',
	])
	expect((await ask(house, url, { cookie: cookies.mina, headers: { 'If-None-Match': seen.headers.get('etag') ?? '' } })).status).toBe(304)
	expect((await ask(house, url, { cookie: cookies.luka, headers: { 'If-None-Match': seen.headers.get('etag') ?? '' } })).status).toBe(404)
	// Forbidden, unknown, another seller's, and no key at all answer alike.
	for (const [path, cookie] of [
		[url, cookies.luka],
		[url, undefined],
		[url, cookies.flint],
		[`/media/${'a'.repeat(64)}`, cookies.mina],
		['/media/..%2f..%2fsession.secret', cookies.tomas],
	] as const)
		expect(await status(path, cookie), `${path} ${cookie?.slice(0, 12)}`).toBe(404)
	expect(await status(url, cookies.tomas)).toBe(200)
	expect((await ask(house, room, { cookie: cookies.tomas, form: { intent: 'undo' } })).status).toBe(302)
	expect(await status(url, cookies.mina)).toBe(404)
})

test('two pictures in one form are two rows and stand in the shop; the same picture is one; undone, both are gone', async () => {
	// What follows its end no reader of a PNG looks at: other bytes, another file.
	const [front, back] = [Buffer.concat([png, Buffer.from('front')]), Buffer.concat([png, Buffer.from('back')])]
	const fields = { intent: 'upload', alt: 'Both', locale: '' }
	const send = (...[first, ...more]: { name: string; text: Uint8Array }[]) =>
		ask(house, room, { cookie: cookies.tomas, file: { name: '', text: '', ...first, fields, more } })
	const urls = async () =>
		(await db<{ url: string }[]>`select url from product_media where product_id = ${secret.id} and url like '/media/%' order by position`).map(({ url }) => url)
	expect((await send({ name: 'front.png', text: front }, { name: 'copy.png', text: front }, { name: 'back.png', text: back })).status).toBe(302)
	const both = await urls()
	expect(both).toHaveLength(2)
	const refused = await send({ name: 'back.png', text: back }, { name: 'front.png', text: front })
	expect([refused.status, (await refused.text()).includes('already has all of these files')]).toEqual([422, true])
	expect((await send({ name: 'back.png', text: back }, { name: 'new.png', text: Buffer.concat([png, Buffer.from('new')]) })).status).toBe(302)
	expect(await urls()).toHaveLength(3)
	expect((await ask(house, room, { cookie: cookies.tomas, form: { intent: 'undo' } })).status).toBe(302)
	expect(await urls()).toEqual(both)
	const page = await (await ask(house, `/products/${secret.slug}`, { cookie: cookies.mina })).text()
	for (const url of both) {
		expect(page).toContain(url)
		expect(await status(url, cookies.mina)).toBe(200)
	}
})

test('a drawing that came with the house has the same door, guessed or told', async () => {
	await db`update product set picture = '/images/products/umbra.svg' where id = ${secret.id}`
	const at = '/images/products/umbra.svg'
	const told = await ask(house, at, { cookie: cookies.mina })
	expect([told.status, told.headers.get('x-send-file'), told.headers.get('cache-control')]).toEqual([200, at, 'private, max-age=3600'])
	for (const [path, cookie] of [
		[at, cookies.luka],
		[at, undefined],
		[at, cookies.flint],
		['/images/products/nothing.svg', cookies.mina],
		['/images/products/..', cookies.mina],
	] as const)
		expect(await status(path, cookie)).toBe(404)
	const expiresAt = new Date(house.at.getTime() + 1000)
	const link = (claims: string) => `${at}?s=${sign(claims, { purpose: 'document', secrets: testSecrets, expiresAt })}`
	expect(await status(link(at))).toBe(200)
	expect(await status(link('/images/products/other.svg')), 'a link says one file').toBe(404)
})
