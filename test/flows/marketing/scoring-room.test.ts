import { expect, test } from 'vitest'
import { advanceRuns } from '../../../app/flows/marketing/advance-runs.ts'
import { changeProfile, createProfile, openGrades, openProfile } from '../../../app/flows/marketing/change-grades.ts'
import { changeScores, openScores, tryScores } from '../../../app/flows/marketing/change-scores.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
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
