import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A call of ours to the processor: the `nth` of these, held before the processor hears of it or after it has answered. */
export type Trap = { method: 'GET' | 'POST'; path: RegExp; nth?: number; when: 'before' | 'after' }

/**
 * Stands between the house and the processor, and holds one call: whoever made it can be killed at that very place.
 * Everything else goes through as it comes.
 */
export async function openGate(target: string) {
	let set: (Trap & { left: number; reached: () => void }) | null = null
	const takes = (when: Trap['when'], method: string, path: string) => {
		if (set?.when !== when || set.method !== method || !set.path.test(path)) return false
		set.left -= 1
		if (set.left > 0) return false
		const { reached } = set
		set = null
		reached()
		return true
	}
	const server = createServer(async (request, response) => {
		const parts: Buffer[] = []
		for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
		const [method, path] = [request.method ?? '', request.url?.split('?')[0] ?? '']
		// What is held is never answered: the caller is dead before it could hear.
		if (takes('before', method, path)) return
		const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers
		const body = parts.length > 0 ? { body: Buffer.concat(parts) } : {}
		const answer = await fetch(`${target}${request.url}`, { method, headers: headers as Record<string, string>, ...body })
		const text = await answer.text()
		if (takes('after', method, path)) return
		pass(response, answer, text)
	})
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
	const close = () => {
		server.closeAllConnections()
		return new Promise((done) => server.close(done))
	}
	/** Resolves when the call is held. */
	const hold = (trap: Trap) =>
		new Promise<void>((reached) => {
			set = { ...trap, left: trap.nth ?? 1, reached }
		})
	return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, hold, close }
}

function pass(response: ServerResponse, answer: Response, text: string): void {
	const headers = Object.fromEntries(
		[...answer.headers].filter(([name]) => !['content-length', 'content-encoding', 'transfer-encoding', 'connection'].includes(name)),
	)
	response.writeHead(answer.status, headers).end(text)
}
