import { Agent, request } from 'node:http'
import postgres from 'postgres'
import { afterAll, inject } from 'vitest'
import { buildWhenStale } from '../../app/cli/build.ts'
import { startProgram, type Web } from '../bench/stage.ts'
import { keys, open as openStandIn, webhookSecret } from '../connectors/stand-in-desk.ts'
import { testSecrets } from '../support/house.ts'
import { type TestDb, testDb } from '../support/test-db.ts'
import { openGate } from './gate.ts'

export type Answer = { status: number; body: Record<string, unknown>; location: string | null }
export type Ask = {
	path: string
	key?: string
	cookie?: string
	json?: unknown
	form?: Record<string, string | readonly string[]>
	headers?: Record<string, string>
}

/** Test files run side by side, and one of them builds. */
export async function buildOnce(): Promise<void> {
	// Beside the template: while anybody is in it, nobody can clone it.
	const beside = Object.assign(new URL(inject('templateUrl')), { pathname: '/postgres' }).toString()
	const sql = postgres(beside, { max: 1, onnotice: () => undefined })
	try {
		await sql`select pg_advisory_lock(2)`
		await buildWhenStale(() => undefined)
	} finally {
		await sql.end()
	}
}

export type Shop = TestDb & {
	standIn: Awaited<ReturnType<typeof openStandIn>>
	/** Between the programs and the stand-in. */
	gate: Awaited<ReturnType<typeof openGate>>
	/** A web process as `npm start` runs it, with as many connections to the database as half of fifty. */
	startWeb: () => Promise<Web>
	/** The worker, its clock this much ahead. */
	startWorker: (ahead: string) => Promise<Web>
}

/** A database of its own, Stripe's stand-in, and programs of the house over them as separate processes. */
export async function openShop(): Promise<Shop> {
	await buildOnce()
	const database = await testDb({ max: 8 })
	const standIn = await openStandIn()
	const gate = await openGate(standIn.origin)
	const started: Web[] = []
	const start = async (file: string, env: Record<string, string>) => {
		const program = await startProgram(file, {
			...{ DATABASE_URL: database.url, DATABASE_POOL: '25', SESSION_SECRET: testSecrets[0], LOG_LEVEL: 'fatal' },
			...{ STRIPE_SECRET_KEY: keys.secretKey, STRIPE_PUBLISHABLE_KEY: keys.publishableKey, STRIPE_WEBHOOK_SECRET: webhookSecret },
			...{ STRIPE_STAND_IN_ORIGIN: gate.origin, ...env },
		})
		started.push(program)
		return program
	}
	afterAll(async () => {
		await Promise.all(started.map((program) => program.kill()))
		await gate.close()
		await standIn.close()
	})
	return {
		...{ ...database, standIn, gate },
		startWeb: () => start('app/server.ts', {}),
		startWorker: (ahead) => start('app/worker.ts', { DATABASE_ADMIN_URL: database.ownerUrl, KONTOR_CLOCK_OFFSET: ahead }),
	}
}

/** A machine's press of the button: this cart as she read it, paid so; the same key is the same press. */
export const submitOf = (key: string, { id, ...body }: { id: number; version: number; seen?: unknown }, idempotencyKey: string, payment: object): Ask => ({
	...{ path: `/api/v1/carts/${id}/submit`, key, headers: { 'idempotency-key': idempotencyKey } },
	json: { ...body, payment },
})

/** One connection that is kept: what is asked over it is answered one after the other. */
export function connection(origin: string) {
	const agent = new Agent({ keepAlive: true, maxSockets: 1 })
	const ask = (one: Ask): Promise<Answer> =>
		new Promise((done, failed) => {
			const { path, json, form } = one
			const text = json === undefined ? form && encoded(form) : JSON.stringify(json)
			const headers: Record<string, string> = { ...one.headers }
			if (one.key) headers['authorization'] = `Bearer ${one.key}`
			if (one.cookie) headers['cookie'] = one.cookie
			if (text !== undefined) headers['content-type'] = json === undefined ? 'application/x-www-form-urlencoded' : 'application/json'
			const sent = request(`${origin}${path}`, { agent, method: text === undefined ? 'GET' : 'POST', headers }, (response) => {
				const parts: Buffer[] = []
				response.on('data', (part: Buffer) => parts.push(part))
				response.once('error', failed)
				response.once('end', () =>
					done({ status: response.statusCode ?? 0, body: bodyOf(Buffer.concat(parts).toString()), location: response.headers.location ?? null }),
				)
			})
			sent.once('error', failed)
			sent.end(text)
		})
	return { ask, close: () => agent.destroy() }
}

const encoded = (form: NonNullable<Ask['form']>) =>
	new URLSearchParams(Object.entries(form).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]))).toString()

function bodyOf(text: string): Record<string, unknown> {
	try {
		return JSON.parse(text) as Record<string, unknown>
	} catch {
		return { text }
	}
}
