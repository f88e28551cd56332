import { expect, test } from 'vitest'
import { isInside, openHttpsHook } from '../../../app/connectors/hook/https/https-hook.server.ts'
import type { MarketingAction } from '../../../app/engine/marketing/action.ts'
import { callHook } from '../../../app/flows/marketing/call-hook.ts'
import { saveActions } from '../../../app/flows/marketing/save-actions.ts'
import { type Db, withTransaction } from '../../../db/client.server.ts'
import { tell } from '../../support/deliver.ts'
import { makeFargo, makeProspect } from '../../support/fargo.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const at = new Date('2026-03-02T18:00:00Z')
const fargo = await makeFargo(db)
const luka = await makeProspect(db, fargo, [])
const stranger = await makeFargo(db, 'Lakeside Roasters')
const id = async (rows: Promise<readonly Record<string, unknown>[]>) => (await rows)[0]?.['id'] as number
const form = await id(db`insert into ma_prospect (seller_entity_id, email, first_name) values (${fargo.sellerId}, 'form@fargo.test', 'Greta') returning id`)
const foreign = await id(db`insert into ma_prospect (seller_entity_id, email) values (${stranger.sellerId}, 'else@lake.test') returning id`)
const listId = await id(db`insert into ma_list (seller_entity_id, name) values (${fargo.sellerId}, 'Winter') returning id`)
const segmentId = await id(
	db`insert into ma_list (seller_entity_id, name, kind, predicate) values (${fargo.sellerId}, 'Hot', 'segment', '{"all":[]}') returning id`,
)
const programId = await id(db`insert into ma_program (seller_entity_id, name, state) values (${fargo.sellerId}, 'Welcome', 'running') returning id`)

const every: MarketingAction[] = [
	{ kind: 'list_add', listId },
	{ kind: 'list_add', listId: segmentId },
	{ kind: 'tag_add', tag: 'Hot' },
	{ kind: 'score', points: 7 },
	{ kind: 'field', field: 'title', value: 'Head barista' },
	{ kind: 'field', field: 'company', value: 'Elsewhere' },
	{ kind: 'campaign_member', crmCampaignId: fargo.crmCampaignId, status: 'Opened' },
	{ kind: 'source_campaign', campaignId: fargo.maCampaignId },
	{ kind: 'task', subject: 'Call', dueDays: 2, priority: 'high' },
	{ kind: 'notify', userId: fargo.natalieId },
	{ kind: 'webhook', url: 'https://hooks.example.com/told' },
	{ kind: 'enrol', programId },
	{ kind: 'allow_recreate' },
]
const act = (on: Db, prospectIds: number[], actions: readonly MarketingAction[], sourceKey: string) =>
	withTransaction(on, (tx) => saveActions(tx, { prospectIds, actions, cause: 'form:1', sourceKey, at, actor: { userId: null } }))

const footprint = async () => {
	const count = async (table: string) => Number((await db.unsafe(`select count(*) as n from ${table}`))[0]?.['n'])
	const tables = [
		'ma_list_member',
		'ma_prospect_tag',
		'ma_activity',
		'crm_campaign_member',
		'ma_waiting_member',
		'crm_task',
		'notice',
		'outbox_event',
		'ma_enrolment',
	]
	return await Promise.all(tables.map(count))
}

test('each action does its own to each person of the seller, once for its cause however often it is told', async () => {
	expect(await act(db, [luka, form, foreign], every, 'form:1:a')).toBe(3)
	const people = await db`select id, title, company, score, source_campaign_id from ma_prospect order by id`
	expect(people.filter(({ id: one }) => one !== foreign)).toMatchObject([
		// The company of a contact is her account's name (A32); a form filler's may be written.
		{ id: luka, title: 'Head barista', company: null, score: 7, sourceCampaignId: fargo.maCampaignId },
		{ id: form, title: 'Head barista', company: 'Elsewhere', score: 7, sourceCampaignId: fargo.maCampaignId },
	])
	// Nothing of another seller's: no list, campaign, programme, and nobody of ours is told of her.
	expect(await db`select list_id from ma_list_member where prospect_id = ${foreign}`).toEqual([])
	expect(await db`select list_id, prospect_id from ma_list_member order by 2`).toEqual([
		{ listId, prospectId: luka },
		{ listId, prospectId: form },
	])
	expect(await db`select contact_id, status from crm_campaign_member`).toEqual([{ contactId: fargo.lukaId, status: 'Opened' }])
	expect(await db`select prospect_id, status from ma_waiting_member`).toEqual([{ prospectId: form, status: 'Opened' }])
	// Luka's task goes to who owns his account; nobody owns the others.
	expect(await db`select owner_user_id, due_on, priority, contact_id from crm_task`).toEqual([
		{ ownerUserId: fargo.natalieId, dueOn: '2026-03-04', priority: 'high', contactId: fargo.lukaId },
	])
	expect(await db`select user_id, facts ->> 'count' as count from notice`).toEqual([{ userId: fargo.natalieId, count: '2' }])
	expect(await db`select prospect_id from ma_enrolment order by 1`).toEqual([{ prospectId: luka }, { prospectId: form }])

	const before = await footprint()
	expect(await act(db, [luka, form, foreign], every, 'form:1:a')).toBe(0)
	expect(await footprint()).toEqual(before)
	expect(await act(db, [luka], [{ kind: 'score', points: 5 }], 'form:1:b')).toBe(1)
	expect(
		await db`select p.score, (select sum(y.score)::int from ma_activity y where y.prospect_id = p.id) as ledger from ma_prospect p where p.id = ${luka}`,
	).toEqual([{ score: 12, ledger: 12 }])
})

