import { n } from './easel.ts'

const SERIF = "Georgia,'Times New Roman',serif"
const SANS = "'Helvetica Neue',Arial,sans-serif"
/** Widths of an average letter in the two faces, as a share of the size; generous, since the reader's system chooses the face. */
const SERIF_EM = 0.6
const SANS_EM = 0.6

export function escaped(text: string): string {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}

/** A script without spaces and twice as wide: Japanese names are broken by letter. */
const WIDE = /[\u3000-\u9fff\uff00-\uffef]/

function emsOf(text: string, em: number): number {
	return [...text].reduce((sum, letter) => sum + (WIDE.test(letter) ? 1 : em), 0)
}

function brokenInto(words: readonly string[], most: number, joint: string): string[] {
	const lines: string[] = []
	for (const word of words) {
		const last = lines.at(-1)
		if (last !== undefined && emsOf(last + joint + word, SERIF_EM) <= most) lines[lines.length - 1] = last + joint + word
		else lines.push(word)
	}
	return lines
}

type Block = { x: number; y: number; width: number; height: number; colour: string; largest: number }

/** A name set as large as its place allows, in up to three centred lines; longer names end in an ellipsis. */
export function title(text: string, { x, y, width, height, colour, largest }: Block): string {
	const wide = WIDE.test(text)
	const words = wide ? [...text] : text.split(/\s+/)
	const sizes = Array.from({ length: 12 }, (_, step) => largest * (1 - step * 0.055))
	const fits = (size: number) => {
		const lines = brokenInto(words, width / size, wide ? '' : ' ')
		return lines.length <= 3 && lines.length * size * 1.12 <= height && lines.every((row) => emsOf(row, SERIF_EM) * size <= width)
	}
	const size = sizes.find(fits) ?? sizes.at(-1) ?? 12
	const all = brokenInto(words, width / size, wide ? '' : ' ')
	const lines = all.length > 3 ? [...all.slice(0, 2), `${all[2]}…`] : all
	const first = y + height / 2 - ((lines.length - 1) * size * 1.12) / 2 + size * 0.34
	return lines
		.map(
			(row, index) =>
				`<text x="${n(x)}" y="${n(first + index * size * 1.12)}" font-family="${SERIF}" font-size="${n(size)}" font-weight="600" text-anchor="middle" fill="${colour}">${escaped(row)}</text>`,
		)
		.join('')
}

/** A small line in spaced capitals. */
export function caption(text: string, x: number, y: number, look: { size: number; colour: string; width: number; spacing?: number }): string {
	const spacing = look.spacing ?? 0.14
	const shown = text.toUpperCase()
	const size = Math.min(look.size, look.width / (emsOf(shown, SANS_EM + spacing) || 1))
	return `<text x="${n(x)}" y="${n(y)}" font-family="${SANS}" font-size="${n(size)}" font-weight="600" letter-spacing="${n(size * spacing)}" text-anchor="middle" fill="${look.colour}">${escaped(shown)}</text>`
}
