import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, inject } from 'vitest'
import { type Db, openDb } from '../../db/client.server.ts'
import { asHouse } from '../../db/scope.server.ts'
import { recordStatements } from './statement-counter.ts'

const beside = (url: string, database: string) => Object.assign(new URL(url), { pathname: `/${database}` }).toString()

async function asOwner<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
	const sql = postgres(beside(inject('templateUrl'), 'postgres'), { max: 1, onnotice: () => undefined })
	try {
		return await work(sql)
	} finally {
		await sql.end()
	}
}

/** A database of its own, cloned from `template` in 30 to 40 ms. */
async function clone(sql: postgres.Sql, template: string, name = `test_${randomBytes(6).toString('hex')}`): Promise<string> {
	await sql`create database ${sql(name)} template ${sql(template)} strategy wal_log`
	return name
}

/** The template with the demo company, made by the first test file that asks for it. */
async function seededTemplate(sql: postgres.Sql): Promise<string> {
	const name = 'kontor_seeded'
	await sql`select pg_advisory_lock(1)`
	const [found] = await sql`select 1 from pg_database where datname = ${name}`
	if (!found) {
		const unfinished = await clone(sql, 'kontor_template')
		const db = asHouse(openDb(beside(inject('appUrl'), unfinished)))
		const { seedDemo } = await import('../../db/seed/index.ts')
		await seedDemo(db, new Date('2026-03-02T09:00:00Z')).finally(() => db.end())
		await sql`alter database ${sql(unfinished)} rename to ${sql(name)}`
	}
	await sql`select pg_advisory_unlock(1)`
	return name
}

/** `db` asks as the house; `url` is the role of web and worker, `ownerUrl` who owns the tables and is bound by nothing. */
export type TestDb = { db: Db; url: string; ownerUrl: string }

/**
 * A real database for one test file, dropped at its end:
 *
 *     const { db } = await testDb()
 *
 * at the top of the file. It is empty but migrated; `{ seeded: true }` holds the demo company.
 */
export async function testDb({ seeded = false, max = 10 }: { seeded?: boolean; max?: number } = {}): Promise<TestDb> {
	const name = await asOwner(async (sql) => clone(sql, seeded ? await seededTemplate(sql) : 'kontor_template'))
	const [url, ownerUrl] = [beside(inject('appUrl'), name), beside(inject('templateUrl'), name)]
	const statements: string[] = []
	const db = asHouse(openDb(url, { max, onStatement: (text) => void statements.push(text) }))
	recordStatements(db, statements)
	afterAll(async () => {
		await db.end({ timeout: 5 })
		await asOwner((sql) => sql`drop database if exists ${sql(name)} with (force)`)
	})
	return { db, url, ownerUrl }
}
