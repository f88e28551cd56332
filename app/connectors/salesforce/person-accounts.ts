import type { Described } from './shape.ts'

/**
 * People who buy for themselves are accounts here, of record types of their own, in orgs that have them: one table, two objects to the core
 * (app/decisions/0425). What is called `PersonAccount` has the fields of a person; what is called `Account` is a company and has none of them.
 */
export const personAccount = 'PersonAccount'

/** The object that holds the rows of another. */
export const tableOf = (object: string): string => (object === personAccount ? 'Account' : object)

/** By object, which other the same record is of once it changes its kind; it keeps its id. */
export const kinds: Readonly<Record<string, string>> = { Account: personAccount, [personAccount]: 'Account' }

const isOfPerson = (name: string) => /^(FirstName|LastName|MiddleName|Suffix|Salutation|IsPersonAccount)$|^Person[A-Z]|__pc$/.test(name)

/** An object as it looks to the core, out of the description of its table; null where the org has no such thing. */
export function viewOf(object: string, described: Described | null): Described | null {
	if (described?.name !== 'Account') return described
	const hasPeople = described.fields.some(({ name }) => name === 'IsPersonAccount')
	if (object !== personAccount) return hasPeople ? { ...described, fields: described.fields.filter(({ name }) => !isOfPerson(name)) } : described
	if (!hasPeople) return null
	// Her name is made of its parts, and nobody stands above her.
	const fields = described.fields
		.filter(({ name }) => name !== 'ParentId')
		.map((field) =>
			field.name === 'Name' ? { ...field, createable: false, updateable: false } : field.name === 'LastName' ? { ...field, nillable: false } : field,
		)
	return { ...described, name: personAccount, label: 'Person Account', fields }
}

/** Under which name a person's mail address stands, and which rows of its table an object is; null: all. */
export const mailOf = (object: string): string => (object === personAccount ? 'PersonEmail' : 'Email')
export function onlyOf(object: string, hasPeople: boolean): string | null {
	if (object === personAccount) return 'IsPersonAccount = true'
	return object === 'Account' && hasPeople ? 'IsPersonAccount = false' : null
}
