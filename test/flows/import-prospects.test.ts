import { expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { houseMaps } from '../../app/engine/sync/default-maps.ts'
import { advanceImports } from '../../app/flows/exchange/advance-imports.ts'
import { openImport } from '../../app/flows/exchange/open-imports.ts'
import { openRejects } from '../../app/flows/exchange/open-rejects.ts'
import { stageImport } from '../../app/flows/exchange/stage-import.ts'
import { steerImport } from '../../app/flows/exchange/steer-import.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { withTransaction } from '../../db/client.server.ts'
import { insertConnections } from '../../db/queries/sync-connection.ts'
import { makeCompany } from '../support/company.ts'
import { bytesOf, testFiles } from '../support/files.ts'
import { makeStaff } from '../support/placed.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const { files } = testFiles()
const company = await makeCompany(db, 'marl')
const { sellerId } = company
const at = new Date('2026-03-06T15:00:00Z')
const userId = await makeStaff(db, company, ['marketer'], 'Yuki')
const yuki = {
	...{ kind: 'staff', userId, name: 'Yuki', email: '', locale: 'en', roles: ['marketer'], sessionHash: '', actingFor: null },
	...{ seller: { ...company.shopper.seller, code: String((await db`select code from seller_entity where id = ${sellerId}`)[0]?.['code']) } },
} as unknown as StaffMember

const open = async (runId: number) => (await openImport(db, yuki, { runId, at, room: 'marketing' }))?.run
const work = async () => {
	while ((await advanceImports({ db, files, at })) > 0);
}
const countsOf = (run: Awaited<ReturnType<typeof open>>) => [
	run?.state,
	run?.readCount,
	run?.createdCount,
	run?.updatedCount,
	run?.unchangedCount,
	run?.rejectedCount,
]
async function bringIn(text: string) {
	const staged = await stageImport(db, files, yuki, { fileName: 'people.csv', bytes: bytesOf(text), kind: null, room: 'marketing', at })
	if (!staged.ok) throw new Error(JSON.stringify(staged))
	await work()
	const people = await db`select 1 from ma_prospect`
	const trial = countsOf(await open(staged.runId))
	const started = await steerImport(db, yuki, { runId: staged.runId, act: 'start', at, requestId: 'r', room: 'marketing' })
	if (!started?.ok) throw new Error(JSON.stringify(started))
	await work()
	const rejects: [number, string][] = []
	for await (const page of (await openRejects(db, yuki, started.runId, 'marketing'))?.pages ?? [])
		rejects.push(...page.map(({ row, reason }): [number, string] => [row, reason]))
	return { trial, before: people.length, counts: countsOf(await open(started.runId)), rejects }
}
const person = async (email: string) =>
	(
		await db`
			select p.first_name, p.company, p.acquired_by, p.opted_out, p.custom, array(select t.name from ma_prospect_tag h join ma_tag t on t.id = h.tag_id where h.prospect_id = p.id order by 1) as tags,
				array(select l.name from ma_list_member m join ma_list l on l.id = m.list_id where m.prospect_id = p.id order by 1) as lists,
				(select array_agg(k.kind || ' ' || k.source || ' ' || coalesce(k.evidence ->> 'source', '') || ' ' || (k.at at time zone 'UTC')::date order by k.at) from ma_consent k where k.prospect_id = p.id) as consent
			from ma_prospect p where p.email = ${email} and p.seller_entity_id = ${sellerId}`
	)[0]
await db`insert into ma_list (seller_entity_id, name) values (${sellerId}, 'News')`
await db`insert into crm_custom_def (seller_entity_id, object, name, labels, type, choices) values (${sellerId}, 'prospect', 'tier', '{"en":"Tier"}', 'picklist', '{Gold,Silver}')`

test('(A10) people come in by file: tried without a trace, made with consent, tags, lists and own fields, refused with reasons; twice is once', async () => {
	const text = [
		'Email,First name,Company,Consent,Consent source,Consent on,Tags,Lists,custom.tier',
		'ana@marl.test,Ana,Bar Ana,yes,Fair in Lyon,2026-02-01,Fair;VIP,News,Gold',
		'BERTA@marl.test,Berta,Bar Berta,,,,,,',
		'carla@marl.test,Carla,,yes,,,,,',
		'dora@marl.test,Dora,,,,,,Nowhere,Tin',
		'ana@marl.test,Ana again,,,,,,,',
		'nobody,Ema,,,,,,,',
		'',
	].join('\n')
	const first = await bringIn(text)
	expect(first.before, 'a dry run makes nobody').toBe(0)
	expect([first.trial, first.counts]).toEqual([
		['finished', 6, 2, 0, 0, 4],
		['finished', 6, 2, 0, 0, 4],
	])
	expect(first.rejects).toEqual([
		[3, 'consentSource.missing; consentOn.missing'],
		[4, 'tier.invalid; lists.unknown'],
		[5, 'key.duplicate'],
		[6, 'email.invalid'],
	])
	expect(await person('ana@marl.test')).toMatchObject({
		...{ firstName: 'Ana', company: 'Bar Ana', acquiredBy: 'import', optedOut: false, custom: { tier: 'Gold' }, tags: ['Fair', 'VIP'], lists: ['News'] },
		consent: [expect.stringMatching(/^opt_in import Fair in Lyon 2026-0(1-31|2-01)$/)],
	})
	expect((await bringIn(text)).counts).toEqual(['finished', 6, 0, 0, 2, 4])
	expect((await bringIn('Email,First name\nberta@marl.test,Bertha\nana@marl.test,\n')).counts).toEqual(['finished', 2, 0, 1, 1, 0])
	expect(await person('ana@marl.test')).toMatchObject({ firstName: 'Ana' })
})

test('(A10) (B9) a no is taken from a file, a yes never takes a no back, not even of somebody who is gone', async () => {
	await bringIn('email,consent\nana@marl.test,no\n')
	expect(await person('ana@marl.test')).toMatchObject({ optedOut: true })
	expect(await db`select payload from outbox_event where topic = 'consent.changed'`).toEqual([{ payload: { kind: 'opt_out' } }])
	const again = await bringIn('email,consent,consent source,consent on\nana@marl.test,yes,Letter,2026-03-06\n')
	expect([again.counts, again.rejects]).toEqual([['finished', 1, 0, 0, 0, 1], [[1, 'consent.opted_out']]])
	expect(await person('ana@marl.test')).toMatchObject({ optedOut: true })
	await db`insert into ma_consent (email_hash, kind, source, at) values (encode(sha256('gone@marl.test'), 'hex'), 'opt_out', 'mail_link', '2026-01-01')`
	expect((await bringIn('email,consent,consent source,consent on\ngone@marl.test,yes,Letter,2026-03-06\n')).rejects).toEqual([[1, 'consent.opted_out']])
	expect((await bringIn('email,company\ngone@marl.test,Bar\n')).counts).toEqual(['finished', 1, 1, 0, 0, 0])
})

test('(A10) the policy for people who came by a file: match only makes no lead, create does', async () => {
	const [connectionId = 0] = await withTransaction(db, (tx) =>
		insertConnections(tx, {
			...{ sellerEntityIds: [sellerId], name: 'house', crmSystem: 'embedded_crm', maSystem: 'embedded_ma', state: 'running', at },
			objects: houseMaps.map((map) => ({ ...map, createsCrm: map.crmObject === 'lead' ? ('always' as const) : map.createsCrm })),
		}),
	)
	const policy = async (of: string) => {
		await db`delete from sync_source_policy`
		await db`insert into sync_source_policy (object_map_id, side, source, policy) select id, 'crm', 'import', ${of} from sync_object_map where connection_id = ${connectionId}`
	}
	const settle = async () => {
		for (let rounds = 0; (await drainMarks(db, at)) + (await workSync({ db, clock: () => at, random: () => 0, outside: () => null })) > 0; rounds++)
			if (rounds > 50) throw new Error('It never comes to rest')
	}
	await policy('match_only')
	await bringIn('email,last name,company\nfay@marl.test,Fay,Bar Fay\n')
	await settle()
	expect(await db`select 1 from crm_lead where email = 'fay@marl.test'`).toEqual([])
	await policy('create')
	await bringIn('email,last name,company\ngil@marl.test,Gil,Bar Gil\n')
	await settle()
	expect(await db`select 1 from crm_lead where email = 'gil@marl.test'`).toHaveLength(1)
})

test('a file of twelve thousand rows is opened once to be brought in', async () => {
	const bad = Array.from({ length: 12_000 }, (_, n) => `nobody ${n},Ada`)
	const staged = await stageImport(db, files, yuki, {
		...{ fileName: 'long.csv', bytes: bytesOf(`email,firstName\n${bad.join('\n')}\nlast.one@marl.test,Ada`), kind: null, room: 'marketing', at },
	})
	if (!staged.ok) throw new Error(JSON.stringify(staged))
	await work()
	const started = await steerImport(db, yuki, { runId: staged.runId, act: 'start', at, requestId: 'r', room: 'marketing' })
	if (!started?.ok) throw new Error(JSON.stringify(started))
	let opened = 0
	const counting: typeof files = {
		...files,
		read: (...given) => {
			opened += 1
			return files.read(...given)
		},
	}
	while ((await advanceImports({ db, files: counting, at })) > 0);
	expect(countsOf(await open(started.runId))).toEqual(['finished', 12_001, 1, 0, 0, 12_000])
	expect(opened).toBe(1)
})
