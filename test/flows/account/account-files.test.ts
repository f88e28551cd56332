import { expect, test } from 'vitest'
import { exportAccountMerges } from '../../../app/flows/account/open-account-merges.ts'
import { exportAccountTwins } from '../../../app/flows/account/open-account-twins.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { makeCompany } from '../../support/company.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const company = await makeCompany(db, 'agate')
const stranger = await makeCompany(db, 'flint')
const staffOf = (sellerId: number) => ({ seller: { id: sellerId } }) as unknown as StaffMember
const ada = staffOf(company.sellerId)
for (const { sellerId } of [company, stranger])
	await db`insert into account (seller_entity_id, number, name, currency, status) select ${sellerId}, 'T' || ${sellerId}::text || '-' || n || '-' || m, 'Twin ' || n, 'USD', 'active' from generate_series(1, 12) n, generate_series(1, 2) m`
const twins = await db<{ id: number }[]>`select id from account where seller_entity_id = ${company.sellerId} and name like 'Twin%' order by id`
await db`
	insert into record_merge (object, seller_entity_id, winner_id, loser_id, winner_name, loser_name, cause, at, before, wrote, lost)
	select 'account', ${company.sellerId}, ${twins[0]?.id ?? 0}, x.id, 'First', 'Twin', 'person', now() - make_interval(mins => x.id::int), '{}', '{}', '{}' from unnest(${db.array(
		twins.slice(1, 12).map(({ id }) => id),
		20,
	)}::bigint[]) as x (id)`

async function all<T>(pages: AsyncGenerator<readonly T[]>): Promise<{ rows: T[]; pages: number }> {
	const rows: T[] = []
	let count = 0
	for await (const page of pages) {
		rows.push(...page)
		count += 1
	}
	return { rows, pages: count }
}

test('the file of duplicate accounts has every group once, however small its pages, and no other seller’s', async () => {
	const file = await all(exportAccountTwins(db, ada, { text: null, limit: 5 }))
	expect(file.pages).toBe(3)
	expect(new Set(file.rows.map(({ key }) => key)).size).toBe(12)
	expect(file.rows.flatMap(({ members }) => members.map(({ id }) => id)).sort((a, b) => a - b)).toEqual(twins.map(({ id }) => id))
	expect((await all(exportAccountTwins(db, ada, { text: 'Twin 7', limit: 5 }))).rows).toHaveLength(1)
})

test('the file of merged accounts has every merge once', async () => {
	const file = await all(exportAccountMerges(db, ada, { text: null, limit: 4 }))
	expect([file.pages, file.rows.length, new Set(file.rows.map(({ id }) => id)).size]).toEqual([3, 11, 11])
	expect((await all(exportAccountMerges(db, staffOf(stranger.sellerId), { text: null, limit: 4 }))).rows).toEqual([])
})
