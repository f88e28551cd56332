import { type RowError, rowError } from './api-error.ts'
import { defineField, type ObjectDef } from './define.ts'
import { newId, note, type Org, put, type Row, stampOf, type Values } from './org.ts'

// People who buy for themselves: an account of a person's record type with one contact that comes and goes with it (`PersonContactId`). Its
// fields stand on the account, most of them with `Person` before their name; its name is made of hers. Once on, an org never loses it.

/** What the contact has, and what the account calls it. */
const names: Readonly<Record<string, string>> = {
	...{ FirstName: 'FirstName', LastName: 'LastName', Salutation: 'Salutation', Phone: 'Phone', Title: 'PersonTitle', Email: 'PersonEmail' },
	...{ MobilePhone: 'PersonMobilePhone', Department: 'PersonDepartment', LeadSource: 'PersonLeadSource', DoNotCall: 'PersonDoNotCall' },
	...{ HasOptedOutOfEmail: 'PersonHasOptedOutOfEmail', EmailBouncedReason: 'PersonEmailBouncedReason' },
	...{ MailingStreet: 'PersonMailingStreet', MailingCity: 'PersonMailingCity', MailingState: 'PersonMailingState' },
	...{ MailingPostalCode: 'PersonMailingPostalCode', MailingCountry: 'PersonMailingCountry' },
}

/** A field of the org's own that its contacts have stands on the account as `…__pc`. */
const accountName = (ofContact: string): string | null => names[ofContact] ?? (ofContact.endsWith('__c') ? `${ofContact.slice(0, -1)}pc` : null)

const added = `
IsPersonAccount boolean - "Is Person Account"
PersonContactId reference(Contact) - "Contact ID"
RecordTypeId reference(RecordType) + "Record Type ID"
PersonMailingAddress address - "Mailing Address"
`

export function enablePersonAccounts(org: Org): void {
	const [account, contact, lead] = ['Account', 'Contact', 'Lead'].map((name) => org.objects.get(name)?.fields)
	if (org.personTypes || !account || !contact || !lead) return
	for (const line of added.split('\n').filter(Boolean)) account.set(defineField(line, 'Account').name, defineField(line, 'Account'))
	for (const field of contact.values()) {
		const name = accountName(field.name)
		if (name && !account.has(name)) account.set(name, { ...field, name, nillable: field.type !== 'boolean', unique: false })
	}
	contact.set('IsPersonAccount', defineField('IsPersonAccount boolean - "Is Person Account"', 'Contact'))
	const types = org.objects.get('RecordType')?.fields
	types?.set('IsPersonType', defineField('IsPersonType boolean - "Is Person Type"', 'RecordType'))
	// A lead without a company is a person to be.
	lead.set('Company', { ...(lead.get('Company') as NonNullable<ReturnType<typeof lead.get>>), nillable: true })
	const type = (DeveloperName: string, Name: string, IsPersonType: boolean) =>
		put(org, 'RecordType', { DeveloperName, Name, IsPersonType, SobjectType: 'Account', IsActive: true }).id
	org.personTypes = { person: type('PersonAccount', 'Person Account', true), business: type('Business_Account', 'Business Account', false) }
}

export const isPerson = ({ values }: Readonly<Pick<Row, 'values'>>): boolean => values['IsPersonAccount'] === true

const bad = (...fields: string[]): RowError =>
	rowError('INVALID_FIELD_FOR_INSERT_UPDATE', `Account: bad field names on insert/update call: ${fields.join(', ')}`, fields)

/** What the org says against a row because of who is a person: a name that is made, a company's record with a person's fields, a second contact, a change of kind beside another. */
export function refusePerson(org: Org, { name: object }: ObjectDef, given: Readonly<Values>, found: Row | null): RowError | null {
	const types = org.personTypes
	if (!types) return null
	if (object === 'Contact') return refuseContact(org, given, found)
	if (object !== 'Account') return null
	const was = found ? isPerson(found) : null
	const will = given['RecordTypeId'] === undefined ? (was ?? false) : given['RecordTypeId'] === types.person
	if (was !== null && was !== will) return refuseTurn(org, found as Row, given, will)
	const others = Object.keys(given).filter((field) => (will ? field === 'Name' || field === 'ParentId' : isOfPerson(org, field)))
	if (others.length > 0) return bad(...others)
	const last = given['LastName'] === undefined ? found?.values['LastName'] : given['LastName']
	return will && (last ?? null) === null ? rowError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [LastName]', ['LastName']) : null
}

const shared = new Set(['Phone'])
const isOfPerson = (org: Org, field: string) =>
	!shared.has(field) && [...(org.objects.get('Contact')?.fields.keys() ?? [])].some((ofContact) => accountName(ofContact) === field)

function refuseContact(org: Org, given: Readonly<Values>, found: Row | null): RowError | null {
	if (found && isPerson(found) && given['AccountId'] !== undefined && given['AccountId'] !== found.values['AccountId']) return bad('AccountId')
	const account = org.rows.get('Account')?.get(String(given['AccountId'] ?? ''))
	if (!account || !isPerson(account) || account.values['PersonContactId'] === found?.id) return null
	return rowError('FIELD_INTEGRITY_EXCEPTION', 'Account ID: a person account has no other contacts', ['AccountId'])
}

