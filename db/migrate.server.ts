import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import postgres from 'postgres'
import { applyAccess } from './access.server.ts'
import { ensureRoles } from './roles.server.ts'

const folder = join(import.meta.dirname, 'migrations')
// Any number that no other program locks: two starts at once apply each migration once.
const lock = 7_042_318

type Migration = { level: number; name: string; text: string; digest: string }

/** The numbered files of db/migrations, in order. Throws when two have the same number. */
export async function readMigrations(from = folder): Promise<Migration[]> {
	const names = (await readdir(from).catch(() => [])).filter((name) => /^\d{4}_.+\.sql$/.test(name)).sort()
	const texts = await Promise.all(names.map((name) => readFile(join(from, name), 'utf8')))
	const found = names.map((name, index) => {
		const text = texts[index] ?? ''
		return { level: Number(name.slice(0, 4)), name, text, digest: createHash('sha256').update(text).digest('hex') }
	})
	const twice = found.find(({ level }, index) => found[index - 1]?.level === level)
	if (twice) throw new Error(`Two migrations have the number ${twice.level}: ${twice.name} and the one before it`)
	return found
}

/** The level a database needs for this version of the code; 0 without migrations. */
export async function newestLevel(): Promise<number> {
	return (await readMigrations()).at(-1)?.level ?? 0
}

/**
 * Brings the database at `url` to the newest level and returns it. Each file is one transaction; a file
 * that was applied and then edited is refused, because the databases that have it would differ. Roles, grants and
 * policies follow (access.server.ts). Needs the owner of the tables (DATABASE_ADMIN_URL); throws RolesRefused with the SQL
 * to run when that one may not make roles.
 */
export async function migrate(url: string, from = folder): Promise<number> {
	const sql = postgres(url, { max: 1, onnotice: () => undefined })
	try {
		await sql`select pg_advisory_lock(${lock})`
		// Row-level security binds the owner of the tables too, unless it says that it migrates (access.server.ts).
		await sql`select set_config('kontor.migrates', 'on', false)`
		await sql`create table if not exists schema_migration (
			level integer primary key, name text not null, digest text not null, applied_at timestamptz not null default now()
		)`
		const applied = new Map((await sql`select level, digest from schema_migration`).map((row) => [row['level'] as number, row['digest'] as string]))
		const migrations = await readMigrations(from)
		for (const { level, name, text, digest } of migrations) {
			const before = applied.get(level)
			if (before !== undefined && before !== digest) throw new Error(`${name} was edited after it was applied: restore it and add a new migration`)
			if (before !== undefined) continue
			// One simple query is one transaction, and may hold many statements.
			const done = `insert into schema_migration (level, name, digest) values (${level}, '${name.replaceAll("'", "''")}', '${digest}')`
			await sql.unsafe(`${text}\n;\n${done}`).catch((error: Error) => {
				throw new Error(`Migration ${name} failed: ${error.message}`, { cause: error })
			})
		}
		await ensureRoles(sql)
		await applyAccess(sql)
		return migrations.at(-1)?.level ?? 0
	} finally {
		await sql.end()
	}
}

/** Makes the database of `url` when its server does not have it yet. `adminUrl` may be any database of the same server. */
export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
	const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined })
	try {
		const [found] = await sql`select 1 from pg_database where datname = ${name}`
		if (!found) await sql`create database ${sql(name)}`
	} finally {
		await sql.end()
	}
}
