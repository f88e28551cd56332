import { randomBytes } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'
import postgres from 'postgres'
import { afterAll, inject } from 'vitest'
import { type Db, openDb } from '../../db/client.server.ts'
import { asHouse } from '../../db/scope.server.ts'
import { openCounted } from './statement-counter.ts'

const beside = (url: string, database: string) => Object.assign(new URL(url), { pathname: `/${database}` }).toString()

/** The same database by the shortest way there is. */
function throughSocket(url: string): string {
	const place = inject('socketPlace')
	return place === null ? url : url.replace('@127.0.0.1:', `@${encodeURIComponent(place)}:`)
}

/** The owner's connections, one for what is waited for and one for what is not: kept for all files of a worker. */
const kept: { clones?: postgres.Sql; drops?: postgres.Sql } = {}

function owner(works: keyof typeof kept): postgres.Sql {
	kept[works] ??= postgres(beside(inject('templateUrl'), 'postgres'), { max: 1, idle_timeout: 20, onnotice: () => undefined })
	return kept[works]
}

/** A database of its own, cloned from `template` in 30 to 40 ms. */
async function clone(template: string, name = `test_${randomBytes(6).toString('hex')}`): Promise<string> {
	const sql = owner('clones')
	await sql`create database ${sql(name)} template ${sql(template)} strategy wal_log`
	return name
}

/**
 * What the databases of several files begin with: made by the first file that asks for it, cloned by the others. `make`
 * may tell what it made; it is handed over as a copy.
 */
export type Stage<Told = unknown> = { name: string; make: (db: Db, owner: postgres.Sql) => Promise<Told> }

const demo: Stage<void> = {
	name: 'kontor_seeded',
	make: async (db) => {
		const { seedDemo } = await import('../../db/seed/index.ts')
		await seedDemo(db, new Date('2026-03-02T09:00:00Z'))
	},
}

async function makeStage({ name, make }: Stage): Promise<void> {
	const sql = owner('clones')
	const unfinished = await clone('kontor_template')
	const db = asHouse(openDb(beside(inject('appUrl'), unfinished)))
	const maker = postgres(beside(inject('templateUrl'), unfinished), { max: 1, onnotice: () => undefined })
	const told = await make(db, maker).finally(() => Promise.all([db.end(), maker.end()]))
	await sql.unsafe(`comment on database ${unfinished} is '${serialize(told).toString('base64')}'`)
	await sql`alter database ${sql(unfinished)} rename to ${sql(name)}`
}

/** The template of a stage, and what its maker told. */
async function standing<Told>(stage: Stage<Told>): Promise<Told> {
	const sql = owner('clones')
	// The lock is the session's: it holds as long as the one connection does.
	const find = () => sql<{ told: string }[]>`select shobj_description(oid, 'pg_database') as told from pg_database where datname = ${stage.name}`
	await sql`select pg_advisory_lock(1)`
	try {
		if ((await find()).length === 0) await makeStage(stage)
		const [found] = await find()
		return deserialize(Buffer.from(found?.told ?? '', 'base64')) as Told
	} finally {
		await sql`select pg_advisory_unlock(1)`
	}
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
	return (await stagedDb(seeded ? demo : null, { max })).database
}

/** The same, that begins with what `stage` makes. */
export async function stagedDb<Told>(stage: Stage<Told> | null, { max = 10 }: { max?: number } = {}): Promise<{ database: TestDb; told: Told | undefined }> {
	const told = stage ? await standing(stage) : undefined
	const name = await clone(stage ? stage.name : 'kontor_template')
	const [url, ownerUrl] = [beside(inject('appUrl'), name), beside(inject('templateUrl'), name)]
	const db = openCounted((onStatement) => asHouse(openDb(throughSocket(url), { max, onStatement })))
	afterAll(async () => {
		await db.end({ timeout: 5 })
		// Nobody waits for it: the next file begins meanwhile, and what is left at the end goes with the server.
		const sql = owner('drops')
		sql`drop database if exists ${sql(name)} with (force)`.catch(() => undefined)
	})
	return { database: { db, url, ownerUrl }, told }
}
