import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { openAccount } from '../../app/flows/desk/open-account.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { startProgram, type Web } from '../bench/stage.ts'
import { testSecrets } from '../support/house.ts'
import { makePlacedStory, makeStaff, placeRows } from '../support/placed.ts'
import { testDb } from '../support/test-db.ts'

const { db, url, ownerUrl } = await testDb()
let worker: Web | null = null
afterAll(() => worker?.kill())

/** Every loop of the house, as `npm start` runs them: nothing in here delivers an event. */
async function startWorker(): Promise<void> {
	const settings = { DATABASE_URL: url, DATABASE_ADMIN_URL: ownerUrl, SESSION_SECRET: testSecrets[0], DATABASE_POOL: '8', LOG_LEVEL: 'error' }
	worker = await startProgram('app/worker.ts', settings)
}

const middle = (figures: readonly number[]) => figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.POSITIVE_INFINITY

test('(A48) orders placed in the storefront stand on the account’s page, won and counted to the buyer, by the worker alone and within a second', async () => {
	const { company } = await makePlacedStory(db, 'opal')
	const { accountId, contactId, sellerId, skus, locations } = company
	const userId = await makeStaff(db, company, ['rep'])
	await db`update account set owner_user_id = ${userId} where id = ${accountId}`
	await db`insert into ma_prospect (seller_entity_id, email, contact_id) values (${sellerId}, 'luka@opal.test', ${contactId})`
	const natalie = {
		kind: 'staff',
		userId,
		name: 'Natalie',
		email: '',
		locale: 'en',
		roles: ['rep'],
		seller: company.shopper.seller,
		actingFor: null,
		sessionHash: '',
	}
	const seen = async () => {
		const page = await openAccount(db, natalie as StaffMember, { accountId, before: null, locale: 'en', at: new Date() })
		return (page?.timeline ?? []).flatMap(({ kind, facts }) => (kind === 'order.placed' ? [String(facts['number'])] : []))
	}
	const until = async (isSo: () => Promise<boolean>) => {
		const from = performance.now()
		while (!(await isSo())) {
			if (performance.now() - from > 30_000) throw new Error('what happened in the storefront did not arrive')
			await sleep(5)
		}
		return performance.now() - from
	}
	expect(await seen(), 'nobody is at work yet').toEqual([])
	await startWorker()
	// The first, placed while nobody was at work, tells that they are at work now.
	await until(async () => (await seen()).length === 1)

	const waits: number[] = []
	const numbers: string[] = []
	for (const lot of ['1', '2', '3', '4', '5']) {
		const { number } = await placeRows(
			db,
			company,
			[{ sku: skus.bean, quantity: lot, unit: null, locationId: locations.a, requestedOn: null }],
			`PO-opal-${lot}`,
		)
		numbers.unshift(number)
		waits.push(await until(async () => (await seen())[0] === number))
	}
	expect((await seen()).slice(0, 5)).toEqual(numbers)
	// A busy machine delays one of them; T2 is a figure of the bench.
	expect(middle(waits), `${waits.map(Math.round)} ms`).toBeLessThan(1000)
	const won = () => db`select 1 from crm_opportunity where account_id = ${accountId} and stage = 'closed_won'`
	const told = () => db`select 1 from ma_activity y join ma_prospect p on p.id = y.prospect_id where p.contact_id = ${contactId} and y.kind = 'order.placed'`
	expect(await won(), 'each order is one won amount').toHaveLength(6)
	await until(async () => (await told()).length === 6)
	const left = () => db`select destination, state from outbox_delivery where destination in ('crm', 'ma') and state <> 'done'`
	await until(async () => (await left()).length === 0)
})
