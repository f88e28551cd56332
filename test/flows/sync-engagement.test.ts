import { afterAll, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { openAccountEngagement } from '../../app/connectors/account-engagement/account-engagement.server.ts'
import { openAccountEngagementStandIn } from '../../app/connectors/account-engagement/stand-in/open-stand-in.server.ts'
import { mergePeople } from '../../app/flows/merge/merge-people.ts'
import { openDuplicates } from '../../app/flows/merge/open-duplicates.ts'
import { undoMerge } from '../../app/flows/merge/undo-merge.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { withTransaction } from '../../db/client.server.ts'
import { insertConnections } from '../../db/queries/sync-connection.ts'
import { makeCompany } from '../support/company.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const { accountId, sellerId, shopper } = await makeCompany(db, 'tuff')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const ada = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-unit', businessUnitId: '0Uv5g0000000001AAA' }
let now = Date.parse('2026-05-12T09:00:00Z')
const clock = () => new Date(now)
const unit = await openAccountEngagementStandIn({ ...keys, now: () => now })
afterAll(() => unit.close())
const port = openAccountEngagement({
	...{ origin: unit.origin, businessUnitId: keys.businessUnitId, timeoutMs: 5000, now: () => now },
	key: { origin: unit.origin, clientId: keys.clientId, signIn: { kind: 'client_credentials', clientSecret: keys.clientSecret } },
})
const work = { db, clock, random: () => 0, outside: () => port }
async function settle(): Promise<void> {
	now += 61_000
	for (let rounds = 0; (await drainMarks(db, clock())) + (await workSync(work)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
}
const line = (crmField: string, maField: string) => ({
	crmField,
	maField,
	behaviour: 'most_recent' as const,
	fallback: null,
	blank: 'fill' as const,
	multi: 'last' as const,
	overflow: 'error' as const,
})
const [connectionId = 0] = await withTransaction(db, (tx) =>
	insertConnections(tx, {
		...{ sellerEntityIds: [sellerId], name: 'unit', crmSystem: 'embedded_crm', maSystem: 'account_engagement', state: 'running', at: clock() },
		objects: [
			{
				...{ crmObject: 'contact', maObject: 'prospect', rank: 1, createsCrm: 'never', createsMa: 'always' },
				fields: [line('email', 'email'), line('first_name', 'firstName'), line('last_name', 'lastName'), line('title', 'jobTitle')],
			},
		],
	}),
)

await db`update sync_object_map set creates_ma_since = '2020-01-01' where connection_id = ${connectionId}`

/** Two contacts of one person, each with a prospect in the unit. */
async function twice(name: string): Promise<[number, number]> {
	const rows = await db<{ id: number }[]>`
		insert into contact (account_id, first_name, last_name, email) values (${accountId}, ${name}, 'Park', ${`${name}@tuff.test`}), (${accountId}, ${name}, 'Park', ${`${name}.park@tuff.test`}) returning id`
	await settle()
	return [rows[0]?.id ?? 0, rows[1]?.id ?? 0]
}
const links = async (ids: readonly number[]) =>
	await db<{ crmId: string; maId: string; state: string; stateReason: string | null }[]>`
		select crm_id, ma_id, state, state_reason from sync_link where connection_id = ${connectionId} and crm_id = any(${ids.map(String)}) order by crm_id::bigint`
const living = () => [...unit.state.prospects.values()].filter(({ isDeleted }) => !isDeleted).length

test('(B11) what sales merge is only proposed to Account Engagement: nothing is merged there, and the winner’s prospect goes on', async () => {
	const [winnerId, loserId] = await twice('mina')
	const [before, many] = [await links([winnerId, loserId]), living()]
	expect(before.map(({ state }) => state)).toEqual(['active', 'active'])
	const merged = await mergePeople(db, ada, { object: 'contact', winnerId, loserId, chosen: {}, requestId: 'r', at: clock() })
	await settle()
	const [winner, loser] = before
	expect(await db`select side, object, winner_id, loser_id, reason, state from merge_proposal where connection_id = ${connectionId}`).toEqual([
		{ side: 'ma', object: 'prospect', winnerId: winner?.maId, loserId: loser?.maId, reason: 'CRM_MERGED', state: 'open' },
	])
	expect(living()).toBe(many)
	expect((await links([winnerId, loserId])).map(({ state, stateReason }) => [state, stateReason])).toEqual([
		['active', null],
		['archived', 'MERGED'],
	])
	// It is shown where merges are proposed, as one that only the other system can do.
	const { proposals } = await openDuplicates(db, ada, { object: 'contact', text: null, after: null, limit: 10 })
	expect(proposals).toMatchObject([{ side: 'ma', isOurs: false, winnerId: winner?.maId, loserId: loser?.maId }])
	await db`update contact set title = 'Buyer' where id = ${winnerId}`
	await settle()
	expect(unit.state.prospects.get(Number(winner?.maId))?.values['jobTitle']).toBe('Buyer')
	expect(unit.state.prospects.get(Number(loser?.maId))?.values['jobTitle'] ?? null).toBeNull()
	// Taken back here, the proposal has nothing to say any more and both go on.
	expect(await undoMerge(db, ada, { mergeId: merged?.ok ? merged.mergeId : 0, requestId: 'r', at: clock() })).toMatchObject({ ok: true })
	await settle()
	expect((await links([winnerId, loserId])).map(({ state }) => state)).toEqual(['active', 'active'])
	expect(await db`select state from merge_proposal where connection_id = ${connectionId}`).toEqual([{ state: 'gone' }])
})

test('(B11) what marketers merge in Account Engagement never merges contacts: the loser’s link rests, and nobody is made anew', async () => {
	const [first, second] = await twice('dora')
	const [, loser] = await links([first, second])
	const many = living()
	// As the unit does it: the loser goes into the bin, and its feed does not say into whom.
	unit.edit(Number((await links([first]))[0]?.maId), { jobTitle: 'Owner' })
	unit.remove(Number(loser?.maId))
	await settle()
	await settle()
	expect((await links([first, second])).map(({ state, stateReason }) => [state, stateReason])).toEqual([
		['active', null],
		['archived', 'MA_DELETED'],
	])
	expect(await db`select title, merged_into_id from contact where id in (${first}, ${second}) order by id`).toEqual([
		{ title: 'Owner', mergedIntoId: null },
		{ title: null, mergedIntoId: null },
	])
	await db`update contact set title = 'Late' where id = ${second}`
	await settle()
	expect(living()).toBe(many - 1)
	expect(
		await db`select d.state, k.object, k.record_id from deletion d join deletion_record k on k.deletion_id = d.id where d.connection_id = ${connectionId}`,
	).toEqual([{ state: 'open', object: 'prospect', recordId: loser?.maId }])
})
