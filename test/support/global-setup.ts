import { join, resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import { destroyEmbedded, startEmbedded } from '../../db/embedded.server.ts'
import { ensureDatabase, migrate } from '../../db/migrate.server.ts'
import { sweepClusters } from './sweep.ts'

declare module 'vitest' {
	export interface ProvidedContext {
		/** The address of the template database; every other database of the run is beside it. */
		templateUrl: string
	}
}

const cache = resolve(import.meta.dirname, '../../.cache')

/** One server for the whole run, one migrated template database; each test file clones it (test/support/test-db.ts). */
export default async function setup(project: TestProject) {
	await sweepClusters(cache)
	const dataDir = join(cache, `postgres-${process.pid}`)
	const server = await startEmbedded({ dataDir, durable: false })
	const templateUrl = server.urlOf('kontor_template')
	await ensureDatabase(server.urlOf('postgres'), 'kontor_template')
	await migrate(templateUrl)
	project.provide('templateUrl', templateUrl)
	return () => destroyEmbedded(dataDir)
}
