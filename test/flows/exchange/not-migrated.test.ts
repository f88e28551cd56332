import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { afterAll, expect, inject, test } from 'vitest'

const kontor = resolve(import.meta.dirname, '../../../app/cli/kontor.ts')
const folder = await mkdtemp(join(tmpdir(), 'export-'))
const name = `bare_${randomBytes(4).toString('hex')}`
const urlOf = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).toString()
const server = postgres(Object.assign(new URL(inject('templateUrl')), { pathname: '/postgres' }).toString(), { max: 1, onnotice: () => undefined })
await server`create database ${server(name)}`
afterAll(async () => {
	await server`drop database if exists ${server(name)} with (force)`
	await server.end()
})

const run = (env: Record<string, string>) =>
	promisify(execFile)(process.execPath, [kontor, 'export', 'units', '--out', join(folder, 'units.csv')], { env: { ...process.env, ...env } }).then(
		() => ({ code: 0, said: '' }),
		({ code, stderr }: { code: number; stderr: string }) => ({ code, said: stderr }),
	)

test('a command on a database without tables is refused with the remedy, or brings it up when it may', { timeout: 60_000 }, async () => {
	const refused = await run({ DATABASE_URL: urlOf(inject('appUrl')) })
	expect(refused.code).toBe(1)
	expect(refused.said).toContain('DATABASE_ADMIN_URL')
	expect(refused.said).not.toContain('at async')
	const owner = await run({ DATABASE_URL: urlOf(inject('appUrl')), DATABASE_ADMIN_URL: urlOf(inject('templateUrl')) })
	// Migrated, and without a seller there is nothing to take out.
	expect(owner.said).toContain('several sellers, or none')
	expect(await readFile(join(folder, 'units.csv'), 'utf8').catch(() => 'none')).toBe('none')
})
