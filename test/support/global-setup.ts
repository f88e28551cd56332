import { join, resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDb } from '../../db/client.server.ts'
import { destroyEmbedded, startEmbedded } from '../../db/embedded.server.ts'
import { ensureDatabase, migrate } from '../../db/migrate.server.ts'
import { letAppSignIn } from '../../db/roles.server.ts'
import { sweepClusters } from './sweep.ts'

declare module 'vitest' {
	export interface ProvidedContext {
		/** The address of the template database; every other database of the run is beside it. */
		templateUrl: string
		/** The same as the role of web and worker: what tests ask with. */
		appUrl: string
		/** The folder of the server's socket; null where there is none, or its name would be too long for one. */
		socketPlace: string | null
	}
}

const cache = resolve(import.meta.dirname, '../../.cache')

/** A question through a socket costs both ends less than half of what it costs through TCP, and most of a run is questions (app/decisions/0488). */
const hasSockets = process.platform !== 'win32'
/** The name of a socket has 107 letters at most, the file's own among them. */
const longestPlace = 90

/** One server for the whole run, one migrated template database; each test file clones it (test/support/test-db.ts). */
export default async function setup(project: TestProject) {
	await sweepClusters(cache)
	const dataDir = join(cache, `postgres-${process.pid}`)
	// Beside its data, where only its owner gets in.
	const server = await startEmbedded({ dataDir, durable: false, settings: hasSockets ? { unix_socket_directories: '.' } : {} })
	const templateUrl = server.urlOf('kontor_template')
	await ensureDatabase(server.urlOf('postgres'), 'kontor_template')
	await migrate(templateUrl)
	await letAppSignIn(templateUrl, server.appPassword)
	// Tests clear tables between cases; the house itself never does.
	const owner = openDb(templateUrl, { max: 1 })
	await owner`grant truncate on all tables in schema public to kontor_house`.finally(() => owner.end())
	project.provide('templateUrl', templateUrl)
	project.provide('appUrl', server.appUrlOf('kontor_template'))
	project.provide('socketPlace', hasSockets && server.cluster.length <= longestPlace ? server.cluster : null)
	return () => destroyEmbedded(dataDir)
}
