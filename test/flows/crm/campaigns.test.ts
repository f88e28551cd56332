import { expect, test } from 'vitest'
import { changeCampaign, saveCampaign } from '../../../app/flows/crm/change-campaign.ts'
import { changeRules } from '../../../app/flows/crm/change-rules.ts'
import { openReturn } from '../../../app/flows/crm/open-return.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { withTransaction } from '../../../db/client.server.ts'
import { saveResponses } from '../../../db/queries/crm.ts'
import { upsertAdCosts } from '../../../db/queries/crm-campaign.ts'
import { makeCompany } from '../../support/company.ts'
import { makeStaff } from '../../support/placed.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const company = await makeCompany(db, 'agate')
const flint = await makeCompany(db, 'flint')
const at = new Date('2026-03-06T15:00:00Z')
const requestId = 'r'
const staffOf = async (of: typeof company, name: string): Promise<StaffMember> => ({
	...{ kind: 'staff', userId: await makeStaff(db, of, ['marketer'], name), name, email: '', locale: 'en', roles: ['marketer'] },
	...{ seller: of.shopper.seller, sessionHash: '', actingFor: null },
})
const [yuki, grete] = [await staffOf(company, 'Yuki'), await staffOf(flint, 'Grete')]
const wish = (code: string, more = {}) => ({
	code,
	name: code,
	kind: 'event',
	status: 'planned' as const,
	budgetedCost: '',
	actualCost: '300',
	expectedRevenue: '',
	startsOn: '',
	endsOn: '',
	parentId: null,
	...more,
})
async function campaignOf(code: string, more = {}): Promise<number> {
	const made = await saveCampaign(db, yuki, { id: null, wish: wish(code, more), typed: {}, requestId, at })
	if (!made?.ok) throw new Error(JSON.stringify(made))
	return made.id
}
const stepsOf = async (id: number) => (await db`select status from crm_campaign_member where campaign_id = ${id} order by id`).map(({ status }) => status)

