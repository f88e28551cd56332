import { standardObjects } from './objects.ts'

export type FieldDef = {
	name: string
	label: string
	type: string
	length: number
	precision: number
	scale: number
	digits: number
	nillable: boolean
	defaulted: boolean
	createable: boolean
	updateable: boolean
	values: readonly string[]
	restricted: boolean
	referenceTo: readonly string[]
	unique: boolean
}

export type ObjectDef = { name: string; prefix: string; label: string; createable: boolean; fields: Map<string, FieldDef> }

const own = `
OwnerId reference(User) + "Owner ID"
`
const stamps = `
CreatedDate datetime +- "Created Date"
CreatedById reference(User) +- "Created By ID"
LastModifiedDate datetime +- "Last Modified Date"
LastModifiedById reference(User) +- "Last Modified By ID"
SystemModstamp datetime +- "System Modstamp"
`
const withoutOwner = new Set(['User', 'Group', 'RecordType', 'CampaignMember', 'CampaignMemberStatus', 'OpportunityContactRole'])

const readOnly = new Set(['User', 'Group', 'RecordType'])

export function standardDefs(): Map<string, ObjectDef> {
	return new Map(standardObjects.map(([name, prefix, label, lines]) => [name, defineObject(name, prefix, label, lines)]))
}

export function defineObject(name: string, prefix: string, label: string, lines: string): ObjectDef {
	const head = `Id id(18) +- "${label} ID"\nIsDeleted boolean +- "Deleted"\n`
	const all = `${head}${withoutOwner.has(name) ? '' : own}${lines}${stamps}`
	const fields = all
		.split('\n')
		.filter((line) => line.trim())
		.map((line) => defineField(line, name))
	return { name, prefix, label, createable: !readOnly.has(name), fields: new Map(fields.map((field) => [field.name, field])) }
}

const lengths: Record<string, number> = { id: 18, reference: 18, picklist: 40, multipicklist: 4099 }
const sized = new Set(['string', 'textarea', 'url', 'email', 'phone', 'combobox', 'id'])

/** One line of a definition; throws on one that cannot be read. */
export function defineField(line: string, object: string): FieldDef {
	const [, name, type, size = '', flags = '', label] = /^\s*(\w+) (\w+)(?:\(([^)]*)\))?(?: ([!+\-~*^]+))? "(.*)"\s*$/.exec(line) ?? []
	if (!name || !type || label === undefined) throw new Error(`cannot read the field "${line}"`)
	const isList = type === 'picklist' || type === 'multipicklist'
	const [first = 0, second = 0] = /^\d/.test(size) ? size.split(',').map(Number) : []
	const isNumber = type === 'double' || type === 'currency' || type === 'percent'
	return {
		...{ name, label, type },
		length: sized.has(type) ? first : (lengths[type] ?? 0),
		precision: isNumber ? first : 0,
		scale: isNumber ? second : 0,
		digits: type === 'int' ? first : 0,
		nillable: !flags.includes('!') && (!flags.includes('+') || type === 'picklist') && type !== 'boolean',
		defaulted: flags.includes('+') || type === 'boolean',
		createable: !flags.includes('-') && type !== 'address',
		updateable: !flags.includes('-') && !flags.includes('~') && type !== 'address',
		values: isList ? size.split(';') : [],
		restricted: flags.includes('*'),
		referenceTo: type === 'reference' ? size.split('|').map((to) => (to === 'self' ? object : to)) : [],
		unique: flags.includes('^'),
	}
}

/** An object as `/describe` says it, with the names that the real answer has. */
export function describeOf({ name, label, prefix, createable, fields }: ObjectDef, root: string): object {
	const can = { createable, updateable: createable, deletable: createable, queryable: true, retrieveable: true, searchable: true, replicateable: true }
	return {
		...{ actionOverrides: [], childRelationships: [], custom: name.endsWith('__c'), customSetting: false, deprecatedAndHidden: false },
		...{ fields: [...fields.values()].map(describeField), keyPrefix: prefix, label, labelPlural: `${label}s`, layoutable: true },
		...{ mergeable: fields.has('MasterRecordId'), mruEnabled: true, name, recordTypeInfos: [], triggerable: true, undeletable: createable, ...can },
		...{ activateable: false, compactLayoutable: true, feedEnabled: true, hasSubtypes: false, isSubtype: false, listviewable: null },
		...{ lookupLayoutable: null, namedLayoutInfos: [], networkScopeFieldName: null, searchLayoutable: true, sobjectDescribeOption: 'FULL' },
		...{ supportedScopes: [{ label: `All ${label.toLowerCase()}s`, name: 'everything' }] },
		urls: { describe: `${root}/sobjects/${name}/describe`, sobject: `${root}/sobjects/${name}`, rowTemplate: `${root}/sobjects/${name}/{ID}` },
	}
}

function describeField(field: FieldDef): object {
	const { name, label, type, length, precision, scale, digits, nillable, createable, updateable, restricted, unique } = field
	return {
		...{
			autoNumber: false,
			byteLength: type === 'id' || type === 'reference' ? length : length * 3,
			calculated: false,
			caseSensitive: false,
			compoundFieldName: null,
			createable,
		},
		...{ custom: name.endsWith('__c'), defaultValue: type === 'boolean' ? false : null, defaultedOnCreate: field.defaulted, deprecatedAndHidden: false },
		...{ digits, externalId: unique, filterable: type !== 'textarea', idLookup: unique || name === 'Id' || type === 'email', label, length, name },
		...{ nameField: name === 'Name', nillable, precision, referenceTo: field.referenceTo, restrictedPicklist: restricted, scale, sortable: true },
		...{ relationshipName: type === 'reference' ? relationOf(name) : null, type, unique, updateable },
		...{ aggregatable: true, calculatedFormula: null, cascadeDelete: false, controllerName: null, defaultValueFormula: null, dependentPicklist: false },
		...{ displayLocationInDecimal: false, encrypted: false, extraTypeInfo: null, filteredLookupInfo: null, groupable: true, highScaleNumber: false },
		...{ htmlFormatted: false, inlineHelpText: null, mask: null, maskType: null, namePointing: false, permissionable: true },
		...{ polymorphicForeignKey: field.referenceTo.length > 1, queryByDistance: false, referenceTargetField: null, relationshipOrder: null },
		...{ restrictedDelete: false, searchPrefilterable: type === 'reference', soapType: 'xsd:string', writeRequiresMasterRead: false },
		picklistValues: field.values.map((value) => ({ active: true, defaultValue: false, label: value, validFor: null, value })),
	}
}

/** `AccountId` is read through as `Account.Name`, a custom `Shop__c` as `Shop__r.Name`. */
export const relationOf = (field: string): string => (field.endsWith('__c') ? `${field.slice(0, -1)}r` : field.replace(/Id$/, ''))
