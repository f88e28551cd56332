import { join } from 'node:path'
import { Readable } from 'node:stream'
import { openDb } from '../../db/client.server.ts'
import { type Embedded, startEmbedded } from '../../db/embedded.server.ts'
import { ensureDatabase, migrate } from '../../db/migrate.server.ts'
import { appUrlOf, letAppSignIn } from '../../db/roles.server.ts'
import { asHouse } from '../../db/scope.server.ts'
import { demoSignIns, isEmpty, papers, seedDemo } from '../../db/seed/index.ts'
import type { FileStore } from '../connectors/files/contract.ts'
import { openLocalFiles } from '../connectors/files/local/local-files.server.ts'
import type { Env } from '../platform/env.server.ts'

export type Prepared = { url: string; adminUrl: string; level: number; signIns: typeof demoSignIns }

/**
 * The database of DATABASE_URL, or the bundled one; `url` is the one that web and worker use, walled in whatever was given. Migrated, and outside production filled with the demo company when it is empty.
 */
export async function prepareDatabase(env: Env, clock: () => Date, say: (line: string) => void, started: (own: Embedded) => void): Promise<Prepared> {
	const own = env.DATABASE_URL ? null : await startOwn(env, say, started)
	const adminUrl = env.DATABASE_ADMIN_URL ?? env.DATABASE_URL ?? own?.adminUrl ?? ''
	const level = await migrate(adminUrl)
	if (own) await letAppSignIn(own.adminUrl, own.appPassword)
	const url = own ? own.appUrlOf('kontor') : await appUrlOf(env.DATABASE_URL ?? adminUrl, adminUrl)
	if (env.KONTOR_MODE === 'demo') await seedWhenEmpty(adminUrl, clock, openLocalFiles(join(env.KONTOR_DATA_DIR, 'files')), say)
	return { url, adminUrl, level, signIns: env.KONTOR_MODE === 'production' ? [] : demoSignIns }
}

async function startOwn(env: Env, say: (line: string) => void, started: (own: Embedded) => void): Promise<Embedded> {
	say(`Starting the bundled PostgreSQL in ${env.KONTOR_DATA_DIR} …`)
	const own = await startEmbedded({ dataDir: env.KONTOR_DATA_DIR })
	started(own)
	await ensureDatabase(own.urlOf('postgres'), 'kontor')
	return own
}

async function seedWhenEmpty(url: string, clock: () => Date, files: FileStore, say: (line: string) => void): Promise<void> {
	const db = asHouse(openDb(url, { max: 2, applicationName: 'kontor-seed' }))
	try {
		if (!(await isEmpty(db))) return
		say('Filling the empty database with the demo company …')
		await seedDemo(db, clock())
		await Promise.all(papers.map(({ bytes }) => files.put(Readable.from([bytes]), bytes.length)))
	} finally {
		await db.end()
	}
}
