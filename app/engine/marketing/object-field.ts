import { holds, type PredicateKind, type PredicateValue } from '../base/predicate.ts'
import { type Custom, type CustomValue, ofKind } from '../crm/custom-fields.ts'
import { askable, type RecordField } from '../crm/record-fields.ts'

type OwnKind = Exclude<PredicateKind, 'instant'>

/**
 * A question about what hangs off a person, her account or an opportunity of hers (sync-core.md A42; app/decisions/0456).
 * `object.loan.ends:day` asks for a field of her machines on loan, `object.loan.name:text` for what they are called,
 * `object.loan:count` how many she has; `=Grinder` behind it looks only at those of that name. Types never change, so the question names them.
 */
export type ObjectField = { object: string; named: string | null; field: string | null; kind: OwnKind }

const shape = /^object\.([a-z][a-z0-9_]{0,39})(?:\.([a-z][a-z0-9_]{0,39}):(text|number|boolean|day|choices)|:count)(?:=(\S.{0,119}))?$/s

export function objectFieldOf(name: string): ObjectField | null {
	const found = shape.exec(name)
	// What something is called is always text.
	if (!found?.[1] || (found[2] === 'name' && found[3] !== 'text')) return null
	return { object: found[1], named: found[4] ?? null, field: found[2] ?? null, kind: (found[3] as OwnKind | undefined) ?? 'number' }
}

/** The word under which a question asks; without a field, how many there are. */
export const askedObject = (object: string, field: RecordField | null): string =>
	field === null ? `object.${object}:count` : `object.${object}.${field.name}:${askable([field])[field.name]}`

/** Several rows answer as a set of words; one of a yes and a no, and each of several choices, is a word of it. */
export const objectKind = ({ kind }: ObjectField): PredicateKind => (kind === 'boolean' || kind === 'choices' ? 'text' : kind)

/** Something of an object of the house's own, as the mirror of marketing tells it. */
export type ObjectRow = { object: string; name: string; custom: Custom }

/** What the rows say in a field that is asked for, or how many they are. */
export function objectValue(rows: readonly ObjectRow[], { object, named, field, kind }: ObjectField): PredicateValue {
	const mine = rows.filter((row) => row.object === object && (named === null || holds({ field: 'name', op: 'eq', value: named }, { name: row.name })))
	if (field === null) return mine.length
	return mine.flatMap((row) => wordsOf(ofKind(kind, field === 'name' ? row.name : row.custom[field])))
}

/** What is blank is no word. */
function wordsOf(value: CustomValue | null): string[] {
	if (value === null) return []
	return typeof value === 'object' ? [...value] : [String(value)]
}
