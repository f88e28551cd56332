import { beforeEach, describe, expect, test } from 'vitest'
import { addToCart } from '../../../app/flows/cart/add-to-cart.ts'
import { type CartStanding, changeCart } from '../../../app/flows/cart/change-cart.ts'
import { openCart } from '../../../app/flows/cart/open-cart.ts'
import { openCarts } from '../../../app/flows/cart/open-carts.ts'
import { openLiveCart } from '../../../app/flows/desk/open-live-cart.ts'
import type { Shopper, StaffMember } from '../../../app/platform/actor.ts'
import { type Company, makeCompany } from '../../support/company.ts'
import { morning } from '../../support/placed.ts'
import { makeStaff } from '../../support/staff.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const own = { locale: 'en', at: morning }
let lots = 0
let company: Company
let luka: Shopper
let ana: Shopper

async function add(shopper: Shopper, quantity = '3'): Promise<number> {
	const row = { sku: company.skus.bean, quantity, unit: null, locationId: company.locations.a, requestedOn: null }
	const added = await addToCart(db, shopper, { cartId: null, rows: [row], ...own })
	if (!added?.ok) throw new Error(JSON.stringify(added))
	return added.cartId
}
const change = (shopper: Shopper, cartId: number, what: CartStanding) => changeCart(db, shopper, { cartId, change: what, at: morning })
const inHand = async (shopper: Shopper) => (await openCart(db, shopper, own)).cart
const seen = async (shopper: Shopper) => (await openCarts(db, shopper, own))?.carts.map(({ id, name, isInHand, isMine }) => ({ id, name, isInHand, isMine }))

beforeEach(async () => {
	lots += 1
	company = await makeCompany(db, `lot${lots}`)
	luka = company.shopper
	const [row] = await db<{ id: number }[]>`
		insert into contact (account_id, first_name, last_name, role) values (${company.accountId}, 'Ana', 'Ruiz', 'buyer') returning id`
	ana = { ...luka, contactId: row?.id ?? 0, contactName: 'Ana Ruiz', role: 'buyer' }
})

describe('several carts of one person', () => {
	test('one laid aside stands as it was, the next thing added opens another, and each can be taken up again', async () => {
		const first = await add(luka)
		expect(await change(luka, first, { kind: 'layAside', name: ' Patio season ' })).toEqual({ ok: true })
		expect(await inHand(luka)).toBeNull()
		const second = await add(luka, '5')
		expect(second).not.toBe(first)
		expect(await seen(luka)).toEqual([
			{ id: second, name: null, isInHand: true, isMine: true },
			{ id: first, name: 'Patio season', isInHand: false, isMine: true },
		])
		expect(await change(luka, first, { kind: 'take' })).toEqual({ ok: true })
		expect([(await inHand(luka))?.cartId, (await inHand(luka))?.lines[0]?.quantity]).toEqual([first, 30_000])
		expect((await seen(luka))?.map(({ id, isInHand }) => [id, isInHand])).toEqual([
			[first, true],
			[second, false],
		])
	})

	test('what was put away is in no hand and no list, and comes back with all that was in it', async () => {
		const cartId = await add(luka)
		await change(luka, cartId, { kind: 'putAway' })
		expect([await inHand(luka), await seen(luka)]).toEqual([null, []])
		expect((await openCarts(db, luka, own))?.putAway.map(({ id, lines }) => [id, lines])).toEqual([[cartId, 1]])
		expect(await change(luka, cartId, { kind: 'take' }), 'only the living are taken in hand').toBeNull()
		await change(luka, cartId, { kind: 'bringBack' })
		expect(await seen(luka)).toEqual([{ id: cartId, name: null, isInHand: false, isMine: true }])
	})

	test('the page asks two statements for one cart and for twenty', async () => {
		for (let count = 0; count < 20; count += 1) await change(luka, await add(luka), { kind: 'layAside', name: `Cart ${count}` })
		const page = await expectStatements(db, 2, () => openCarts(db, luka, own))
		expect(page?.carts).toHaveLength(20)
	})
})

