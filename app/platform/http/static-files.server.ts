import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { compress, type Encoding, encodingFor } from './compress.server.ts'

const types: Record<string, string> = {
	'.css': 'text/css; charset=utf-8',
	'.csv': 'text/csv; charset=utf-8',
	'.gif': 'image/gif',
	'.ico': 'image/x-icon',
	'.jpg': 'image/jpeg',
	'.js': 'text/javascript; charset=utf-8',
	'.json': 'application/json; charset=utf-8',
	'.map': 'application/json; charset=utf-8',
	'.mp4': 'video/mp4',
	'.pdf': 'application/pdf',
	'.png': 'image/png',
	'.svg': 'image/svg+xml',
	'.txt': 'text/plain; charset=utf-8',
	'.webmanifest': 'application/manifest+json',
	'.webp': 'image/webp',
	'.woff2': 'font/woff2',
}

/** Folders that hold nothing but files: what is missing there is a plain 404 and never wakes Remix. */
const filesOnly = /^\/(assets|images|icons|locales|fonts)\//
const keptForEver = /^\/assets\//
/** Drawings of products: a route says who may see them, and asks for them by `send`. */
const guarded = /^\/+images\/+products(\/|$)/
const inMemoryBytes = 512 * 1024

type Kept = { type: string; etag: string; cache: string; size: number; body: Buffer | null; forms: Map<Encoding, Uint8Array> }

/** The files of build/client. Small ones are kept in memory with their compressed forms; they change only by a new build. */
export class StaticFiles {
	readonly folder: string
	#kept = new Map<string, Kept | null>()

	constructor(folder: string) {
		this.folder = folder
	}

	/** Answers when the path is a file or could be nothing else; false leaves it to Remix. */
	async answer(request: IncomingMessage, response: ServerResponse, url: URL, headers: Record<string, string>): Promise<boolean> {
		if (request.method !== 'GET' && request.method !== 'HEAD') return false
		if (guarded.test(normalize(decodePath(url.pathname)))) return false
		const known = types[extname(url.pathname)]
		if (!known && !filesOnly.test(url.pathname)) return false
		const kept = known ? await this.#find(url.pathname, known) : null
		if (!kept) {
			if (!filesOnly.test(url.pathname)) return false
			response.writeHead(404, { ...headers, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }).end('Not found\n')
			return true
		}
		await this.#send(kept, request, response, url, headers)
		return true
	}

	/** Sends one of the files on a route's word; false: there is no such file. */
	async send(request: IncomingMessage, response: ServerResponse, url: URL, headers: Record<string, string>): Promise<boolean> {
		const kept = await this.#find(url.pathname, types[extname(url.pathname)] ?? 'application/octet-stream')
		const { 'cache-control': cache = 'private, no-cache', ...common } = headers
		if (kept) await this.#send({ ...kept, cache }, request, response, url, common)
		return kept !== null
	}

	async #find(pathname: string, type: string): Promise<Kept | null> {
		const found = this.#kept.get(pathname)
		if (found) return found
		const path = normalize(join(this.folder, decodePath(pathname)))
		if (!path.startsWith(join(this.folder, '/'))) return null
		const facts = await stat(path).catch(() => null)
		if (!facts?.isFile()) return null
		const body = facts.size <= inMemoryBytes ? await readFile(path) : null
		const etag = `"${createHash('sha256')
			.update(body ?? `${facts.size}-${facts.mtimeMs}`)
			.digest('base64url')
			.slice(0, 22)}"`
		const cache = keptForEver.test(pathname) ? 'public, max-age=31536000, immutable' : 'public, max-age=3600'
		const kept = { type, etag, cache, size: facts.size, body, forms: new Map() }
		this.#kept.set(pathname, kept)
		return kept
	}

	async #send(kept: Kept, request: IncomingMessage, response: ServerResponse, url: URL, common: Record<string, string>): Promise<void> {
		// The texts of a language are asked for with the build's name, so they too never change under their address.
		const cache = url.searchParams.has('v') ? 'public, max-age=31536000, immutable' : kept.cache
		const vary = cache.startsWith('private') ? 'Cookie, Accept-Encoding' : 'Accept-Encoding'
		const headers: Record<string, string> = { ...common, 'Content-Type': kept.type, ETag: kept.etag, 'Cache-Control': cache, Vary: vary }
		if (request.headers['if-none-match'] === kept.etag) {
			response.writeHead(304, headers).end()
			return
		}
		if (!kept.body) {
			response.writeHead(200, { ...headers, 'Content-Length': String(kept.size) })
			if (request.method === 'HEAD') response.end()
			else await pipeline(createReadStream(join(this.folder, decodePath(url.pathname))), response)
			return
		}
		const encoding = encodingFor(request.headers['accept-encoding']?.toString(), kept.type, kept.size)
		const form = kept.forms.get(encoding) ?? (await compress(kept.body, encoding, true))
		kept.forms.set(encoding, form)
		response.writeHead(200, { ...headers, 'Content-Length': String(form.byteLength), ...(encoding ? { 'Content-Encoding': encoding } : {}) })
		response.end(request.method === 'HEAD' ? undefined : form)
	}
}

function decodePath(pathname: string): string {
	try {
		return decodeURIComponent(pathname)
	} catch {
		return pathname
	}
}
