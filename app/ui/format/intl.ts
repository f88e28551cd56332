const kept = new Map<string, unknown>()

/** Building an Intl formatter costs some 50 µs, using one under 1 µs; a page of 300 rows uses the same few. */
export function keep<T>(key: string, make: () => T): T {
	const known = kept.get(key)
	if (known !== undefined) return known as T
	const made = make()
	kept.set(key, made)
	return made
}

/**
 * From one instant to another as one phrase. Engines differ in the space around the dash (Node sets a thin one, Chromium turns it into a plain one):
 * one of them here, or the page that the browser makes is not the one that it was sent.
 */
export const rangeText = (format: Intl.DateTimeFormat, from: Date, to: Date): string => format.formatRange(from, to).replaceAll('\u2009', ' ')