describe('a cart and colleagues', () => {
	test('is nothing to a colleague until it is shared; then she works in it, and each line says who put it there', async () => {
		const cartId = await add(luka)
		expect([await seen(ana), await change(ana, cartId, { kind: 'take' })]).toEqual([[], null])
		await change(luka, cartId, { kind: 'share', isShared: true })
		expect(await change(ana, cartId, { kind: 'take' })).toEqual({ ok: true })
		const row = { sku: company.skus.tamper, quantity: '1', unit: null, locationId: company.locations.b, requestedOn: null }
		expect(await addToCart(db, ana, { cartId: null, rows: [row], ...own })).toMatchObject({ ok: true, cartId })
		const [hers, his] = [await inHand(ana), await inHand(luka)]
		expect([hers?.cartId, hers?.ownerName, his?.ownerName, hers?.hash === his?.hash]).toEqual([cartId, `Luka Novak lot${lots}`, null, true])
		expect(his?.lines.map(({ addedBy }) => addedBy)).toEqual([null, 'Ana Ruiz'])
		expect(hers?.lines.map(({ addedBy }) => addedBy)).toEqual([`Luka Novak lot${lots}`, null])
	})

	test('taken back to himself, it leaves her hand, and her own is there again', async () => {
		const hers = await add(ana)
		const his = await add(luka)
		await change(luka, his, { kind: 'share', isShared: true })
		await change(ana, his, { kind: 'take' })
		expect((await inHand(ana))?.cartId).toBe(his)
		await change(luka, his, { kind: 'share', isShared: false })
		expect(await seen(ana)).toEqual([{ id: hers, name: null, isInHand: true, isMine: true }])
	})

	test('handed over it is hers alone; only to somebody of the company who orders', async () => {
		const cartId = await add(luka)
		const stranger = (await makeCompany(db, `far${lots}`)).contactId
		expect(await change(luka, cartId, { kind: 'handOver', contactId: stranger })).toMatchObject({ ok: false, refusals: [{ code: 'COLLEAGUE_UNKNOWN' }] })
		expect((await inHand(luka))?.cartId).toBe(cartId)
		expect(await change(luka, cartId, { kind: 'handOver', contactId: ana.contactId ?? 0 })).toEqual({ ok: true })
		expect([await inHand(luka), await seen(luka)]).toEqual([null, []])
		expect(await seen(ana)).toEqual([{ id: cartId, name: null, isInHand: false, isMine: true }])
		expect(await change(luka, cartId, { kind: 'name', name: 'Mine still?' })).toBeNull()
	})

	test.each<CartStanding>([{ kind: 'name', name: 'x' }, { kind: 'share', isShared: false }, { kind: 'putAway' }, { kind: 'handOver', contactId: 1 }])(
		'a colleague cannot $kind it, shared as it is',
		async (what) => {
			const cartId = await add(luka)
			await change(luka, cartId, { kind: 'share', isShared: true })
			expect(await change(ana, cartId, what)).toBeNull()
		},
	)

	test('who only looks keeps none', async () => {
		const cartId = await add(luka)
		expect(await change({ ...luka, role: 'viewer' }, cartId, { kind: 'putAway' })).toMatchObject({ ok: false, refusals: [{ code: 'ROLE_MAY_NOT' }] })
	})
})

describe('a cart that its rep follows', () => {
	const staffOf = (userId: number, roles: StaffMember['roles']): StaffMember => ({
		...{ kind: 'staff', userId, name: 'Natalie Ortiz', email: 'natalie@x.test', locale: 'en', roles, seller: company.shopper.seller },
		...{ sessionHash: '', actingFor: null },
	})
	const look = (staff: StaffMember, cartId: number) => openLiveCart(db, staff, { accountId: company.accountId, cartId, ...own })

	test('is the buyer’s own to the hash, with whose it is; nothing of her rights is in it, and nothing is written', async () => {
		const rep = await makeStaff(db, company.sellerId, { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'] })
		await db`update account set owner_user_id = ${rep.userId} where id = ${company.accountId}`
		const cartId = await add(luka)
		const before = await db`select version, last_activity_at, (select count(*)::int from outbox_event) as events from sales_order where id = ${cartId}`
		const live = await look(staffOf(rep.userId, ['rep']), cartId)
		expect([live?.cart?.hash, live?.cart?.refusals, live?.buyer?.contactId, live?.cart?.lines[0]?.why?.[0]]).toEqual([
			(await inHand(luka))?.hash,
			[],
			luka.contactId,
			expect.not.objectContaining({ told: expect.anything() }),
		])
		expect(await db`select version, last_activity_at, (select count(*)::int from outbox_event) as events from sales_order where id = ${cartId}`).toEqual(before)
	})

	test('is nothing to another rep, and nothing once it was put away', async () => {
		const rep = await makeStaff(db, company.sellerId, { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'] })
		await db`update account set owner_user_id = ${rep.userId} where id = ${company.accountId}`
		const cartId = await add(luka)
		expect(await look(staffOf(rep.userId + 1, ['rep']), cartId)).toBeNull()
		await change(luka, cartId, { kind: 'putAway' })
		expect(await look(staffOf(rep.userId, ['rep']), cartId)).toBeNull()
	})
})
