import { generateKeyPairSync } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { openSalesforceStandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import { openOwnSides as ownSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { openOutside } from '../../app/connectors/sync/outside/outside.server.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { changeConnection } from '../../app/flows/sync-setup/change-connection.ts'
import { changeKey } from '../../app/flows/sync-setup/change-key.ts'
import { connectSystem } from '../../app/flows/sync-setup/connect-system.ts'
import { openSetup } from '../../app/flows/sync-setup/open-setup.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse, testSecrets } from '../support/house.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

const rsa = (modulusLength = 2048, more: object = {}) => {
	const pair = generateKeyPairSync('rsa', { modulusLength })
	return { publicKey: pair.publicKey, privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem', ...more } as never).toString() }
}
const { db } = await testDb()
const { sellerId, shopper } = await makeCompany(db, 'jade')
const { userId, cookie } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const ada = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
// What is signed says until when it holds, by the clock of this machine.
let now = Date.now()
const clock = () => new Date(now)
const own = rsa()
const [clientId, clientSecret, username] = ['kontor', 'secret-of-the-org', 'kontor@capricorn.example']
const org = await openSalesforceStandIn({ clientId, clientSecret, username, publicKey: own.publicKey })
afterAll(() => org.close())
const outside = openOutside({ secrets: testSecrets, reachesInside: true })
const { systems, sides } = outside
const house = testHouse(db, { connectors: { ownSides, ...outside } as never })
const done = () => ({ requestId: 'test', at: clock() })
const jwt = { way: 'jwt', origin: org.origin, clientId, username, privateKey: own.privateKey, keyField: 'Kontor_Key__c' }
const connect = (name: string, key: Record<string, string>) =>
	connectSystem(db, ada, { wish: { system: 'salesforce', name, key, sharePercent: 50 }, systems, ownSides, ...done() })
const refusals = async (key: Record<string, string>) => {
	const tried = await connect('Refused', key)
	return tried.ok ? [] : tried.refusals
}
const made = await connect('By key', jwt)
const id = made.ok ? made.id : 0
const kept = async () =>
	systems.unseal((await db<{ sealed: string }[]>`select sealed_secrets as sealed from sync_connection where id = ${id}`)[0]?.sealed ?? null)

test('(B12) a connection signs in by a private key, and its records go over', async () => {
	expect(made).toMatchObject({ ok: true })
	await changeConnection(db, ada, { connectionId: id, act: 'run', ...done() })
	await db`insert into ma_prospect (seller_entity_id, email, last_name, company, assigned_user_id, assigned_at) values (${sellerId}, 'ana@jade.test', 'Silva', 'Bar Silva', ${userId}, ${clock()})`
	now += 61_000
	for (let rounds = 0; (await drainMarks(db, clock())) + (await workSync({ db, clock, random: () => 0, outside: sides })) > 0; rounds++)
		if (rounds > 50) throw new Error('It never comes to rest')
	expect([...(org.org.rows.get('Lead')?.values() ?? [])].map(({ values }) => values['Email'])).toEqual(['ana@jade.test'])
})

test('(B12) a key that the org does not know, a user who may not, and an app that is none are refused with what the org says and what helps', async () => {
	for (const [wrong, reason] of [
		[{ privateKey: rsa().privateKey }, 'invalid assertion'],
		[{ username: 'nobody@capricorn.example' }, "user hasn't approved this consumer"],
		[{ clientId: 'another' }, 'invalid client id'],
	] as const)
		expect(await refusals({ ...jwt, ...wrong }), reason).toMatchObject([{ code: 'SYNC_JWT_REFUSED', facts: { reason: expect.stringContaining(reason) } }])
	expect(await refusals({ ...jwt, way: 'client_credentials', clientSecret: 'another' })).toMatchObject([{ code: 'SYNC_KEY_REFUSED' }])
	expect(await db`select 1 from sync_connection where name = 'Refused'`).toEqual([])
})

test.each<[string, string]>([
	['no key', 'my secret'],
	['a public one', own.publicKey.export({ type: 'spki', format: 'pem' }).toString()],
	['a short one', rsa(1024).privateKey],
	['one with a passphrase', rsa(2048, { cipher: 'aes-256-cbc', passphrase: 'x' }).privateKey],
	['one of another kind', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
])('%s is told before anybody is asked', async (_what, privateKey) => {
	const calls = org.org.calls.used
	expect(await refusals({ ...jwt, privateKey })).toEqual([{ code: 'SYNC_KEY_PEM', facts: {} }])
	expect(await refusals({ ...jwt, privateKey: '' })).toMatchObject([{ code: 'SYNC_KEY_MISSING', facts: { field: 'privateKey' } }])
	expect(org.org.calls.used).toBe(calls)
})

test('of a way only what it asks for is kept, sealed and never shown; another way in takes its place, and what is left blank stays', async () => {
	expect(await kept()).toEqual({ ...jwt, noticeSecret: '' })
	const [line] = own.privateKey.split('\n').slice(1)
	const page = await (await ask(house, `/admin/sync/${id}/setup?way=jwt`, { cookie })).text()
	expect([page.includes(username), page.includes(line ?? '?')]).toEqual([true, false])
	const change = (key: Record<string, string>) => changeKey(db, ada, { connectionId: id, key, systems, ...done() })
	expect(await change({ way: 'client_credentials' })).toMatchObject({ ok: false, refusals: [{ code: 'SYNC_KEY_MISSING', facts: { field: 'clientSecret' } }] })
	expect(await change({ way: 'client_credentials', clientSecret })).toEqual({ ok: true })
	expect(await kept()).toEqual({ way: 'client_credentials', origin: org.origin, clientId, clientSecret, keyField: 'Kontor_Key__c', noticeSecret: '' })
	expect(await change({ way: 'jwt', username })).toMatchObject({ ok: false, refusals: [{ code: 'SYNC_KEY_MISSING', facts: { field: 'privateKey' } }] })
	expect(await change({ way: 'jwt', username, privateKey: own.privateKey })).toEqual({ ok: true })
	expect(await change({ noticeSecret: 'of the relay' })).toEqual({ ok: true })
	expect(await kept()).toEqual({ ...jwt, noticeSecret: 'of the relay' })
	expect((await db`select after from audit_entry where action = 'sync.key_changed' order by id`).map(({ after }) => after)).toEqual([
		{ way: 'client_credentials', fields: ['clientSecret'] },
		{ way: 'jwt', fields: ['username', 'privateKey'] },
		{ way: 'jwt', fields: ['noticeSecret'] },
	])
	const look = async (way: string | null) =>
		(await openSetup(db, ada, { connectionId: id, systems, publicUrl: '', way }))?.key.map(({ name, isThere }) => `${name} ${isThere}`)
	expect(await look(null)).toEqual(['origin true', 'clientId true', 'username true', 'privateKey true', 'keyField true', 'noticeSecret true'])
	expect(await look('client_credentials')).toContain('clientSecret false')
	for (const { name } of await db<
		{ name: string }[]
	>`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and has_table_privilege('kontor_house', oid, 'select')`)
		expect(await db`select 1 from ${db(name)} t where t::text like ${`%${line}%`} limit 1`, `${name} says the key`).toEqual([])
})

test('the form offers both ways; refused, it keeps what was typed and not the key', async () => {
	const page = async (query: string) => await (await ask(house, `/admin/sync/new?system=salesforce${query}`, { cookie })).text()
	expect((await page('')).includes('name="key:clientSecret"')).toBe(true)
	expect((await page('&way=jwt')).includes('name="key:privateKey"')).toBe(true)
	const key = Object.fromEntries(Object.entries({ ...jwt, username: 'nobody@capricorn.example' }).map(([name, value]) => [`key:${name}`, value]))
	const refused = await ask(house, '/admin/sync/new', { cookie, method: 'POST', form: { system: 'salesforce', name: 'Again', share: '50', ...key } })
	const text = await refused.text()
	expect([
		refused.status,
		text.includes('nobody@capricorn.example'),
		text.includes('hasn') && text.includes('approved'),
		text.includes('BEGIN PRIVATE'),
	]).toEqual([422, true, true, false])
	expect(text.includes('name="key:privateKey"'), 'the same way in').toBe(true)
})
