import { mkdir, readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import { destroyEmbedded, startEmbedded } from '../../db/embedded.server.ts'
import { ensureDatabase, migrate } from '../../db/migrate.server.ts'

declare module 'vitest' {
	export interface ProvidedContext {
		/** The address of the template database; every other database of the run is beside it. */
		templateUrl: string
	}
}

const cache = resolve(import.meta.dirname, '../../.cache')

const isAlive = (pid: number) => {
	try {
		return process.kill(pid, 0)
	} catch {
		return false
	}
}

/** A run that was killed leaves its server behind: whoever comes next tidies up. */
async function sweep(): Promise<void> {
	await mkdir(cache, { recursive: true })
	const left = (await readdir(cache)).filter((name) => /^postgres-\d+$/.test(name) && !isAlive(Number(name.slice(9))))
	await Promise.all(left.map((name) => destroyEmbedded(join(cache, name))))
}

/** One server for the whole run, one migrated template database; each test file clones it (test/support/test-db.ts). */
export default async function setup(project: TestProject) {
	await sweep()
	const dataDir = join(cache, `postgres-${process.pid}`)
	const server = await startEmbedded({ dataDir, durable: false })
	const templateUrl = server.urlOf('kontor_template')
	await ensureDatabase(server.urlOf('postgres'), 'kontor_template')
	await migrate(templateUrl)
	project.provide('templateUrl', templateUrl)
	return () => destroyEmbedded(dataDir)
}