test('(A6) a campaign is made in one step; a rule of the CRM refuses it inline, and nothing of it is kept', async () => {
	const id = await campaignOf('FAIR')
	expect(await db`select status, has_responded from crm_campaign_status where campaign_id = ${id} order by rank`).toHaveLength(3)
	expect(await saveCampaign(db, yuki, { id: null, wish: wish('FAIR'), typed: {}, requestId, at })).toMatchObject({
		refusals: [{ code: 'CAMPAIGN_CODE_TAKEN' }],
	})
	const child = await campaignOf('FAIR-EU', { parentId: id })
	expect(await saveCampaign(db, yuki, { id, wish: wish('FAIR', { parentId: child }), typed: {}, requestId, at })).toMatchObject({
		refusals: [{ code: 'CAMPAIGN_PARENT' }],
	})
	expect(await saveCampaign(db, grete, { id, wish: wish('FAIR'), typed: {}, requestId, at })).toBeNull()
	const rule = {
		act: 'rule' as const,
		id: null,
		object: 'campaign' as const,
		name: 'Cap',
		predicate: { field: 'budgetedCost', op: 'gt' as const, value: 5000 },
		messages: { en: 'Ask the head of marketing above 5,000.' },
		isActive: true,
		exemptsSync: false,
	}
	expect(await changeRules(db, yuki, { edit: rule, requestId, at })).toEqual({ ok: true })
	const before =
		await db`select count(*) as campaigns, (select count(*) from crm_campaign_status) as steps, (select count(*) from audit_entry) as audits from crm_campaign`
	expect(await saveCampaign(db, yuki, { id: null, wish: wish('BIG', { budgetedCost: '5000.01' }), typed: {}, requestId, at })).toEqual({
		ok: false,
		refusals: [{ code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', facts: { rule: 'Cap', message: 'Ask the head of marketing above 5,000.' } }],
	})
	expect(
		await db`select count(*) as campaigns, (select count(*) from crm_campaign_status) as steps, (select count(*) from audit_entry) as audits from crm_campaign`,
	).toEqual(before)
})

test('people move a member back, automation only forward; a step in use stays', async () => {
	const id = await campaignOf('STEPS')
	const [{ email = '', contactId = 0 } = {}] = await db<
		{ email: string; contactId: number }[]
	>`select email, id as contact_id from contact where account_id = ${company.accountId} and email is not null order by id limit 1`
	const act = (edit: Parameters<typeof changeCampaign>[2]['edit'], staff = yuki) => changeCampaign(db, staff, { id, edit, requestId, at })
	expect(await act({ act: 'add', emails: [email, 'nobody@nowhere.test'], status: null })).toMatchObject({
		refusals: [{ code: 'MEMBER_UNKNOWN', facts: { email: 'nobody@nowhere.test' } }],
	})
	expect(await stepsOf(id)).toEqual([])
	expect(await act({ act: 'add', emails: [email], status: 'Responded' })).toMatchObject({ ok: true })
	const [{ memberId = 0 } = {}] = await db<{ memberId: number }[]>`select id as member_id from crm_campaign_member where campaign_id = ${id}`
	expect(await act({ act: 'move', memberId, status: 'Opened' })).toMatchObject({ ok: true })
	expect(await stepsOf(id)).toEqual(['Opened'])
	await withTransaction(db, (tx) => saveResponses(tx, [{ campaignId: id, contactId, respondedAt: at }]))
	expect(await stepsOf(id)).toEqual(['Responded'])
	expect(await act({ act: 'steps', steps: [{ status: 'Invited', hasResponded: false }] })).toMatchObject({
		refusals: [{ code: 'STATUS_IN_USE', facts: { status: 'Responded' } }],
	})
	expect(
		await act({
			act: 'steps',
			steps: [
				{ status: 'Invited', hasResponded: false },
				{ status: 'Responded', hasResponded: true },
			],
		}),
	).toMatchObject({ ok: true })
	expect(await db`select status from crm_campaign_status where campaign_id = ${id} order by rank`).toEqual([{ status: 'Invited' }, { status: 'Responded' }])
	expect(await act({ act: 'remove', memberId }, grete)).toBeNull()
	expect(await act({ act: 'remove', memberId })).toMatchObject({ ok: true })
	expect(await stepsOf(id)).toEqual([])
})

test('(A33) what a campaign returned, with its advertising, equals what was worked out by hand; stages are noted as they come', async () => {
	const [fair, mail] = [await campaignOf('R-FAIR'), await campaignOf('R-MAIL', { actualCost: '0' })]
	const [{ contactId = 0 } = {}] = await db<
		{ contactId: number }[]
	>`select id as contact_id from contact where account_id = ${company.accountId} order by id limit 1`
	await db`insert into crm_campaign_member (campaign_id, contact_id, status, responded_at) values (${fair}, ${contactId}, 'Responded', '2026-02-01'), (${mail}, ${contactId}, 'Responded', '2026-02-10')`
	const [{ id: opportunityId = 0 } = {}] = await db<
		{ id: number }[]
	>`insert into crm_opportunity (account_id, name, stage, amount_minor, currency, created_at) values (${company.accountId}, 'Spring', 'proposal', 100001, 'USD', '2026-02-02') returning id`
	await db`insert into crm_opp_contact_role (account_id, opportunity_id, contact_id, role) values (${company.accountId}, ${opportunityId}, ${contactId}, 'Buyer')`
	await db`update crm_opportunity set stage = 'closed_won', is_won = true, closed_at = '2026-03-01', crm_campaign_id = ${mail} where id = ${opportunityId}`
	expect(
		await db`select stage, at::date::text as day from crm_stage_history where object = 'opportunity' and record_id = ${opportunityId} order by id`,
	).toEqual([
		{ stage: 'proposal', day: '2026-02-02' },
		{ stage: 'closed_won', day: '2026-03-01' },
	])
	const line = { campaignId: fair, source: 'posters', day: '2026-02-01', currency: 'USD', amountMinor: 20_000 }
	expect(await withTransaction(db, (tx) => upsertAdCosts(tx, [line]))).toMatchObject([{ created: true }])
	expect(await withTransaction(db, (tx) => upsertAdCosts(tx, [line])), 'the same line is never added').toEqual([])
	const of = async (model: 'first' | 'last' | 'even' | 'source') =>
		(await openReturn(db, yuki, model))
			.filter(({ id }) => id === fair || id === mail)
			.map(({ code, wonMinor, spentMinor, thousandths }) => [code, wonMinor, spentMinor, thousandths])
	// 300.00 of its own and 200.00 of advertising; (1,000.01 − 500.00) / 500.00 = 1.00002.
	expect(await of('first')).toEqual([
		['R-MAIL', 0, 0, null],
		['R-FAIR', 100_001, 50_000, 1000],
	])
	// 500.01 is the earlier's; (500.01 − 500.00) / 500.00 = 0.00002.
	expect(await of('even')).toEqual([
		['R-MAIL', 50_000, 0, null],
		['R-FAIR', 50_001, 50_000, 0],
	])
	expect((await of('last'))[0]).toEqual(['R-MAIL', 100_001, 0, null])
	expect((await of('source'))[1]).toEqual(['R-FAIR', 0, 50_000, -1000])
})