/** A company becomes a person only with one contact of its own owner, and only by that one change. */
function refuseTurn(org: Org, found: Row, given: Readonly<Values>, will: boolean): RowError | null {
	const others = Object.keys(given).filter((field) => field !== 'RecordTypeId')
	if (others.length > 0) return bad(...others)
	const people = contactsOf(org, found.id)
	const isAlone = people.length === 1 && people[0]?.values['OwnerId'] === found.values['OwnerId'] && (found.values['ParentId'] ?? null) === null
	return will && !isAlone
		? rowError('FIELD_INTEGRITY_EXCEPTION', 'Record Type ID: the account must have exactly one contact, of the same owner', ['RecordTypeId'])
		: null
}

const contactsOf = (org: Org, account: string): Row[] =>
	[...(org.rows.get('Contact')?.values() ?? [])].filter(({ values, deletedAt }) => deletedAt === null && values['AccountId'] === account)

/** What the org fills in by itself: whose name it is, and of which kind. */
export function derivePerson(org: Org, object: string, values: Values, found: Row | null): Values {
	const types = org.personTypes
	if (!types || object !== 'Account') return values
	const will = values['RecordTypeId'] === types.person
	const kept = { ...values, RecordTypeId: values['RecordTypeId'] ?? types.business, IsPersonAccount: will }
	if (!will) return found && isPerson(found) ? { ...kept, ...without(org), PersonContactId: null } : kept
	const [before] = found && !isPerson(found) ? contactsOf(org, found.id) : []
	const whole: Values = before ? { ...kept, ...toAccount(before.values), PersonContactId: before.id } : kept
	return { ...whole, Name: [whole['FirstName'], whole['LastName']].filter(Boolean).join(' ') }
}

const without = (org: Org): Values =>
	Object.fromEntries([...(org.objects.get('Account')?.fields.keys() ?? [])].filter((field) => isOfPerson(org, field)).map((field) => [field, null]))

const toAccount = (ofContact: Readonly<Values>): Values =>
	Object.fromEntries(Object.entries(ofContact).flatMap(([field, value]) => (accountName(field) ? [[accountName(field) ?? '', value]] : [])))

function toContact(org: Org, ofAccount: Readonly<Values>): Values {
	const fields = [...(org.objects.get('Contact')?.fields.keys() ?? [])].flatMap((field) => {
		const name = accountName(field)
		return name && ofAccount[name] !== undefined ? [[field, ofAccount[name] ?? null] as const] : []
	})
	return { ...Object.fromEntries(fields), Name: ofAccount['Name'] ?? null, OwnerId: ofAccount['OwnerId'] ?? null }
}

/** What one of the two rows says, the other says too; both have the same stamp, and a notice each. */
export function followPerson(org: Org, row: Row, before: Row | null): void {
	if (!org.personTypes) return
	if (row.object === 'Contact' && isPerson(row)) {
		const account = org.rows.get('Account')?.get(String(row.values['AccountId']))
		if (account) move(org, account, row, { ...toAccount(row.values), Name: row.values['Name'] ?? null })
	}
	if (row.object !== 'Account') return
	const contact = org.rows.get('Contact')?.get(String(row.values['PersonContactId'] ?? before?.values['PersonContactId'] ?? ''))
	if (isPerson(row)) {
		const values = { ...toContact(org, row.values), AccountId: row.id, IsPersonAccount: true }
		if (contact) move(org, contact, row, values)
		else row.values['PersonContactId'] = makeContact(org, row, values)
	} else if (contact && before && isPerson(before)) move(org, contact, row, { IsPersonAccount: false })
}

function makeContact(org: Org, { modifiedAt, modifiedBy, createdBy, hiddenUntil }: Row, values: Values): string {
	const row: Row = {
		...{
			id: newId(org, '003'),
			object: 'Contact',
			values,
			createdAt: modifiedAt,
			createdBy,
			modifiedAt,
			modifiedBy,
			deletedAt: null,
			hiddenUntil,
			before: null,
		},
	}
	org.rows.get('Contact')?.set(row.id, row)
	note(org, row)
	org.changed(row, 'CREATE', Object.keys(values))
	return row.id
}

function move(org: Org, row: Row, { modifiedBy, hiddenUntil }: Row, values: Values): void {
	const changed = Object.keys(values).filter((field) => (values[field] ?? null) !== (row.values[field] ?? null))
	const next: Row = { ...row, values: { ...row.values, ...values }, modifiedAt: stampOf(org), modifiedBy, hiddenUntil, before: row }
	org.rows.get(row.object)?.set(row.id, next)
	note(org, next, row.values)
	if (changed.length > 0) org.changed(next, 'UPDATE', changed)
}

/** The other row of a person, which goes into the bin and comes back with the first. */
export const otherHalf = (org: Org, { object, values }: Row): Row | null =>
	(object === 'Account' ? org.rows.get('Contact')?.get(String(values['PersonContactId'] ?? '')) : null) ?? null

/** A person account as the org's own people make it: a lead without a company, say. */
export function putPerson(org: Org, ofContact: Readonly<Values>): { accountId: string; contactId: string } {
	const values = { ...toAccount(ofContact), RecordTypeId: org.personTypes?.person ?? null, OwnerId: ofContact['OwnerId'] ?? org.colleague }
	const row = put(org, 'Account', derivePerson(org, 'Account', values, null))
	followPerson(org, row, null)
	return { accountId: row.id, contactId: String(row.values['PersonContactId']) }
}
