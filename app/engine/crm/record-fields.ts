import type { PredicateKind } from '../base/predicate.ts'
import type { PredicateFields } from '../base/read-predicate.ts'

/** Records of the CRM side that rules ask about, and that fields are added to. */
export const recordObjects = ['lead', 'contact', 'account', 'opportunity', 'campaign', 'prospect'] as const
export type RecordObject = (typeof recordObjects)[number]

export const fieldTypes = ['text', 'number', 'date', 'boolean', 'picklist', 'multipicklist'] as const
export type FieldType = (typeof fieldTypes)[number]
export type RecordField = { name: string; type: FieldType }

const text = (...names: string[]): RecordField[] => names.map((name) => ({ name, type: 'text' }))
const number = (...names: string[]): RecordField[] => names.map((name) => ({ name, type: 'number' }))
const boolean = (...names: string[]): RecordField[] => names.map((name) => ({ name, type: 'boolean' }))
const date = (...names: string[]): RecordField[] => names.map((name) => ({ name, type: 'date' }))
const person = text('firstName', 'lastName', 'email', 'phone', 'title', 'locale')

/** What a record has from the first day, by the names under which rules see it; amounts are in the currency, not in its minor units. */
export const standardFields: Readonly<Record<RecordObject, readonly RecordField[]>> = {
	lead: [...person, ...text('company', 'source', 'status', 'rating', 'note')],
	contact: [...person, ...text('role', 'account'), ...boolean('isActive')],
	account: [
		...text('name', 'number', 'industry', 'website', 'phone', 'currency', 'locale', 'status', 'standing'),
		...number('annualRevenue'),
		...boolean('isPerson'),
	],
	opportunity: [...text('name', 'stage', 'type', 'currency'), ...number('amount', 'probability'), ...date('closeOn'), ...boolean('isWon')],
	campaign: [...text('code', 'name', 'kind', 'status', 'currency'), ...number('budgetedCost', 'actualCost', 'expectedRevenue'), ...date('startsOn', 'endsOn')],
	prospect: [
		...person,
		...text('company', 'grade', 'sourceCampaign', 'leadSource', 'leadStatus', 'rating', 'industry', 'opportunityType'),
		...number('score', 'opportunityProbability'),
		...boolean('optedOut'),
	],
}

const kinds: Readonly<Record<FieldType, PredicateKind>> = {
	text: 'text',
	number: 'number',
	date: 'day',
	boolean: 'boolean',
	picklist: 'text',
	multipicklist: 'choices',
}

/** What a condition may ask of a record with these fields. */
export const askable = (fields: readonly RecordField[]): PredicateFields => Object.fromEntries(fields.map(({ name, type }) => [name, kinds[type]]))
