const letters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * The start of a text that fits into `length`, ending between two letters as people see them; null where not even one
 * fits. Length is counted in UTF-16 units: what fits by them fits wherever characters are counted otherwise. Cut twice is
 * cut once, and no space is left at the end, which many systems take off.
 */
export function cutText(text: string, length: number): string | null {
	if (text.length <= length) return text
	let end = 0
	for (const { index, segment } of letters.segment(text)) {
		if (index + segment.length > length) break
		end = index + segment.length
	}
	// One letter may be long (a family is up to 25 units): then at least no code point is torn.
	if (end === 0)
		for (const point of text)
			if (end + point.length > length) break
			else end += point.length
	return (
		text
			.slice(0, end)
			.replace(/\u200d+$/, '')
			.trimEnd() || null
	)
}

/** Characters as a person, and most systems, count them against a field's length. */
export function countCharacters(text: string): number {
	let count = 0
	for (const _ of text) count += 1
	return count
}
