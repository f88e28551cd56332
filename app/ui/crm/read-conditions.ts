import { type Comparison, type Predicate, predicateOps } from '../../engine/base/predicate.ts'
import { readPredicate } from '../../engine/base/read-predicate.ts'

/** Rows of a form of conditions: what is there, and room for more. */
export const MOST_CONDITIONS = 10

const wordIn = (form: FormData, name: string, most = 200) => {
	const value = form.get(name)
	return typeof value === 'string' ? value.trim().slice(0, most) : ''
}

/** `US, CA`: one of several. */
const choicesIn = (text: string) =>
	text
		.split(',')
		.map((one) => one.trim())
		.filter((one) => one !== '')

/** Conditions as a form has them, literals still as they were typed: `join` and, for each row, `field-1`, `op-1`, `value-1`. Rows without a field count as not there; null: none at all. */
export function readConditions(form: FormData): Predicate | null {
	const tests = Array.from({ length: MOST_CONDITIONS }, (_, index): Comparison | null => {
		const field = wordIn(form, `field-${index}`, 80)
		const op = predicateOps.find((one) => one === wordIn(form, `op-${index}`))
		return field === '' || !op
			? null
			: op === 'blank' || op === 'not_blank'
				? { field, op }
				: { field, op, value: op === 'in' ? choicesIn(wordIn(form, `value-${index}`)) : wordIn(form, `value-${index}`) }
	}).filter((test) => test !== null)
	if (tests.length === 0) return null
	return wordIn(form, 'join') === 'any' ? { any: tests } : { all: tests }
}

/** The rows that a form shows of a predicate; null: it is deeper than a form can show. */
export function conditionsOf(raw: unknown): { join: 'all' | 'any'; tests: Comparison[] } | null {
	if (raw === null || raw === undefined) return { join: 'all', tests: [] }
	const read = readPredicate(raw)
	if (!read.ok) return null
	const { predicate } = read
	if ('field' in predicate) return { join: 'all', tests: [predicate] }
	if ('not' in predicate) return null
	const [join, parts] = 'all' in predicate ? (['all', predicate.all] as const) : (['any', predicate.any] as const)
	const tests = parts.filter((part): part is Comparison => 'field' in part)
	return tests.length === parts.length ? { join, tests } : null
}
