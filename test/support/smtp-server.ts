import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'

/** A mail server that speaks enough of RFC 5321 to take a letter. `refuse` answers RCPT for one address as it says. */
export async function smtpServer({ refuse = {} }: { refuse?: Record<string, string> } = {}) {
	const letters: string[] = []
	const server = createServer((socket) => talk(socket, letters, refuse))
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
	return { letters, close, url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function talk(socket: Socket, letters: string[], refuse: Record<string, string>): void {
	let heard = ''
	let letter: string[] | null = null
	const say = (line: string) => socket.write(`${line}\r\n`)
	say('220 letterbox')
	socket.on('error', () => socket.destroy())
	socket.on('data', (data) => {
		heard += data.toString()
		for (let end = heard.indexOf('\r\n'); end >= 0; end = heard.indexOf('\r\n')) {
			const line = heard.slice(0, end)
			heard = heard.slice(end + 2)
			if (letter && line !== '.') letter.push(line)
			else if (letter) {
				letters.push(letter.join('\r\n'))
				letter = null
				say('250 kept')
			} else if (line.startsWith('DATA')) {
				letter = []
				say('354 go on')
			} else if (line.startsWith('QUIT')) socket.end('221 bye\r\n')
			else say(refusalOf(line, refuse) ?? '250 ok')
		}
	})
}

function refusalOf(line: string, refuse: Record<string, string>): string | undefined {
	const address = /^RCPT TO:<([^>]+)>/i.exec(line)?.[1]
	return address ? refuse[address] : undefined
}
