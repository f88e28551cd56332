import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/**
 * The bytes of a file without the gzip around it, when there is one. What goes wrong on the way (a file that is gone, an
 * archive that breaks off) is thrown to who reads, and who stops reading closes the file: a stream that is only piped does
 * neither, and the reader would wait for ever.
 */
export async function* plainBytes(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
	const iterator = bytes[Symbol.asyncIterator]()
	try {
		const first = await iterator.next()
		if (first.done) return
		const whole = async function* () {
			yield Buffer.from(first.value)
			for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield Buffer.from(next.value)
		}
		const isPacked = first.value[0] === 0x1f && first.value[1] === 0x8b
		if (isPacked) yield* pipeline(Readable.from(whole()), createGunzip(), passOn)
		else yield* whole()
	} finally {
		await iterator.return?.()
	}
}

/** The end of a pipeline whose last stream is read: an error reaches that reader by itself. */
export const passOn = (): void => undefined
