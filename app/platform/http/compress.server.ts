import { promisify } from 'node:util'
import { constants, gzip, zstdCompress } from 'node:zlib'

const asGzip = promisify(gzip)
const asZstd = promisify(zstdCompress)

export type Encoding = 'zstd' | 'gzip' | null

const compressible = /^(text\/|application\/(json|problem\+json|javascript|xml|manifest\+json)|image\/svg)/
// Below this the headers of the compressed form cost more than it saves.
const worthwhileBytes = 1000

/** The best encoding that both sides know; null for what would not shrink. */
export function encodingFor(accepted: string | undefined, type: string | null, bytes: number): Encoding {
	if (!accepted || !type || bytes < worthwhileBytes || !compressible.test(type)) return null
	const refused = (name: string) => new RegExp(`${name}\\s*;\\s*q=0(\\.0*)?(,|$)`).test(accepted)
	if (/\bzstd\b/.test(accepted) && !refused('zstd')) return 'zstd'
	return /\bgzip\b/.test(accepted) && !refused('gzip') ? 'gzip' : null
}

/** Once over the whole body. `patient` is for files that are compressed once and sent many times. */
export async function compress(body: Uint8Array, encoding: Encoding, patient = false): Promise<Uint8Array> {
	// Told how much there is, it takes tables for that and not for megabytes: the 270 scripts of the pages cost 0.3 s of processor and not 17.
	if (encoding === 'zstd') return asZstd(body, { pledgedSrcSize: body.byteLength, params: { [constants.ZSTD_c_compressionLevel]: patient ? 15 : 3 } })
	if (encoding === 'gzip') return asGzip(body, { level: patient ? 9 : 5 })
	return body
}
