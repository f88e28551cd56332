import { expect, test } from 'vitest'
import { workTouched } from '../../../app/flows/marketing/work-touched.ts'
import { makeFargo, makeProspect } from '../../support/fargo.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const at = new Date('2026-03-02T09:00:00Z')
const fargo = await makeFargo(db, 'Fargo')
const prospectId = await makeProspect(db, fargo)

/** As the worker's loop, until nothing is left to look at. */
async function look(): Promise<void> {
	for (let rounds = 0; (await workTouched(db, at)) > 0; rounds++) if (rounds > 20) throw new Error('It never comes to rest')
}
async function make(name: string, more: { orderId?: number } = {}): Promise<number> {
	const [made] = await db<{ id: number }[]>`
		insert into crm_opportunity (account_id, name, stage, amount_minor, currency, order_id) values (${fargo.accountId}, ${name}, 'qualification', 10000, 'USD', ${more.orderId ?? null}) returning id`
	return made?.id ?? 0
}
const join = (id: number) =>
	db`insert into crm_opp_contact_role (account_id, opportunity_id, contact_id, role) values (${fargo.accountId}, ${id}, ${fargo.lukaId}, 'Buyer')`
const ledger = async () => (await db`select kind, score from ma_activity where prospect_id = ${prospectId} order by id`).map(({ kind, score }) => [kind, score])
const score = async () => (await db`select score from ma_prospect where id = ${prospectId}`)[0]?.['score']

test('(B14) the defaults of Pardot, one by one', async () => {
	const rules = await db<{ activity: string; score: number }[]>`select activity, score from ma_score_rule where seller_entity_id is null`
	const worth = new Map(rules.map((rule) => [rule.activity, rule.score]))
	const list = [
		['form.succeeded', 50],
		['form.failed', -5],
		['redirect.clicked', 3],
		['file.opened', 3],
		['page.viewed', 1],
		['campaign.touch_confirmed', 3],
		['visitor.session', 3],
		['search.performed', 3],
		['mail.opened', 0],
		['opportunity.created', 50],
		['opportunity.lost', -100],
	] as const
	expect(list.map(([activity]) => [activity, worth.get(activity)])).toEqual(list)
})

test('(A8, B14) an opportunity counts once somebody takes part in it, and once when it is lost; that of an order counts as the order', async () => {
	const id = await make('Roastery')
	await look()
	expect(await ledger()).toEqual([])
	await join(id)
	await look()
	expect([await ledger(), await score()]).toEqual([[['opportunity.created', 50]], 50])
	await db`update crm_opportunity set amount_minor = 12000 where id = ${id}`
	await look()
	expect(await score()).toBe(50)
	await db`update crm_opportunity set stage = 'closed_lost', closed_at = ${at} where id = ${id}`
	await look()
	await db`update crm_opportunity set close_reason = 'Price' where id = ${id}`
	await look()
	expect([await ledger(), await score()]).toEqual([
		[
			['opportunity.created', 50],
			['opportunity.lost', -100],
		],
		-50,
	])
	await join(await make('SO-1', { orderId: 77 }))
	await look()
	expect(await score()).toBe(-50)
})

test('(A8) a segment asks how likely an opportunity is, of what type, and whether it is open, won, lost or deleted, and is computed anew with each change', async () => {
	await db`delete from crm_opp_contact_role where account_id = ${fargo.accountId}`
	const segment = async (name: string, predicate: object) =>
		(
			await db<
				{ id: number }[]
			>`insert into ma_list (seller_entity_id, name, kind, predicate) values (${fargo.sellerId}, ${name}, 'segment', ${db.json(predicate as never)}) returning id`
		)[0]?.id ?? 0
	const ids = {
		likely: await segment('Likely', { field: 'opportunityProbability', op: 'gte', value: 70 }),
		renewal: await segment('Renewal', { field: 'opportunityType', op: 'eq', value: 'renewal' }),
		open: await segment('Open', { field: 'opportunityState', op: 'eq', value: 'open' }),
		won: await segment('Won', { field: 'opportunityState', op: 'eq', value: 'won' }),
		deleted: await segment('Deleted', { field: 'opportunityState', op: 'eq', value: 'deleted' }),
	}
	const inside = async () => {
		await look()
		const lists = (await db<{ listId: number }[]>`select list_id from ma_list_member where prospect_id = ${prospectId}`).map(({ listId }) => listId)
		return Object.entries(ids).flatMap(([name, id]) => (lists.includes(id) ? [name] : []))
	}
	const id = await make('Renewal of 2026')
	await db`update crm_opportunity set probability = 60, type = 'renewal' where id = ${id}`
	expect(await inside(), 'nobody takes part').toEqual([])
	await join(id)
	expect(await inside()).toEqual(['renewal', 'open'])
	await db`update crm_opportunity set probability = 80 where id = ${id}`
	expect(await inside()).toEqual(['likely', 'renewal', 'open'])
	await db`update crm_opportunity set stage = 'closed_won', is_won = true, closed_at = ${at} where id = ${id}`
	expect(await inside()).toEqual(['likely', 'renewal', 'won'])
	await db`update crm_opportunity set deleted_at = ${at} where id = ${id}`
	expect(await inside()).toEqual(['deleted'])
	await db`update crm_opportunity set deleted_at = null where id = ${id}`
	await db`delete from crm_opp_contact_role where opportunity_id = ${id}`
	expect(await inside(), 'nobody takes part any more').toEqual([])
})
