import { countries } from '../base/countries.ts'
import { type Refusal, refusal } from '../base/refusal.ts'

/** As what a person is written down: by sales or in marketing. Who buys for herself is told with where her goods go, and so without an address of her own. */
export type PersonFace = 'lead' | 'contact' | 'person_account' | 'prospect'
/** `lines`: several of them; `choice`: one of `choices`; `country`: by its two letters; `locale`: one of the house's languages. */
export type PersonFieldKind = 'text' | 'email' | 'phone' | 'lines' | 'choice' | 'country' | 'locale'
type Field = { kind: PersonFieldKind; most: number; isAddress?: true; ofSales?: true; choices?: readonly string[] }

export const ratings = ['hot', 'warm', 'cold'] as const
/** What a rep may set; converted is what converting does. */
export const settableStatuses = ['open', 'working', 'qualified', 'recycle', 'lost'] as const

const text = (most: number): Field => ({ kind: 'text', most })
const address = (most: number, kind: PersonFieldKind = 'text'): Field => ({ kind, most, isAddress: true })

/**
 * What the house writes down of a person (sync-core.md B5): forms, actions, files and checks take it from here. `most` in characters, as much as both
 * sides of the sync have room for (test/db/person-fields.test.ts). `ofSales`: of who is a lead, sales alone say it. Its words are `crm:field.NAME`.
 */
export const personFields = {
	firstName: text(255),
	lastName: text(255),
	company: text(255),
	title: text(128),
	email: { kind: 'email', most: 254 },
	phone: { kind: 'phone', most: 40 },
	source: text(120),
	leadStatus: { kind: 'choice', most: 40, ofSales: true, choices: settableStatuses },
	rating: { kind: 'choice', most: 40, ofSales: true, choices: ratings },
	locale: { kind: 'locale', most: 5 },
	street: address(255, 'lines'),
	city: address(40),
	region: address(80),
	postalCode: address(20),
	country: address(80, 'country'),
	note: { kind: 'lines', most: 32_000 },
} as const satisfies Record<string, Field>
export type PersonField = keyof typeof personFields

const names = ['firstName', 'lastName'] as const
const reach = ['email', 'phone', 'locale'] as const
export const addressFields = ['street', 'city', 'region', 'postalCode', 'country'] as const satisfies readonly PersonField[]
export type AddressField = (typeof addressFields)[number]

/** Which of them each face has, in the order in which they are asked. A lead's own status is an act of its own. */
export const fieldsOfFace = {
	lead: [...names, 'company', 'title', ...reach, 'source', 'rating', ...addressFields, 'note'],
	contact: [...names, 'title', ...reach, ...addressFields],
	person_account: [...names, ...reach],
	prospect: [...names, 'company', 'title', ...reach, 'leadStatus', 'rating', ...addressFields],
} as const satisfies Record<PersonFace, readonly PersonField[]>
export type FieldOf<Face extends PersonFace> = (typeof fieldsOfFace)[Face][number]

/** What was said of a person; what is left out stays as it is, an empty text takes away what stood. */
export type PersonSaid<Face extends PersonFace = PersonFace> = Partial<Record<FieldOf<Face>, string>>
/** What stands of her. */
export type PersonStanding = Readonly<Partial<Record<PersonField, string | null>>>

export const fieldOf = (name: PersonField): Field => personFields[name]
export const isEmail = (text: string) => /^\S+@\S+\.\S+$/.test(text) && text.length <= personFields.email.most

/** Without a last name nobody is a lead or a contact; of a prospect an address is enough. */
const nameless: Readonly<Record<PersonFace, string | null>> = {
	...{ lead: 'LEAD_NAME_MISSING', contact: 'PERSON_NAME_MISSING', person_account: 'PERSON_NAME_MISSING', prospect: null },
}

/**
 * What stands against a person as she was typed, all of it; `standing` null: she is new. Refuses `LEAD_NAME_MISSING` or `PERSON_NAME_MISSING`, `EMAIL_INVALID`,
 * `PERSON_FIELD_LONG` (facts: field, count), and `PERSON_FIELD_CHOICE` (facts: field, value) for a word that is none of the list's. A word that another system sent may stay.
 */
export function checkPerson<Face extends PersonFace>(face: Face, said: PersonSaid<Face>, standing: PersonStanding | null): Refusal[] {
	const given = said as Partial<Record<PersonField, string>>
	const lastName = given.lastName ?? (standing ? undefined : '')
	const code = nameless[face]
	return [
		...(lastName === '' && code ? [refusal(code)] : []),
		...fieldsOfFace[face].flatMap((name) => {
			const value = given[name] ?? ''
			return value === '' || value === standing?.[name] ? [] : checkValue(name, value)
		}),
	]
}

function checkValue(name: PersonField, value: string): Refusal[] {
	const { kind, most, choices } = fieldOf(name)
	if (kind === 'email') return isEmail(value) ? [] : [refusal('EMAIL_INVALID')]
	const listed = kind === 'country' ? countries : choices
	if (listed) return listed.includes(value) ? [] : [refusal('PERSON_FIELD_CHOICE', { field: name, value: value.slice(0, 80) })]
	return [...value].length > most ? [refusal('PERSON_FIELD_LONG', { field: name, count: most })] : []
}
