import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openSalesforceStandIn, type StandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'

/** The org's own law of person accounts, at its doors (Person Account Record Types in its developer guide). */
const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-org' }
const opened: StandIn[] = []
let standIn: StandIn
let token = ''
beforeEach(async () => {
	standIn = await openSalesforceStandIn({ ...keys, now: () => Date.parse('2026-05-12T09:00:00Z') })
	opened.push(standIn)
	const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: keys.clientId, client_secret: keys.clientSecret })
	token = ((await (await fetch(`${standIn.origin}/services/oauth2/token`, { method: 'POST', body })).json()) as { access_token: string }).access_token
})
afterAll(() => Promise.all(opened.map(({ close }) => close())))

type Told = { status: number; body: unknown }
async function ask(method: string, path: string, values?: object): Promise<Told> {
	const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
	const response = await fetch(`${standIn.origin}/services/data/v62.0${path}`, { method, headers, ...(values ? { body: JSON.stringify(values) } : {}) })
	const text = await response.text()
	return { status: response.status, body: text ? JSON.parse(text) : null }
}
const soql = async (query: string) => ((await ask('GET', `/query?q=${encodeURIComponent(query)}`)).body as { records: Record<string, unknown>[] }).records
const fieldsOf = async (object: string) =>
	new Map(
		((await ask('GET', `/sobjects/${object}/describe`)).body as { fields: { name: string; nillable: boolean }[] }).fields.map((field) => [field.name, field]),
	)
const typeOf = async (isPerson: boolean) => (await soql(`SELECT Id FROM RecordType WHERE SobjectType = 'Account' AND IsPersonType = ${isPerson}`))[0]?.['Id']
const make = async (object: string, values: object) => ((await ask('POST', `/sobjects/${object}`, values)).body as { id: string }).id
const one = async (object: string, id: string, fields: string) => (await soql(`SELECT ${fields} FROM ${object} WHERE Id = '${id}'`))[0]
const person = async (more: object = {}) =>
	await make('Account', { RecordTypeId: await typeOf(true), FirstName: 'Luka', LastName: 'Novak', PersonEmail: 'luka@novak.example', ...more })
