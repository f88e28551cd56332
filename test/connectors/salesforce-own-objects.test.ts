import { afterAll, beforeEach, expect, test } from 'vitest'
import { openSalesforce } from '../../app/connectors/salesforce/salesforce.server.ts'
import { openSalesforceStandIn, type StandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import type { SidePort } from '../../app/connectors/sync/contract.ts'

/** An org's own objects (sync-core.md A42): what lists them, what describes them, and what becomes of their records when those they name go. */
const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-org' }
const opened: StandIn[] = []
afterAll(() => Promise.all(opened.map((one) => one.close())))
let clock = 0
let org: StandIn
let port: SidePort

const machine = {
	...{ name: 'Machine__c', label: 'Machine', prefix: 'a00' },
	lines:
		'Name string(80) ! "Machine Name"\nAccount__c reference(Account) "Account"\nContact__c reference(Contact) "Contact"\nSerial__c string(40) "Serial"\nInstalled__c date "Installed"',
}
const visit = { name: 'shop__Visit__c', label: 'Visit', prefix: 'a01', lines: 'Name string(80) ! "Visit Name"\nAccount__c reference(Account) @ "Account"' }

beforeEach(async () => {
	clock = Date.parse('2026-05-12T09:00:00Z')
	org = await openSalesforceStandIn({ ...keys, now: () => clock })
	opened.push(org)
	org.turn({ addObject: machine })
	org.turn({ addObject: visit })
	org.turn({ addObject: { name: 'Rates__c', label: 'Rates', prefix: 'a02', lines: 'Name string(80) ! "Name"', isSetting: true } })
	port = openSalesforce({
		...{ origin: org.origin, clientId: keys.clientId, signIn: { kind: 'client_credentials', clientSecret: keys.clientSecret } },
		...{ timeoutMs: 5000, now: () => clock },
	})
})

const put = (object: string, values: Record<string, string | null>) => (org.turn({ put: { object, values } }) as { put: { id: string } }).put.id
const fields = ['Name', 'Account__c', 'Contact__c', 'Serial__c', 'Installed__c']
const machines = async (cursor: string | null = null) => await port.readChanged('Machine__c', cursor, fields)
const ask = async (path: string) => {
	const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: keys.clientId, client_secret: keys.clientSecret })
	const { access_token } = (await (await fetch(`${org.origin}/services/oauth2/token`, { method: 'POST', body })).json()) as { access_token: string }
	const answer = await fetch(`${org.origin}/services/data/v62.0${path}`, { headers: { authorization: `Bearer ${access_token}` } })
	return { status: answer.status, body: (await answer.json()) as unknown }
}

test('lists what the org made itself and may be read: no standard object, no setting, nothing that is hidden', async () => {
	expect(await port.listOwn?.()).toEqual([
		{ name: 'Machine__c', label: 'Machine', nameField: 'Name' },
		{ name: 'shop__Visit__c', label: 'Visit', nameField: 'Name' },
	])
	org.turn({ hide: { object: 'Machine__c', isOn: true } })
	expect((await port.listOwn?.())?.map(({ name }) => name)).toEqual(['shop__Visit__c'])
	const all = (await ask('/sobjects/')).body as { sobjects: { name: string; custom: boolean; customSetting: boolean; fields?: unknown }[] }
	expect(all.sobjects.find(({ name }) => name === 'Rates__c')).toMatchObject({ custom: true, customSetting: true })
	expect(
		all.sobjects.every((one) => one.fields === undefined),
		'the list names no fields',
	).toBe(true)
})

