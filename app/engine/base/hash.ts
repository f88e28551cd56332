import { createHash } from 'node:crypto'
import { invariant } from './invariant.ts'

export type Canonical = string | number | bigint | boolean | null | readonly Canonical[] | { readonly [key: string]: Canonical }

/** JSON with sorted keys and decimal big integers: the same meaning always gives the same text. */
export function canonicalJson(value: Canonical): string {
	if (typeof value === 'bigint') return `"${value}"`
	if (value === null || typeof value !== 'object') {
		invariant(typeof value !== 'number' || Number.isSafeInteger(value), `${value} has no canonical form`)
		return JSON.stringify(value)
	}
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
	const fields = value as { readonly [key: string]: Canonical }
	const keys = Object.keys(fields).sort()
	return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(fields[key] ?? null)}`).join(',')}}`
}

/** SHA-256 in hexadecimal of the canonical JSON. */
export function hashOf(value: Canonical): string {
	return createHash('sha256').update(canonicalJson(value)).digest('hex')
}
