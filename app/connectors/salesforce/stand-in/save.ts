import { longReference } from '../../../engine/sync/long-reference.ts'
import { type RowError, rowError } from './api-error.ts'
import { checkStep, checkTask, deriveMember, followCampaign } from './campaigns.ts'
import { checkDuplicates, checkMember } from './check-duplicates.ts'
import { checkReferences } from './check-references.ts'
import { checkValue } from './check-value.ts'
import type { FieldDef, ObjectDef } from './define.ts'
import { derive } from './derive.ts'
import { spend } from './faults.ts'
import { countRows, findRow, newId, note, type Org, type Row, seen, shownDef, stampOf, uniqueKey, type Values } from './org.ts'
import { derivePerson, followPerson, refusePerson } from './person-accounts.ts'

export type Save = {
	object: string
	/** Null creates. */
	id: string | null
	given: Readonly<Record<string, unknown>>
	/** The connected user, unless somebody who works there. */
	by?: string
	allowDuplicates?: boolean
	/** Accounts that other calls hold at this moment. */
	held?: ReadonlySet<string>
}
export type Saved = { ok: true; id: string; created: boolean } | { ok: false; errors: RowError[] }

const no = (...errors: RowError[]): Saved => ({ ok: false, errors })

/** Saves one row as Salesforce would, or refuses it and leaves everything as it was. */
export function saveRow(org: Org, save: Save): Saved {
	const by = save.by ?? org.user
	const def = by === org.user ? shownDef(org, save.object) : org.objects.get(save.object)
	if (!def) return no(rowError('INVALID_TYPE', `sObject type '${save.object}' is not supported.`))
	if (by === org.user && (org.readOnly.has(save.object) || !def.createable)) {
		return no(rowError(save.id ? 'INSUFFICIENT_ACCESS_OR_READONLY' : 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'insufficient access rights on object id'))
	}
	const read = readGiven(def, save.given, save.id === null)
	if (!read.ok) return no(read.error)
	const found = save.id === null ? null : target(org, def, save.id)
	if (found && 'statusCode' in found) return no(found)
	const against = refusePerson(org, def, read.values, found)
	if (against) return no(against)
	const derived = derive(save.object, { ...(found?.values ?? { OwnerId: by }), ...read.values }, { said: read.values, isNew: found === null })
	const values = deriveMember(org, save.object, derivePerson(org, save.object, derived, found))
	const told = found && by === org.user ? refusalOf(org, found.id, { values, mayDouble: save.allowDuplicates === true }) : null
	if (told) return no(told)
	const errors = checkRow(org, def, { save, read: read.values, values, found })
	if (errors.length > 0) return no(...errors)
	return { ok: true, id: commit(org, def, { found, values, by, changed: Object.keys(read.values) }), created: found === null }
}

type Read = { ok: true; values: Values } | { ok: false; error: RowError }

function readGiven(def: ObjectDef, given: Readonly<Record<string, unknown>>, isNew: boolean): Read {
	const values: Values = {}
	const closed: string[] = []
	for (const [name, value] of Object.entries(given)) {
		const field = def.fields.get(name)
		if (!field) return { ok: false, error: rowError('INVALID_FIELD', `No such column '${name}' on sobject of type ${def.name}`, [name]) }
		if (!(isNew ? field.createable : field.updateable)) {
			closed.push(name)
			continue
		}
		const checked = checkValue(field, value)
		if ('statusCode' in checked) return { ok: false, error: checked }
		values[name] = field.type === 'reference' && typeof checked.value === 'string' ? longReference(checked.value) : checked.value
	}
	if (closed.length === 0) return { ok: true, values }
	const rights = 'Please check the security settings of this field and verify that it is read/write for your profile or permission set.'
	return { ok: false, error: rowError('INVALID_FIELD_FOR_INSERT_UPDATE', `Unable to create/update fields: ${closed.join(', ')}. ${rights}`, closed) }
}

function target(org: Org, def: ObjectDef, id: string): Row | RowError {
	if (!/^\w{15}(\w{3})?$/.test(id) || !id.startsWith(def.prefix)) return rowError('MALFORMED_ID', `${def.label} ID: id value of incorrect type: ${id}`, ['Id'])
	const row = findRow(org, def.name, id)
	if (!row) return rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id')
	if (row.deletedAt !== null) return rowError('ENTITY_IS_DELETED', 'entity is deleted')
	return row.values['IsConverted'] === true ? rowError('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead') : row
}

