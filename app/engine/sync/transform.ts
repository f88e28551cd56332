import type { FieldKind, SyncValue, Transform } from './types.ts'

/** One value in the words of the other side, or null where the other side has no word for it. */
export type Word = { value: string | boolean } | null

const worded: ReadonlySet<FieldKind> = new Set(['text', 'picklist', 'multipicklist', 'email', 'phone'])

/** From `ma` to `crm`. Choices without a pair keep their word. */
export function toCrm(transform: Transform | null, value: string | boolean, crmKind: FieldKind): Word {
	if (!transform) return { value }
	if (transform.kind === 'choices') return { value: wordOf(transform.pairs, String(value)) ?? value }
	if (transform.kind === 'users') return wordIf(wordOf(transform.pairs, String(value)) ?? transform.elseCrm)
	if (transform.kind === 'linked') return wordIf(wordOf(transform.pairs, String(value)) ?? null)
	if (transform.kind === 'boolean_text') return yesOrNo(transform, value, crmKind)
	// Neither an instant nor an id has another case.
	if (typeof value !== 'string' || !worded.has(crmKind)) return { value }
	return { value: transform.kind === 'upper' ? value.toUpperCase() : value.toLowerCase() }
}

/**
 * From `crm` to `ma`: the word that `toCrm` would turn into this value. Null where there is none, so what went one way never
 * comes back as something else. Upper and lower case have no way back: the value is told as it is.
 */
export function toMa(transform: Transform | null, value: string | boolean, maKind: FieldKind): Word {
	if (!transform) return { value }
	if (transform.kind === 'boolean_text') return yesOrNo(transform, value, maKind)
	if (transform.kind === 'users') return wordIf(Object.entries(transform.pairs).find(([, ofCrm]) => ofCrm === String(value))?.[0] ?? transform.elseMa)
	if (transform.kind === 'linked') return wordIf(Object.entries(transform.pairs).find(([, ofCrm]) => ofCrm === String(value))?.[0] ?? null)
	if (transform.kind !== 'choices') return { value }
	const text = String(value)
	for (const [ofMa, ofCrm] of Object.entries(transform.pairs)) if (ofCrm === text) return { value: ofMa }
	const meant = wordOf(transform.also ?? {}, text)
	if (meant !== undefined) return { value: meant }
	return Object.hasOwn(transform.pairs, text) ? null : { value }
}

const wordIf = (value: string | null): Word => (value === null ? null : { value })

function wordOf(pairs: Readonly<Record<string, string>>, word: string): string | undefined {
	return Object.hasOwn(pairs, word) ? pairs[word] : undefined
}

/** Whichever side holds the boolean: the other holds the words. */
function yesOrNo({ yes, no }: { yes: string; no: string }, value: string | boolean, into: FieldKind): Word {
	if (typeof value === 'boolean') return { value: into === 'boolean' ? value : value ? yes : no }
	if (into !== 'boolean') return { value }
	const word = value.toLowerCase()
	return word === yes.toLowerCase() ? { value: true } : word === no.toLowerCase() ? { value: false } : null
}

/** Of a list, each in the words of the other side; null when one of them has none. */
export function translateAll<T extends string | boolean>(list: readonly T[], translate: (one: T) => Word): SyncValue {
	const words = list.map(translate)
	return words.some((word) => word === null) ? null : words.map((word) => String(word?.value))
}
