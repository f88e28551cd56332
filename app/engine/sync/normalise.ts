import { readDecimal } from '../base/decimal.ts'
import { longReference } from './long-reference.ts'
import { normaliseMail } from './mail.ts'
import type { FieldKind, SyncValue } from './types.ts'

/** Null, '', white space and no choices; `false` and `0` are values (sync-core.md B5). */
export function isBlank(value: SyncValue | undefined): boolean {
	if (value === null || value === undefined) return true
	if (typeof value === 'string') return value.trim() === ''
	return typeof value === 'object' && value.every((one) => one.trim() === '')
}

/** Of two normalised values. */
export function isSame(a: SyncValue, b: SyncValue): boolean {
	if (a === b) return true
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || a.length !== b.length) return false
	return a.every((one, place) => one === b[place])
}

/**
 * The value in the one form that its kind has, so that what means the same is the same; blank is null. A value that does
 * not suit its kind stays as it is, only trimmed: preflight says what is wrong with it. Idempotent.
 */
export function normalise(value: SyncValue | undefined, kind: FieldKind): SyncValue {
	if (value === null || value === undefined) return null
	if (kind === 'multipicklist') return normaliseChoices(typeof value === 'object' ? value : String(value).split(';'))
	if (typeof value === 'boolean') return value
	const text = tidy(typeof value === 'object' ? value.join(';') : value)
	return text === '' ? null : normaliseText(text, kind)
}

function normaliseText(text: string, kind: FieldKind): SyncValue {
	if (kind === 'email') return normaliseMail(text)
	if (kind === 'integer' || kind === 'decimal') return readDecimal(text) ?? text
	if (kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
	if (kind === 'date') return readDay(text) ?? text
	if (kind === 'instant') return readInstant(text) ?? text
	return kind === 'reference' ? longReference(text) : text
}

/** Without outer space, and with one sign for the end of a line: both are lost on the way through many systems. */
function tidy(text: string): string {
	const trimmed = text.trim()
	return trimmed.includes('\r') ? trimmed.replace(/\r\n?/g, '\n') : trimmed
}

/** Each once, in their order; null when none is left. */
export function normaliseChoices(choices: readonly string[]): SyncValue {
	const kept = [...new Set(choices.map(tidy).filter((one) => one !== ''))]
	return kept.length === 0 ? null : kept
}

/** A day, or the UTC day of an instant; null for anything else. */
export function readDay(text: string): string | null {
	const day = text.slice(0, 10)
	if (!/^\d{4}-\d\d-\d\d$/.test(day)) return null
	const instant = text.length === 10 ? new Date(`${day}T00:00:00Z`) : parseInstant(text)
	if (!instant || Number.isNaN(instant.getTime())) return null
	const found = instant.toISOString().slice(0, 10)
	// The 30th of February is none, though JavaScript reads it as one in March.
	return text.length > 10 || found === day ? found : null
}

/** In UTC by the whole second, which is as fine as most systems keep one; a day is its first instant. Null for anything else. */
export function readInstant(text: string): string | null {
	const instant = text.length === 10 && readDay(text) ? new Date(`${text}T00:00:00Z`) : parseInstant(text)
	return instant === null || Number.isNaN(instant.getTime()) ? null : `${instant.toISOString().slice(0, 19)}.000Z`
}

function parseInstant(text: string): Date | null {
	const found = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)$/.exec(text)
	if (!found || readDay(found[1] ?? '') === null) return null
	const zone = found[3] ?? 'Z'
	return new Date(`${found[1]}T${found[2]}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`)
}
