import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { inflateSync } from 'node:zlib'

/** Running text, what is to be found at a glance, and heads. */
export type Face = 'text' | 'strong' | 'display'

const require = createRequire(import.meta.url)
const inter = (weight: number) => ['latin', 'latin-ext'].map((part) => `@fontsource/inter/files/inter-${part}-${weight}-normal.woff`)
const japanese = (weight: number) => `@fontsource/biz-udpgothic/files/biz-udpgothic-japanese-${weight}-normal.woff`

/** The faces of the shop; what Latin files lack is set from the Japanese one (app/decisions/0344). */
const files: Record<Face, readonly string[]> = {
	text: [...inter(400), japanese(400)],
	strong: [...inter(600), japanese(700)],
	display: [...['latin', 'latin-ext'].map((part) => `@fontsource/fraunces/files/fraunces-${part}-500-normal.woff`), japanese(700)],
}

/** Code points by file, as the faces' own packages say them: "U+0000-00FF,U+0131". */
function readRanges(text: string): [from: number, to: number][] {
	return text.split(',').map((range) => {
		const [from = '', to = from] = range.trim().slice(2).split('-')
		return [Number.parseInt(from, 16), Number.parseInt(to, 16)]
	})
}

let ranges: [number, number][][] | undefined

/** Which file of a face has a character: Latin, more Latin, or the last. */
function placeOf(codePoint: number): number {
	if (!ranges) {
		const said = require('@fontsource/inter/unicode.json') as Record<string, string>
		ranges = ['latin', 'latin-ext'].map((part) => readRanges(said[part] ?? ''))
	}
	const place = ranges.findIndex((part) => part.some(([from, to]) => codePoint >= from && codePoint <= to))
	return place === -1 ? ranges.length : place
}

export type Run = { file: string; text: string }

/** A text cut where the file changes; a space goes with what stands before it. */
export function runsOf(text: string, face: Face): Run[] {
	if (/^[\x20-\x7e]*$/.test(text)) return [{ file: files[face][0] ?? '', text }]
	const runs: Run[] = []
	for (const sign of text) {
		const last = runs.at(-1)
		const file = files[face][placeOf(sign.codePointAt(0) ?? 0)] ?? ''
		if (last && (last.file === file || sign === ' ')) last.text += sign
		else runs.push({ file, text: sign })
	}
	return runs
}

const kept = new Map<string, Buffer>()

/** The bytes of a face's file, read and unpacked once. */
export function fontOf(file: string): Buffer {
	const known = kept.get(file)
	if (known) return known
	const font = unpackWoff(readFileSync(require.resolve(file)))
	kept.set(file, font)
	return font
}

/**
 * A WOFF (W3C, version 1) as the plain font that it wraps. The PDF library could read it as it is, but unpacks it anew for
 * each glyph: 1.9 s for six signs of the Japanese face, against 50 ms once.
 */
function unpackWoff(woff: Buffer): Buffer {
	const tables = woff.readUInt16BE(12)
	const power = 2 ** Math.floor(Math.log2(tables))
	const head = Buffer.alloc(12)
	woff.copy(head, 0, 4, 8)
	for (const [index, value] of [tables, power * 16, Math.log2(power), (tables - power) * 16].entries()) head.writeUInt16BE(value, 4 + index * 2)
	const directory = Buffer.alloc(16 * tables)
	const parts: Buffer[] = [head, directory]
	let offset = head.length + directory.length
	for (let index = 0; index < tables; index += 1) {
		const entry = 44 + 20 * index
		const [from, packed, length] = [woff.readUInt32BE(entry + 4), woff.readUInt32BE(entry + 8), woff.readUInt32BE(entry + 12)]
		const bytes = woff.subarray(from, from + packed)
		// Tag and checksum are copied, the place and the length written anew.
		woff.copy(directory, 16 * index, entry, entry + 4)
		woff.copy(directory, 16 * index + 4, entry + 16, entry + 20)
		directory.writeUInt32BE(offset, 16 * index + 8)
		directory.writeUInt32BE(length, 16 * index + 12)
		parts.push(packed < length ? inflateSync(bytes) : bytes, Buffer.alloc((4 - (length % 4)) % 4))
		offset += length + ((4 - (length % 4)) % 4)
	}
	return Buffer.concat(parts)
}
