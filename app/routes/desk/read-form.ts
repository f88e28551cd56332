/** A positive whole id from a form or an address; null for anything else. */
export function idOf(text: unknown): number | null {
	return typeof text === 'string' && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
}

export const idIn = (form: FormData | URLSearchParams, name: string) => idOf(form.get(name))

/** A field as trimmed text; files and missing fields are empty. */
export function textIn(form: FormData | URLSearchParams, name: string): string {
	const value = form.get(name)
	return typeof value === 'string' ? value.trim() : ''
}

/** The word itself when it is one of those known, else null. */
export function oneOf<const T extends string>(words: readonly T[], value: unknown): T | null {
	return words.find((word) => word === value) ?? null
}

/** What was chosen of a list, or the new word beside it (`name:new`), in small letters. */
export const chosenIn = (form: FormData, name: string) => (textIn(form, name) || textIn(form, `${name}:new`)).toLowerCase()
