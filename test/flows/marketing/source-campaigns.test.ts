import { expect, test } from 'vitest'
import { workSync } from '../../../app/cli/work-sync.ts'
import { changeSourceCampaign, type SourceEdit } from '../../../app/flows/marketing/change-source-campaign.ts'
import { openSourceCampaign, openSourceCampaigns } from '../../../app/flows/marketing/open-source-campaigns.ts'
import { saveActions } from '../../../app/flows/marketing/save-actions.ts'
import { agreeMembers } from '../../../app/flows/sync/agree-members.ts'
import { drainMarks } from '../../../app/flows/sync/drain-marks.ts'
import { openHouseConnections } from '../../../app/flows/sync-setup/open-house-connections.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { withTransaction } from '../../../db/client.server.ts'
import { makeCompany } from '../../support/company.ts'
import { makeStaff } from '../../support/placed.ts'
import { statementsOf } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const company = await makeCompany(db, 'basalt')
const other = await makeCompany(db, 'gneiss')
const at = new Date('2026-03-06T15:00:00Z')
const staffOf = async (of: typeof company, name: string): Promise<StaffMember> => ({
	...{ kind: 'staff', userId: await makeStaff(db, of, ['marketer'], name), name, email: '', locale: 'en', roles: ['marketer'] },
	...{ seller: of.shopper.seller, sessionHash: '', actingFor: null },
})
const [yuki, grete] = [await staffOf(company, 'Yuki'), await staffOf(other, 'Grete')]
const idOf = async (rows: Promise<readonly Record<string, unknown>[]>) => (await rows)[0]?.['id'] as number
const crmCampaign = (name: string) =>
	idOf(
		db`with made as (insert into crm_campaign (seller_entity_id, code, name, currency, actual_cost_minor, starts_on, ends_on) values (${company.sellerId}, ${name.toUpperCase()}, ${name}, 'USD', 120050, '2026-03-01', '2026-03-31') returning id),
			steps as (insert into crm_campaign_status (campaign_id, status, rank, has_responded) select made.id, s.status, s.rank, s.status = 'Responded' from made, (values ('Sent', 1), ('Responded', 2)) s(status, rank))
			select id from made`,
	)
const change = (id: number | null, edit: SourceEdit, staff = yuki) => changeSourceCampaign(db, staff, { id, edit, requestId: 'r', at })
const make = async (name: string, crmCampaignId: number | null = null) => {
	const made = await change(null, { act: 'create', name, crmCampaignId })
	if (!made?.ok) throw new Error(JSON.stringify(made))
	return made.id
}
async function settle(): Promise<void> {
	for (let rounds = 0; (await drainMarks(db, at)) + (await workSync({ db, clock: () => at, random: () => 0, outside: () => null })) > 0; rounds++)
		if (rounds > 30) throw new Error('It never comes to rest')
}
const seen = async (id: number) =>
	(await db`select name, starts_on, ends_on, cost_minor, currency, crm_campaign_id is not null as connected from ma_campaign where id = ${id}`)[0]
const lead = async (email: string) =>
	await idOf(
		db`with made as (insert into crm_lead (seller_entity_id, last_name, company, email) values (${company.sellerId}, 'Lead', 'Café', ${email}) returning id)
			insert into ma_prospect (seller_entity_id, email, lead_id) select ${company.sellerId}, ${email}, made.id from made returning id`,
	)
const prospect = (email: string) => idOf(db`insert into ma_prospect (seller_entity_id, email) values (${company.sellerId}, ${email}) returning id`)

await openHouseConnections(db, at)

