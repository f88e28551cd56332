import { beforeEach, expect, test } from 'vitest'
import { openSyncRoom } from '../../app/flows/sync/open-sync-room.ts'
import { connectFirst, outsideStage, unfinished } from '../support/outside-stage.ts'

/** Amounts and an org that counts in one currency alone (sync-core.md A19, A22). */
const stage = await outsideStage('currency', { who: { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'] } })
const { db, sellerId, userId, staff, standIn, org, clock, wait, once, settle } = stage
const connectionId = await connectFirst(stage)
beforeEach(async () => {
	await settle()
	await db`delete from sync_error`
})

let lot = 0
async function deal(currency: string): Promise<{ id: number; accountId: number }> {
	const [made] = await db<{ id: number; accountId: number }[]>`
		with house as (insert into account (seller_entity_id, number, name, currency, owner_user_id) values (${sellerId}, ${`U-${lot}`}, ${`Basalt ${lot++}`}, ${currency}, ${userId}) returning id)
		insert into crm_opportunity (account_id, name, stage, stage_rank, amount_minor, currency, close_on, owner_user_id)
		select id, 'Machines', 'qualification', 20, 500000, ${currency}, '2026-09-01', ${userId} from house returning id, account_id`
	return made ?? { id: 0, accountId: 0 }
}
const crmIdOf = async (object: string, id: number) =>
	(await db<{ crmId: string }[]>`select crm_id from sync_link where connection_id = ${connectionId} and ma_object = ${object} and ma_id = ${String(id)}`)[0]
		?.crmId ?? ''
const theirs = async (id: number) => (await org.readByIds('Opportunity', [await crmIdOf('opportunity', id)], ['Name', 'Amount']))[0]?.values
const amountOf = async (id: number) => (await db`select amount_minor from crm_opportunity where id = ${id}`)[0]?.['amountMinor']
const errors = async () => await db`select field, code, value, facts from sync_error where connection_id = ${connectionId} and closed_at is null`

test('an amount in the org’s own currency travels; one in another is refused by name, and the rest of its record goes', async () => {
	const [dollars, yen] = [await deal('USD'), await deal('JPY')]
	await settle()
	expect([await theirs(dollars.id), await theirs(yen.id)]).toEqual([
		{ Name: 'Machines', Amount: '5000' },
		{ Name: 'Machines', Amount: null },
	])
	expect(await errors()).toEqual([{ field: 'Amount', code: 'OTHER_CURRENCY', value: '500000', facts: { currency: 'JPY', only: 'USD' } }])
	// A bare number of theirs is no amount of ours either, whatever it says, and the other fields go on.
	const edited = standIn.turn({ edit: { object: 'Opportunity', id: await crmIdOf('opportunity', yen.id), values: { Amount: '7', Name: 'Grinders' } } })
	expect(edited).toMatchObject({ edit: { ok: true } })
	await settle()
	expect(await amountOf(yen.id)).toBe(500000)
	expect(await db`select name from crm_opportunity where id = ${yen.id}`).toEqual([{ name: 'Grinders' }])
	expect((await errors()).map(({ field, code }) => [field, code])).toEqual([['Amount', 'OTHER_CURRENCY']])
	expect(await unfinished(stage)).toBe(0)
})

test('what is made here of the org’s stands in the org’s currency, whatever its account counts in', async () => {
	const { accountId } = await deal('EUR')
	await settle()
	wait(1000)
	await db`update sync_object_map set creates_ma = 'always', creates_ma_since = ${clock()} where connection_id = ${connectionId} and ma_object = 'opportunity'`
	wait(1000)
	standIn.turn({
		put: {
			object: 'Opportunity',
			values: { Name: 'From there', AccountId: await crmIdOf('account', accountId), StageName: 'Qualification', Amount: '12.5', CloseDate: '2026-08-01' },
		},
	})
	await settle()
	expect(await db`select currency, amount_minor from crm_opportunity where name = 'From there'`).toEqual([{ currency: 'USD', amountMinor: 1250 }])
})

test('(A21) on the ramp such amounts are counted and shown by themselves and stop nothing; a rule of the org’s that refuses the same records does', async () => {
	const figures = async () => (await db`select state, suspended_for, canary_done, canary_refused from sync_connection where id = ${connectionId}`)[0]
	const begin = () =>
		db`update sync_connection set state = 'canary', suspended_for = null, canary_stage = 0, canary_done = 0, canary_refused = 0, started_at = ${clock()} where id = ${connectionId}`
	await begin()
	for (const _deal of Array.from({ length: 15 })) await deal('JPY')
	const seen: Awaited<ReturnType<typeof figures>>[] = []
	for (let rounds = 0; rounds < 8; rounds++) {
		await once()
		seen.push(await figures())
	}
	expect(seen.map((one) => one?.['canaryRefused'])).toEqual(Array(8).fill(0))
	expect(seen.at(-1)).toMatchObject({ state: 'running' })
	expect((await errors()).length).toBe(15)
	expect(await openSyncRoom(db, staff, clock())).toMatchObject([{ heldBack: 15, openErrors: 15 }])

	await begin()
	standIn.turn({ rule: { object: 'Opportunity', field: 'Name', is: 'Grinders', message: 'no such name', at: 'Name' } })
	await db`update crm_opportunity set name = 'Grinders' where currency = 'JPY'`
	await settle()
	expect(await figures()).toMatchObject({ state: 'suspended', suspendedFor: 'ERROR_SHARE', canaryDone: 10, canaryRefused: 10 })
	standIn.turn({ dropRules: true })
})
