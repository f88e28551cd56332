import { expect, test } from 'vitest'
import type { Tx } from '../../db/client.server.ts'
import { withTransaction } from '../../db/client.server.ts'
import { listAccountTwins } from '../../db/queries/account-merge-room.ts'
import { readDeskAccounts } from '../../db/queries/desk-accounts.ts'
import { listLeads, readLeadMatches } from '../../db/queries/lead.ts'
import { listTwins } from '../../db/queries/merge-room.ts'
import { listProspects, type ProspectFilter } from '../../db/queries/prospect.ts'
import { findAccounts, findContacts, findLeads, findProspects, says } from '../../db/queries/said.ts'
import { makeCompany } from '../support/company.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const { sellerId } = await makeCompany(db, 'agate')
const stranger = await makeCompany(db, 'flint')
const at = new Date('2026-03-02T09:00:00Z')
const count = db`generate_series(1, 6) n`
for (const seller of [sellerId, stranger.sellerId]) {
	await db`insert into account (seller_entity_id, number, name, currency) select ${seller}, 'W' || ${seller}::text || n, 'Willow & Sons ' || n, 'USD' from ${count}`
	await db`insert into contact (account_id, first_name, last_name, email) select a.id, 'Mina', 'Harbor 100%', 'mina' || a.id || '@willow.test' from account a where a.seller_entity_id = ${seller} and a.number like 'W%'`
	await db`insert into contact (account_id, first_name, last_name, email) select a.id, 'M.', 'Harbor', upper('mina' || a.id || '@willow.test') from account a where a.seller_entity_id = ${seller} and a.number like 'W%5'`
	await db`insert into location (account_id, code, name, line1, city, country) select a.id, 'S', 'Store', 'Mill Road 1', 'Moorhead ' || a.number, 'US' from account a where a.seller_entity_id = ${seller} and a.number like 'W%'`
	await db`insert into ma_prospect (seller_entity_id, email, last_name, company, contact_id) select ${seller}, 'm' || c.id || '@known.test', 'Known', 'Elsewhere', c.id from contact c join account a on a.id = c.account_id where a.seller_entity_id = ${seller} and c.first_name = 'Mina'`
	await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, company) select ${seller}, 'pia' || n || '_' || ${seller}::text || '@fair.test', 'Pia', 'Lund', 'Birch ' || n / 2 from ${count}`
	await db`insert into crm_lead (seller_entity_id, first_name, last_name, company, email, source) select ${seller}, 'Signe', 'Aldridge', 'Mill ' || n, 'signe' || n / 2 || '@mill.test', 'spring fair' from ${count}`
}

const words = ['mina', 'Harbor 100%', 'willow', 'Moorhead W', 'pia3', 'Birch 1', 'signe2@', 'spring', 'lund pia', 'nobody here', '%', '_']
const asked = { sellerEntityId: sellerId }
const everybody = {
	...{
		text: null,
		face: null,
		grade: null,
		minimumScore: null,
		tagId: null,
		listId: null,
		own: null,
		way: null,
		funnel: null,
		sort: 'newest',
		after: null,
		limit: 500,
	},
} as ProspectFilter
const ids = (rows: readonly { id: number }[]) => rows.map(({ id }) => id)

test.each(words)('who is found by “%s” is who is met by walking the list', async (text) => {
	const of = { plan: null, at, since: at, leadsSince: at, timeZone: 'UTC' }
	const desk = { sellerEntityId: sellerId, ownerUserId: null }
	const leads = { sellerEntityId: sellerId, userId: 0, seesAll: true }
	const [prospects, leadIds, accounts] = [
		await findProspects(db, { ...asked, text }),
		await findLeads(db, { ...asked, text }),
		await findAccounts(db, { ...asked, text }),
	]
	const list = (found: readonly number[] | null) => listProspects(db, sellerId, { ...everybody, text }, { ...of, found })
	expect(ids(await list(prospects))).toEqual(ids(await list(null)))
	const listed = (found: readonly number[] | null) => listLeads(db, leads, { text, status: null, rating: null, whose: null, after: null, limit: 500 }, found)
	expect(ids(await listed(leadIds))).toEqual(ids(await listed(null)))
	const rows = (found: readonly number[] | null) =>
		readDeskAccounts(db, desk, { search: text, standing: null, sort: 'name', after: null, limit: 500, at, found })
	expect(ids(await rows(accounts))).toEqual(ids(await rows(null)))
	for (const [object, finds] of [
		['prospect', findProspects],
		['lead', findLeads],
		['contact', findContacts],
	] as const) {
		const twins = (found: readonly number[] | null) => listTwins(db, { ...asked, object, text, found, after: null, limit: 50 })
		const [known, walked] = [await twins(await finds(db, { ...asked, text })), await twins(null)]
		// By her account's name or her contact's, too, is only found: the index of likeness has no more than the person.
		expect(known).toEqual(expect.arrayContaining(walked))
	}
})

test('some are found by each of these, of this seller alone, and a sign of a pattern means itself', async () => {
	const found = async (text: string) => [
		(await findProspects(db, { ...asked, text }))?.length,
		(await findLeads(db, { ...asked, text }))?.length,
		(await findAccounts(db, { ...asked, text }))?.length,
	]
	expect(await found('mina')).toEqual([6, 0, 6])
	expect(await found('Willow')).toEqual([6, 0, 6])
	expect(await found('pia3')).toEqual([1, 0, 0])
	expect(await found('signe2@')).toEqual([0, 2, 0])
	expect(await found('spring')).toEqual([0, 6, 0])
	expect(await found('Moorhead W')).toEqual([0, 0, 6])
	expect(await found('%')).toEqual([6, 0, 6])
})

test('what more say than are looked up is nobody’s list: null, and never a part of it', async () => {
	expect(await findLeads(db, { ...asked, text: 'signe', most: 5 })).toBeNull()
	expect(await findLeads(db, { ...asked, text: 'signe', most: 6 })).toHaveLength(6)
	expect(await findProspects(db, { ...asked, text: 'mina', most: 5 })).toBeNull()
})

test('pages of twins go on where the one before ended, and every group is there once', async () => {
	for (const object of ['prospect', 'lead', 'contact'] as const) {
		const all = await listTwins(db, { ...asked, object, text: null, found: null, after: null, limit: 50 })
		expect(all.length).toBeGreaterThan(0)
		const keys: string[] = []
		for (let after: string | null = null; ; after = keys.at(-1) ?? null) {
			const page = await listTwins(db, { ...asked, object, text: null, found: null, after, limit: 1 })
			if (page.length === 0) break
			keys.push(...page.map(({ key }) => key))
		}
		expect(keys).toEqual(all.map(({ key }) => key))
		expect(all.every(({ members }) => members.length > 1)).toBe(true)
	}
})

/** Which of these indexes a question read, with no other way left to it. */
async function reads(ask: (tx: Tx) => Promise<unknown>, indexes: readonly string[]): Promise<Record<string, boolean>> {
	return await withTransaction(db, async (tx) => {
		await tx`set local enable_seqscan = off`
		await ask(tx)
		const rows = await tx<
			{ name: string; scans: number }[]
		>`select n as name, pg_stat_get_xact_numscans(n::regclass)::int as scans from unnest(${tx.array([...indexes], 25)}::text[]) n`
		return Object.fromEntries(rows.map(({ name, scans }) => [name, scans > 0]))
	})
}
const all = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, true]))

test('each question is asked in the words of its index', async () => {
	const like = '%willow%'
	const cases: [readonly string[], (tx: Tx) => Promise<unknown>][] = [
		[['ma_prospect_words'], (tx) => tx`select 1 from ma_prospect t where ${says(tx, 'prospect', 't', like)}`],
		[['contact_words'], (tx) => tx`select 1 from contact t where ${says(tx, 'contact', 't', like)}`],
		[['crm_lead_words'], (tx) => tx`select 1 from crm_lead t where ${says(tx, 'lead', 't', like)}`],
		[['account_words'], (tx) => tx`select 1 from account t where ${says(tx, 'account', 't', like)}`],
		[['ma_prospect_twin'], (tx) => listTwins(tx, { ...asked, object: 'prospect', text: null, found: null, after: null, limit: 5 })],
		[['crm_lead_twin'], (tx) => listTwins(tx, { ...asked, object: 'lead', text: null, found: null, after: null, limit: 5 })],
		[['contact_twin'], (tx) => listTwins(tx, { ...asked, object: 'contact', text: null, found: null, after: null, limit: 5 })],
		[['account_twin_name', 'account_twin_website', 'location_twin'], (tx) => listAccountTwins(tx, { ...asked, text: null, after: null, limit: 5 })],
		[['account_name'], (tx) => readLeadMatches(tx, { ...asked, email: 'nobody@mill.test', company: 'Willow & Sons 1' })],
	]
	for (const [indexes, ask] of cases) expect(await reads(ask, indexes)).toEqual(all(indexes))
})
