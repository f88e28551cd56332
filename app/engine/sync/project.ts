import { cutText } from './cut-text.ts'
import { normalise, normaliseChoices } from './normalise.ts'
import { toCrm, toMa, translateAll } from './transform.ts'
import type { FieldMap, FieldShape, SyncValue } from './types.ts'

export type Facts = Readonly<Record<string, string | number>>
/** A value in the words of the other side, or why it cannot be said there. */
export type Told = { ok: true; value: SyncValue } | { ok: false; code: string; facts: Facts }

/** The mapping with both fields that it joins, as their sides describe them. */
export type Joined = { map: FieldMap; crm: FieldShape; ma: FieldShape }

const textual = new Set(['text', 'phone', 'picklist'])

/** Whether both sides hold the value in the same words: then the normalised values can be compared as they are. */
export function isPlain({ map, crm, ma }: Joined): boolean {
	if (map.transform || (map.overflow === 'truncate' && (crm.length !== null || ma.length !== null))) return false
	if (crm.kind === ma.kind) return crm.kind !== 'multipicklist'
	return textual.has(crm.kind) && textual.has(ma.kind)
}

/**
 * What `ma` holds in the words of `crm`: the map's projection, under which both are compared (sync-core.md A20, B5). A list told to
 * a field of one value is its last one, or joined, or refused when there are several; several choices are a set.
 */
export function tellCrm(pair: Joined, held: SyncValue): Told {
	const { map, crm, ma } = pair
	const value = normalise(held, ma.kind)
	if (value === null) return { ok: true, value: null }
	if (crm.kind === 'multipicklist') return tellChoices(map, typeof value === 'object' ? value : splitChoices(value))
	if (typeof value === 'object') return tellOneOf(pair, value)
	return finish(pair, 'crm', toCrm(map.transform, value, crm.kind)?.value, value)
}

function tellChoices(map: FieldMap, list: readonly string[]): Told {
	const words = translateAll(list, (one) => toCrm(map.transform, one, 'multipicklist'))
	return { ok: true, value: sorted(words as readonly string[]) }
}

function tellOneOf(pair: Joined, list: readonly string[]): Told {
	const { map, crm } = pair
	if (map.multi === 'last') {
		const last = list.at(-1) ?? ''
		return finish(pair, 'crm', toCrm(map.transform, last, crm.kind)?.value, last)
	}
	if (map.multi === 'join')
		return finish(pair, 'crm', joined(translateAll(list, (one) => toCrm(map.transform, one, 'text')) as readonly string[], limitOf(pair)), '')
	const [only, ...others] = list
	if (only === undefined || others.length > 0) return { ok: false, code: 'INVALID_TYPE_ON_FIELD_IN_RECORD', facts: { values: list.length } }
	return finish(pair, 'crm', toCrm(map.transform, only, crm.kind)?.value, only)
}

/**
 * What `crm` holds in the words of `ma`. Into a list under `last` it is put at the end and the others stay, so that the side
 * with one value never empties the side with many; a joined text is taken apart again.
 */
export function tellMa(pair: Joined, held: SyncValue, ofMa: SyncValue): Told {
	const { map, crm, ma } = pair
	const value = normalise(held, crm.kind)
	if (value === null) return { ok: true, value: null }
	if (ma.kind !== 'multipicklist' && typeof value !== 'object') return finish(pair, 'ma', toMa(map.transform, value, ma.kind)?.value, value)
	const parts = typeof value === 'object' ? value : map.multi === 'join' ? splitChoices(value) : [value]
	// A set has no order of its own: read in another one tomorrow, it must make the same text.
	const given = typeof value === 'object' && ma.kind !== 'multipicklist' ? [...parts].sort() : parts
	const words = translateAll(given, (one) => toMa(map.transform, one, 'text')) as readonly string[] | null
	if (!words) return untellable(String(value))
	if (ma.kind !== 'multipicklist') return finish(pair, 'ma', joined(words, limitOf(pair)), '')
	const known = normalise(ofMa, ma.kind) as readonly string[] | null
	return { ok: true, value: normaliseChoices(placed(pair, words, known ?? [])) }
}

