import { expect, inject, onTestFinished, test } from 'vitest'
import { openDb, withTransaction } from '../../db/client.server.ts'
import { newestLevel } from '../../db/migrate.server.ts'
import { expectStatements, statementsOf } from './statement-counter.ts'
import { testDb } from './test-db.ts'

const { db, ownerUrl } = await testDb()
const other = await testDb()
const seeded = await testDb({ seeded: true })

const openHere = (url: string) => {
	const own = openDb(url, { max: 1 })
	onTestFinished(() => own.end())
	return own
}

test('a test file has a database of its own, at the newest level', async () => {
	await db`insert into unit_of_measure (code) values ('crate')`
	const there = await other.db`select 1 from unit_of_measure where code = 'crate'`
	expect(there).toEqual([])
	const [level] = await seeded.db`select max(level) as level from schema_migration`
	expect(Number(level?.['level'] ?? 0)).toBe(await newestLevel())
})

test('it is asked through the server’s own socket, where there is one', async () => {
	const [row] = await db<{ isLocal: boolean }[]>`select inet_server_addr() is null as is_local`
	expect(row?.isLocal).toBe(inject('socketPlace') !== null)
	const [plain] = await openHere(ownerUrl)`select inet_server_addr() is null as is_local`
	expect(plain?.['isLocal']).toBe(false)
})

test('only what is asked meanwhile is counted, by everybody who counts', async () => {
	await other.db`select 'before'`
	const outer = await statementsOf(other.db, async () => {
		await other.db`select 'one'`
		return await statementsOf(other.db, () => other.db`select 'two'`)
	})
	await other.db`select 'after'`
	expect([outer.statements, outer.result.statements]).toEqual([["select 'one'", "select 'two'"], ["select 'two'"]])
})

test('a transaction counts what it asks, not its frame', async () => {
	await expectStatements(db, 2, () =>
		withTransaction(db, async (tx) => {
			await tx`select set_config('kontor.actor', 'Luka', true)`
			await tx`select 1`
			await tx`select 2`
		}),
	)
})

test('a statement in a loop breaks the budget', async () => {
	const loop = async () => {
		for (const code of ['tray', 'box', 'bag']) await db`insert into unit_of_measure (code) values (${code})`
	}
	await expect(expectStatements(db, 1, loop)).rejects.toThrow('3 statements instead of 1')
})

test('a connection that is opened meanwhile costs nothing', async () => {
	const { statements } = await statementsOf(other.db, () => Promise.all([1, 2, 3, 4].map((number) => other.db`select ${number}::int, pg_sleep(0.01)`)))
	expect(statements).toHaveLength(4)
})
