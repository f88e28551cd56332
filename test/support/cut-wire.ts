import { connect, createServer, type Server, type Socket } from 'node:net'

/** Between a pool and its server: `cut` ends every connection at once, as a server that dies does, and for `awayMs` nobody gets through. */
export async function openCutWire(port: number) {
	const pairs = new Set<Socket>()
	let isAway = false
	const server: Server = createServer((near) => {
		if (isAway) return void near.resetAndDestroy()
		const far = connect(port, '127.0.0.1')
		for (const [one, other] of [
			[near, far],
			[far, near],
		] as const) {
			pairs.add(one)
			one.on('data', (part) => other.write(part))
			one.on('error', () => undefined)
			one.on('close', () => {
				pairs.delete(one)
				other.destroy()
			})
		}
	})
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', () => ready()))
	const address = server.address()
	return {
		port: typeof address === 'object' && address ? address.port : 0,
		/** `how`: with a reset, as a process does that leaves something unread, or with an end. */
		cut(how: 'reset' | 'end', awayMs: number) {
			isAway = true
			for (const one of pairs) how === 'reset' ? one.resetAndDestroy() : one.destroy()
			setTimeout(() => {
				isAway = false
			}, awayMs)
		},
		close: () => {
			for (const one of pairs) one.destroy()
			return new Promise((closed) => server.close(closed))
		},
	}
}