test('two that tell the same at once do it once', async () => {
	await Promise.all(
		Array.from({ length: 6 }, () =>
			act(
				db,
				[form],
				[
					{ kind: 'score', points: 100 },
					{ kind: 'tag_add', tag: 'Twice' },
				],
				'form:1:c',
			),
		),
	)
	expect(await db`select score from ma_prospect where id = ${form}`).toEqual([{ score: 107 }])
	expect(await db`select count(*)::int as n from ma_tag where name = 'Twice'`).toEqual([{ n: 1 }])
})

test('a status only moves forward; a tag is one word whatever its capitals, and comes off again', async () => {
	await act(
		db,
		[luka],
		[
			{ kind: 'campaign_member', crmCampaignId: fargo.crmCampaignId, status: 'Sent' },
			{ kind: 'tag_add', tag: 'hot' },
		],
		'form:1:d',
	)
	expect(await db`select status from crm_campaign_member`).toEqual([{ status: 'Opened' }])
	expect(await db`select t.name from ma_prospect_tag m join ma_tag t on t.id = m.tag_id where m.prospect_id = ${luka}`).toEqual([{ name: 'Hot' }])
	await act(
		db,
		[luka],
		[
			{ kind: 'campaign_member', crmCampaignId: fargo.crmCampaignId, status: 'Responded' },
			{ kind: 'tag_remove', tag: 'HOT' },
			{ kind: 'list_remove', listId },
		],
		'form:1:e',
	)
	expect(await db`select status, responded_at from crm_campaign_member`).toEqual([{ status: 'Responded', respondedAt: at }])
	expect(await db`select from ma_prospect_tag where prospect_id = ${luka}`).toHaveLength(0)
	expect(await db`select from ma_list_member where prospect_id = ${luka}`).toHaveLength(0)
})

test('one person and a hundred cost the same statements', async () => {
	const many = (
		await db<
			{ id: number }[]
		>`insert into ma_prospect (seller_entity_id, email) select ${fargo.sellerId}, 'many' || n || '@fargo.test' from generate_series(1, 100) n returning id`
	).map(({ id: one }) => one)
	await expectStatements(db, 17, () => act(db, many.slice(0, 1), every, 'form:1:f'))
	await expectStatements(db, 17, () => act(db, many, every, 'form:1:f'))
})

test('an address is called with the people and one key; what leads into the house is never called', async () => {
	const told: unknown[] = []
	const hook = { call: async (call: unknown) => ({ ok: true as const, took: told.push(call) }) }
	await tell(
		db,
		'hook',
		(event) => callHook(hook, event),
		() => at,
	)
	expect(told[0]).toMatchObject({
		url: 'https://hooks.example.com/told',
		key: 'form:1:a:10:0',
		body: { cause: 'form:1', prospects: [{ prospectId: luka }, { prospectId: form }, {}] },
	})
	const inside = ['127.0.0.1', '10.1.2.3', '169.254.169.254', '192.168.1.1', '::1', 'fd00::1', '::ffff:127.0.0.1', '0.0.0.0']
	expect(inside.filter((address) => !isInside(address))).toEqual([])
	expect(['93.184.216.34', '2606:2800:220:1::1'].filter(isInside)).toEqual([])
	const https = openHttpsHook()
	const urls = ['https://127.0.0.1/x', 'https://[::1]/', 'http://example.com/', 'https://localhost:9/', 'nonsense']
	expect((await Promise.all(urls.map((url) => https.call({ url, key: 'k', body: {} })))).map(({ ok }) => ok)).toEqual(urls.map(() => false))
})
