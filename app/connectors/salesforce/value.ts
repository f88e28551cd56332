import { longReference } from '../../engine/sync/long-reference.ts'
import type { FieldKind, SyncValue } from '../../engine/sync/types.ts'
import { exactNumber } from '../sync/exact-json.ts'

/** A value of Salesforce's JSON (numbers already text) in the core's words. */
export function readValue(kind: FieldKind, value: unknown): SyncValue {
	if (value === null || value === undefined) return null
	if (typeof value === 'boolean') return value
	const text = String(value)
	if (kind === 'instant') return readInstant(text)
	if (kind === 'multipicklist') return text.split(';')
	return kind === 'reference' ? longReference(text) : text
}

/** `2021-04-08T15:12:03.000+0000` and a date's own text as ISO 8601 in UTC. */
export const readInstant = (text: string): string => new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')).toISOString()

/** A value of the core as Salesforce's JSON takes it. Blank text is null there too. */
export function writeValue(kind: FieldKind | null, value: SyncValue): unknown {
	if (value === null || value === '') return null
	if (typeof value === 'boolean') return value
	if (typeof value !== 'string') return value.length === 0 ? null : value.join(';')
	if (kind === 'integer' || kind === 'decimal') return exactNumber(value)
	return kind === 'boolean' && (value === 'true' || value === 'false') ? value === 'true' : value
}

/** The same for a cell of a bulk upload: an empty cell leaves the field alone, `#N/A` clears it. */
export function writeCell(value: SyncValue): string {
	if (value === null || value === '') return '#N/A'
	if (typeof value === 'object') return value.length === 0 ? '#N/A' : value.join(';')
	return String(value)
}
