import { afterAll, expect, test } from 'vitest'
import { type Db, openDb, withTransaction } from '../../db/client.server.ts'
import { asBuyer, asHouse, atDoor, doorOf, enter } from '../../db/scope.server.ts'
import { makeFargo } from '../support/fargo.ts'
import { testDb } from '../support/test-db.ts'

/** One connection for everybody: whatever a query left behind, the next would find. */
const { db: house, url } = await testDb({ max: 1 })
const { accountId } = await makeFargo(house)
const { accountId: otherId } = await makeFargo(house, 'Harbor Clinics')
const buyer = asBuyer(house, { accountId, billToAccountId: accountId, ancestorIds: [] })
const other = asBuyer(house, { accountId: otherId, billToAccountId: otherId, ancestorIds: [] })
const raw = openDb(url, { max: 1 })
afterAll(() => raw.end({ timeout: 5 }))

const seenBy = async (db: Db) => (await db<{ accountId: number }[]>`select distinct account_id from location`).map((row) => row.accountId)
const who = async (db: Db) => (await db`select current_user as name, current_setting('kontor.account', true) as account`)[0]

test('a scope holds for its own query, and the connection goes back as it was', async () => {
	expect(await Promise.all([seenBy(buyer), seenBy(other), seenBy(house), seenBy(buyer)])).toEqual([
		[accountId],
		[otherId],
		expect.arrayContaining([accountId, otherId]),
		[accountId],
	])
	await raw`select 1`
	expect(await who(raw)).toEqual({ name: 'kontor_app', account: null })
	const scoped = asBuyer(raw, { accountId, billToAccountId: null, ancestorIds: [] })
	expect(await who(scoped)).toEqual({ name: 'kontor_buyer', account: String(accountId) })
	expect(await who(raw)).toEqual({ name: 'kontor_app', account: '' })
})

test('nothing of a scope is left after an error, a rollback, a refusal or a cancelled query', async () => {
	const scoped = asBuyer(raw, { accountId, billToAccountId: null, ancestorIds: [] })
	const clean = async () => expect(await who(raw)).toEqual({ name: 'kontor_app', account: '' })
	await expect(scoped`select 1 / 0`).rejects.toThrow('division by zero')
	await clean()
	await expect(withTransaction(scoped, (tx) => tx`select 1 / 0`)).rejects.toThrow('division by zero')
	await clean()
	await withTransaction(scoped, async (tx) => {
		await tx`update contact set title = 'Never'`
		return { ok: false }
	})
	await clean()
	const slow = scoped`select pg_sleep(20)`
	slow.catch(() => undefined)
	await new Promise((later) => setTimeout(later, 100))
	slow.cancel()
	await expect(slow).rejects.toThrow('canceling statement')
	await clean()
	expect(await scoped`select 1 from contact where title = 'Never'`).toEqual([])
})

test('a connection that breaks in a scope fails what was asked, and the next is scoped anew', async () => {
	const scoped = asBuyer(raw, { accountId, billToAccountId: null, ancestorIds: [] })
	const [before] = await scoped<{ pid: number }[]>`select pg_backend_pid() as pid`
	const broken = withTransaction(scoped, async (tx) => {
		await tx`select 1`
		await tx`set local transaction_timeout = '50ms'`
		await tx`select pg_sleep(5)`
	})
	await expect(broken).rejects.toThrow()
	// postgres.js may give the server's last word to the next query too.
	await scoped`select 1`.catch(() => undefined)
	const [after] = await scoped<{ pid: number }[]>`select pg_backend_pid() as pid`
	expect(after?.pid).not.toBe(before?.pid)
	expect(await seenBy(scoped)).toEqual([accountId])
	expect(await who(raw)).toEqual({ name: 'kontor_app', account: '' })
})

test('a value that cannot be written fails its own query alone', async () => {
	const broken = () => ({
		toJSON: () => {
			throw new Error('not to be written')
		},
	})
	const json = (value: unknown) => house`select ${house.json(value as never)}::jsonb as value`
	expect(await json({ a: 1 })).toEqual([{ value: { a: 1 } }])
	await expect(json(broken())).rejects.toThrow('not to be written')
	expect(await json({ a: 2 })).toEqual([{ value: { a: 2 } }])
	const within = withTransaction(house, async (tx) => {
		await Promise.all([tx`select pg_sleep(0.02)`, tx`select ${tx.json(broken() as never)}::jsonb as value`])
	})
	await expect(within).rejects.toThrow()
	expect(await json({ a: 3 })).toEqual([{ value: { a: 3 } }])
})

test('a query answers when it is committed: another connection sees what it wrote', async () => {
	const wide = openDb(url, { max: 4 })
	const scoped = asHouse(wide)
	for (let round = 0; round < 40; round++) {
		await scoped`update contact set title = ${`round ${round}`} where account_id = ${accountId}`
		const seen = await Promise.all([1, 2, 3].map(() => scoped<{ title: string }[]>`select title from contact where account_id = ${accountId}`))
		expect(seen.map(([row]) => row?.title)).toEqual([`round ${round}`, `round ${round}`, `round ${round}`])
	}
	await wide.end({ timeout: 5 })
})

test('many at once on few connections get each their own rows', async () => {
	const wide = openDb(url, { max: 3 })
	const [left, right] = [
		asBuyer(wide, { accountId, billToAccountId: null, ancestorIds: [] }),
		asBuyer(wide, { accountId: otherId, billToAccountId: null, ancestorIds: [] }),
	]
	const one = async (index: number) => {
		const db = index % 2 === 0 ? left : right
		const ask = (sql: Db) => sql<{ accountId: number }[]>`select distinct account_id from location where ${index} = ${index}::int`
		return index % 3 === 0 ? withTransaction(db, (tx) => ask(tx as unknown as Db)) : ask(db)
	}
	const answers = await Promise.all(Array.from({ length: 120 }, (_, index) => one(index)))
	expect(answers.map(([row]) => row?.accountId)).toEqual(answers.map((_, index) => (index % 2 === 0 ? accountId : otherId)))
	await wide.end({ timeout: 5 })
})

test('a refused scope is what its query says, and an ended pool says so', async () => {
	const nobody = atDoor(raw)
	await expect(nobody`select * from sales_order`).rejects.toThrow('permission denied for table sales_order')
	await expect(withTransaction(nobody, (tx) => tx`select * from invoice`)).rejects.toThrow('permission denied for table invoice')
	const gone = openDb(url, { max: 1 })
	await gone.end()
	await expect(asHouse(gone)`select 1`).rejects.toThrow('CONNECTION_ENDED')
	await expect(withTransaction(asHouse(gone), (tx) => tx`select 1`)).rejects.toThrow('CONNECTION_ENDED')
})

test('a request goes from the door to one scope and stays there', async () => {
	const request = atDoor(house)
	await expect(request`select 1 from sales_order`).rejects.toThrow('permission denied')
	const scope = { role: 'buyer', accountId, billToAccountId: accountId, ancestorIds: [] } as const
	enter(request, scope)
	enter(request, { ...scope })
	expect(await seenBy(request)).toEqual([accountId])
	expect(() => enter(request, { role: 'house' })).toThrow('acts as buyer cannot go on as house')
	expect(() => enter(request, { ...scope, accountId: otherId })).toThrow('for another account')
	expect(await seenBy(request)).toEqual([accountId])
	// Who is there is asked as the door does, at every moment.
	expect(await who(doorOf(request))).toEqual({ name: 'kontor_door', account: '' })
	expect(() => enter(atDoor(house), { ...scope, accountId: Number('1; reset role') })).toThrow('made of ids')
})