test('describes fields and lookups, and a master as one that is filled when it is made and never moved', async () => {
	const [one, detail] = await port.describe(['Machine__c', 'shop__Visit__c'])
	expect(one?.fields.find(({ name }) => name === 'Account__c')).toMatchObject({ kind: 'reference', references: ['Account'], required: false, updateable: true })
	expect(one?.fields.find(({ name }) => name === 'Installed__c')).toMatchObject({ kind: 'date', custom: true })
	expect(detail?.fields.find(({ name }) => name === 'Account__c')).toMatchObject({ required: true, createable: true, updateable: false })
	expect(detail?.fields.some(({ name }) => name === 'OwnerId')).toBe(false)
	const described = (await ask('/sobjects/shop__Visit__c/describe')).body as {
		fields: { name: string; cascadeDelete: boolean; relationshipOrder: number | null }[]
	}
	expect(described.fields.find(({ name }) => name === 'Account__c')).toMatchObject({ cascadeDelete: true, relationshipOrder: 0 })
})

test('what is not there, or not shown, is refused as an org refuses it', async () => {
	expect(await port.describe(['Nothing__c'])).toEqual([])
	expect(await ask('/sobjects/Nothing__c/describe')).toMatchObject({ status: 404, body: [{ errorCode: 'NOT_FOUND' }] })
	expect(await ask('/query?q=SELECT+Id+FROM+Nothing__c')).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_TYPE' }] })
	put('Machine__c', { Name: 'Brewer', Serial__c: 'S-1' })
	org.turn({ hide: { object: 'Machine__c', field: 'Serial__c', isOn: true } })
	expect((await port.describe(['Machine__c']))[0]?.fields.some(({ name }) => name === 'Serial__c')).toBe(false)
	expect(await ask('/query?q=SELECT+Serial__c+FROM+Machine__c')).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_FIELD' }] })
	expect((await machines()).records[0]?.values).toMatchObject({ Name: 'Brewer' })
	expect((await machines()).records[0]?.values).not.toHaveProperty('Serial__c')
})

test('a detail goes with its master and comes back with it; a lookup is emptied and filled again; both are told', async () => {
	const account = put('Account', { Name: 'Harbor Clinics' })
	const [brewer, call] = [put('Machine__c', { Name: 'Brewer', Account__c: account }), put('shop__Visit__c', { Name: 'Spring', Account__c: account })]
	const { cursor } = await machines()
	const { cursor: gone } = await port.readDeleted('shop__Visit__c', null)
	clock += 10 * 60_000
	org.turn({ remove: { object: 'Account', id: account } })
	clock += 61_000
	expect((await machines(cursor)).records).toMatchObject([{ id: brewer, values: { Account__c: null }, deletedAt: null }])
	expect((await port.readDeleted('shop__Visit__c', gone)).deleted).toMatchObject([{ id: call }])
	expect((await port.readChanged('shop__Visit__c', null, ['Name'])).records).toMatchObject([{ id: call, deletedAt: expect.any(String) }])
	clock += 61_000
	org.turn({ undelete: { object: 'Account', id: account } })
	expect((await machines()).records).toMatchObject([{ id: brewer, values: { Account__c: account } }])
	expect((await port.readChanged('shop__Visit__c', null, ['Name', 'Account__c'])).records).toMatchObject([{ deletedAt: null, values: { Account__c: account } }])
})

test('what hangs on a record that is merged away hangs on the winner; a reference to another object is refused', async () => {
	const [kept, lost] = [put('Account', { Name: 'Fargo Coffeehaus' }), put('Account', { Name: 'Fargo Cofeehaus' })]
	const brewer = put('Machine__c', { Name: 'Brewer', Account__c: lost })
	org.turn({ merge: { object: 'Account', winner: kept, losers: [lost] } })
	expect((await machines()).records).toMatchObject([{ id: brewer, values: { Account__c: kept } }])
	const person = put('Contact', { LastName: 'Novak' })
	const edited = org.turn({ edit: { object: 'Machine__c', id: brewer, values: { Account__c: person } } })
	expect(edited).toMatchObject({ edit: { ok: false, errors: [{ statusCode: 'FIELD_INTEGRITY_EXCEPTION' }] } })
})
