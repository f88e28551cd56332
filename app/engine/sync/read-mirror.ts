import type { Custom, CustomValue } from '../crm/custom-fields.ts'
import type { FieldType } from '../crm/record-fields.ts'
import type { SyncValue } from './types.ts'

/** Which of ours a mirrored record hangs off: an account, somebody marketing knows, or an opportunity. */
export type MirrorOwn = 'account' | 'prospect' | 'opportunity'
/** A field of another system's own object, and what it is called and of which type here. */
export type MirrorField = { theirs: string; name: string; type: FieldType }
export type MirrorShape = { nameField: string; parentField: string; fields: readonly MirrorField[] }
/** A record as it is kept: `parentId`, whom it hangs off there. */
export type MirrorRow = { id: string; parentId: string | null; name: string; custom: Custom; modifiedAt: string; isGone: boolean }

type Said = { id: string; values: Readonly<Record<string, SyncValue>>; modifiedAt: string | null; deletedAt: string | null }

/**
 * A record of another system's own object as it is kept here (sync-core.md A42): numbers and texts as they are said, an instant as its day in UTC, what is blank left out. Null: the side does not show
 * the field by which it hangs, so nothing can be said of it.
 */
export function readMirror({ nameField, parentField, fields }: MirrorShape, { id, values, modifiedAt, deletedAt }: Said): MirrorRow | null {
	const parent = values[parentField]
	if (deletedAt === null && parent === undefined) return null
	const name = values[nameField]
	return {
		...{ id, parentId: typeof parent === 'string' && parent !== '' ? parent : null, name: typeof name === 'string' && name.trim() !== '' ? name : id },
		custom: Object.fromEntries(
			fields.flatMap(({ theirs, name: ours, type }) => {
				const value = asKept(type, values[theirs] ?? null)
				return value === null ? [] : [[ours, value]]
			}),
		),
		modifiedAt: modifiedAt ?? deletedAt ?? '1970-01-01T00:00:00.000Z',
		isGone: deletedAt !== null,
	}
}

function asKept(type: FieldType, value: SyncValue): CustomValue | null {
	if (value === null || value === '') return null
	if (type === 'boolean') return typeof value === 'boolean' ? value : value === 'true'
	if (type === 'multipicklist') return typeof value === 'object' ? (value.length > 0 ? [...value] : null) : [String(value)]
	const text = typeof value === 'object' ? value.join('; ') : String(value)
	return type === 'date' ? text.slice(0, 10) : text
}
