import { defaultOf } from './defaults.ts'
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
	/** The record is a part of whom it names, and goes with it. */
	isDetail: boolean
	unique: boolean
}

export type ObjectDef = {
	name: string
	prefix: string
	label: string
	createable: boolean
	/** A custom setting: listed among the objects, and no record of anybody. */
	isSetting: boolean
	fields: Map<string, FieldDef>
}

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
/** The flag of a field that names the master of a detail; such a record is owned by whoever owns that. */
const isDetailLine = (line: string) => /^\s*\w+ reference\([^)]*\) [!+\-~*^]*@/.test(line)

const withoutOwner = new Set(['User', 'Group', 'RecordType', 'CampaignMember', 'CampaignMemberStatus', 'OpportunityContactRole'])

const readOnly = new Set(['User', 'Group', 'RecordType'])

export function standardDefs(): Map<string, ObjectDef> {
	return new Map(standardObjects.map(([name, prefix, label, lines]) => [name, defineObject(name, prefix, label, lines)]))
}

export function defineObject(name: string, prefix: string, label: string, lines: string, isSetting = false): ObjectDef {
	const head = `Id id(18) +- "${label} ID"\nIsDeleted boolean +- "Deleted"\n`
	const isOwned = !withoutOwner.has(name) && !lines.split('\n').some(isDetailLine)
	const all = `${head}${isOwned ? own : ''}${lines}${stamps}`
	const fields = all
		.split('\n')
		.filter((line) => line.trim())
		.map((line) => defineField(line, name))
	return { name, prefix, label, createable: !readOnly.has(name), isSetting, fields: new Map(fields.map((field) => [field.name, field])) }
}

const lengths: Record<string, number> = { id: 18, reference: 18, picklist: 40, multipicklist: 4099 }
const sized = new Set(['string', 'textarea', 'url', 'email', 'phone', 'combobox', 'id'])

/** One line of a definition; throws on one that cannot be read. */
export function defineField(line: string, object: string): FieldDef {
	const [, name, type, size = '', flags = '', label] = /^\s*(\w+) (\w+)(?:\(([^)]*)\))?(?: ([!+\-~*^@]+))? "(.*)"\s*$/.exec(line) ?? []
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
		nillable: !/[!@]/.test(flags) && (!flags.includes('+') || type === 'picklist') && type !== 'boolean',
		defaulted: flags.includes('+') || type === 'boolean',
		createable: !flags.includes('-') && type !== 'address',
		updateable: !/[-~@]/.test(flags) && type !== 'address',
		values: isList ? size.split(';') : [],
		restricted: flags.includes('*'),
		referenceTo: type === 'reference' ? size.split('|').map((to) => (to === 'self' ? object : to)) : [],
		isDetail: flags.includes('@'),
		unique: flags.includes('^'),
	}
}

/** An object as `/describe` says it, with the names that the real answer has. */
export function describeOf(def: ObjectDef, root: string): object {
	const { name, label, fields } = def
	return {
		...globalOf(def, root),
		...{
			actionOverrides: [],
			childRelationships: [],
			fields: [...fields.values()].map((field) => describeField(field, defaultOf(name, field.name))),
			recordTypeInfos: [],
		},
		...{ compactLayoutable: true, listviewable: null, lookupLayoutable: null, namedLayoutInfos: [], networkScopeFieldName: null },
		...{ searchLayoutable: true, sobjectDescribeOption: 'FULL', supportedScopes: [{ label: `All ${label.toLowerCase()}s`, name: 'everything' }] },
		urls: urlsOf(name, root),
	}
}

/** An object as the list of all of them says it: what it is and what may be done with it, none of its fields. */
export function globalOf({ name, label, prefix, createable, isSetting, fields }: ObjectDef, root: string): object {
	const can = { createable, updateable: createable, deletable: createable, queryable: true, retrieveable: true, searchable: !isSetting, replicateable: true }
	return {
		...{ activateable: false, custom: name.endsWith('__c'), customSetting: isSetting, deprecatedAndHidden: false, feedEnabled: !isSetting },
		...{ hasSubtypes: false, isSubtype: false, keyPrefix: prefix, label, labelPlural: `${label}s`, layoutable: !isSetting },
		...{ mergeable: fields.has('MasterRecordId'), mruEnabled: !isSetting, name, triggerable: !isSetting, undeletable: createable, ...can },
		urls: urlsOf(name, root),
	}
}

const urlsOf = (name: string, root: string) => ({
	...{ describe: `${root}/sobjects/${name}/describe`, sobject: `${root}/sobjects/${name}`, rowTemplate: `${root}/sobjects/${name}/{ID}` },
})

function describeField(field: FieldDef, filled: unknown): object {
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
		...{
			aggregatable: true,
			calculatedFormula: null,
			cascadeDelete: field.isDetail,
			controllerName: null,
			defaultValueFormula: null,
			dependentPicklist: false,
		},
		...{ displayLocationInDecimal: false, encrypted: false, extraTypeInfo: null, filteredLookupInfo: null, groupable: true, highScaleNumber: false },
		...{ htmlFormatted: false, inlineHelpText: null, mask: null, maskType: null, namePointing: false, permissionable: true },
		...{
			polymorphicForeignKey: field.referenceTo.length > 1,
			queryByDistance: false,
			referenceTargetField: null,
			relationshipOrder: field.isDetail ? 0 : null,
		},
		...{ restrictedDelete: false, searchPrefilterable: type === 'reference', soapType: 'xsd:string', writeRequiresMasterRead: false },
		picklistValues: field.values.map((value) => ({ active: true, defaultValue: value === filled, label: value, validFor: null, value })),
	}
}

/** `AccountId` is read through as `Account.Name`, a custom `Shop__c` as `Shop__r.Name`. */
export const relationOf = (field: string): string => (field.endsWith('__c') ? `${field.slice(0, -1)}r` : field.replace(/Id$/, ''))
