import { afterAll, expect, test } from 'vitest'
import { openDb } from '../../db/client.server.ts'
import { asHouse } from '../../db/scope.server.ts'
import { ask, testHouse } from '../support/house.ts'
import { cookieOf, makePlacedStory, makeStaff } from '../support/placed.ts'
import { testDb } from '../support/test-db.ts'

/** What a request sends, with what opens each of its transactions. */
const { db, url } = await testDb()
const statements: string[] = []
const pool = openDb(url, { max: 4, onStatement: (text) => void statements.push(text) })
afterAll(() => pool.end({ timeout: 5 }))

const { company, number } = await makePlacedStory(db, 'scope')
const luka = await cookieOf(db, company)
const natalie = await cookieOf(db, { userId: await makeStaff(db, company, ['rep', 'head_office']) })
const { accountId } = company

const opening = /^begin; set local role kontor_(\w+)(?:; set local kontor\.account = '(\d*)')?/

/** The scopes of a request, in order, each once. Every statement but `commit` stands behind one. */
async function scopesOf(path: string, cookie?: string): Promise<{ status: number; scopes: string[] }> {
	statements.length = 0
	const { status } = await ask(testHouse(asHouse(pool)), path, cookie ? { cookie } : {})
	const begun = statements.filter((text) => text.startsWith('begin'))
	expect(
		begun.filter((text) => !opening.test(text)),
		'a transaction that does not say in whose name',
	).toEqual([])
	expect(statements.filter((text) => text === 'commit').length).toBe(begun.length)
	const scopes = statements.flatMap((text) => {
		const [, role, account] = opening.exec(text) ?? []
		return role ? [account === undefined ? role : `${role} ${account || 'nobody'}`] : []
	})
	return { status, scopes: [...new Set(scopes)] }
}

test("a buyer's pages ask in her account's name, whatever the route", async () => {
	for (const path of ['/', '/orders', `/orders/${number}`, '/invoices', '/company', '/cart']) {
		expect(await scopesOf(path, luka), path).toEqual({ status: 200, scopes: ['door', `buyer ${accountId}`] })
	}
})

test('nobody is a guest without an account, staff are the house, and a monitor is too', async () => {
	expect((await scopesOf('/sign-in')).scopes).toEqual(['door'])
	expect((await scopesOf('/orders')).scopes.filter((scope) => scope !== 'door' && scope !== 'buyer nobody')).toEqual([])
	expect(await scopesOf('/desk', natalie)).toEqual({ status: 200, scopes: ['door', 'house'] })
	expect((await scopesOf('/healthz')).scopes).toEqual(['house'])
})

test('a rep who shops for a buyer sees what the buyer would', async () => {
	const [session] = await db<{ hash: string }[]>`select token_hash as hash from session s join login l on l.id = s.login_id where l.user_id is not null`
	await db`update session set acting_account_id = ${accountId}, acting_contact_id = ${company.contactId} where token_hash = ${session?.hash ?? ''}`
	expect(await scopesOf('/orders', natalie)).toEqual({ status: 200, scopes: ['door', `buyer ${accountId}`] })
	expect((await scopesOf('/desk', natalie)).scopes).toEqual(['door', 'house'])
})
