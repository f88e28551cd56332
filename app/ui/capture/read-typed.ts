/** More than any form has; the rest of a longer one is not read. */
const mostNames = 200
const mostLength = 5000

export type TypedForm = { typed: Map<string, string>; trap: string; token: string; sure: string | null }

const textOf = (value: FormDataEntryValue | null) => (typeof value === 'string' ? value.slice(0, mostLength) : '')

/** What was typed into a form: its fields stand under `f.…`, so that none of them can be taken for ours. */
export function readTyped(form: FormData): TypedForm {
	const named = [...form.entries()].filter(([name]) => name.startsWith('f.')).slice(0, mostNames)
	// Several of one name are what was chosen of several, one in a line.
	const typed = Map.groupBy(named, ([name]) => name.slice(2))
	return {
		typed: new Map(
			[...typed].map(([name, all]) => [
				name,
				all
					.map(([, value]) => textOf(value))
					.join('\n')
					.slice(0, mostLength),
			]),
		),
		trap: textOf(form.get('website')),
		token: textOf(form.get('token')),
		sure: textOf(form.get('sure')) || null,
	}
}