test('(A38) a source campaign is connected with one CRM campaign, the second is told by name; unconnected it has a life of its own', async () => {
	const [fair, spring] = [await crmCampaign('Fair'), await crmCampaign('Spring')]
	const [first, second] = [await make('Booth', fair), await make('Leaflet')]
	expect(await change(second, { act: 'connect', crmCampaignId: fair })).toEqual({
		ok: false,
		refusals: [{ code: 'SOURCE_CONNECTED_TWICE', facts: { campaign: 'Fair', other: 'Booth' } }],
	})
	await expect(db`update ma_campaign set crm_campaign_id = ${fair} where id = ${second}`, 'nor by plain SQL').rejects.toThrow('duplicate key')
	expect(await change(second, { act: 'rename', name: 'booth' })).toMatchObject({ refusals: [{ code: 'SOURCE_NAME_TAKEN' }] })
	expect(await change(second, { act: 'rename', name: 'Leaflets' })).toMatchObject({ ok: true })
	expect(await change(first, { act: 'rename', name: 'Mine' })).toMatchObject({ refusals: [{ code: 'SOURCE_NAME_OF_CRM' }] })
	expect(await change(second, { act: 'members', follows: true })).toMatchObject({ refusals: [{ code: 'SOURCE_NOT_CONNECTED' }] })
	expect(await change(second, { act: 'connect', crmCampaignId: spring }, grete), 'of another house').toBeNull()
	expect((await openSourceCampaigns(db, yuki, { text: null, connected: 'no', after: null, limit: 10 })).campaigns.map(({ name }) => name)).toEqual(['Leaflets'])
	expect((await openSourceCampaign(db, yuki, second, { search: null, afterId: 0 }))?.campaign.choices.map(({ name }) => name)).toEqual(['Spring'])
	expect(await openSourceCampaign(db, grete, second, { search: null, afterId: 0 })).toBeNull()
	expect(await db`select action from audit_entry where subject = ${`source_campaign:${second}`} order by id`).toEqual([
		{ action: 'source_campaign.create' },
		{ action: 'source_campaign.rename' },
	])
})

test('(A38) name, days and cost flow one way, also two campaigns of one name; disconnected, nothing flows', async () => {
	const [winter, summer] = [await crmCampaign('Winter'), await crmCampaign('Summer')]
	const id = await make('Cold days', winter)
	await settle()
	const whole = { startsOn: '2026-03-01', endsOn: '2026-03-31', costMinor: 120050, currency: 'USD', connected: true }
	expect(await seen(id)).toEqual({ name: 'Winter', ...whole })
	await db`update ma_campaign set name = 'Mine', cost_minor = 1 where id = ${id}`
	await settle()
	expect(await seen(id)).toMatchObject({ name: 'Winter', costMinor: 120050 })
	expect((await db`select name from crm_campaign where id = ${winter}`)[0]).toEqual({ name: 'Winter' })
	await make('Leaflets of winter')
	await db`update crm_campaign set name = 'Leaflets of winter', ends_on = null, actual_cost_minor = 5 where id = ${winter}`
	await settle()
	expect(await seen(id)).toMatchObject({ name: 'Leaflets of winter', endsOn: null, costMinor: 5 })
	expect(await change(id, { act: 'disconnect' })).toMatchObject({ ok: true })
	await db`update crm_campaign set name = 'Frost' where id = ${winter}`
	await settle()
	expect(await seen(id)).toEqual({ name: 'Leaflets of winter', startsOn: null, endsOn: null, costMinor: null, currency: null, connected: false })
	expect(await change(id, { act: 'connect', crmCampaignId: summer })).toMatchObject({ ok: true })
	await settle()
	expect(await seen(id)).toEqual({ name: 'Summer', ...whole })
	expect(await db`select code, object from sync_error where closed_at is null`, 'a campaign misses no address').toEqual([])
})

const members = async (crmId: number, maId: number) => [
	(
		await db`select p.id from crm_campaign_member m join ma_prospect p on p.lead_id = m.lead_id or p.contact_id = m.contact_id where m.campaign_id = ${crmId} order by 1`
	).map(({ id }) => id),
	(await db`select prospect_id from ma_campaign_member where campaign_id = ${maId} order by 1`).map(({ prospectId }) => prospectId),
]
const agree = async () => {
	const all = { crm: 0, ma: 0 }
	for (let round = await agreeMembers(db, at); round.looked > 0; round = await agreeMembers(db, at)) {
		all.crm += round.crm
		all.ma += round.ma
	}
	return all
}

