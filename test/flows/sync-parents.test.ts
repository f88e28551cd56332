import { afterAll, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { openSalesforce } from '../../app/connectors/salesforce/salesforce.server.ts'
import { openSalesforceStandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import type { SidePort } from '../../app/connectors/sync/contract.ts'
import { openOwnSides as ownSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { firstLine, parentLine } from '../../app/engine/sync/first-mapping.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { mendErrors } from '../../app/flows/sync/mend-errors.ts'
import { openSyncErrors } from '../../app/flows/sync/open-sync-errors.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { withTransaction } from '../../db/client.server.ts'
import { insertConnections, type NewObjectMap } from '../../db/queries/sync-connection.ts'
import { makeCompany } from '../support/company.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

/** Source campaigns go over before the prospects that name them; a prospect may name another one as well, who brought her (kept in her title). */
const { db } = await testDb()
const { sellerId, shopper } = await makeCompany(db, 'garnet')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const ada = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-org' }
let now = Date.parse('2026-05-12T09:00:00Z')
const clock = () => new Date(now)
const standIn = await openSalesforceStandIn({ ...keys, now: () => now })
afterAll(() => standIn.close())
standIn.turn({ addField: { object: 'Lead', line: 'Campaign__c reference(Campaign) "Campaign"' } })
standIn.turn({ addField: { object: 'Lead', line: 'Brought_By__c reference(Lead) "Brought By"' } })
standIn.turn({ addField: { object: 'Campaign', line: 'Kontor_Key__c string(80) ^ "Kontor Key"' } })
const org = openSalesforce({
	...{ origin: standIn.origin, clientId: keys.clientId, signIn: { kind: 'client_credentials', clientSecret: keys.clientSecret } },
	...{ externalKeyField: 'Kontor_Key__c', timeoutMs: 5000, now: () => now },
})
let asked = 0
const port: SidePort = {
	...org,
	readByIds: async (...given) => {
		asked += 1
		return await org.readByIds(...given)
	},
}
const work = { db, clock, random: () => 0, outside: () => port }
const campaign: NewObjectMap = {
	...{ crmObject: 'Campaign', maObject: 'source_campaign', rank: 0, createsCrm: 'always', createsMa: 'never' },
	fields: [firstLine('Name', 'name')],
}
const lead: NewObjectMap = {
	...{ crmObject: 'Lead', maObject: 'prospect', rank: 1, createsCrm: 'gate', createsMa: 'never' },
	fields: [
		...[firstLine('Email', 'email'), firstLine('LastName', 'last_name'), firstLine('Phone', 'phone'), firstLine('Company', 'company')],
		parentLine('Campaign__c', 'source_campaign_id', { crm: 'Campaign', ma: 'source_campaign' }, 'ma_to_crm'),
		parentLine('Brought_By__c', 'title', { crm: 'Lead', ma: 'prospect' }, 'ma_to_crm'),
	],
}
const [connectionId = 0] = await withTransaction(db, (tx) =>
	insertConnections(tx, {
		...{ sellerEntityIds: [sellerId], name: 'salesforce', crmSystem: 'salesforce', maSystem: 'embedded_ma', state: 'running', at: clock() },
		objects: [campaign, lead],
	}),
)
async function settle(): Promise<void> {
	now += 61_000
	for (let rounds = 0; (await drainMarks(db, clock())) + (await workSync(work)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
}
const makesCampaign = async (name: string) =>
	(await db<{ id: number }[]>`insert into ma_campaign (seller_entity_id, name) values (${sellerId}, ${name}) returning id`)[0]?.id ?? 0
const comes = async (name: string, campaignId: number | null = null, broughtBy: number | null = null) =>
	(
		await db<{ id: number }[]>`
			insert into ma_prospect (seller_entity_id, email, last_name, company, source_campaign_id, title, assigned_user_id, assigned_at)
			values (${sellerId}, ${`${name}@garnet.test`}, 'Silva', 'Bar', coalesce(${campaignId}::bigint, (select min(id) from ma_campaign where seller_entity_id = ${sellerId})), ${broughtBy}, ${userId}, ${clock()}) returning id`
	)[0]?.id ?? 0
const there = async (name: string) => (await org.findMatches('Lead', [`${name}@garnet.test`], ['Campaign__c', 'Brought_By__c', 'Phone']))[0]
const waiting = async () => await db`select waits_for, waits_on, due_at from sync_job where connection_id = ${connectionId} order by id`
const errors = async () => await db`select object, field, code, facts, closed_for from sync_error where connection_id = ${connectionId} order by id`
const group = async (code: string) =>
	(await openSyncErrors(db, ada, connectionId, { group: null, code: null, text: null, after: null, runId: null, limit: 100 }))?.groups.find(
		(one) => one.code === code,
	)
const crmIdOf = async (id: number) =>
	(await db<{ crmId: string }[]>`select crm_id from sync_link where ma_object = 'source_campaign' and ma_id = ${String(id)}`)[0]?.crmId
await makesCampaign('House')

test('(B8) DEPENDENCY: parent and child of one batch go in order, whichever was marked first', async () => {
	await settle()
	const id = await makesCampaign('Fair in Lyon')
	await comes('ana', id)
	await drainMarks(db, clock())
	await db`update sync_job set due_at = due_at - interval '1 minute' where object = 'prospect'`
	await settle()
	expect((await there('ana'))?.values).toMatchObject({ Campaign__c: await crmIdOf(id) })
	expect(await crmIdOf(id)).toMatch(/^701/)
	expect([await waiting(), await errors()]).toEqual([[], []])
})

test('(B8) DEPENDENCY: the child of a refused parent waits by its name, says so with its remedy, asks nobody meanwhile, and goes by itself with it', async () => {
	standIn.turn({ rule: { object: 'Campaign', field: 'Name', is: 'Fair in Nowhere', message: 'No such town' } })
	const id = await makesCampaign('Fair in Nowhere')
	await comes('berta', id)
	await settle()
	expect(await there('berta')).toBeUndefined()
	expect(await waiting()).toMatchObject([{ waitsFor: 'DEPENDENCY', waitsOn: [`ma:source_campaign:${id}`] }])
	expect(await group('DEPENDENCY')).toMatchObject({
		...{ class: 'engine', cause: 'parent_waits', field: 'Campaign__c', count: 1 },
		facts: { parent: `source_campaign ${id}`, refusedFor: 'FIELD_CUSTOM_VALIDATION_EXCEPTION' },
	})
	expect((await group('DEPENDENCY'))?.remedies).toContain('resolve_parent')
	asked = 0
	for (let minute = 0; minute < 10; minute += 1) await settle()
	expect(asked, 'a child that waits asks nobody').toBe(0)
	await db`update ma_campaign set name = 'Fair in Porto' where id = ${id}`
	await settle()
	expect((await there('berta'))?.values).toMatchObject({ Campaign__c: await crmIdOf(id) })
	expect(await waiting()).toEqual([])
	expect((await errors()).map(({ closedFor }) => closedFor)).toEqual(['mended', 'mended'])
})

test('(B8) DEPENDENCY: a linked child goes on with its other fields; only the one that names the parent waits, and is told after a quarter of an hour', async () => {
	await db`delete from sync_error`
	await comes('carla')
	await settle()
	const late = await comes('late')
	await db`update ma_prospect set assigned_user_id = null, assigned_at = null where id = ${late}`
	await db`update ma_prospect set phone = '+1 701 5', title = ${String(late)} where email = 'carla@garnet.test'`
	await settle()
	expect((await there('carla'))?.values).toMatchObject({ Phone: '+1 701 5', Brought_By__c: null })
	expect(await errors()).toEqual([])
	expect(await waiting()).toMatchObject([{ waitsFor: 'DEPENDENCY', waitsOn: [`ma:prospect:${late}`] }])
	// Marks carry the database's own time.
	await db`update sync_job set first_at = ${new Date(now - 15 * 60_000)}, due_at = ${clock()}`
	await settle()
	expect(await errors()).toMatchObject([{ object: 'Lead', field: 'Brought_By__c', code: 'DEPENDENCY', facts: { parent: `prospect ${late}` }, closedFor: null }])
	await db`update ma_prospect set assigned_user_id = ${userId}, assigned_at = ${clock()} where id = ${late}`
	await settle()
	expect((await there('carla'))?.values).toMatchObject({ Brought_By__c: (await there('late'))?.id })
	expect(await errors()).toMatchObject([{ closedFor: 'mended' }])
	expect(await waiting()).toEqual([])
})

test('(B8) DEPENDENCY: a cycle is named at once, and ends when a person breaks it', async () => {
	await db`delete from sync_error`
	const dora = await comes('dora')
	const ema = await comes('ema', null, dora)
	await db`update ma_prospect set title = ${String(ema)} where id = ${dora}`
	await settle()
	const named = (await errors()).filter(({ closedFor }) => closedFor === null).map(({ facts }) => (facts as { cycle?: string }).cycle)
	expect(named.toSorted()).toEqual([`prospect ${dora} → prospect ${ema} → prospect ${dora}`, `prospect ${ema} → prospect ${dora} → prospect ${ema}`])
	const cycle = await group('DEPENDENCY')
	expect(
		await mendErrors(db, ada, { connectionId, group: cycle?.key ?? '', remedy: { act: 'retry' }, ownSides, requestId: 'test', at: clock() }),
	).toMatchObject({ ok: true })
	await settle()
	expect(await there('dora')).toBeUndefined()
	await db`update ma_prospect set title = null where id = ${dora}`
	await settle()
	expect((await there('ema'))?.values).toMatchObject({ Brought_By__c: (await there('dora'))?.id })
	expect((await errors()).filter(({ closedFor }) => closedFor === null)).toEqual([])
	expect(await waiting()).toEqual([])
})
