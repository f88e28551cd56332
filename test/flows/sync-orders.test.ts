import { afterAll, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { saveMerge } from '../../app/flows/merge/save-merge.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import { openDb, withTransaction } from '../../db/client.server.ts'
import { makeCompany } from '../support/company.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

const { db, ownerUrl } = await testDb()
const owner = openDb(ownerUrl, { max: 1 })
afterAll(() => owner.end())
// Whoever said something about mails can only be taken out of the table by its owner.
await owner`alter table ma_consent disable trigger ma_consent_is_immutable`
const { accountId, sellerId } = await makeCompany(db, 'schist')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const at = new Date('2026-03-02T09:00:00Z')
const work = { db, clock: () => at, random: () => 0.5, outside: () => null }
await openHouseConnections(db, at)

async function settle(): Promise<void> {
	for (let rounds = 0; (await drainMarks(db, at)) + (await workSync(work)) > 0; rounds++) if (rounds > 60) throw new Error('It never comes to rest')
}

/** Delete, undelete, merge, edit: every order in which an undelete follows its delete. */
const orders = ['DUME', 'DUEM', 'DMUE', 'DEUM', 'DMEU', 'DEMU', 'MDUE', 'EDUM', 'MDEU', 'EDMU', 'MEDU', 'EMDU'] as const
/** On which side is deleted and undeleted, merged, edited. */
const places = ['ccc', 'ccm', 'cmc', 'cmm', 'mcc', 'mcm', 'mmc', 'mmm'] as const
type Side = 'contact' | 'ma_prospect'
const sideOf = (letter: string | undefined): Side => (letter === 'c' ? 'contact' : 'ma_prospect')
const named = { contact: 'contact', ma_prospect: 'prospect' } as const

/** A pair of people of one person, what happens to it in which order, and to which of both the delete happens. */
type Case = {
	name: string
	acts: string
	deletes: Side
	merges: Side
	edits: Side
	whom: 'winner' | 'loser'
	winner: Record<Side, number>
	loser: Record<Side, number>
	gone: unknown[]
	merged: boolean
	/** The record that was edited. */
	edited: number | null
}

/** Two contacts with a prospect each; the second of them wants no mail. */
async function people(lot: string): Promise<Case[]> {
	const cases = orders.flatMap((acts) => places.flatMap((place) => (['winner', 'loser'] as const).map((whom) => ({ acts, place, whom }))))
	const rows = await db<{ id: number }[]>`
		insert into contact (account_id, first_name, last_name, email, has_opted_out) select ${accountId}, 'Mina', 'Park', ${lot} || n || '@schist.test', n % 2 = 1 from generate_series(0, ${cases.length * 2 - 1}::int) n order by n returning id`
	const made = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id, opted_out)
		select ${sellerId}, email, first_name, last_name, id, has_opted_out from contact where id = any(${rows.map(({ id }) => id)}::bigint[]) order by id returning id`
	await settle()
	const of = (place: number) => ({ contact: rows[place]?.id ?? 0, ma_prospect: made[place]?.id ?? 0 })
	return cases.map(({ acts, place, whom }, n) => ({
		...{ name: `${acts} ${place} ${whom}`, acts, deletes: sideOf(place[0]), merges: sideOf(place[1]), edits: sideOf(place[2]), whom },
		...{ winner: of(n * 2), loser: of(n * 2 + 1), gone: [], merged: false, edited: null },
	}))
}

const bySide = (some: readonly Case[], which: 'deletes' | 'merges' | 'edits') => [...Map.groupBy(some, (one) => one[which])]

/** Who goes takes along whoever was merged into her. */
async function remove(some: readonly Case[]): Promise<void> {
	for (const [side, cases] of bySide(some, 'deletes')) {
		const ids = cases.map((one) => one[one.whom][side])
		const all = await db<{ id: number }[]>`select id from ${db(side)} where id = any(${ids}::bigint[]) or merged_into_id = any(${ids}::bigint[])`
		const list = all.map(({ id }) => id)
		// What somebody said about mails stays, by her address alone.
		if (side === 'ma_prospect') await owner`update ma_consent set prospect_id = null where prospect_id = any(${list}::bigint[])`
		if (side === 'contact') await db`update ma_prospect set contact_id = null where contact_id = any(${list}::bigint[])`
		const rows = await db<{ id: number; row: unknown }[]>`delete from ${db(side)} t where id = any(${list}::bigint[]) returning id, to_jsonb(t)::text as row`
		const rowOf = new Map(rows.map(({ id, row }) => [id, row]))
		for (const one of cases) one.gone = [one.winner[side], one.loser[side]].flatMap((id) => rowOf.get(id) ?? [])
	}
}

async function bringBack(some: readonly Case[]): Promise<void> {
	for (const [side, cases] of bySide(some, 'deletes')) {
		const rows = `[${cases.flatMap(({ gone }) => gone).join(',')}]`
		// A contact whom another prospect names by now is not taken from her.
		await db`
			insert into ${db(side)} overriding system value select p.* from jsonb_array_elements(${rows}::text::jsonb) r, jsonb_populate_record(null::${db(side)},
				case when exists (select from ma_prospect o where o.contact_id = (r ->> 'contact_id')::bigint) then r - 'contact_id' else r end) p`
	}
}

async function merge(some: readonly Case[]): Promise<void> {
	for (const [side, cases] of bySide(some, 'merges')) {
		const wishes = cases.map(({ winner, loser }) => ({ winnerId: winner[side], loserId: loser[side], chosen: {}, causedById: null }))
		const done = await withTransaction(db, (tx) => saveMerge(tx, { object: named[side], wishes, cause: 'person', userId, at }))
		const losers = new Set(done.map(({ loserId }) => loserId))
		for (const one of cases) one.merged = losers.has(one.loser[side])
	}
}

/** Whoever stands is edited, the winner first. */
async function edit(some: readonly Case[]): Promise<void> {
	for (const [side, cases] of bySide(some, 'edits')) {
		const ids = cases.flatMap(({ winner, loser }) => [winner[side], loser[side]])
		const standing = new Set(
			(await db<{ id: number }[]>`select id from ${db(side)} where id = any(${ids}::bigint[]) and merged_into_id is null`).map(({ id }) => id),
		)
		const chosen = cases.flatMap((one) => {
			const id = [one.winner[side], one.loser[side]].find((some) => standing.has(some))
			one.edited = id ?? null
			return id ?? []
		})
		await db`update ${db(side)} set title = 'Edited' where id = any(${chosen}::bigint[])`
	}
}

const doing = { D: remove, U: bringBack, M: merge, E: edit }

async function live(cases: readonly Case[], rests: boolean): Promise<void> {
	for (const step of [0, 1, 2, 3]) {
		for (const act of ['D', 'U', 'M', 'E'] as const) await doing[act](cases.filter(({ acts }) => acts[step] === act))
		if (rests) await settle()
	}
	await settle()
}

type Row = { id: number; mergedIntoId: number | null; title: string | null; out: boolean }
const read = async (side: Side) =>
	new Map(
		(await db<Row[]>`select id, merged_into_id, title, ${db(side === 'contact' ? 'has_opted_out' : 'opted_out')} as out from ${db(side)}`).map((row) => [
			row.id,
			row,
		]),
	)

/** What is not as it must be, by the case. */
async function wrong(cases: readonly Case[]): Promise<Record<string, string[]>> {
	const [crm, ma] = [await read('contact'), await read('ma_prospect')]
	const links = await db<{ crmId: string; maId: string; state: string; stateReason: string | null }[]>`select crm_id, ma_id, state, state_reason from sync_link`
	const proposed = new Set(
		(await db<{ loserId: string }[]>`select loser_id from merge_proposal where side = 'crm' and state = 'open'`).map(({ loserId }) => loserId),
	)
	const found: Record<string, string[]> = {}
	for (const one of cases) {
		const { winner, loser, merges, merged, edited, edits } = one
		const [wc, lc, wp, lp] = [crm.get(winner.contact), crm.get(loser.contact), ma.get(winner.ma_prospect), ma.get(loser.ma_prospect)]
		const faults: string[] = []
		const must = (is: boolean, what: string) => void (is || faults.push(what))
		must(Boolean(wc && lc && wp && lp), 'a record is lost')
		const linksOf = (id: number | undefined) => links.filter(({ maId }) => maId === String(id))
		const [lw, ll] = [linksOf(wp?.id), linksOf(lp?.id)]
		must(lw.length === 1 && lw[0]?.state === 'active' && lw[0]?.crmId === String(winner.contact), `the winner's link is ${JSON.stringify(lw)}`)
		if (merged) {
			must(lp?.mergedIntoId === wp?.id, 'the prospects are not one')
			must(lc?.mergedIntoId === (merges === 'contact' ? wc?.id : null), 'the contacts are not as they were merged')
			must(ll.length === 1 && ll[0]?.state === 'archived' && ll[0]?.stateReason === 'MERGED', `the loser's link is ${JSON.stringify(ll)}`)
			must(merges === 'contact' || proposed.has(String(lc?.id)), 'the merge is not proposed to the CRM')
			must(wc?.out === true && wp?.out === true, 'a no was lost in the merge')
		} else {
			must(lp?.mergedIntoId === null && lc?.mergedIntoId === null, 'they were merged')
			must(ll.length === 1 && ll[0]?.state === 'active' && ll[0]?.crmId === String(loser.contact), `the loser's link is ${JSON.stringify(ll)}`)
			must(wc?.out === false && wp?.out === false, 'somebody was opted out')
		}
		must(lp?.out === true && lc?.out === true, 'a no was lost')
		const kept = (rows: readonly (Row | undefined)[]) => rows.some((row) => row?.mergedIntoId === null && row.title === 'Edited')
		// What sales wrote on a contact that marketing merged stays hers until sales merges her too.
		const restsThere = merged && merges === 'ma_prospect' && edits === 'contact' && edited === lc?.id
		must(edited === null || (kept([wc, lc]) && (restsThere || kept([wp, lp]))), 'the edit is lost')
		if (faults.length > 0) found[one.name] = faults
	}
	return found
}

