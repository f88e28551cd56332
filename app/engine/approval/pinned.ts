import { invariant } from '../base/invariant.ts'

/** Big integers and instants have no JSON of their own: they are written under a name that nothing else has. */
function tagged(this: Record<string, unknown>, key: string, value: unknown): unknown {
	const own = this[key]
	if (typeof own === 'bigint') return { $micros: String(own) }
	return own instanceof Date ? { $instant: own.toISOString() } : value
}

function untagged(_key: string, value: unknown): unknown {
	if (typeof value !== 'object' || value === null) return value
	if ('$micros' in value) return BigInt(String(value.$micros))
	return '$instant' in value ? new Date(String(value.$instant)) : value
}

/** What an approval pins, as text. Law: read again it is the same, to the last digit. */
export const printPinned = (pinned: object): string => JSON.stringify(pinned, tagged)

export function readPinned<T extends object>(text: string): T {
	const pinned: unknown = JSON.parse(text, untagged)
	invariant(typeof pinned === 'object' && pinned !== null, 'what was pinned is not readable')
	return pinned as T
}
