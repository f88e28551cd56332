import { afterAll, beforeEach, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { openSalesforce } from '../../app/connectors/salesforce/salesforce.server.ts'
import { openSalesforceStandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import { mergePeople } from '../../app/flows/merge/merge-people.ts'
import { openDuplicates } from '../../app/flows/merge/open-duplicates.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { withTransaction } from '../../db/client.server.ts'
import { insertConnections } from '../../db/queries/sync-connection.ts'
import { makeCompany } from '../support/company.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

/** One address belongs to one prospect of a seller (sync-core.md B4): what another side says of it may have to wait for a person, and nobody else waits. */
const { db } = await testDb()
const { accountId, sellerId, shopper } = await makeCompany(db, 'agate')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const ada = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
let now = Date.parse('2026-05-12T09:00:00Z')
const clock = () => new Date(now)
const key = { clientId: 'kontor', clientSecret: 'secret-of-the-org' }
const standIn = await openSalesforceStandIn({ ...key, now: () => now })
afterAll(() => standIn.close())
const org = openSalesforce({
	...{ origin: standIn.origin, clientId: key.clientId, signIn: { kind: 'client_credentials', clientSecret: key.clientSecret } },
	...{ externalKeyField: 'Kontor_Key__c', timeoutMs: 5000, now: () => now },
})
const work = { db, clock, random: () => 0, outside: () => org }
await openHouseConnections(db, clock())

async function settle(given = work): Promise<void> {
	now += 61_000
	for (let rounds = 0; (await drainMarks(db, clock())) + (await workSync(given)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
}
let lot = 0
/** Contacts, each with its prospect, linked. */
async function people(count: number): Promise<{ contacts: number[]; prospects: number[]; mails: string[] }> {
	lot++
	const mails = Array.from({ length: count }, (_, place) => `p${place}.${lot}@agate.test`)
	const contacts = await db<{ id: number }[]>`
		insert into contact (account_id, first_name, last_name, email) select ${accountId}, 'P', 'Agate', m from unnest(${mails}::text[]) with ordinality u(m, place) order by place returning id`
	const prospects = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id) select ${sellerId}, c.email, 'P', 'Agate', c.id from contact c where c.id = any(${contacts.map(({ id }) => id)}::bigint[]) order by c.id returning id`
	await settle()
	return { contacts: contacts.map(({ id }) => id), prospects: prospects.map(({ id }) => id), mails }
}
const seen = async (ids: readonly number[]) =>
	(await db<{ email: string; title: string | null }[]>`select email, title from ma_prospect where id = any(${[...ids]}::bigint[]) order by id`).map(
		({ email, title }) => [email, title],
	)
const errors = async () => await db`select side, object, record_id, field, code, value, facts, closed_for from sync_error order by id`
const proposals = async () => await db`select side, object, winner_id, loser_id, reason, state from merge_proposal order by id`
beforeEach(async () => {
	await settle()
	await db`delete from sync_error`
	await db`delete from merge_proposal`
})

test('an address that another prospect has stays behind alone and is proposed as a merge; the record’s other fields and the rest of the batch go on', async () => {
	const { contacts, prospects, mails } = await people(3)
	const [holder = 0, edited = 0] = prospects
	await db`update contact set email = ${mails[0] ?? ''}, title = 'Buyer' where id = ${contacts[1] ?? 0}`
	await db`update contact set title = 'Chef' where id = ${contacts[2] ?? 0}`
	await settle()
	expect(await seen(prospects)).toEqual([
		[mails[0], null],
		[mails[1], 'Buyer'],
		[mails[2], 'Chef'],
	])
	const error = { side: 'ma', object: 'prospect', recordId: String(edited), field: 'email', code: 'DUPLICATE_VALUE', value: mails[0] }
	expect(await errors()).toEqual([{ ...error, facts: { candidates: [`prospect:${holder}`] }, closedFor: null }])
	expect(await proposals()).toEqual([
		{ side: 'ma', object: 'prospect', winnerId: String(holder), loserId: String(edited), reason: 'MAIL_TAKEN', state: 'open' },
	])
	expect(await db`select 1 from sync_job`, 'and it rests').toHaveLength(0)
	// Another address, and it flows; the error closes itself.
	await db`update contact set email = ${`own.${lot}@agate.test`} where id = ${contacts[1] ?? 0}`
	await settle()
	expect((await seen(prospects))[1]).toEqual([`own.${lot}@agate.test`, 'Buyer'])
	expect(await errors()).toMatchObject([{ closedFor: 'mended' }])
})

test('where the address is all that was to be written, the record waits with it; merged, the two are one', async () => {
	const { contacts, prospects, mails } = await people(2)
	const [holder = 0, edited = 0] = prospects
	await db`update contact set email = ${mails[0]?.toUpperCase() ?? ''} where id = ${contacts[1] ?? 0}`
	await settle()
	expect(await errors()).toMatchObject([{ recordId: String(edited), code: 'DUPLICATE_VALUE', closedFor: null }])
	const room = await openDuplicates(db, ada, { object: 'prospect', text: null, after: null, limit: 20 })
	expect(room?.proposals).toMatchObject([{ reason: 'MAIL_TAKEN', isOurs: true, winnerName: 'P Agate', loserName: 'P Agate' }])
	expect(await mergePeople(db, ada, { object: 'prospect', winnerId: holder, loserId: edited, chosen: {}, requestId: 'test', at: clock() })).toMatchObject({
		ok: true,
	})
	expect(await proposals()).toMatchObject([{ state: 'taken' }, { side: 'crm', object: 'contact', state: 'open' }])
	await settle()
	expect((await errors()).map(({ code, closedFor }) => [code, closedFor])).toEqual([['DUPLICATE_VALUE', 'merged']])
})

test('two people change places, and three go round', async () => {
	const { contacts, prospects, mails } = await people(5)
	await db`update contact c set email = n.email from (values (${contacts[0] ?? 0}::bigint, ${mails[1] ?? ''}), (${contacts[1] ?? 0}, ${mails[0] ?? ''}), (${contacts[2] ?? 0}, ${mails[3] ?? ''}), (${contacts[3] ?? 0}, ${mails[4] ?? ''}), (${contacts[4] ?? 0}, ${mails[2] ?? ''})) n(id, email) where c.id = n.id`
	await settle()
	expect((await seen(prospects)).map(([mail]) => mail)).toEqual([1, 0, 3, 4, 2].map((place) => mails[place]))
	expect([await errors(), await proposals()]).toEqual([[], []])
})

test('an org that gives somebody the address of another: that field waits, and her other fields come', async () => {
	const made = await db<{ id: number; email: string }[]>`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, company) select ${sellerId}, n || '@agate-org.test', initcap(n), 'Org', 'Org' from unnest(array['ana', 'bea']) n returning id, email`
	const line = (crmField: string, maField: string) =>
		({ crmField, maField, behaviour: 'most_recent', fallback: null, blank: 'fill', multi: 'last', overflow: 'error' }) as const
	await withTransaction(db, (tx) =>
		insertConnections(tx, {
			...{ sellerEntityIds: [sellerId], name: 'org', crmSystem: 'salesforce', maSystem: 'embedded_ma', state: 'running', at: clock() },
			objects: [
				{
					crmObject: 'Lead',
					maObject: 'prospect',
					rank: 1,
					createsCrm: 'gate',
					createsMa: 'never',
					fields: [line('Email', 'email'), line('LastName', 'last_name'), line('Title', 'title'), line('Company', 'company')],
				},
			],
		}),
	)
	const leads = made.map(
		({ email }) => (standIn.turn({ put: { object: 'Lead', values: { LastName: 'Org', Company: 'Org', Email: email } } }) as { put: { id: string } }).put.id,
	)
	await db`update ma_prospect set last_name = 'Organ' where id = any(${made.map(({ id }) => id)}::bigint[])`
	await settle()
	standIn.turn({ edit: { object: 'Lead', id: leads[1] ?? '', values: { Email: 'ana@agate-org.test', Title: 'Chef' } } })
	await settle()
	expect(await seen(made.map(({ id }) => id))).toEqual([
		['ana@agate-org.test', null],
		['bea@agate-org.test', 'Chef'],
	])
	expect(await errors()).toMatchObject([{ side: 'ma', recordId: String(made[1]?.id), field: 'email', code: 'DUPLICATE_VALUE', closedFor: null }])
	expect(await proposals()).toMatchObject([{ winnerId: String(made[0]?.id), loserId: String(made[1]?.id), reason: 'MAIL_TAKEN' }])
	expect(await db`select 1 from sync_job`).toHaveLength(0)
})

test('a connection whose round breaks keeps no other from its turn, and is heard of', async () => {
	const { contacts, prospects } = await people(1)
	const broke: unknown[] = []
	const [{ id: broken } = { id: 0 }] = await db<{ id: number }[]>`select id from sync_connection where name = 'org'`
	// First in the line, as the oldest would be.
	await db`update sync_connection set id = -1 where id = ${broken} and not exists (select from sync_link where connection_id = ${broken})`
	const down = () => {
		throw new Error('The key ring is lost')
	}
	await db`update contact set title = 'Owner' where id = ${contacts[0] ?? 0}`
	await settle({ ...work, outside: down, broke: ({ name }: { name: string }, error: unknown) => broke.push([name, (error as Error).message]) } as never)
	expect(await seen(prospects)).toMatchObject([[expect.anything(), 'Owner']])
	expect(broke.length).toBeGreaterThan(0)
	await expect(workSync({ ...work, outside: down }), 'where nobody hears it, it is thrown').rejects.toThrow('key ring')
})
