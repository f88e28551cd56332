import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { buildWhenStale } from '../../app/cli/build.ts'
import { openDb } from '../../db/client.server.ts'
import { destroyEmbedded, startEmbedded } from '../../db/embedded.server.ts'
import { ensureDatabase, migrate } from '../../db/migrate.server.ts'
import { seedDemo } from '../../db/seed/index.ts'
import { sweepClusters } from '../support/sweep.ts'

const cache = resolve(import.meta.dirname, '../../.cache')

/** The build, one server, and a template database with the demo company, which each journey clones. */
export default async function setup() {
	if (!process.env['KONTOR_JOURNEY_CHROMIUM']) return undefined
	await mkdir(cache, { recursive: true })
	await sweepClusters(cache)
	await buildWhenStale(() => undefined)
	const dataDir = join(cache, `postgres-${process.pid}`)
	const server = await startEmbedded({ dataDir, durable: false })
	const templateUrl = server.urlOf('kontor_journey')
	await ensureDatabase(server.urlOf('postgres'), 'kontor_journey')
	await migrate(templateUrl)
	const db = openDb(templateUrl)
	await seedDemo(db, new Date()).finally(() => db.end())
	process.env['KONTOR_JOURNEY_TEMPLATE'] = templateUrl
	return () => destroyEmbedded(dataDir)
}
