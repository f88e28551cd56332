import type PDFDocument from 'pdfkit'
import { type Face, fontOf, runsOf } from './faces.server.ts'

export const ink = { text: '#211d18', soft: '#5f574c', rule: '#dcd4c5', accent: '#1d4a7a' } as const

export type Style = { face?: Face; size?: number; colour?: string; align?: 'left' | 'right' }
export type Pen = {
	widthOf: (text: string, style?: Style) => number
	/** Sets one line, its baseline at `y`; right-aligned it ends at `x`. */
	set: (text: string, x: number, y: number, style?: Style) => void
	wrap: (text: string, width: number, style?: Style) => string[]
	rule: (x: number, y: number, width: number, colour?: string) => void
}

/** What stands on the page that is being set, and where the next thing goes. */
export type Page = {
	pen: Pen
	left: number
	width: number
	/** The baseline of what was set last; a block moves it down. */
	y: number
	/** Goes on to the next page when less than `height` is left; answers whether it did. */
	reserve: (height: number) => boolean
}

const SIZE = 8.5
// Figures of one width where amounts stand under each other; elsewhere they would tear numbers apart. Unkerned, a figure is
// as wide as its signs, so each sign is measured once: shaping a text is what setting a long invoice costs.
const tabular = { tnum: true, kern: false, calt: false } as unknown as PDFKit.Mixins.OpenTypeFeatures[]
/** A line may break at a blank, after a hyphen, and beside any sign of a script that writes without blanks. */
const breaks = /(?<=[ \-/])|(?<=[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef])(?![、。，．）」』])/u

/** Sets text in the faces of the house, sign by sign from the file that has it. */
export function openPen(doc: InstanceType<typeof PDFDocument>): Pen {
	const known = new Set<string>()
	const use = (file: string, size: number) => {
		if (!known.has(file)) doc.registerFont(file, fontOf(file))
		known.add(file)
		doc.font(file).fontSize(size)
	}
	const signs = new Map<string, number>()
	const figureWidth = (file: string, size: number, text: string) => {
		let width = 0
		for (const sign of text) {
			const key = `${file} ${sign}`
			const known = signs.get(key) ?? doc.fontSize(1000).widthOfString(sign, { features: tabular })
			signs.set(key, known)
			width += (known * size) / 1000
		}
		doc.fontSize(size)
		return width
	}
	const measured = (text: string, { face = 'text', size = SIZE, align }: Style) =>
		runsOf(text, face).map((run) => {
			use(run.file, size)
			return { ...run, width: align === 'right' ? figureWidth(run.file, size, run.text) : doc.widthOfString(run.text) }
		})
	const widthOf = (text: string, style: Style = {}) => measured(text, style).reduce((sum, { width }) => sum + width, 0)
	return {
		widthOf,
		set(text, x, y, style = {}) {
			const runs = measured(text, style)
			let at = style.align === 'right' ? x - runs.reduce((sum, { width }) => sum + width, 0) : x
			for (const run of runs) {
				use(run.file, style.size ?? SIZE)
				doc.fillColor(style.colour ?? ink.text).text(run.text, at, y, {
					...{ baseline: 'alphabetic', lineBreak: false },
					...(style.align === 'right' ? { features: tabular } : {}),
				})
				at += run.width
			}
		},
		wrap(text, width, style = {}) {
			const lines: string[] = []
			let line = ''
			let filled = 0
			for (const piece of text.split(breaks).flatMap((part) => cutToFit(part, width, (own) => widthOf(own, style)))) {
				if (line !== '' && filled + widthOf(piece.trimEnd(), style) > width) {
					lines.push(line.trimEnd())
					line = ''
					filled = 0
				}
				line += piece
				filled += widthOf(piece, style)
			}
			return [...lines, line.trimEnd()]
		},
		rule(x, y, width, colour = ink.rule) {
			doc
				.moveTo(x, y)
				.lineTo(x + width, y)
				.lineWidth(0.5)
				.strokeColor(colour)
				.stroke()
		},
	}
}

/** A word that is wider than its column is cut where it is full. */
function cutToFit(word: string, width: number, widthOf: (text: string) => number): string[] {
	if (widthOf(word.trimEnd()) <= width) return [word]
	const pieces: string[] = []
	let piece = ''
	for (const sign of word) {
		if (piece !== '' && widthOf(piece + sign) > width) {
			pieces.push(piece)
			piece = ''
		}
		piece += sign
	}
	return [...pieces, piece]
}
