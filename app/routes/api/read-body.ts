import type { z } from 'zod'
import type { House } from '../../platform/house.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import type { Locale } from '../../platform/locale.ts'
import { says } from './words.server.ts'

/** Enough for a person to see the pattern. */
const MOST_ISSUES = 50

type Issue = { code: string; message: string; pointer: string; facts: Record<string, string> }

function parsed(text: string): unknown {
	try {
		return JSON.parse(text === '' ? '{}' : text)
	} catch {
		return undefined
	}
}

/** RFC 6901. */
const pointerOf = (path: readonly PropertyKey[]) => path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** What is wrong with the shape of a body or a query: all of it at once, each with its place. */
export function shapeIssues(error: z.ZodError, code: string, locale: Locale): Issue[] {
	const t = fixedT(locale, 'refusals')
	return error.issues.slice(0, MOST_ISSUES).map((issue) => {
		const keys = issue.code === 'unrecognized_keys' ? issue.keys.join(', ').slice(0, 100) : null
		const expected = keys === null ? expectedOf(issue) : `${keys} ✕`
		const path = [...issue.path.map(String)].join('.').slice(0, 200) || '·'
		return { code, message: t(code, { path, expected }), pointer: pointerOf(issue.path).slice(0, 300), facts: { path, expected } }
	})
}

/** In the words of JSON Schema, which are nobody's language: `string`, `>= 1`, a pattern. */
function expectedOf(issue: z.core.$ZodIssue): string {
	switch (issue.code) {
		case 'invalid_type':
			return issue.expected
		case 'too_small':
			return `>= ${issue.minimum}`
		case 'too_big':
			return `<= ${issue.maximum}`
		case 'invalid_format':
			return ('pattern' in issue && typeof issue.pattern === 'string' ? issue.pattern : issue.format).slice(0, 100)
		case 'invalid_value':
			return issue.values.map(String).join(' | ').slice(0, 100)
		default:
			return issue.code
	}
}

/** The body as `shape` says; else 400 with everything that is wrong with it. */
export function readJson<T extends z.ZodType>(shape: T, text: string, { house, locale }: { house: House; locale: Locale }): z.output<T> {
	const json = parsed(text)
	if (json === undefined) throw says(house, locale, 400, 'BODY_NOT_JSON')
	const read = shape.safeParse(json)
	if (read.success) return read.data
	throw says(house, locale, 400, 'BODY_INVALID', {}, { refusals: shapeIssues(read.error, 'BODY_INVALID', locale) })
}
