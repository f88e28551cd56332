import { expect, test } from 'vitest'
import { embeddedMarketing } from '../../../app/connectors/marketing/embedded/embedded-marketing.server.ts'
import { advanceRuns } from '../../../app/flows/marketing/advance-runs.ts'
import { changeProfile, createProfile, openGrades, openProfile } from '../../../app/flows/marketing/change-grades.ts'
import { changeScores, openScores, tryScores } from '../../../app/flows/marketing/change-scores.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { withTransaction } from '../../../db/client.server.ts'
import { makeFargo } from '../../support/fargo.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const at = new Date('2026-03-02T18:00:00Z')
const fargo = await makeFargo(db)
const staffOf = (sellerId: number) =>
	({ userId: fargo.natalieId, roles: ['marketer'], seller: { id: sellerId, timeZone: 'America/Chicago' } }) as unknown as StaffMember
const staff = staffOf(fargo.sellerId)
const said = { requestId: 'r', at }
await db`insert into ma_prospect (seller_entity_id, email) select ${fargo.sellerId}, 'p' || n || '@many.test' from generate_series(1, 60) n`
// Person n looked at n pages on one day, at most ten points; every second one ordered, every sixth of those took it back.
await db`insert into ma_activity (prospect_id, source_key, kind, score, occurred_at)
	select p.id, 'v' || p.id || ':' || k, 'product.viewed', case when k <= 10 then 1 else 0 end, ${at} from ma_prospect p, generate_series(1, (substring(p.email from 'p(\d+)@'))::int) k`
await db`insert into ma_activity (prospect_id, source_key, kind, score, facts, occurred_at)
	select p.id, 'o' || p.id, 'order.placed', 50, jsonb_build_object('orderId', p.id), ${at} from ma_prospect p where p.id % 2 = 0
	union all select p.id, 'c' || p.id, 'order.cancelled', -50, jsonb_build_object('orderId', p.id), ${at} from ma_prospect p where p.id % 12 = 0`
await db`update ma_prospect p set score = y.score from (select prospect_id, sum(score) as score from ma_activity group by 1) y where y.prospect_id = p.id`
const work = async () => {
	while ((await advanceRuns(db, at, 25)) > 0);
}
const people = () => db<{ id: number; score: number; xmin: string }[]>`select id, score, xmin::text from ma_prospect order by id`

test('(B14) a change of what things are worth is counted beforehand, done in the background, and writes nobody else', async () => {
	const wish = [
		{ activity: 'product.viewed', score: 2, dailyMaximum: 10 },
		{ activity: 'order.placed', score: 40, dailyMaximum: null },
		{ activity: 'search.performed', score: 3, dailyMaximum: null },
	]
	const before = await people()
	const preview = await tryScores(db, staff, wish)
	expect(await changeScores(db, staff, { wish, ...said })).toEqual({ changed: 2 })
	expect(await people()).toEqual(before)
	await work()
	const after = await people()
	const changed = after.filter(({ score }, place) => score !== before[place]?.score)
	const written = after.filter(({ xmin }, place) => xmin !== before[place]?.xmin)
	const up = after.filter(({ score }, place) => score > (before[place]?.score ?? 0)).length
	expect(changed.length).toBeGreaterThan(9)
	expect(changed.length).toBeLessThan(60)
	expect(preview).toEqual({ people: changed.length, up, down: changed.length - up })
	// Views and orders are two works: somebody may be written by both, nobody by neither.
	expect(written.map(({ id }) => id)).toEqual(expect.arrayContaining(changed.map(({ id }) => id)))
	const touchedWithout = written.filter(({ id }) => !changed.some((one) => one.id === id))
	const ledger = await db<{ prospectId: number }[]>`select distinct prospect_id from ma_activity where kind = 'score.corrected'`
	expect(touchedWithout.every(({ id }) => ledger.some(({ prospectId }) => prospectId === id))).toBe(true)
	expect(await db`select p.id from ma_prospect p join ma_activity y on y.prospect_id = p.id group by p.id having p.score <> sum(y.score)`).toEqual([])
	expect(await changeScores(db, staff, { wish, ...said })).toEqual({ changed: 0 })
	expect(await tryScores(db, staff, wish)).toEqual({ people: 0, up: 0, down: 0 })
	const rows = await openScores(db, staff, at)
	expect(rows.find(({ activity }) => activity === 'order.placed')).toMatchObject({
		score: 40,
		times: 30,
		people: 30,
		run: { state: 'done', total: 60, looked: 60 },
	})
	expect(await db`select action, subject, before, after from audit_entry order by subject`).toEqual([
		{ action: 'score.changed', subject: 'ma_score_rule:order.placed', before: { score: 50, dailyMaximum: null }, after: { score: 40, dailyMaximum: null } },
		{ action: 'score.changed', subject: 'ma_score_rule:product.viewed', before: { score: 1, dailyMaximum: 10 }, after: { score: 2, dailyMaximum: 10 } },
	])
})

