import { exactNumber } from '../../sync/exact-json.ts'
import type { FieldDef, ObjectDef } from './define.ts'
import type { Org, Row, Value } from './org.ts'

const numbers = new Set(['int', 'double', 'currency', 'percent'])

/** A field of a row as it stands, stamps included; numbers as text, times in milliseconds as ISO text. */
export function valueIn(row: Row, name: string): Value {
	switch (name) {
		case 'Id':
			return row.id
		case 'IsDeleted':
			return row.deletedAt !== null
		case 'CreatedDate':
			return new Date(row.createdAt).toISOString()
		case 'CreatedById':
			return row.createdBy
		case 'LastModifiedById':
			return row.modifiedBy
		case 'LastModifiedDate':
		case 'SystemModstamp':
			return new Date(row.modifiedAt).toISOString()
	}
	return row.values[name] ?? null
}

/** The same in the org's own JSON: `…+0000`, and a large number with an exponent, as Java writes doubles. */
export function shown(field: FieldDef, row: Row): unknown {
	const value = valueIn(row, field.name)
	if (value === null) return field.type === 'boolean' ? false : null
	if (field.type === 'datetime') return String(value).replace('Z', '+0000')
	if (!numbers.has(field.type)) return value
	return exactNumber(field.type === 'int' ? String(value) : javaDouble(String(value)))
}

function javaDouble(plain: string): string {
	const [, minus = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(plain) ?? []
	if (whole.length <= 7) return `${minus}${whole}.${fraction || '0'}`
	const rest = (whole.slice(1) + fraction).replace(/0+$/, '')
	return `${minus}${whole.charAt(0)}.${rest || '0'}E${whole.length - 1}`
}

/** A record as a query or a single read shows it. */
export function showRecord(root: string, def: ObjectDef, row: Row, names: readonly string[]): Record<string, unknown> {
	const shownFields = names.map((name) => {
		const field = def.fields.get(name)
		return [name, field ? shown(field, row) : null] as const
	})
	return { attributes: attributesOf(root, row), ...Object.fromEntries(shownFields) }
}

export const attributesOf = (root: string, { object, id }: Row) => ({ type: object, url: `${root}/sobjects/${object}/${id}` })

/** The record that a reference names. */
export function referred(org: Org, id: Value): Row | null {
	if (typeof id !== 'string') return null
	for (const rows of org.rows.values()) {
		const row = rows.get(id)
		if (row) return row
	}
	return null
}