const refusal = (field: string) => ({ status: 400, body: [{ errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', fields: [field] }] })
const on = () => standIn.turn({ personAccounts: true })

describe('an org without accounts of people', () => {
	test('knows none of their fields, and wants a company of every lead', async () => {
		expect([...(await fieldsOf('Account')).keys()].filter((name) => /Person|FirstName|RecordTypeId/.test(name))).toEqual([])
		expect((await fieldsOf('Contact')).has('IsPersonAccount')).toBe(false)
		expect(await ask('POST', '/sobjects/Account', { LastName: 'Novak' })).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_FIELD' }] })
		expect(await ask('POST', '/sobjects/Lead', { LastName: 'Novak' })).toMatchObject({ status: 400, body: [{ errorCode: 'REQUIRED_FIELD_MISSING' }] })
	})
})

describe('an org with accounts of people', () => {
	beforeEach(on)

	test('describes their fields, those of its own among them, and no longer wants a company of a lead', async () => {
		const account = await fieldsOf('Account')
		for (const name of ['IsPersonAccount', 'PersonContactId', 'FirstName', 'LastName', 'PersonEmail', 'PersonTitle', 'PersonMailingCity', 'Score__pc'])
			expect(account.has(name), name).toBe(true)
		expect((await fieldsOf('Lead')).get('Company')?.nillable).toBe(true)
	})

	test('a person is one record: her contact is made with her, her name is made of its parts, and what one row says the other does', async () => {
		const id = await person({ PersonTitle: 'Barista', Phone: '+1 701 5' })
		const made = await one('Account', id, 'Name,IsPersonAccount,PersonContactId')
		expect(made).toMatchObject({ Name: 'Luka Novak', IsPersonAccount: true })
		const contact = String(made?.['PersonContactId'])
		const face = () => one('Contact', contact, 'Name,Email,Title,Phone,AccountId,IsPersonAccount')
		expect(await face()).toMatchObject({
			Name: 'Luka Novak',
			Email: 'luka@novak.example',
			Title: 'Barista',
			Phone: '+1 701 5',
			AccountId: id,
			IsPersonAccount: true,
		})
		await ask('PATCH', `/sobjects/Account/${id}`, { LastName: 'Horvat', PersonEmail: 'luka@horvat.example' })
		expect(await face()).toMatchObject({ Name: 'Luka Horvat', Email: 'luka@horvat.example' })
		await ask('PATCH', `/sobjects/Contact/${contact}`, { Title: 'Owner' })
		expect(await one('Account', id, 'PersonTitle')).toMatchObject({ PersonTitle: 'Owner' })
	})

	test('refuses a name that is made, a parent, a person without a last name, and a company with the fields of a person', async () => {
		const id = await person()
		expect(await ask('PATCH', `/sobjects/Account/${id}`, { Name: 'Novak Ltd' })).toMatchObject(refusal('Name'))
		const company = await make('Account', { Name: 'Harbor Clinics' })
		expect(await ask('PATCH', `/sobjects/Account/${id}`, { ParentId: company })).toMatchObject(refusal('ParentId'))
		expect(await ask('PATCH', `/sobjects/Account/${company}`, { PersonEmail: 'a@b.cz' })).toMatchObject(refusal('PersonEmail'))
		expect(await ask('POST', '/sobjects/Account', { LastName: 'Novak' })).toMatchObject(refusal('LastName'))
		expect(await ask('PATCH', `/sobjects/Account/${id}`, { LastName: null })).toMatchObject({ body: [{ errorCode: 'REQUIRED_FIELD_MISSING' }] })
		expect(await ask('PATCH', `/sobjects/Account/${id}`, { IsPersonAccount: false })).toMatchObject(refusal('IsPersonAccount'))
	})

	test('her contact is neither moved, deleted nor joined by a second', async () => {
		const id = await person()
		const contact = String((await one('Account', id, 'PersonContactId'))?.['PersonContactId'])
		const company = await make('Account', { Name: 'Harbor Clinics' })
		expect(await ask('PATCH', `/sobjects/Contact/${contact}`, { AccountId: company })).toMatchObject(refusal('AccountId'))
		expect((await ask('DELETE', `/sobjects/Contact/${contact}`)).status).toBe(404)
		expect(await ask('POST', '/sobjects/Contact', { LastName: 'Silva', AccountId: id })).toMatchObject({ body: [{ errorCode: 'FIELD_INTEGRITY_EXCEPTION' }] })
		expect(await one('Contact', contact, 'LastName')).toMatchObject({ LastName: 'Novak' })
	})

	test('her contact goes into the bin with her and comes back with her; two of them merge with their contacts, never with a company', async () => {
		const [winner, loser] = [await person(), await person({ PersonEmail: 'luka2@novak.example', PersonTitle: 'Chef' })]
		const contactOf = async (id: string) => String((await one('Account', id, 'PersonContactId'))?.['PersonContactId'])
		const [kept, gone] = [await contactOf(winner), await contactOf(loser)]
		await ask('DELETE', `/sobjects/Account/${winner}`)
		expect(await one('Contact', kept, 'Id')).toBeUndefined()
		standIn.turn({ undelete: { object: 'Account', id: winner } })
		expect(await one('Contact', kept, 'Id')).toBeDefined()
		const company = await make('Account', { Name: 'Harbor Clinics' })
		expect(() => standIn.turn({ merge: { object: 'Account', winner: company, losers: [loser] } })).toThrow('not merged')
		standIn.turn({ merge: { object: 'Account', winner, losers: [loser] } })
		const bin = (await ask('GET', `/queryAll?q=${encodeURIComponent(`SELECT MasterRecordId FROM Contact WHERE Id = '${gone}'`)}`)).body
		expect(bin).toMatchObject({ records: [{ MasterRecordId: kept }] })
		expect(await one('Contact', kept, 'Title')).toMatchObject({ Title: 'Chef' })
	})

	test('a lead without a company becomes a person, one with a company its contact', async () => {
		const [alone, employed] = [await make('Lead', { LastName: 'Novak' }), await make('Lead', { LastName: 'Silva', Company: 'Bar Silva' })]
		const { convert: made } = standIn.turn({ convert: { id: alone } }) as { convert: { accountId: string; contactId: string } }
		expect(await one('Account', made.accountId, 'Name,PersonContactId')).toMatchObject({ Name: 'Novak', PersonContactId: made.contactId })
		const { convert: company } = standIn.turn({ convert: { id: employed } }) as { convert: { accountId: string } }
		expect(await one('Account', company.accountId, 'Name,IsPersonAccount')).toMatchObject({ Name: 'Bar Silva', IsPersonAccount: false })
	})

	test('the kind is changed by its record type alone, with nothing beside it, and only of a company with one contact', async () => {
		const company = await make('Account', { Name: 'Bar Silva' })
		const toPerson = { RecordTypeId: await typeOf(true) }
		expect(await ask('PATCH', `/sobjects/Account/${company}`, toPerson)).toMatchObject({ body: [{ errorCode: 'FIELD_INTEGRITY_EXCEPTION' }] })
		const contact = await make('Contact', { LastName: 'Silva', FirstName: 'Ana', AccountId: company })
		expect(await ask('PATCH', `/sobjects/Account/${company}`, { ...toPerson, Phone: '1' })).toMatchObject(refusal('Phone'))
		expect((await ask('PATCH', `/sobjects/Account/${company}`, toPerson)).status).toBe(204)
		expect(await one('Account', company, 'Name,PersonContactId')).toMatchObject({ Name: 'Ana Silva', PersonContactId: contact })
		expect((await ask('PATCH', `/sobjects/Account/${company}`, { RecordTypeId: await typeOf(false) })).status).toBe(204)
		expect(await one('Account', company, 'IsPersonAccount,PersonEmail')).toMatchObject({ IsPersonAccount: false, PersonEmail: null })
		expect(await one('Contact', contact, 'IsPersonAccount,AccountId')).toMatchObject({ IsPersonAccount: false, AccountId: company })
	})
})
