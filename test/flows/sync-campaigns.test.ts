import { beforeEach, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { connectFirst, outsideStage, unfinished } from '../support/outside-stage.ts'
import { statementsOf } from '../support/statement-counter.ts'

/** Campaigns, the steps of their members and the members, between the house and an org (sync-core.md A22, A36, B13). */
const stage = await outsideStage('campaigns', { who: { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'] } })
const { db, sellerId, userId, standIn, org, clock, wait, settle } = stage
const connectionId = await connectFirst(stage)
beforeEach(async () => {
	await settle()
	await db`delete from sync_error`
})

let lot = 0
type Wished = { name?: string; kind?: string; startsOn?: string | null; parentId?: number | null; cost?: number; currency?: string }
async function campaign({ name = `Spring ${lot}`, kind = 'event', startsOn = '2026-05-01', parentId = null, cost = 0, currency = 'USD' }: Wished = {}) {
	const [made] = await db<{ id: number }[]>`
		insert into crm_campaign (seller_entity_id, code, name, kind, status, currency, starts_on, parent_id, budgeted_cost_minor, actual_cost_minor)
		values (${sellerId}, ${`C-${lot++}`}, ${name}, ${kind}, 'planned', ${currency}, ${startsOn}, ${parentId}, 150000, ${cost}) returning id`
	const id = made?.id ?? 0
	await db`insert into crm_campaign_status (campaign_id, status, rank, has_responded) values (${id}, 'Sent', 1, false), (${id}, 'Attended', 2, true)`
	return { id, name }
}
/** A lead of the house with her prospect, whom somebody has taken or nobody. */
async function lead(email: string, owner: number | null = userId) {
	const [row] = await db<{ leadId: number; prospectId: number }[]>`
		with her as (insert into crm_lead (seller_entity_id, first_name, last_name, company, email) values (${sellerId}, 'Ines', 'Prado', 'Prado', ${email}) returning id)
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, company, lead_id, assigned_user_id, assigned_at)
		select ${sellerId}, ${email}, 'Ines', 'Prado', 'Prado', id, ${owner}, ${owner ? clock() : null} from her returning lead_id, id as prospect_id`
	return row ?? { leadId: 0, prospectId: 0 }
}
async function join(campaignId: number, leadId: number, status = 'Sent'): Promise<number> {
	const [row] = await db<
		{ id: number }[]
	>`insert into crm_campaign_member (campaign_id, lead_id, status) values (${campaignId}, ${leadId}, ${status}) returning id`
	return row?.id ?? 0
}
const crmIdOf = async (object: string, id: number) =>
	(
		await db<
			{ crmId: string | null }[]
		>`select crm_id from sync_link where connection_id = ${connectionId} and ma_object = ${object} and ma_id = ${String(id)} and state = 'active'`
	)[0]?.crmId ?? null
const theirs = async (object: string, ours: string, id: number, fields: readonly string[]) => {
	const crmId = await crmIdOf(ours, id)
	return crmId === null ? null : (await org.readByIds(object, [crmId], fields))[0]?.values
}
const put = (object: string, values: Record<string, string | boolean | null>) => (standIn.turn({ put: { object, values } }) as { put: { id: string } }).put.id
const edit = (object: string, id: string | null, values: Record<string, string | boolean | null>) => {
	expect((standIn.turn({ edit: { object, id: id ?? '', values } }) as { edit: object }).edit).toMatchObject({ ok: true })
}
const steps = async (campaign: string | null) =>
	(await org.findAlike?.('CampaignMemberStatus', { field: 'CampaignId', values: [campaign ?? ''] }, ['Label', 'HasResponded']))?.map(({ values }) => values) ??
	[]
const errors = async () => await db`select side, object, field, code from sync_error where connection_id = ${connectionId} and closed_at is null order by id`
const waiting = async () => await db`select object, waits_for from sync_job where connection_id = ${connectionId} order by id`

test('(A22) a campaign is one in the org under the one above it, with its steps and its amounts; changes go both ways', async () => {
	const above = await campaign({ kind: 'advertising', cost: 5000 })
	const { id, name } = await campaign({ parentId: above.id })
	await settle()
	const campaignFields = ['Name', 'Type', 'Status', 'StartDate', 'BudgetedCost', 'ActualCost', 'ParentId']
	const parent = await crmIdOf('campaign', above.id)
	expect(await theirs('Campaign', 'campaign', above.id, campaignFields)).toMatchObject({ Type: 'Advertisement', ActualCost: '50', ParentId: null })
	expect(await theirs('Campaign', 'campaign', id, campaignFields)).toEqual({
		...{ Name: name, Type: 'Conference', Status: 'Planned', StartDate: '2026-05-01', BudgetedCost: '1500', ActualCost: null, ParentId: parent },
	})
	// Ours are there besides those that the org makes by itself; the same one is one.
	expect((await steps(await crmIdOf('campaign', id))).map(({ Label, HasResponded }) => `${Label} ${HasResponded}`).toSorted()).toEqual([
		'Attended true',
		'Responded true',
		'Sent false',
	])
	edit('Campaign', await crmIdOf('campaign', id), { Status: 'In Progress', Type: 'Webinar', ActualCost: '12', EndDate: '2026-06-01' })
	await settle()
	const [here] = await db`select kind, status, ends_on::text, actual_cost_minor, budgeted_cost_minor from crm_campaign where id = ${id}`
	expect(here).toEqual({ kind: 'event', status: 'in_progress', endsOn: '2026-06-01', actualCostMinor: 1200, budgetedCostMinor: 150000 })
	// A webinar is an event here, and stays a webinar there.
	expect(await theirs('Campaign', 'campaign', id, ['Type'])).toEqual({ Type: 'Webinar' })
	expect([await unfinished(stage), await errors()]).toEqual([0, []])
})

test('(A22, B7) a member goes after her campaign and her record, and her step goes both ways', async () => {
	const { id } = await campaign()
	const { leadId, prospectId } = await lead('ines@campaigns.test')
	const member = await join(id, leadId)
	await settle()
	expect(await theirs('CampaignMember', 'campaign_member', member, ['CampaignId', 'LeadOrContactId', 'Status', 'HasResponded'])).toEqual({
		...{ CampaignId: await crmIdOf('campaign', id), LeadOrContactId: await crmIdOf('prospect', prospectId), Status: 'Sent', HasResponded: false },
	})
	edit('CampaignMember', await crmIdOf('campaign_member', member), { Status: 'Attended' })
	await settle()
	expect((await db`select status, responded_at is not null as answered from crm_campaign_member where id = ${member}`)[0]).toEqual({
		status: 'Attended',
		answered: true,
	})
	// A step that a campaign got later is there before its first member.
	await db`insert into crm_campaign_status (campaign_id, status, rank, has_responded) values (${id}, 'Bought', 3, true)`
	await db`update crm_campaign_member set status = 'Bought' where id = ${member}`
	await settle()
	expect(await theirs('CampaignMember', 'campaign_member', member, ['Status', 'HasResponded'])).toEqual({ Status: 'Bought', HasResponded: true })
	expect([await unfinished(stage), await errors()]).toEqual([0, []])
})

test('(B13) whoever has no record there is waited for quietly, and is a member as soon as she has one', async () => {
	const { id } = await campaign()
	const { leadId, prospectId } = await lead('later@campaigns.test', null)
	const member = await join(id, leadId)
	await settle()
	// A quarter of an hour is over.
	wait(20 * 60_000)
	await db`update sync_job set first_at = ${new Date(clock().getTime() - 20 * 60_000)}, due_at = ${clock()}`
	await settle()
	expect([await waiting(), await errors()]).toEqual([[{ object: 'campaign_member', waitsFor: 'DEPENDENCY' }], []])
	await db`update ma_prospect set assigned_user_id = ${userId}, assigned_at = ${clock()} where id = ${prospectId}`
	await settle()
	expect(await theirs('CampaignMember', 'campaign_member', member, ['LeadOrContactId'])).toEqual({ LeadOrContactId: await crmIdOf('prospect', prospectId) })
	expect(await unfinished(stage)).toBe(0)
})

test('(B13) who is a member there already is joined, and a converted lead stays one as a contact', async () => {
	const { id } = await campaign()
	const { leadId, prospectId } = await lead('twice@campaigns.test')
	await settle()
	const [hers, its] = [await crmIdOf('prospect', prospectId), await crmIdOf('campaign', id)]
	const known = put('CampaignMember', { CampaignId: its, LeadId: hers, Status: 'Sent' })
	const member = await join(id, leadId)
	await settle()
	expect(await crmIdOf('campaign_member', member)).toBe(known)
	const { contactId } = (standIn.turn({ convert: { id: hers ?? '' } }) as { convert: { contactId: string } }).convert
	await settle()
	await db`update crm_campaign_member set status = 'Attended' where id = ${member}`
	await settle()
	expect(await crmIdOf('prospect', prospectId)).toBe(contactId)
	expect(await theirs('CampaignMember', 'campaign_member', member, ['LeadOrContactId', 'Status'])).toEqual({ LeadOrContactId: contactId, Status: 'Attended' })
	expect([await unfinished(stage), await errors()]).toEqual([0, []])
})

test('(A22, A26) what the org has is made here only where the mapping says so, with its steps; a step that we do not have is refused by name', async () => {
	const { prospectId } = await lead('made@campaigns.test')
	await settle()
	put('Campaign', { Name: 'Before', Status: 'Planned', StartDate: '2026-01-01' })
	await settle()
	expect(await db`select 1 from crm_campaign where name = 'Before'`).toHaveLength(0)
	wait(1000)
	await db`update sync_object_map set creates_ma = 'always', creates_ma_since = ${clock()} where connection_id = ${connectionId} and ma_object in ('campaign', 'campaign_member')`
	wait(1000)
	const made = put('Campaign', { Name: 'Made there', Type: 'Email', Status: 'Completed', StartDate: '2026-02-01', BudgetedCost: '12.5' })
	const member = put('CampaignMember', { CampaignId: made, LeadId: await crmIdOf('prospect', prospectId), Status: 'Responded' })
	await settle()
	const [here] = await db<{ id: number }[]>`select id, code, kind, status, currency, budgeted_cost_minor from crm_campaign where name = 'Made there'`
	expect(here).toMatchObject({ code: expect.stringMatching(/^S-\d{5}/), kind: 'email', status: 'completed', currency: 'USD', budgetedCostMinor: 1250 })
	expect(
		await db`select status, responded_at is not null as answered, lead_id is not null as of_lead from crm_campaign_member where campaign_id = ${here?.id ?? 0}`,
	).toEqual([{ status: 'Responded', answered: true, ofLead: true }])
	put('CampaignMemberStatus', { CampaignId: made, Label: 'Won a prize', SortOrder: '9', HasResponded: true, IsDefault: false })
	edit('CampaignMember', member, { Status: 'Won a prize' })
	await settle()
	expect(await errors()).toEqual([{ side: 'ma', object: 'campaign_member', field: 'status', code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' }])
	expect(await db`select status from crm_campaign_member where campaign_id = ${here?.id ?? 0}`).toEqual([{ status: 'Responded' }])
	edit('CampaignMember', member, { Status: 'Sent' })
	await settle()
	expect(await errors()).toEqual([])
	await db`update sync_object_map set creates_ma = 'never', creates_ma_since = null where connection_id = ${connectionId}`
})

test('(A22) statements are the same for 3 campaigns with their members and for 300', async () => {
	const counted: number[] = []
	for (const many of [2, 3, 300]) {
		// The feeds have passed whatever the tests before left unlinked.
		wait(3_600_000)
		await settle()
		await settle()
		await db`
			with made as (
				insert into crm_campaign (seller_entity_id, code, name, kind, currency, starts_on) select ${sellerId}, 'M-' || ${lot}::int || '-' || n, 'Many ' || ${lot}::int || ' ' || n, 'email', 'USD', '2026-05-01' from generate_series(1, ${many}::int) n returning id
			), steps as (
				insert into crm_campaign_status (campaign_id, status, rank) select id, 'Invited', 1 from made returning campaign_id
			), leads as (
				insert into crm_lead (seller_entity_id, last_name, company, email) select ${sellerId}, 'Prado', 'Prado', 'm' || id || '@campaigns.test' from made returning id, email
			), known as (
				insert into ma_prospect (seller_entity_id, email, last_name, company, lead_id, assigned_user_id, assigned_at) select ${sellerId}, email, 'Prado', 'Prado', id, ${userId}, ${clock()} from leads
			)
			insert into crm_campaign_member (campaign_id, lead_id, status) select s.campaign_id, l.id, 'Invited' from steps s join leads l on l.email = 'm' || s.campaign_id || '@campaigns.test'`
		lot += 1
		await drainMarks(db, clock())
		const { statements } = await statementsOf(db, () => workSync(stage.work))
		counted.push(statements.length)
		await settle()
	}
	const [linked] =
		await db`select count(*)::int as count from sync_link where ma_object = 'campaign_member' and state = 'active' and connection_id = ${connectionId}`
	expect(linked?.['count']).toBeGreaterThanOrEqual(305)
	expect(counted[2]).toBe(counted[1])
	expect([await unfinished(stage), await errors()]).toEqual([0, []])
})
