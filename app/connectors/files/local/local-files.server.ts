import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FileStore, KeptFile } from '../contract.ts'

const isKey = (key: string) => /^[0-9a-f]{64}$/.test(key)
const headBytes = 4096

class TooLong extends Error {}

/**
 * A folder of this machine; web and worker share it. A file is written under a name of its own and then moved to that of
 * its digest, so that nobody ever reads a half of it, and a kill leaves no more than a stray in `coming`.
 */
export function openLocalFiles(folder: string): FileStore {
	const placeOf = (key: string) => {
		if (!isKey(key)) throw new Error('A file is known by its SHA-256')
		return join(folder, key.slice(0, 2), key)
	}
	return {
		put: (bytes, mostBytes) => put(folder, bytes, { mostBytes, placeOf }),
		sizeOf: async (key) => (isKey(key) ? ((await stat(placeOf(key)).catch(() => null))?.size ?? null) : null),
		read: (key) => createReadStream(placeOf(key), { highWaterMark: 256 * 1024 }),
		remove: async (key) => rm(placeOf(key), { force: true }),
	}
}

type Placing = { mostBytes: number; placeOf: (key: string) => string }

async function put(folder: string, bytes: AsyncIterable<Uint8Array>, { mostBytes, placeOf }: Placing): Promise<KeptFile | null> {
	const coming = join(folder, 'coming')
	await mkdir(coming, { recursive: true })
	const place = join(coming, randomUUID())
	const hash = createHash('sha256')
	let size = 0
	let head = Buffer.alloc(0)
	const measure = new Transform({
		transform(block: Buffer, _encoding, done) {
			size += block.length
			if (size > mostBytes) return done(new TooLong())
			hash.update(block)
			if (head.length < headBytes) head = Buffer.concat([head, block.subarray(0, headBytes - head.length)])
			done(null, block)
		},
	})
	try {
		await pipeline(Readable.from(bytes), measure, createWriteStream(place, { mode: 0o600 }))
	} catch (error) {
		await rm(place, { force: true })
		if (error instanceof TooLong) return null
		throw error
	}
	const key = hash.digest('hex')
	await mkdir(join(folder, key.slice(0, 2)), { recursive: true })
	await rename(place, placeOf(key))
	return { key, bytes: size, head: new Uint8Array(head) }
}
