import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Listening = { origin: string; close: () => Promise<void> }

/** Opens a stand-in on 127.0.0.1; port 0 takes a free one. A call that throws is cut, as by a service that went down. */
export async function listenHere(port: number, serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Promise<Listening> {
	const server = createServer((request, response) => {
		serve(request, response).catch(() => response.destroy())
	})
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject)
		server.listen(port, '127.0.0.1', resolve)
	})
	const close = async () => {
		server.closeAllConnections()
		await new Promise((resolve) => server.close(resolve))
	}
	return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}

/** The body of a call as text; throws on one of more than `most` bytes. */
export async function readText(request: IncomingMessage, most: number): Promise<string> {
	const parts: Buffer[] = []
	let size = 0
	for await (const part of request as AsyncIterable<Buffer>) {
		size += part.length
		if (size > most) throw new Error('body too large')
		parts.push(part)
	}
	return Buffer.concat(parts).toString('utf8')
}

export const sendJson = (response: ServerResponse, status: number, answer: unknown) =>
	response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