test('(A39) members follow each other only where somebody said so: added or removed on either side, then 0 writes', async () => {
	const crmId = await crmCampaign('Tasting')
	const maId = await make('Tasting', crmId)
	const [ada, ben, cleo] = [await lead('ada@cafe.test'), await lead('ben@cafe.test'), await lead('cleo@cafe.test')]
	const joinCrm = (id: number) =>
		db`insert into crm_campaign_member (campaign_id, lead_id, status) select ${crmId}, lead_id, 'Sent' from ma_prospect where id = ${id}`
	const leaveCrm = (id: number) =>
		db`delete from crm_campaign_member where campaign_id = ${crmId} and lead_id = (select lead_id from ma_prospect where id = ${id})`
	await joinCrm(ada)
	await change(maId, { act: 'add', emails: ['BEN@cafe.test'] })
	expect(await agree(), 'off by default').toEqual({ crm: 0, ma: 0 })
	expect(await members(crmId, maId)).toEqual([[ada], [ben]])

	expect(await change(maId, { act: 'members', follows: true })).toMatchObject({ ok: true })
	expect(await agree()).toEqual({ crm: 1, ma: 1 })
	const both = (ids: number[]) => [ids, ids]
	expect(await members(crmId, maId)).toEqual(both([ada, ben]))
	await joinCrm(cleo)
	expect(await agree()).toEqual({ crm: 0, ma: 1 })
	expect(await members(crmId, maId)).toEqual(both([ada, ben, cleo]))
	await leaveCrm(ada)
	expect(await agree()).toEqual({ crm: 0, ma: 1 })
	expect(await members(crmId, maId)).toEqual(both([ben, cleo]))
	expect(await change(maId, { act: 'remove', prospectId: cleo })).toMatchObject({ ok: true })
	expect(await agree()).toEqual({ crm: 1, ma: 0 })
	expect(await members(crmId, maId)).toEqual(both([ben]))

	await db`insert into ma_member_mark (crm_campaign_id, prospect_id) select ${crmId}, id from ma_prospect`
	expect(await agree(), '0 extra writes after').toEqual({ crm: 0, ma: 0 })
	expect(await db`select count(*)::int as acts from audit_entry where subject = ${`campaign:${crmId}`} and action = 'campaign.members_agreed'`).toEqual([
		{ acts: 4 },
	])
	await change(maId, { act: 'members', follows: false })
	await leaveCrm(ben)
	expect(await agree()).toEqual({ crm: 0, ma: 0 })
	expect(await members(crmId, maId)).toEqual([[], [ben]])
	expect(await change(maId, { act: 'add', emails: ['nobody@cafe.test', 'ada@cafe.test'] })).toMatchObject({
		refusals: [{ code: 'SOURCE_MEMBER_UNKNOWN', facts: { email: 'nobody@cafe.test' } }],
	})
	expect(await members(crmId, maId), 'all or none of what was typed').toEqual([[], [ben]])
})

test('(B13) a membership of somebody whom the CRM does not know waits, and is applied when she is linked', async () => {
	const crmId = await crmCampaign('Webinar')
	const dora = await prospect('dora@cafe.test')
	const put = (ids: number[], sourceKey: string) =>
		withTransaction(db, (tx) =>
			saveActions(tx, {
				...{
					prospectIds: ids,
					actions: [{ kind: 'campaign_member', crmCampaignId: crmId, status: 'Responded' }],
					cause: 'form:1',
					sourceKey,
					at,
					actor: { userId: null },
				},
			}),
		)
	await put([dora], 'a')
	await agree()
	expect(await db`select status from ma_waiting_member where crm_campaign_id = ${crmId}`).toEqual([{ status: 'Responded' }])
	const leadId = await idOf(
		db`insert into crm_lead (seller_entity_id, last_name, company, email) values (${company.sellerId}, 'Dora', 'Café', 'dora@cafe.test') returning id`,
	)
	await settle()
	expect(await db`select lead_id from ma_prospect where id = ${dora}`, 'the sync linked her').toEqual([{ leadId }])
	await agree()
	expect(await db`select lead_id, status, responded_at from crm_campaign_member where campaign_id = ${crmId}`).toEqual([
		{ leadId, status: 'Responded', respondedAt: at },
	])
	expect(await db`select 1 from ma_waiting_member where crm_campaign_id = ${crmId}`).toHaveLength(0)
})

test('(A39) members of three and of three hundred ask the same number of statements', async () => {
	const crmId = await crmCampaign('Crowd')
	const maId = await make('Crowd', crmId)
	await change(maId, { act: 'members', follows: true })
	const round = async (from: number, count: number) => {
		await db`with made as (insert into crm_lead (seller_entity_id, last_name, company, email) select ${company.sellerId}, 'L', 'C', 'crowd' || n || '@cafe.test' from generate_series(${from}::int, ${from + count - 1}) n returning id, email)
			insert into ma_prospect (seller_entity_id, email, lead_id) select ${company.sellerId}, email, id from made`
		await db`insert into crm_campaign_member (campaign_id, lead_id, status) select ${crmId}, lead_id, 'Sent' from ma_prospect where email like 'crowd%' and lead_id is not null on conflict do nothing`
		const { statements, result } = await statementsOf(db, () => agreeMembers(db, at))
		expect(result.ma).toBe(count)
		return statements.length
	}
	const [few, many] = [await round(1, 3), await round(1000, 300)]
	expect(many).toBe(few)
})
