/** How much of a question is read: beyond it nobody means anything more. */
const MOST_WORDS = 8
const LONGEST_WORD = 40

/** What somebody typed as words of letters and digits: 'COF-new  1kg' is cof, new, 1kg. */
export function readWords(text: string): string[] {
	const parts = text
		.normalize('NFKC')
		.toLowerCase()
		.split(/[^\p{L}\p{N}\p{M}]+/u)
	return parts
		.filter((word) => word !== '')
		.slice(0, MOST_WORDS)
		.map((word) => word.slice(0, LONGEST_WORD))
}