/** The choices in the order in which `ma` had them, new ones behind. */
function placed({ map, crm }: Joined, words: readonly string[], known: readonly string[]): readonly string[] {
	const told = (one: string) => String(toCrm(map.transform, one, crm.kind)?.value)
	if (crm.kind !== 'multipicklist' && map.multi === 'last') {
		const wanted = told(words[0] ?? '')
		// Two words of ours may have one word there: the one that stands in the list is meant.
		const meant = known.findLast((one) => told(one) === wanted) ?? words[0] ?? ''
		return [...known.filter((one) => one !== meant), meant]
	}
	if (crm.kind !== 'multipicklist') return words
	const wanted = new Set(words.map(told))
	const kept = known.filter((one) => wanted.has(told(one)))
	const there = new Set(kept.map(told))
	return [...kept, ...words.filter((one) => !there.has(told(one)))]
}

/**
 * What `crm` holds in the one form that it would have after the way to `ma` and back: only so are a name in capitals, a list
 * as text or a text cut short equal to where they came from. What cannot make the way is itself.
 */
export function canonicalCrm(pair: Joined, held: SyncValue): SyncValue {
	const there = tellMa(pair, held, null)
	const back = there.ok ? tellCrm(pair, there.value) : there
	if (back.ok) return back.value
	const value = normalise(held, pair.crm.kind)
	return typeof value === 'object' && value !== null ? sorted(value) : value
}

function finish(pair: Joined, side: 'crm' | 'ma', word: string | boolean | undefined, from: string | boolean): Told {
	if (word === undefined) return untellable(String(from), unknownAs[pair.map.transform?.kind ?? ''])
	const { kind } = pair[side]
	const value = normalise(word, kind)
	const limit = kind === 'text' ? limitOf(pair) : null
	// Not even one letter fits: told whole, so that preflight refuses it by its length.
	return { ok: true, value: typeof value === 'string' && limit !== null ? (cutText(value, limit) ?? value) : value }
}

/** Ids that have no counterpart, by what they are ids of. */
const unknownAs: Readonly<Record<string, string>> = { users: 'OWNER_UNMAPPED', linked: 'DEPENDENCY' }

/** A word out of pairs is whole or another word, and a list in another case may have another length: neither is cut. */
export function overflowOf({ map, crm, ma }: Joined): 'error' | 'truncate' {
	const kind = map.transform?.kind
	const mayBeCut = !kind || (kind !== 'choices' && kind !== 'boolean_text' && crm.kind !== 'multipicklist' && ma.kind !== 'multipicklist')
	return mayBeCut ? map.overflow : 'error'
}

/** How long a text may become before it is cut, on whichever side is narrower: so both are cut alike. Null: it is not. */
function limitOf(pair: Joined): number | null {
	if (overflowOf(pair) === 'error') return null
	const limits = [pair.crm, pair.ma].flatMap(({ kind, length }) => (kind === 'text' && length !== null ? [length] : []))
	return limits.length ? Math.min(...limits) : null
}

/** One text of several words, each once; what has to be cut loses whole words, so that it can be taken apart again. */
function joined(words: readonly string[], limit: number | null): string {
	const [first = '', ...others] = splitChoices(words.join(';'))
	let text = first
	for (const word of others) {
		if (limit !== null && text.length + 1 + word.length > limit) break
		text += `;${word}`
	}
	return text
}

function untellable(value: string, code = 'INVALID_TYPE_ON_FIELD_IN_RECORD'): Told {
	return { ok: false, code, facts: { value } }
}

function splitChoices(value: string | boolean): readonly string[] {
	return (normaliseChoices(String(value).split(';')) as readonly string[] | null) ?? []
}

function sorted(list: readonly string[]): SyncValue {
	const choices = normaliseChoices(list) as readonly string[] | null
	return choices && [...choices].sort()
}
