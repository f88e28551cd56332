import { inflateSync } from 'node:zlib'

/** What a PDF of ours says, page by page, as its own map from glyphs to characters has it: what a reader can find and copy. */
export function readPdf(bytes: Uint8Array): string[] {
	const objects = readObjects(Buffer.from(bytes))
	const textOf = (body: string) => Number(/\/Contents (\d+) 0 R/.exec(body)?.[1])
	const ordered = [...objects.values()].filter(({ body }) => /\/Type \/Page\b/.test(body))
	return ordered.map(({ body }) => readPage(objects.get(textOf(body))?.stream ?? '', fontsOf(body, objects)))
}

type Stored = { body: string; stream: string }

function readObjects(pdf: Buffer): Map<number, Stored> {
	const objects = new Map<number, Stored>()
	const text = pdf.toString('latin1')
	for (const found of text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
		const [, id = '', whole = ''] = found
		const cut = /stream\n([\s\S]*)\nendstream$/.exec(whole)
		const packed = cut?.[1] ?? ''
		const stream = cut ? (/FlateDecode/.test(whole) ? inflateSync(Buffer.from(packed, 'latin1')).toString('latin1') : packed) : ''
		objects.set(Number(id), { body: cut ? whole.slice(0, cut.index) : whole, stream })
	}
	return objects
}

function fontsOf(page: string, objects: Map<number, Stored>): Map<string, Map<string, string>> {
	const resources = objects.get(Number(/\/Resources (\d+) 0 R/.exec(page)?.[1]))?.body ?? page
	const fonts = new Map<string, Map<string, string>>()
	for (const [, name = '', id] of resources.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
		const map = Number(/\/ToUnicode (\d+) 0 R/.exec(objects.get(Number(id))?.body ?? '')?.[1])
		fonts.set(name, readMap(objects.get(map)?.stream ?? ''))
	}
	return fonts
}

function readMap(cmap: string): Map<string, string> {
	const map = new Map<string, string>()
	for (const [, from = '', , list = ''] of cmap.matchAll(/<(\w{4})> <(\w{4})> \[([^\]]*)\]/g)) {
		for (const [index, [, units = '']] of [...list.matchAll(/<([\w ]*)>/g)].entries()) {
			const characters = units.replaceAll(' ', '').match(/.{4}/g) ?? []
			map.set(
				(Number.parseInt(from, 16) + index).toString(16).padStart(4, '0'),
				characters.map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join(''),
			)
		}
	}
	return map
}

/** Texts as they were set; where the file of a face changes within a word the parts stand together again. */
function readPage(stream: string, fonts: Map<string, Map<string, string>>): string {
	let font: Map<string, string> | undefined
	const lines: string[] = []
	for (const [, name, shown] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
		if (name) font = fonts.get(name)
		else
			lines.push(
				[...(shown ?? '').matchAll(/<(\w*)>/g)]
					.flatMap(([, hex = '']) => (hex.match(/.{4}/g) ?? []).map((glyph) => font?.get(glyph.toLowerCase()) ?? '?'))
					.join(''),
			)
	}
	return lines.join('')
}
