/** How much of a question is read: beyond it nobody means anything more. */
const MOST_WORDS = 8
const LONGEST_WORD = 40

/** Japanese is written without spaces: a word ends where its script changes. */
const japaneseRuns = /[\p{Script=Han}々〆]+|[\p{Script=Katakana}ー]+|[\p{Script=Hiragana}ー]+|[^\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}々〆ー]+/gu
const isParticle = (run: string) => /^\p{Script=Hiragana}{1,2}$/u.test(run)

function japaneseWords(part: string): string[] {
	const runs = part.match(japaneseRuns) ?? []
	const words = runs.filter((run) => !isParticle(run))
	return words.length > 0 ? words : runs
}

/** What somebody typed as words of letters and digits: 'COF-new  1kg' is cof, new, 1kg; 'コーヒーの豆' is コーヒー, 豆. */
export function readWords(text: string, locale: string): string[] {
	const parts = text
		.normalize('NFKC')
		.toLowerCase()
		.split(/[^\p{L}\p{N}\p{M}]+/u)
	return parts
		.filter((word) => word !== '')
		.flatMap((word) => (locale === 'ja' ? japaneseWords(word) : [word]))
		.slice(0, MOST_WORDS)
		.map((word) => word.slice(0, LONGEST_WORD))
}