test('(B14) a profile grades from D by its criteria, everybody by one of them, and each change looks at all anew', async () => {
	const made = await createProfile(db, staff, { name: 'Cafés', ...said })
	const id = made.ok ? made.id : 0
	const change = (asked: Parameters<typeof changeProfile>[2]['change'], profileId = id) => changeProfile(db, staff, { id: profileId, change: asked, ...said })
	const warm = { kind: 'criterion', criterionId: null, name: 'Warm', weight: 6, predicate: { all: [{ field: 'email', op: 'starts', value: 'p1' }] } } as const
	expect(await change(warm)).toEqual({ ok: true })
	await work()
	const counts = async () => Object.fromEntries((await openGrades(db, staff)).counts.map(({ grade, people: n }) => [grade, n]))
	expect(await counts()).toEqual({ B: 11, D: 49 })
	const criterionId = (await openProfile(db, staff, id))?.profile.criteria[0]?.id ?? 0
	await change({ ...warm, criterionId, weight: -1 })
	await work()
	expect(await counts()).toEqual({ 'D-': 11, D: 49 })
	expect(await change({ ...warm, name: '', weight: 9 })).toMatchObject({ refusals: [{ code: 'CRITERION_NAME_MISSING' }, { code: 'CRITERION_WEIGHT' }] })
	expect(await change({ kind: 'delete' })).toMatchObject({ refusals: [{ code: 'PROFILE_IS_DEFAULT' }] })
	const other = await createProfile(db, staff, { name: 'Hotels', ...said })
	const otherId = other.ok ? other.id : 0
	expect(await createProfile(db, staff, { name: 'hotels', ...said })).toMatchObject({ refusals: [{ code: 'PROFILE_NAME_TAKEN' }] })
	expect(await change({ kind: 'profile', name: 'Hotels', isDefault: true }, otherId)).toEqual({ ok: true })
	expect((await openGrades(db, staff)).profiles.map(({ name, isDefault, people: n }) => [name, isDefault, n])).toEqual([
		['Hotels', true, 60],
		['Cafés', false, 0],
	])
	expect(await change({ kind: 'criterion_delete', criterionId }, otherId)).toBeNull()
	expect(await change({ kind: 'delete' })).toEqual({ ok: true })
	await work()
	expect(await counts()).toEqual({ D: 60 })
	const stranger = staffOf((await makeFargo(db, 'Lakeside Roasters')).sellerId)
	expect(await changeProfile(db, stranger, { id: otherId, change: { kind: 'delete' }, ...said })).toBeNull()
	expect(await openProfile(db, stranger, otherId)).toBeNull()
})

test('(B14) what a seller says of its own activities is nobody else’s: scores, day’s maxima, recompute and previews are by its seller', async () => {
	const lake = await makeFargo(db, 'Bayside Roasters')
	const theirs = staffOf(lake.sellerId)
	await db`insert into ma_prospect (seller_entity_id, email, contact_id) values (${lake.sellerId}, 'luka@bay.test', ${lake.lukaId}), (${fargo.sellerId}, 'luka@fargo.test', ${fargo.lukaId})`
	const worthOf = async (who: StaffMember, asked: string) => (await openScores(db, who, at)).find(({ activity }) => activity === asked)
	const mine = await worthOf(staff, 'search.performed')
	const wish = [
		{ activity: 'search.performed', score: 9, dailyMaximum: 10 },
		{ activity: 'order.placed', score: 5, dailyMaximum: null },
	]
	expect(await tryScores(db, theirs, wish)).toEqual({ people: 0, up: 0, down: 0 })
	expect(await changeScores(db, theirs, { wish, ...said })).toEqual({ changed: 2 })
	expect(await worthOf(staff, 'search.performed')).toEqual(mine)
	expect(await worthOf(theirs, 'search.performed')).toMatchObject({ score: 9, dailyMaximum: 10, isOwn: true, usualScore: 3, usualMaximum: null })
	expect(await worthOf(theirs, 'page.viewed')).toMatchObject({ score: 1, isOwn: false })
	const runs = await db`select seller_entity_id as id, subject from ma_run where state = 'waiting' order by subject`
	expect(runs).toEqual([
		{ id: lake.sellerId, subject: 'order.placed' },
		{ id: lake.sellerId, subject: 'search.performed' },
	])
	// Both sellers' people in one delivery: each by her own seller's rules, with its maximum of a day.
	const did = (contactId: number, n: number) => ({
		...{
			sourceKey: `s${contactId}:${n}`,
			kind: 'search.performed',
			contactId,
			facts: {},
			crmCampaignId: null,
			orderId: null,
			occurredAt: at,
			cause: 'commerce',
		},
	})
	const both = [did(lake.lukaId, 1), did(fargo.lukaId, 1), did(lake.lukaId, 2), did(fargo.lukaId, 2)]
	await withTransaction(db, (tx) => embeddedMarketing(tx).record(both as never))
	await withTransaction(db, (tx) => embeddedMarketing(tx).record([did(lake.lukaId, 3)] as never))
	const given = async (contactId: number) =>
		(await db`select y.score from ma_activity y join ma_prospect p on p.id = y.prospect_id where p.contact_id = ${contactId} order by y.source_key`).map(
			({ score }) => score,
		)
	expect(await given(lake.lukaId)).toEqual([9, 1, 0])
	expect(await given(fargo.lukaId)).toEqual([mine?.score, mine?.score])
	await work()
	expect(
		await db`select kind from ma_activity where kind = 'score.corrected' and prospect_id in (select id from ma_prospect where contact_id = ${lake.lukaId})`,
	).toEqual([])
	// The house's usual worth changes for whoever has said nothing of its own.
	await db`update ma_score_rule set score = 4 where seller_entity_id is null and activity in ('search.performed', 'quote.requested')`
	expect([(await worthOf(theirs, 'search.performed'))?.score, (await worthOf(theirs, 'quote.requested'))?.score]).toEqual([9, 4])
	await db`update ma_score_rule set score = 3 where seller_entity_id is null and activity = 'search.performed'`
})
