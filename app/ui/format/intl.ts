const kept = new Map<string, unknown>()

/** Building an Intl formatter costs some 50 µs, using one under 1 µs; a page of 300 rows uses the same few. */
export function keep<T>(key: string, make: () => T): T {
	const known = kept.get(key)
	if (known !== undefined) return known as T
	const made = make()
	kept.set(key, made)
	return made
}
