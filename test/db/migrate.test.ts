import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migrate } from '../../db/migrate.server.ts'
import { testDb } from '../support/test-db.ts'

const { db, ownerUrl: url } = await testDb()

// The template is at the newest level, so these begin far above it.
const folder = await mkdtemp(join(tmpdir(), 'migrations-'))
const write = (name: string, text: string) => writeFile(join(folder, name), text)

test('files are applied in order, once, by however many starts at the same time', async () => {
	await write('9001_first.sql', 'create table first_made (id integer); insert into first_made values (1);')
	await write('9002_second.sql', 'alter table first_made add column name text -- a comment at the end')
	expect(await Promise.all([migrate(url, folder), migrate(url, folder), migrate(url, folder)])).toEqual([9002, 9002, 9002])
	expect(await db`select id, name from first_made`).toEqual([{ id: 1, name: null }])
})

test('a file that fails leaves nothing of itself behind', async () => {
	await write('9003_broken.sql', 'create table half_made (id integer); select 1 / 0;')
	await expect(migrate(url, folder)).rejects.toThrow('9003_broken.sql failed: division by zero')
	const [row] = await db`select to_regclass('half_made') as found, (select max(level) from schema_migration) as level`
	expect(row).toEqual({ found: null, level: 9002 })
	await write('9003_broken.sql', 'create table half_made (id integer);')
	expect(await migrate(url, folder)).toBe(9003)
})

test('a file that was applied may not be edited, and a number stands once', async () => {
	await write('9001_first.sql', 'create table first_made (id bigint);')
	await expect(migrate(url, folder)).rejects.toThrow('9001_first.sql was edited')
	await write('9002_again.sql', 'select 1;')
	await expect(migrate(url, folder)).rejects.toThrow('Two migrations have the number 9002')
})
