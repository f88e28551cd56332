import { type Refusal, type Result, refusal, refused } from '../base/refusal.ts'

/**
 * The words of a mail that differ with its reader (sync-core.md A42; app/decisions/0457).
 * `{{firstName}}` is a value of hers, `{{loan.serial|yours}}` of the first machine on loan with what stands there if there is none;
 * `{{#loan}}{{name}} {{/loan}}` says its words of each, `{{^loan}}none{{/loan}}` where there is none. What is put in is never read as such words.
 */
export type MergePart =
	| { text: string }
	| { object: string | null; field: string; fallback: string }
	| { each: string; parts: readonly MergePart[] }
	| { none: string; parts: readonly MergePart[] }

export const personFields = ['firstName', 'lastName', 'company'] as const

/** What is put in: values of the person by name, and of each thing by object; already in her language. */
export type MergeValues = { person: Readonly<Record<string, string>>; rows: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> }

/** Fields by object that may be named. */
export type MergeRoom = Readonly<Record<string, readonly string[]>>

/** So many of one object are told in one mail; `more` says how many others there are. */
export const mostMerged = 100

const tag = /\{\{([#^/]?)\s*([A-Za-z][A-Za-z0-9_]{0,39})(?:\.([a-z][a-z0-9_]{0,39}))?\s*(?:\|([^{}]{0,200}))?\}\}/g
const asObject = /^[a-z][a-z0-9_]*$/

/** Refuses `MERGE_BROKEN` (facts: near): a bracket that opens no such words, or a list that does not close where it should. */
export function parseMerge(text: string): Result<{ parts: readonly MergePart[] }> {
	const root: MergePart[] = []
	let into = root
	let open: { object: string; sign: string } | null = null
	let last = 0
	for (const found of text.matchAll(tag)) {
		const [whole, sign = '', name = '', field, fallback = ''] = found
		const end = found.index + whole.length
		const isAlone = sign !== '' && standsAlone(text, found.index, end)
		const before = text.slice(last, found.index)
		if (before.includes('{{')) return broken(before)
		if (before) into.push({ text: before })
		last = isAlone && text[end] === '\n' ? end + 1 : end
		if (sign === '') {
			into.push({ object: field === undefined ? null : name, field: field ?? name, fallback: fallback.trim() })
			continue
		}
		if (field !== undefined || !asObject.test(name) || (sign === '/' ? open?.object !== name : open !== null)) return broken(whole)
		if (sign === '/') [into, open] = [root, null]
		else {
			const parts: MergePart[] = []
			root.push(sign === '#' ? { each: name, parts } : { none: name, parts })
			;[into, open] = [parts, { object: name, sign }]
		}
	}
	const rest = text.slice(last)
	if (rest.includes('{{')) return broken(rest)
	if (open) return broken(`{{${open.sign}${open.object}}}`)
	if (rest) root.push({ text: rest })
	return { ok: true, parts: root }
}

const broken = (near: string) => refused(refusal('MERGE_BROKEN', { near: near.slice(Math.max(0, near.indexOf('{{'))).slice(0, 60) }))

/** A list's bracket on a line of its own takes its line with it. */
const standsAlone = (text: string, start: number, end: number) => (start === 0 || text[start - 1] === '\n') && (end === text.length || text[end] === '\n')

/** What a text says to one reader; a text that cannot be read stays as it is. */
export function mergeText(text: string, values: MergeValues, more: (count: number) => string): string {
	const read = parseMerge(text)
	return read.ok ? say(read.parts, values, { row: null, more }) : text
}

type Within = { row: Readonly<Record<string, string>> | null; more: (count: number) => string }

function say(parts: readonly MergePart[], values: MergeValues, within: Within): string {
	return parts
		.map((part) => {
			if ('text' in part) return part.text
			if ('field' in part) return saidOf(part, values, within.row) || part.fallback
			const rows = values.rows['each' in part ? part.each : part.none] ?? []
			if ('none' in part) return rows.length === 0 ? say(part.parts, values, within) : ''
			const told = rows.slice(0, mostMerged).map((row) => say(part.parts, values, { ...within, row }))
			return told.join('') + (rows.length > mostMerged ? within.more(rows.length - mostMerged) : '')
		})
		.join('')
}

function saidOf({ object, field }: Extract<MergePart, { field: string }>, values: MergeValues, row: Within['row']): string {
	if (object !== null) return values.rows[object]?.[0]?.[field] ?? ''
	return (row?.[field] ?? values.person[field] ?? '').trim()
}

/** The same text as a trial shows it: each value by its name. */
export const exampleText = (text: string): string => {
	const read = parseMerge(text)
	const show = (parts: readonly MergePart[]): string =>
		parts
			.map((part) => {
				if ('text' in part) return part.text
				if ('field' in part) return `‹${part.object === null ? '' : `${part.object}.`}${part.field}›`
				return 'each' in part ? show(part.parts) : ''
			})
			.join('')
	return read.ok ? show(read.parts) : text
}

/** Objects that a text names. */
export function objectsOf(texts: readonly string[]): string[] {
	const visit = (parts: readonly MergePart[]): string[] =>
		parts.flatMap((part) => {
			if ('text' in part) return []
			if ('field' in part) return part.object === null ? [] : [part.object]
			return ['each' in part ? part.each : part.none, ...visit(part.parts)]
		})
	const all = texts.flatMap((text) => {
		const read = text.includes('{{') ? parseMerge(text) : null
		return read?.ok ? visit(read.parts) : []
	})
	return [...new Set(all)]
}

const nobody: MergeValues = { person: {}, rows: {} }

/**
 * What is wrong with a text, where it stands in `place`. Refuses `MERGE_BROKEN`, `MERGE_UNKNOWN` (facts: name) for what the house
 * has not, and `MERGE_MAY_BE_EMPTY` where nothing would stand for a reader of whom nothing is known.
 */
export function checkMerge(text: string, room: MergeRoom, place: Readonly<Record<string, string>>): Refusal[] {
	const read = parseMerge(text)
	if (!read.ok) return read.refusals.map(({ code, facts }) => refusal(code, { ...facts, ...place }))
	const unknown = [...new Set(unknownIn(read.parts, room, null))].map((name) => refusal('MERGE_UNKNOWN', { name, ...place }))
	if (unknown.length > 0) return unknown
	return text.trim() !== '' && mergeText(text, nobody, () => '').trim() === '' ? [refusal('MERGE_MAY_BE_EMPTY', { ...place, example: '{{company|…}}' })] : []
}

function unknownIn(parts: readonly MergePart[], room: MergeRoom, within: string | null): string[] {
	return parts.flatMap((part): string[] => {
		if ('text' in part) return []
		if ('field' in part) return isKnown(part, room, within) ? [] : [part.object === null ? part.field : `${part.object}.${part.field}`]
		const object = 'each' in part ? part.each : part.none
		return [...(room[object] ? [] : [object]), ...unknownIn(part.parts, room, 'each' in part ? object : null)]
	})
}

function isKnown({ object, field }: Extract<MergePart, { field: string }>, room: MergeRoom, within: string | null): boolean {
	const fields = room[object ?? within ?? '']
	return (fields?.includes(field) ?? false) || (object === null && (personFields as readonly string[]).includes(field))
}
