import { afterAll, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { openAccountEngagement } from '../../app/connectors/account-engagement/account-engagement.server.ts'
import { openAccountEngagementStandIn } from '../../app/connectors/account-engagement/stand-in/open-stand-in.server.ts'
import { openSalesforce } from '../../app/connectors/salesforce/salesforce.server.ts'
import { openSalesforceStandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import type { SidePort, SideWrite } from '../../app/connectors/sync/contract.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { withTransaction } from '../../db/client.server.ts'
import { type Connection, insertConnections, type NewObjectMap } from '../../db/queries/sync-connection.ts'
import { makeCompany } from '../support/company.ts'
import { testDb } from '../support/test-db.ts'

/** What another system refuses though nothing of its description says so: one field of a row, and the row's other fields all the same. */
const { db } = await testDb()
const { sellerId, accountId } = await makeCompany(db, 'topaz')
const [owner] = await db<{ id: number }[]>`
	insert into crm_user (seller_entity_id, first_name, last_name, email, roles) values (${sellerId}, 'Nina', 'Okafor', 'nina@topaz.test', '{rep}') returning id`
const userId = owner?.id ?? 0
const key = { clientId: 'kontor', clientSecret: 'secret' }
let now = Date.parse('2026-05-12T09:00:00Z')
const clock = () => new Date(now)
const [org, unit] = [
	await openSalesforceStandIn({ ...key, now: () => now }),
	await openAccountEngagementStandIn({ ...key, businessUnitId: '0Uv5g0000000001AAA', now: () => now }),
]
afterAll(() => Promise.all([org.close(), unit.close()]))

/** The rows of each call that writes. */
let calls: SideWrite[][] = []
const counted = (port: SidePort): SidePort => ({
	...port,
	// A description that keeps the limits of its fields to itself.
	describe: async (objects) =>
		(await port.describe(objects)).map((shape) => ({ ...shape, fields: shape.fields.map((field) => ({ ...field, length: null, values: null })) })),
	write: async (rows) => {
		calls.push([...rows])
		return await port.write(rows)
	},
})
const signIn = { kind: 'client_credentials' as const, clientSecret: key.clientSecret }
const sales = counted(
	openSalesforce({ origin: org.origin, clientId: key.clientId, signIn, externalKeyField: 'Kontor_Key__c', timeoutMs: 5000, now: () => now }),
)
const marketing = counted(
	openAccountEngagement({
		...{ origin: unit.origin, businessUnitId: '0Uv5g0000000001AAA', pageSize: 100, timeoutMs: 5000, now: () => now },
		key: { origin: unit.origin, clientId: key.clientId, signIn },
	}),
)
const outside = ({ crmSystem }: Connection) => (crmSystem === 'salesforce' ? sales : marketing)
const work = { db, clock, random: () => 0, outside }

const line = (crmField: string, maField: string) => ({
	...({ crmField, maField, behaviour: 'most_recent', fallback: null, blank: 'clear', multi: 'last', overflow: 'error' } as const),
})
const toOrg = [line('Email', 'email'), line('LastName', 'last_name'), line('FirstName', 'first_name'), line('Title', 'title'), line('Phone', 'phone')]
const lead: NewObjectMap = {
	crmObject: 'Lead',
	maObject: 'prospect',
	rank: 1,
	createsCrm: 'gate',
	createsMa: 'never',
	fields: [...toOrg, line('Company', 'company')],
}
const toUnit = [line('email', 'email'), line('first_name', 'firstName'), line('last_name', 'lastName'), line('title', 'jobTitle'), line('phone', 'phone')]
const contact: NewObjectMap = { crmObject: 'contact', maObject: 'prospect', rank: 1, createsCrm: 'never', createsMa: 'always', fields: toUnit }
const connect = async (name: string, crmSystem: string, maSystem: string, objects: NewObjectMap[]) =>
	(
		await withTransaction(db, (tx) => insertConnections(tx, { sellerEntityIds: [sellerId], name, crmSystem, maSystem, state: 'running', at: clock(), objects }))
	)[0] ?? 0
const toSales = await connect('org', 'salesforce', 'embedded_ma', [lead])

async function settle(): Promise<void> {
	now += 61_000
	calls = []
	for (let rounds = 0; (await drainMarks(db, clock())) + (await workSync(work)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
}
const come = async (names: readonly string[], more: { title?: string } = {}) =>
	await db`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, company, title, assigned_user_id, assigned_at)
		select ${sellerId}, n || '@topaz.test', 'Ana', 'Silva', 'Bar Silva', ${more.title ?? null}, ${userId}, ${clock()} from unnest(${db.array([...names], 25)}::text[]) n`
const idsOf = async (connectionId: number) =>
	(await db<{ id: string }[]>`select coalesce(nullif(l.crm_id, ''), l.ma_id) as id from sync_link l where l.connection_id = ${connectionId} order by l.id`).map(
		({ id }) => id,
	)
const there = async (name: string) => (await sales.findMatches('Lead', [`${name}@topaz.test`], ['FirstName', 'Title', 'Phone'])).map(({ values }) => values)
const errors = async (connectionId: number) =>
	await db`select field, code, message, value, closed_for from sync_error where connection_id = ${connectionId} order by id`

test('(B8) one refused field stays behind with its error; the others go in the same round, at the cost of one call for 3 rows as for 30', async () => {
	for (const size of [3, 30]) {
		const names = Array.from({ length: size }, (_, n) => `rita${size}-${n}`)
		await come(names)
		await settle()
		for (const id of await idsOf(toSales))
			org.turn({ refuse: { id, code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Chefs are not sold to', fields: ['Title'], is: 'Chef' } })
		await db`update ma_prospect set title = 'Chef', phone = '+1 701 5' where email like ${`rita${size}-%`}`
		await settle()
		expect(calls.map((rows) => [rows.length, Object.keys(rows[0]?.values ?? {}).toSorted()])).toEqual([
			[size, ['Phone', 'Title']],
			[size, ['Phone']],
		])
		for (const name of names) expect(await there(name)).toMatchObject([{ Title: null, Phone: '+1 701 5' }])
		const open = (await errors(toSales)).filter(({ closedFor }) => closedFor === null)
		expect(open).toHaveLength(size)
		expect(open[0]).toMatchObject({ field: 'Title', code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Chefs are not sold to', value: 'Chef' })
		const told = await db`
			select distinct crm_field, wrote, note from sync_decision where connection_id = ${toSales} and at = ${clock()} order by crm_field`
		expect(told).toEqual([
			{ crmField: 'Phone', wrote: 'crm', note: null },
			{ crmField: 'Title', wrote: null, note: 'refused' },
		])
		// The next good value closes the error, and nothing else is written.
		await db`update ma_prospect set title = 'Owner' where email like ${`rita${size}-%`}`
		await settle()
		expect(calls.map((rows) => [rows.length, rows[0]?.values])).toEqual([[size, { Title: 'Owner' }]])
		expect(new Set((await errors(toSales)).map(({ closedFor }) => closedFor))).toEqual(new Set(['mended']))
		expect(await db`select state from sync_write where state not in ('confirmed', 'refused')`).toEqual([])
	}
})

test('(B8) a record that is refused again for another field goes on in the next round, without what is known to be refused', async () => {
	await come(['olga'])
	await settle()
	const id = (await idsOf(toSales)).at(-1) ?? ''
	org.turn({ refuse: { id, code: 'STRING_TOO_LONG', message: 'too long', fields: ['FirstName'], is: 'Long' } })
	org.turn({ rule: { object: 'Lead', field: 'Title', is: 'Bad', at: 'Title', message: 'no such title' } })
	org.turn({ rule: { object: 'Lead', field: 'LastName', is: 'Wrong', at: 'LastName', message: 'no such name' } })
	await db`update ma_prospect set first_name = 'Long', title = 'Bad', last_name = 'Wrong', phone = '+1 701 9' where email = 'olga@topaz.test'`
	await settle()
	expect(await there('olga')).toMatchObject([{ Phone: '+1 701 9', FirstName: 'Ana', Title: null }])
	const open = (await errors(toSales)).filter(({ closedFor }) => closedFor === null)
	expect(open.map(({ field }) => field).toSorted()).toEqual(['FirstName', 'LastName', 'Title'])
	expect(calls.length).toBeLessThanOrEqual(4)
	org.turn({ dropRules: true, accept: { id } })
	await db`update ma_prospect set phone = '+1 701 8' where email = 'olga@topaz.test'`
	await settle()
	expect(await there('olga')).toMatchObject([{ Phone: '+1 701 8', FirstName: 'Long', Title: 'Bad' }])
	expect((await errors(toSales)).filter(({ closedFor }) => closedFor === null)).toEqual([])
	expect(await db`select 1 from sync_job where connection_id = ${toSales}`).toEqual([])
})

test('(B8) who is new is made without the field that is refused, and it says why it stays behind', async () => {
	await come(['tess'], { title: 'M'.repeat(200) })
	await settle()
	expect(await there('tess')).toMatchObject([{ FirstName: 'Ana', Title: null }])
	expect((await errors(toSales)).filter(({ closedFor }) => closedFor === null)).toMatchObject([{ field: 'Title', code: 'STRING_TOO_LONG' }])
	await db`update ma_prospect set title = 'Owner' where email = 'tess@topaz.test'`
	await settle()
	expect(await there('tess')).toMatchObject([{ Title: 'Owner' }])
	expect((await errors(toSales)).filter(({ closedFor }) => closedFor === null)).toEqual([])
})

test('(B8) an answer that is lost on the second call is looked for: nothing is written twice', async () => {
	await come(['vera'])
	await settle()
	const id = (await idsOf(toSales)).at(-1) ?? ''
	org.turn({ refuse: { id, code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'no', fields: ['Title'], is: 'Chef' } })
	await db`update ma_prospect set title = 'Chef', phone = '+1 701 6' where email = 'vera@topaz.test'`
	org.faults.loseAnswers = 1
	await settle()
	await settle()
	expect(await there('vera')).toMatchObject([{ Title: null, Phone: '+1 701 6' }])
	expect(await db`select 1 from sync_decision where crm_field = 'Phone' and value = '"+1 701 6"'`).toHaveLength(1)
	expect(await db`select state from sync_write where state not in ('confirmed', 'refused')`).toEqual([])
})

test('(B8) the same of a unit that says its errors in sentences: the field is read out of them', async () => {
	await db`delete from sync_job`
	await db`update sync_connection set state = 'paused' where id = ${toSales}`
	const toMarketing = await connect('unit', 'embedded_crm', 'account_engagement', [contact])
	await db`update sync_object_map set creates_ma_since = '2020-01-01' where connection_id = ${toMarketing}`
	await db`insert into contact (account_id, first_name, last_name, email) values (${accountId}, 'Ines', 'Novak', 'ines@topaz.test')`
	await settle()
	await db`update contact set title = ${'M'.repeat(100)}, phone = '+420 1' where email = 'ines@topaz.test'`
	await settle()
	const ines = async () => (await marketing.findMatches('prospect', ['ines@topaz.test'], ['jobTitle', 'phone'])).map(({ values }) => values)
	expect(await ines()).toMatchObject([{ jobTitle: 'M'.repeat(100), phone: '+420 1' }])
	unit.state.longest = 50
	await db`update contact set title = ${'N'.repeat(60)}, phone = '+420 2' where email = 'ines@topaz.test'`
	await settle()
	expect(calls.map((rows) => rows.map(({ values }) => Object.keys(values).toSorted()))).toEqual([[['jobTitle', 'phone']], [['phone']]])
	expect(await ines()).toMatchObject([{ jobTitle: 'M'.repeat(100), phone: '+420 2' }])
	expect(await errors(toMarketing)).toMatchObject([{ field: 'jobTitle', code: 'STRING_TOO_LONG', closedFor: null }])
	await db`update contact set title = 'Chef' where email = 'ines@topaz.test'`
	await settle()
	expect(await ines()).toMatchObject([{ jobTitle: 'Chef' }])
	expect(await errors(toMarketing)).toMatchObject([{ closedFor: 'mended' }])
})
