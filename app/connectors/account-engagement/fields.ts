import type { FieldKind, FieldShape, ObjectShape, SyncValue } from '../../engine/sync/types.ts'
import { exactNumber } from '../sync/exact-json.ts'

type Standard = readonly [name: string, label: string, kind: FieldKind, how?: 'reads']

/** The service describes no standard field; these are the documented ones of version 5 that a connection maps. */
const standard: readonly Standard[] = [
	...([
		['email', 'Email', 'email'],
		['firstName', 'First Name', 'text'],
		['lastName', 'Last Name', 'text'],
		['salutation', 'Salutation', 'text'],
		['company', 'Company', 'text'],
		['jobTitle', 'Job Title', 'text'],
		['department', 'Department', 'text'],
		['phone', 'Phone', 'phone'],
		['fax', 'Fax', 'phone'],
		['website', 'Website', 'text'],
		['addressOne', 'Address One', 'text'],
		['addressTwo', 'Address Two', 'text'],
		['city', 'City', 'text'],
		['state', 'State', 'text'],
		['zip', 'Zip', 'text'],
		['country', 'Country', 'text'],
		['industry', 'Industry', 'text'],
		['annualRevenue', 'Annual Revenue', 'text'],
		['employees', 'Employees', 'text'],
		['source', 'Source', 'text'],
		['comments', 'Comments', 'text'],
		['notes', 'Notes', 'text'],
		['score', 'Score', 'integer'],
		['isDoNotEmail', 'Do Not Email', 'boolean'],
		['isDoNotCall', 'Do Not Call', 'boolean'],
		['optedOut', 'Opted Out', 'boolean'],
		['isReviewed', 'Is Reviewed', 'boolean'],
		['campaignId', 'Campaign', 'reference'],
		['assignedToId', 'Assigned To', 'reference', 'reads'],
		['grade', 'Grade', 'text', 'reads'],
		['lastActivityAt', 'Last Activity', 'instant', 'reads'],
		['salesforceId', 'CRM ID', 'reference', 'reads'],
		['createdAt', 'Created', 'instant', 'reads'],
	] as const),
]

/** Texts of a prospect are this long at most. */
const textLength = 255

export type CustomField = { name: string; fieldId: string; type: string; isRequired?: boolean; isRecordMultipleResponses?: boolean; values?: string[] | null }

const customKinds: Record<string, FieldKind> = {
	Number: 'decimal',
	Date: 'date',
	Checkbox: 'multipicklist',
	'Multi-Select': 'multipicklist',
	Dropdown: 'picklist',
	'CRM User': 'reference',
}

export function shapeOf(custom: readonly CustomField[]): ObjectShape {
	const own = custom.map((field) => shapeOfCustom(field))
	return { name: 'prospect', label: 'Prospect', createable: true, fields: [...standard.map(shapeOfStandard), ...own] }
}

function shapeOfStandard([name, label, kind, how]: Standard): FieldShape {
	const writes = how === undefined
	const isText = kind === 'text' || kind === 'email' || kind === 'phone'
	return {
		...{ name, label, kind, length: isText ? textLength : null, precision: null, scale: kind === 'integer' ? 0 : null, values: null },
		...{ required: name === 'email', createable: writes, updateable: writes, visible: true, custom: false },
		references: kind === 'reference' ? [name === 'campaignId' ? 'campaign' : 'user'] : [],
		...(name === 'lastActivityAt' ? { isUnmarked: true as const } : {}),
	}
}

function shapeOfCustom({ name, fieldId, type, isRequired = false, isRecordMultipleResponses = false, values = null }: CustomField): FieldShape {
	const kind = isRecordMultipleResponses ? 'multipicklist' : (customKinds[type] ?? 'text')
	return {
		...{ name: `${fieldId}__c`, label: name, kind, length: kind === 'text' ? textLength : null, precision: null, scale: null, values },
		...{ required: isRequired, createable: true, updateable: true, visible: true, custom: true, references: [] },
	}
}

export function readValue(kind: FieldKind, value: unknown): SyncValue {
	if (value === null || value === undefined || value === '') return null
	if (Array.isArray(value)) return value.map(String)
	if (typeof value === 'boolean') return value
	const text = String(value)
	if (kind === 'multipicklist') return text.split(';')
	return kind === 'instant' ? new Date(text).toISOString() : text
}

export function writeValue(kind: FieldKind | undefined, value: SyncValue): unknown {
	if (typeof value === 'string' && (kind === 'integer' || kind === 'decimal')) return exactNumber(value)
	return value === '' ? null : value
}

/** `firstName` is `first_name` in version 4, and a custom field has no ending there. */
export const oldName = (name: string): string => (name.endsWith('__c') ? name.slice(0, -3) : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
