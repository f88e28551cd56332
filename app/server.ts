import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ServerBuild } from '@remix-run/node'
import { openDb } from '../db/client.server.ts'
import { newestLevel } from '../db/migrate.server.ts'
import { demandWall } from '../db/roles.server.ts'
import { asHouse, atDoor } from '../db/scope.server.ts'
import { openConnectors } from './cli/connectors.ts'
import { outliveLostConnections } from './cli/lost-connections.ts'
import { whenToldToStop } from './cli/stop.ts'
import { holdsCardNumber } from './engine/base/card-number.ts'
import { clockOf, readEnv } from './platform/env.server.ts'
import type { House } from './platform/house.ts'
import { admit } from './platform/http/admit.ts'
import { asWebRequest, sendWebResponse, tooLong } from './platform/http/exchange.server.ts'
import { Crowded, Gate } from './platform/http/gate.ts'
import { narrowHandler } from './platform/http/narrow-handler.server.ts'
import { commonHeaders, contentSecurityPolicy, isOwnPage } from './platform/http/security-headers.ts'
import { StaticFiles } from './platform/http/static-files.server.ts'
import { localeOf } from './platform/locale.ts'
import { openLog } from './platform/log.server.ts'
import { isDatabaseLost, lostForSeconds } from './platform/lost-database.ts'
import { Throttle } from './platform/throttle.ts'

// The web process: one pool, one clock, the connectors, and nothing remembered between requests but the pace of machines.
const env = readEnv(process.env)
const log = openLog('web', env)
outliveLostConnections(log)
const clock = clockOf(env)
if (!env.DATABASE_URL || !env.SESSION_SECRET) throw new Error('The web process needs DATABASE_URL and SESSION_SECRET: npm start sets them')
const secrets = env.SESSION_SECRET
const pool = openDb(env.DATABASE_URL, { max: env.DATABASE_POOL, applicationName: 'kontor-web' })
await demandWall(pool)
const connectors = openConnectors(env, { db: asHouse(pool), clock, log })
const neededLevel = await newestLevel()
const build = (await import(pathToFileURL(resolve('build/server/index.js')).href)) as ServerBuild
const handle = narrowHandler(build, 'production')
const files = new StaticFiles(join(resolve('build'), 'client'))
const gate = new Gate(env.DATABASE_POOL)
const throttle = new Throttle(() => performance.now())
const secure = env.PUBLIC_URL?.startsWith('https://') ?? false
const common = commonHeaders(secure)
const wellFormedId = /^[\w-]{8,64}$/

function houseFor(incoming: IncomingMessage, url: URL): House {
	const given = incoming.headers['x-request-id']?.toString() ?? ''
	const requestId = wellFormedId.test(given) && !holdsCardNumber(given) ? given : randomUUID()
	return {
		db: atDoor(pool),
		connectors,
		at: clock(),
		requestId,
		nonce: randomBytes(12).toString('base64url'),
		publicUrl: (env.PUBLIC_URL ?? url.origin).replace(/\/$/, ''),
		secrets,
		// Behind somebody's proxy the address is what the proxy says; PUBLIC_URL is how we know that there is one.
		address: (env.PUBLIC_URL && incoming.headers['x-forwarded-for']?.toString().split(',')[0]?.trim()) || incoming.socket.remoteAddress || '',
		locale: localeOf({ pathname: url.pathname, cookie: incoming.headers.cookie ?? null, header: incoming.headers['accept-language'] ?? null }),
		neededLevel,
		secure,
		throttle,
		memo: new Map(),
		log,
	}
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
	const host = env.PUBLIC_URL ? new URL(env.PUBLIC_URL).host : (incoming.headers.host ?? 'localhost')
	const url = new URL(incoming.url ?? '/', `${secure ? 'https' : 'http'}://${host}`)
	if (await files.answer(incoming, outgoing, url, common)) return
	if (tooLong(incoming)) return plain(outgoing, 413, 'Too long')
	const request = asWebRequest(incoming, outgoing, url)
	if (!isOwnPage(request.method, url.pathname, request.headers, host)) return plain(outgoing, 403, 'From another site')
	const house = houseFor(incoming, url)
	const work = () => admit(request, house, handle)
	// Whoever asks how we are must not wait behind those who make us busy.
	const response = url.pathname === '/healthz' ? await work() : await gate.pass(work)
	const headers: Record<string, string> = { ...common, 'x-request-id': house.requestId }
	const file = response.headers.get('x-send-file')
	if (file !== null) {
		const kept = { ...headers, 'cache-control': response.headers.get('cache-control') ?? 'private, no-cache' }
		if (await files.send(incoming, outgoing, new URL(file, url), kept)) return
		return plain(outgoing, 404, 'Not found')
	}
	if (response.headers.get('content-type')?.startsWith('text/html')) {
		headers['content-security-policy'] = contentSecurityPolicy(house.nonce, env.STRIPE_STAND_IN_ORIGIN)
		headers['cache-control'] = 'private, no-cache'
	}
	await sendWebResponse(response, incoming, outgoing, headers)
}

function plain(outgoing: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
	outgoing.writeHead(status, { ...common, ...headers, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }).end(`${text}\n`)
}

const server = createServer((incoming, outgoing) => {
	answer(incoming, outgoing).catch((error: unknown) => {
		if (error instanceof Crowded) return plain(outgoing, 503, 'Too many at once', { 'Retry-After': '2' })
		if (outgoing.destroyed) return
		log.error({ err: error, url: incoming.url }, 'A request broke outside its page')
		if (outgoing.headersSent) outgoing.destroy()
		else if (isDatabaseLost(error)) plain(outgoing, 503, 'Ask again in a moment', { 'Retry-After': String(lostForSeconds) })
		else plain(outgoing, 500, 'Something broke')
	})
})

server.listen(env.PORT, env.HOST, () => {
	const { port } = server.address() as AddressInfo
	process.send?.({ listening: port })
	log.info({ port }, 'The shop is open')
})

whenToldToStop(log, async () => {
	// Requests in hand are finished; idle connections would keep the process for their whole keep-alive.
	await new Promise<void>((closed) => {
		server.close(() => closed())
		server.closeIdleConnections()
	})
	await pool.end({ timeout: 5 })
})
