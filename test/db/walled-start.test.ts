import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareDatabase } from '../../app/cli/prepare-database.ts'
import { readEnv } from '../../app/platform/env.server.ts'
import { type Db, openDb } from '../../db/client.server.ts'
import { destroyEmbedded, type Embedded, startEmbedded } from '../../db/embedded.server.ts'
import { demandWall, RolesRefused } from '../../db/roles.server.ts'
import { asBuyer, asHouse } from '../../db/scope.server.ts'

/** A cluster of its own: roles are the cluster's, and here nobody has made any. */
const dataDir = await mkdtemp(join(tmpdir(), 'walled-'))
let server: Embedded
let superuser: Db

beforeAll(async () => {
	server = await startEmbedded({ dataDir, durable: false })
	superuser = openDb(server.urlOf('postgres'), { max: 1 })
	for (const [name, rights] of Object.entries({ plain: '', maker: 'createrole', guarded: '' })) {
		await superuser.unsafe(`create role ${name}_owner login password 'secret' ${rights}`)
		await superuser.unsafe(`create database ${name} owner ${name}_owner`)
	}
})
afterAll(async () => {
	await superuser.end({ timeout: 5 })
	await destroyEmbedded(dataDir)
})

const urlFor = (user: string, database: string) => `postgres://${user}:secret@127.0.0.1:${server.port}/${database}`
const prepare = (settings: Record<string, string>) =>
	prepareDatabase(
		readEnv({ KONTOR_MODE: 'test', ...settings }),
		() => new Date(),
		() => undefined,
		() => undefined,
	)

async function within<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
	const db = openDb(url, { max: 2, onNotice: () => undefined })
	return await work(db).finally(() => db.end({ timeout: 5 }))
}

/** Two accounts with a contact each; every wall stands before it and behind it. */
async function tryWall(url: string, ownerUrl: string): Promise<void> {
	await within(url, async (db) => {
		await demandWall(db)
		const house = asHouse(db)
		await house`insert into seller_entity (id, code, name, currency, country) values (1, 'S', 'Seller', 'USD', 'US')`
		await house`insert into account (id, seller_entity_id, number, name, currency) values (1, 1, 'A1', 'One', 'USD'), (2, 1, 'A2', 'Two', 'USD')`
		await house`insert into contact (account_id, first_name, last_name) values (1, 'Ada', 'One'), (2, 'Ben', 'Two')`
		await expect(db`select * from contact`).rejects.toThrow('permission denied')
		expect(await asBuyer(db, { accountId: 2, billToAccountId: 2, ancestorIds: [] })`select first_name from contact`).toEqual([{ firstName: 'Ben' }])
	})
	// The owner of the tables is bound as well, as long as it does not migrate.
	expect(await within(ownerUrl, async (db) => db`select 1 from contact`)).toEqual([])
}

const statementsIn = ({ message }: RolesRefused) => message.split('\n').filter((line) => line.startsWith('  '))

test('one address that may make roles makes them; one that may not is refused with the SQL to run', { timeout: 60_000 }, async () => {
	const plain = urlFor('plain_owner', 'plain')
	const refusedPlain = async () => (await prepare({ DATABASE_URL: plain }).catch((error: unknown) => error)) as RolesRefused
	const first = await refusedPlain()
	expect(first).toBeInstanceOf(RolesRefused)
	expect(first.message).toContain('"plain_owner" may not make them')
	expect(statementsIn(first)).toContain('  create role kontor_buyer nologin;')

	const maker = urlFor('maker_owner', 'maker')
	const made = await prepare({ DATABASE_URL: maker })
	expect(new URL(made.url).searchParams.get('role')).toBe('kontor_app')
	await tryWall(made.url, maker)

	// The roles are there now; that another owner may act as them is for a superuser to say.
	const second = await refusedPlain()
	expect(statementsIn(second)).toContain('  grant kontor_app to "plain_owner" with inherit false, set true;')
	expect(second.message).not.toContain('create role')
	await superuser.unsafe(statementsIn(second).join('\n'))
	const prepared = await prepare({ DATABASE_URL: plain })
	expect(prepared.adminUrl).toBe(plain)
	await tryWall(prepared.url, plain)
})

test('with two addresses the app signs in as a role that owns nothing, and the admin lets it in', { timeout: 60_000 }, async () => {
	await superuser.unsafe(`create role guarded_app login password 'secret'`)
	const url = urlFor('guarded_app', 'guarded')
	const adminUrl = server.urlOf('guarded')
	const prepared = await prepare({ DATABASE_URL: url, DATABASE_ADMIN_URL: adminUrl })
	expect(prepared.url).toBe(url)
	await within(url, async (db) => {
		await demandWall(db)
		await expect(db`select * from contact`).rejects.toThrow('permission denied')
		expect(await asHouse(db)`select 1 from contact`).toEqual([])
	})
})

test("a superuser's address is walled in, and refused by a process that is started by hand", { timeout: 60_000 }, async () => {
	const adminUrl = server.urlOf('guarded')
	const prepared = await prepare({ DATABASE_URL: adminUrl })
	expect(new URL(prepared.url).searchParams.get('role')).toBe('kontor_app')
	await within(prepared.url, async (db) => {
		await demandWall(db)
		await expect(db`select * from contact`).rejects.toThrow('permission denied')
	})
	await within(adminUrl, (db) => expect(demandWall(db)).rejects.toThrow('reads the rows of every account'))
	await superuser.unsafe(`create role stranger login password 'secret'`)
	await within(urlFor('stranger', 'guarded'), (db) => expect(demandWall(db)).rejects.toThrow('may not act as kontor_door'))
})
