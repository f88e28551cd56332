import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { cpus, release, totalmem } from 'node:os'
import { resolve } from 'node:path'
import { type Db, openDb } from '../../db/client.server.ts'
import { startEmbedded } from '../../db/embedded.server.ts'
import { ensureDatabase, migrate } from '../../db/migrate.server.ts'
import { letAppSignIn } from '../../db/roles.server.ts'
import { fillBench, type Size } from './data.ts'
import { told } from './fill.ts'

export const benchSecret = 'a secret that only the benches ever use'

/** `db` is the owner's; `url` what web and worker sign in with. */
export type Stage = { db: Db; url: string; ownerUrl: string; prices: number; close: () => Promise<void> }

/** A migrated database of PostgreSQL as it ships: durable, with its statements counted. `anew` throws away what an earlier run left. */
async function openDatabase(name: string, anew: boolean, applicationName = 'kontor-bench') {
	const dataDir = resolve(process.env['KONTOR_DATA_DIR'] ?? '.kontor', 'bench')
	const own = await startEmbedded({
		dataDir,
		settings: { shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.track_utility': 'off', 'pg_stat_statements.max': '10000' },
	})
	if (anew) {
		const admin = openDb(own.urlOf('postgres'), { max: 1 })
		await admin`drop database if exists ${admin(name)} with (force)`
		await admin.end()
	}
	await ensureDatabase(own.urlOf('postgres'), name)
	const [url, ownerUrl] = [own.appUrlOf(name), own.urlOf(name)]
	await migrate(ownerUrl)
	await letAppSignIn(ownerUrl, own.appPassword)
	const db = openDb(ownerUrl, { max: 4, applicationName })
	const close = async () => {
		await db.end()
		await own.stop()
	}
	return { db, url, ownerUrl, close }
}

/** An empty, migrated database: for the import, and for what begins with one. */
export const openEmptyStage = (name = 'bench_import') => openDatabase(name, true, 'kontor-import')

/** A database of this size, made once and kept. */
export const openStage = (size: Size) =>
	openNamedStage(`bench_${size.skus}_${size.accounts}_${size.segmentBooks + size.contractBooks}`, (db) => fillBench(db, size))

/** A database of this name, filled once and kept; one whose filling was broken off is filled anew. */
export async function openNamedStage(name: string, fill: (db: Db) => Promise<unknown>): Promise<Stage> {
	const [known] = await withDatabase(name, (db) => db<{ done: boolean }[]>`select to_regclass('bench_filled') is not null as done`)
	const { db, url, ownerUrl, close } = await openDatabase(name, known?.done !== true)
	await db.unsafe('create extension if not exists pg_stat_statements')
	if (known?.done !== true) {
		// One connection, with memory for the sorts of an index; what a crash would lose here is filled anew.
		const filler = openDb(ownerUrl, { max: 1, applicationName: 'kontor-bench-fill' })
		await filler.unsafe("set maintenance_work_mem = '1GB'; set work_mem = '128MB'; set synchronous_commit = off")
		await told(name, () => fill(filler))
		await filler.end()
		await db.unsafe('create table bench_filled (); checkpoint')
	}
	const [row] = await db<{ prices: number }[]>`select count(*)::int as prices from price_book_entry`
	return { db, url, ownerUrl, prices: row?.prices ?? 0, close }
}

async function withDatabase<T>(name: string, ask: (db: Db) => Promise<T>): Promise<T> {
	const { db, close } = await openDatabase(name, false)
	try {
		return await ask(db)
	} finally {
		await close()
	}
}

/** `kill` ends it as a crash does: at once, nothing finished, nothing closed. */
export type Web = { origin: string; pid: number; stop: () => Promise<void>; kill: () => Promise<void> }

/** A program of ours (the web process, the worker, the bare server) on a free port, told where the database is. */
export async function startProgram(file: string, env: Record<string, string>): Promise<Web> {
	const given: Record<string, string | undefined> = {
		...process.env,
		NODE_ENV: 'production',
		KONTOR_MODE: 'test',
		PORT: '0',
		HOST: '127.0.0.1',
		SESSION_SECRET: benchSecret,
		LOG_LEVEL: 'error',
		...env,
	}
	const child: ChildProcess = spawn(process.execPath, [file], { env: given as NodeJS.ProcessEnv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
	const port = await new Promise<number>((ready, failed) => {
		child.on('message', ({ listening, working }: { listening?: number; working?: boolean }) => (listening || working) && ready(listening ?? 0))
		child.once('exit', (code) => failed(new Error(`${file} ended with ${code} before it listened`)))
	})
	const gone = new Promise<void>((done) => child.once('exit', () => done()))
	const end = async (signal: NodeJS.Signals) => {
		child.kill(signal)
		await gone
	}
	return { origin: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') }
}

/** CPU seconds that a process has used, all its threads (Linux; elsewhere 0). */
export async function cpuSecondsOf(pid: number): Promise<number> {
	const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
	const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
	return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100
}

export async function resetStatements(db: Db): Promise<void> {
	await db`select pg_stat_statements_reset()`
}

/** Statements sent since the reset, without BEGIN and COMMIT, the driver's own questions and ours. */
export async function countStatements(db: Db): Promise<number> {
	const [row] = await db<{ calls: number }[]>`
		select coalesce(sum(s.calls), 0)::int as calls from pg_stat_statements s join pg_database d on d.oid = s.dbid and d.datname = current_database()
		where s.toplevel and s.query not ilike '%pg_stat_statements%' and s.query not ilike '%pg_catalog.pg_type%' and s.query not ilike '%set_config%'`
	return row?.calls ?? 0
}

export async function machine(db: Db): Promise<Record<string, string | number>> {
	const [row] = await db<
		{ version: string; fsync: string; commit: string }[]
	>`select current_setting('server_version') as version, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`
	const [cpu] = cpus()
	return {
		cpu: cpu?.model ?? 'unknown',
		cores: cpus().length,
		memoryGb: Math.round(totalmem() / 2 ** 30),
		kernel: release(),
		node: process.version,
		postgres: row?.version ?? '',
		fsync: row?.fsync ?? '',
		synchronousCommit: row?.commit ?? '',
	}
}
