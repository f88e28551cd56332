import { expect, test } from 'vitest'
import { changeCampaign, saveCampaign } from '../../../app/flows/crm/change-campaign.ts'
import { openCrmCampaign } from '../../../app/flows/crm/open-crm-campaigns.ts'
import { advanceImports } from '../../../app/flows/exchange/advance-imports.ts'
import { openImport, openImports } from '../../../app/flows/exchange/open-imports.ts'
import { openRejects } from '../../../app/flows/exchange/open-rejects.ts'
import { stageImport } from '../../../app/flows/exchange/stage-import.ts'
import { steerImport } from '../../../app/flows/exchange/steer-import.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { makeCompany } from '../../support/company.ts'
import { bytesOf, testFiles } from '../../support/files.ts'
import { makeStaff } from '../../support/placed.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const { files } = testFiles()
const company = await makeCompany(db, 'shale')
const at = new Date('2026-03-06T15:00:00Z')
const userId = await makeStaff(db, company, ['marketer'], 'Yuki')
const yuki = {
	...{ kind: 'staff', userId, name: 'Yuki', email: '', locale: 'en', roles: ['marketer'], sessionHash: '', actingFor: null },
	...{ seller: { ...company.shopper.seller, code: String((await db`select code from seller_entity where id = ${company.sellerId}`)[0]?.['code']) } },
} as unknown as StaffMember

async function campaignOf(code: string, currency = ''): Promise<number> {
	const wish = {
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
	}
	const made = await saveCampaign(db, yuki, { id: null, wish, typed: {}, requestId: 'r', at })
	if (!made?.ok) throw new Error(JSON.stringify(made))
	if (currency) await db`update crm_campaign set currency = ${currency} where id = ${made.id}`
	return made.id
}
const stage = (text: string, kind: string | null, more = {}) =>
	stageImport(db, files, yuki, { fileName: 'fair.csv', bytes: bytesOf(text), kind, room: 'marketing', at, ...more })
const steer = async (runId: number, act: 'start' | 'stop' | 'resume') => {
	const done = await steerImport(db, yuki, { runId, act, at, requestId: 'r', room: 'marketing' })
	if (!done?.ok) throw new Error(JSON.stringify(done))
	return done.runId
}
const work = async () => {
	while ((await advanceImports({ db, files, at })) > 0);
}
async function bringIn(text: string, kind: string | null, more = {}) {
	const staged = await stage(text, kind, more)
	if (!staged.ok) throw new Error(JSON.stringify(staged))
	await work()
	const trial = (await openImport(db, yuki, { runId: staged.runId, at, room: 'marketing' }))?.run
	const runId = await steer(staged.runId, 'start')
	await work()
	const run = (await openImport(db, yuki, { runId, at, room: 'marketing' }))?.run
	const counts = (one = run) => [one?.state, one?.readCount, one?.createdCount, one?.updatedCount, one?.unchangedCount, one?.rejectedCount]
	return { runId, trial: counts(trial), counts: counts() }
}

test('(A35) members by file: tried, then brought in; 3 % bad cost themselves only and come back with their reason', async () => {
	const id = await campaignOf('IMPORT')
	await db`insert into crm_lead (seller_entity_id, last_name, company, email) select ${company.sellerId}, 'Lead ' || n, 'Café', 'lead' || n || '@cafe.test' from generate_series(1, 5820) n`
	const rows = Array.from({ length: 6_000 }, (_, index) => {
		if (index < 5_820) return `LEAD${index + 1}@cafe.test,Responded`
		if (index < 5_940) return `nobody${index}@cafe.test,Sent`
		return index < 5_970 ? `not an address ${index},Sent` : `late${index}@cafe.test,Danced`
	})
	await db`insert into crm_lead (seller_entity_id, last_name, company, email) select ${company.sellerId}, 'Late', 'Café', 'late' || n || '@cafe.test' from generate_series(5970, 5999) n`
	const { runId, trial, counts } = await bringIn(`E-Mail,Status\r\n${rows.join('\r\n')}\r\n`, 'campaign-members', {
		constants: { campaign: 'IMPORT' },
	})
	expect([trial, counts]).toEqual([
		['finished', 6_000, 5_820, 0, 0, 180],
		['finished', 6_000, 5_820, 0, 0, 180],
	])
	expect(await db`select count(*)::int as members from crm_campaign_member where campaign_id = ${id}`).toEqual([{ members: 5_820 }])
	const found = await openRejects(db, yuki, runId, 'marketing')
	const rejects = []
	for await (const page of found?.pages ?? []) rejects.push(...page)
	expect([rejects.length, rejects[0], rejects[120]?.reason, rejects[179]]).toEqual([
		180,
		{ row: 5_821, reason: 'email.unknown', cells: expect.arrayContaining([['E-Mail', 'nobody5820@cafe.test']]) },
		'email.invalid',
		{ row: 6_000, reason: 'status.unknown', cells: expect.arrayContaining([['Status', 'Danced']]) },
	])
	expect((await openCrmCampaign(db, yuki, id, { search: null, afterId: 0 }))?.campaign.imports.map(({ mode, createdCount }) => [mode, createdCount])).toEqual([
		['import', 5_820],
		['trial', 5_820],
	])
})

