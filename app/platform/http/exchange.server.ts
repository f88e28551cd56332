import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { compress, encodingFor } from './compress.server.ts'

/** More than any form or page needs; imports are files, and 500,000 order lines are about 60 MB. */
const longestBodyBytes = 128 * 1024 * 1024

export function tooLong(incoming: IncomingMessage): boolean {
	return Number(incoming.headers['content-length'] ?? 0) > longestBodyBytes
}

/** Node's request as the web's, aborted when the caller goes away before the answer. */
export function asWebRequest(incoming: IncomingMessage, outgoing: ServerResponse, url: URL): Request {
	const gone = new AbortController()
	outgoing.on('close', () => {
		if (!outgoing.writableFinished) gone.abort()
	})
	const headers = new Headers()
	for (const [name, value] of Object.entries(incoming.headers)) {
		if (value === undefined || name.startsWith(':')) continue
		for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one)
	}
	const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD'
	return new Request(url, {
		method: incoming.method ?? 'GET',
		headers,
		signal: gone.signal,
		...(hasBody ? { body: Readable.toWeb(incoming) as unknown as BodyInit, duplex: 'half' } : {}),
	} as RequestInit)
}

function headersOf(response: Response): Record<string, string | string[]> {
	const headers: Record<string, string | string[]> = {}
	for (const [name, value] of response.headers) if (name !== 'set-cookie') headers[name] = value
	const cookies = response.headers.getSetCookie()
	if (cookies.length > 0) headers['set-cookie'] = cookies
	return headers
}

/** Sends the answer: whole and compressed once, except event streams, which go as they come. */
export async function sendWebResponse(response: Response, incoming: IncomingMessage, outgoing: ServerResponse, common: Record<string, string>): Promise<void> {
	const headers = { ...common, ...headersOf(response) }
	const type = response.headers.get('content-type')
	if (type?.startsWith('text/event-stream') || response.headers.has('x-stream')) {
		outgoing.writeHead(response.status, headers)
		if (response.body) await pipeline(Readable.fromWeb(response.body as NodeStream), outgoing)
		else outgoing.end()
		return
	}
	const whole = new Uint8Array(await response.arrayBuffer())
	const encoding = response.headers.has('content-encoding') ? null : encodingFor(incoming.headers['accept-encoding']?.toString(), type, whole.byteLength)
	const body = await compress(whole, encoding)
	if (encoding) Object.assign(headers, { 'content-encoding': encoding })
	if (whole.byteLength > 0) Object.assign(headers, { 'content-length': String(body.byteLength), vary: varying(response) })
	outgoing.writeHead(response.status, headers)
	outgoing.end(incoming.method === 'HEAD' ? undefined : body)
}

function varying(response: Response): string {
	const said = response.headers.get('vary')
	return said ? `${said}, Accept-Encoding` : 'Accept-Encoding'
}