const whole = async () => ({
	contacts: await db`select to_jsonb(t)::text as row from contact t order by id`,
	prospects: await db`select to_jsonb(t)::text as row from ma_prospect t order by id`,
	writes: await db`select coalesce(sum(writes_crm + writes_ma), 0)::int as n from sync_run`,
})

test.for([
	['and the sync rests between them', true],
	['before the sync has seen any of them', false],
] as const)('(B11) every order of delete, undelete, merge and edit on both sides leaves each person once, %s', { timeout: 60_000 }, async ([lot, rests]) => {
	const before = { crm: (await read('contact')).size, ma: (await read('ma_prospect')).size }
	const cases = await people(lot.slice(0, 3))
	await live(cases, rests)
	expect(await wrong(cases)).toEqual({})
	expect({ crm: (await read('contact')).size, ma: (await read('ma_prospect')).size }).toEqual({
		crm: before.crm + cases.length * 2,
		ma: before.ma + cases.length * 2,
	})
	expect(await db`select 1 from crm_lead`).toHaveLength(0)
	const quiet = await whole()
	await db`insert into sync_change (system, object, record_id, kind, fields, cause, actor, at) select 'embedded_crm', 'contact', id::text, 'update', array['title'], 'edit', 'test', ${at} from contact`
	await db`insert into sync_change (system, object, record_id, kind, fields, cause, actor, at) select 'embedded_ma', 'prospect', id::text, 'update', array['title'], 'edit', 'test', ${at} from ma_prospect`
	await settle()
	expect(await whole()).toEqual(quiet)
})
