import { connect, type Socket } from 'node:net'

/** `host`: a name, an address, or the folder of the server's socket, written into the URL as libpq has it: `postgres://user:word@%2Frun%2Fpostgresql:5432/kontor`. */
type Where = { host: readonly string[]; port: readonly number[] }

/** How the first message of a connection is told from what stands before it: its own length, then one of these (PostgreSQL 18, 54.7): start, TLS, cancel. */
const greetings = new Set([196_608, 80_877_103, 80_877_102])

/**
 * A greeting of this length leaves at once, together with whatever a dead connection had still to write: postgres.js 3.4.9 keeps that
 * for the next one and waits with it for a timer that it has already stopped, so the greeting would never leave.
 */
export const longGreeting = { 'kontor.greeting': '.'.repeat(1024) }

/**
 * What a pool speaks through. postgres.js fails what was asked when its socket says `error`, and takes the connection out of the pool only when it
 * says `close`; node lets other work run between the two. What was written then, the rollback above all, was never answered by anybody,
 * its transaction hung for ever, and its place in line stood before the answers of the next connection. Here a socket is dead at once,
 * and the next begins with its own greeting (app/decisions/0440).
 */
export function openWire({ host, port }: Where): Socket {
	const place = decodeURIComponent(host[0] ?? '127.0.0.1')
	const socket = place.startsWith('/') ? connect(`${place}/.s.PGSQL.${port[0] ?? 5432}`) : connect(port[0] ?? 5432, place)
	const [emit, write] = [socket.emit.bind(socket), socket.write.bind(socket)]
	let isDead = false
	const die = (error: unknown, hadError: boolean) => {
		isDead = true
		if (error) emit('error', error)
		return emit('close', hadError)
	}
	socket.emit = (name: string | symbol, ...said: unknown[]) => {
		if (isDead) return true
		if (name === 'error') return die(said[0], true)
		return name === 'close' ? die(null, said[0] === true) : emit(name, ...said)
	}
	socket.write = ((bytes: Buffer, ...rest: never[]) => {
		socket.write = write
		return write(greetingOf(bytes), ...rest)
	}) as Socket['write']
	return socket
}

/** The last message of the first bytes: what stands before it was meant for a connection that is dead. */
function greetingOf(bytes: Buffer): Buffer {
	for (let at = 0; at + 8 <= bytes.length; at += 1) {
		if (bytes.readInt32BE(at) === bytes.length - at && greetings.has(bytes.readInt32BE(at + 4))) return bytes.subarray(at)
	}
	return bytes
}