function refusalOf(org: Org, id: string, { values, mayDouble }: { values: Readonly<Values>; mayDouble: boolean }): RowError | null {
	const refusing = org.refusals.get(id)
	if (!refusing || (refusing.is !== undefined && (values[refusing.fields?.[0] ?? ''] ?? null) !== refusing.is)) return null
	if (mayDouble && refusing.code === 'DUPLICATES_DETECTED') return null
	if (refusing.times !== undefined && --refusing.times <= 0) org.refusals.delete(id)
	return rowError(refusing.code, refusing.message, [...(refusing.fields ?? [])])
}

type Checked = { save: Save; read: Values; values: Values; found: Row | null }

function checkRow(org: Org, def: ObjectDef, { save, read, values, found }: Checked): RowError[] {
	const parent = String(values['AccountId'] ?? (def.name === 'Account' ? (found?.id ?? '') : ''))
	if (spend(org.faults, 'lockRows') || save.held?.has(parent)) {
		return [rowError('UNABLE_TO_LOCK_ROW', `unable to obtain exclusive access to this record or 1 records: ${parent}`)]
	}
	const references = checkReferences(org, def, { read, values, isOurs: (save.by ?? org.user) === org.user })
	if (references.length > 0) return references
	const missing = [...def.fields.values()].filter((field) => isMissing(field, values)).map(({ name }) => name)
	if (missing.length > 0) return [rowError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing)]
	const taken = takenBy(org, def, read, found?.id ?? null) ?? checkStep(org, def.name, values, found?.id ?? null) ?? checkTask(def.name, values)
	if (taken) return [taken]
	const broken = org.rules.filter((rule) => rule.object === def.name && rule.refuses(values))
	if (broken.length > 0) return broken.map(({ message, field, code }) => rowError(code ?? 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message, field ? [field] : []))
	if (!found && org.room < Number.POSITIVE_INFINITY && countRows(org) >= org.room) return [rowError('STORAGE_LIMIT_EXCEEDED', 'storage limit exceeded')]
	const twice = found ? null : (checkMember(org, def.name, values) ?? (save.allowDuplicates ? null : checkDuplicates(org, def.name, values)))
	return twice ? [twice] : []
}

const isMissing = ({ name, nillable, defaulted, createable }: FieldDef, values: Values) =>
	createable && !nillable && !defaulted && (values[name] ?? null) === null

function takenBy(org: Org, def: ObjectDef, read: Values, own: string | null): RowError | null {
	for (const field of def.fields.values()) {
		const value = field.unique ? read[field.name] : null
		const holder = value ? org.unique.get(uniqueKey(def.name, field, value)) : undefined
		if (holder && holder !== own) {
			return rowError('DUPLICATE_VALUE', `duplicate value found: ${field.name} duplicates value on record with id: ${holder.slice(0, 15)}`)
		}
	}
	return null
}

type Commit = { found: Row | null; values: Values; by: string; changed: readonly string[] }

function commit(org: Org, def: ObjectDef, { found, values, by, changed }: Commit): string {
	const at = stampOf(org)
	const hiddenUntil = org.faults.lateSeconds > 0 ? org.now() + org.faults.lateSeconds * 1000 : 0
	const before = found ? seen(org, found) : null
	const row: Row = found
		? { ...found, values, modifiedAt: at, modifiedBy: by, hiddenUntil, before }
		: {
				...{ id: newId(org, def.prefix), object: def.name, values, createdAt: at, createdBy: by, modifiedAt: at, modifiedBy: by },
				...{ deletedAt: null, hiddenUntil, before: null },
			}
	org.rows.get(def.name)?.set(row.id, row)
	note(org, row, found?.values)
	org.changed(row, found ? 'UPDATE' : 'CREATE', changed)
	followPerson(org, row, found)
	followCampaign(org, row, found === null)
	keepOnePrimary(org, row)
	return row.id
}

/** An opportunity has one first person: who becomes it takes it from who was. */
function keepOnePrimary(org: Org, { object, id, values }: Row): void {
	if (object !== 'OpportunityContactRole' || values['IsPrimary'] !== true) return
	for (const other of org.rows.get(object)?.values() ?? []) {
		const isBefore = other.id !== id && other.values['OpportunityId'] === values['OpportunityId'] && other.values['IsPrimary'] === true
		if (isBefore) org.rows.get(object)?.set(other.id, { ...other, values: { ...other.values, IsPrimary: false }, modifiedAt: stampOf(org) })
	}
}