test('(A35) an import is stopped and goes on; the rooms of shop and marketing do not see each other’s', async () => {
	await campaignOf('STOP')
	const staged = await stage('campaign,email\nSTOP,lead1@cafe.test\nstop,lead2@cafe.test\nNONE,lead3@cafe.test\n,lead4@cafe.test\n', null)
	if (!staged.ok) throw new Error(JSON.stringify(staged))
	await work()
	const runId = await steer(staged.runId, 'start')
	await steer(runId, 'stop')
	await work()
	expect(await db`select state, read_count from import_run where id = ${runId}`).toEqual([{ state: 'stopped', readCount: 0 }])
	await steer(runId, 'resume')
	await work()
	expect(await db`select state, created_count, rejected_count from import_run where id = ${runId}`).toEqual([
		{ state: 'finished', createdCount: 2, rejectedCount: 2 },
	])
	expect((await db`select reason from import_reject where run_id = ${runId} order by row_number`).map(({ reason }) => reason)).toEqual([
		'campaign.unknown',
		'campaign.missing',
	])
	expect(await openImport(db, yuki, { runId, at })).toBeNull()
	const listed = { search: '', mode: null, state: null, after: null, limit: 10 }
	expect((await openImports(db, yuki, listed)).runs).toEqual([])
	expect((await openImports(db, yuki, listed, 'marketing')).runs.length).toBeGreaterThan(1)
	expect(await stage('sku,name\nA,B\n', 'products')).toMatchObject({ refusals: [{ code: 'EXCHANGE_HEAD' }] })
	expect(await stageImport(db, files, yuki, { fileName: 'x.csv', bytes: bytesOf('email\nx@y.test\n'), kind: 'campaign-members', at })).toMatchObject({
		refusals: [{ code: 'EXCHANGE_HEAD' }],
	})
})

test('(B13) a row of somebody whom only marketing knows waits for her record, by file and by hand', async () => {
	const id = await campaignOf('WAIT')
	const [gina, hana] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email) values (${company.sellerId}, 'gina@cafe.test'), (${company.sellerId}, 'hana@cafe.test') returning id`
	const { counts } = await bringIn('campaign,email,status\nWAIT,Gina@cafe.test,Opened\n', 'campaign-members')
	expect(counts).toEqual(['finished', 1, 1, 0, 0, 0])
	expect(await changeCampaign(db, yuki, { id, edit: { act: 'add', emails: ['hana@cafe.test'], status: null }, requestId: 'r', at })).toMatchObject({ ok: true })
	expect(await db`select prospect_id, status from ma_waiting_member where crm_campaign_id = ${id} order by 1`).toEqual([
		{ prospectId: gina?.id, status: 'Opened' },
		{ prospectId: hana?.id, status: null },
	])
})

test('(A33) cost of advertising by file, in the campaign’s currency: written over, never added, and on its page', async () => {
	const [usd, jpy] = [await campaignOf('ADS'), await campaignOf('ADSJP', 'JPY')]
	const text = (amount: string) =>
		`campaign,source,day,amount\nADS,Search,2026-02-01,${amount}\nADS,Search,2026-02-02,0.01\nads,Posters,2026-02-02,5\nADSJP,Search,2026-02-01,1200\nADSJP,Search,2026-02-02,1.5\nADS,Search,31.2.2026,5\nADS,,2026-02-03,-1\n`
	expect((await bringIn(text('120.55'), null)).counts).toEqual(['finished', 7, 4, 0, 0, 3])
	expect((await bringIn(text('120.56'), null)).counts).toEqual(['finished', 7, 0, 1, 3, 3])
	const costs = async (id: number) => (await openCrmCampaign(db, yuki, id, { search: null, afterId: 0 }))?.campaign.adCosts
	expect(await costs(usd)).toEqual([
		{ source: 'Search', firstOn: '2026-02-01', lastOn: '2026-02-02', amountMinor: 12_057 },
		{ source: 'Posters', firstOn: '2026-02-02', lastOn: '2026-02-02', amountMinor: 500 },
	])
	expect(await costs(jpy)).toMatchObject([{ amountMinor: 1_200 }])
	expect(
		(await db`select reason from import_reject where outcome = 'rejected' and run_id = (select max(id) from import_run) order by row_number`).map(
			({ reason }) => reason,
		),
	).toEqual(['amount.invalid', 'day.invalid', 'source.missing; amount.invalid'])
})
