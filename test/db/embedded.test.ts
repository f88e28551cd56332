import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import postgres from 'postgres'
import { afterAll, expect, test } from 'vitest'
import { destroyEmbedded, startEmbedded } from '../../db/embedded.server.ts'

const folder = await mkdtemp(resolve(import.meta.dirname, '../../.cache/embedded-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

async function ask<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
	const sql = postgres(url, { max: 1, onnotice: () => undefined })
	return work(sql).finally(() => sql.end())
}

test('what was committed is there after a stop, and a second start joins a running server', async () => {
	// mkdtemp as root makes a folder that the server's user cannot enter; the cluster then stands elsewhere.
	await chmod(folder, 0o700)
	const dataDir = join(folder, 'data')
	const first = await startEmbedded({ dataDir })
	const second = await startEmbedded({ dataDir })
	expect(second.port).toBe(first.port)
	await ask(first.urlOf('postgres'), (sql) => sql`create table kept as select 'Škoda 東京' as word`)
	await first.stop()
	await expect(ask(first.urlOf('postgres'), (sql) => sql`select 1`)).rejects.toThrow()

	const again = await startEmbedded({ dataDir })
	const [row] = await ask(
		again.urlOf('postgres'),
		(sql) => sql`select word, upper(word) as upper, current_setting('server_version_num')::int / 10000 as version, current_setting('fsync') as fsync from kept`,
	)
	expect(row).toEqual({ word: 'Škoda 東京', upper: 'ŠKODA 東京', version: 18, fsync: 'on' })
	await expect(ask(again.urlOf('postgres').replace(/kontor:[^@]+/, 'kontor:wrong'), (sql) => sql`select 1`)).rejects.toThrow('password')
	await destroyEmbedded(dataDir)
})
