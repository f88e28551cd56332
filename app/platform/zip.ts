import { once } from 'node:events'
import { crc32, createDeflateRaw } from 'node:zlib'

export type ZipEntry = { name: string; text: AsyncIterable<string> }

const mark = { local: 0x04034b50, sizes: 0x08074b50, central: 0x02014b50, end: 0x06054b50 }
// Sizes follow the file (bit 3), names are UTF-8 (bit 11): nothing has to be known before it is written.
const flags = 0x0808
const version = 20
const deflated = 8

type Done = { name: Buffer; crc: number; packed: number; plain: number; at: number }

/** An archive as it is made: one file after another, each packed as it comes; memory holds a block. Below 4 GB. */
export async function* zipOf(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
	const done: Done[] = []
	let at = 0
	for await (const { name, text } of entries) {
		const entry: Done = { name: Buffer.from(name), crc: 0, packed: 0, plain: 0, at }
		const head = record(mark.local, [2, version], [2, flags], [2, deflated], [4, 0], [4, 0], [4, 0], [4, 0], [2, entry.name.length], [2, 0])
		yield Buffer.concat([head, entry.name])
		yield* packed(text, entry)
		yield record(mark.sizes, [4, entry.crc], [4, entry.packed], [4, entry.plain])
		at += head.length + entry.name.length + entry.packed + 16
		done.push(entry)
	}
	const list = done.map(centralOf)
	const size = list.reduce((sum, part) => sum + part.length, 0)
	yield Buffer.concat([...list, record(mark.end, [2, 0], [2, 0], [2, done.length], [2, done.length], [4, size], [4, at], [2, 0])])
}

async function* packed(text: AsyncIterable<string>, entry: Done): AsyncGenerator<Buffer> {
	const deflate = createDeflateRaw()
	const feeding = (async () => {
		for await (const part of text) {
			const bytes = Buffer.from(part)
			entry.crc = crc32(bytes, entry.crc)
			entry.plain += bytes.length
			if (!deflate.write(bytes)) await once(deflate, 'drain')
		}
		deflate.end()
	})().catch((error: Error) => deflate.destroy(error))
	for await (const block of deflate) {
		entry.packed += (block as Buffer).length
		yield block as Buffer
	}
	await feeding
}

const centralOf = ({ name, crc, packed: small, plain, at }: Done) =>
	Buffer.concat([
		record(
			...([mark.central, [2, version], [2, version], [2, flags], [2, deflated], [4, 0], [4, crc], [4, small], [4, plain], [2, name.length]] as const),
			...([
				[2, 0],
				[2, 0],
				[2, 0],
				[2, 0],
				[4, 0],
				[4, at],
			] as const),
		),
		name,
	])

/** A mark and its fields: how many bytes each has, and what it says. */
function record(first: number, ...fields: readonly (readonly [bytes: number, value: number])[]): Buffer {
	const bytes = Buffer.alloc(4 + fields.reduce((sum, [length]) => sum + length, 0))
	bytes.writeUInt32LE(first, 0)
	let at = 4
	for (const [length, value] of fields) {
		bytes.writeUIntLE(value, at, length)
		at += length
	}
	return bytes
}
