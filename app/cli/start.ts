/** `npm start`: checks the settings, prepares database and build, starts web and worker, and stops them in order. */
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RolesRefused } from '../../db/roles.server.ts'
import { clockOf, type Env, EnvRefused, readEnv } from '../platform/env.server.ts'
import { openLog } from '../platform/log.server.ts'
import { buildWhenStale } from './build.ts'
import { startChild, stopChild } from './children.ts'
import { openLocalAvatax } from './local-avatax.ts'
import { type LocalSalesforce, openLocalSalesforce } from './local-salesforce.ts'
import { openLocalStripe } from './local-stripe.ts'
import { type Prepared, prepareDatabase } from './prepare-database.ts'
import { whenToldToStop } from './stop.ts'

const say = (line: string) => console.log(line)

/** Outside production a secret is made once and kept with the data, so that a restart signs nobody out. */
async function sessionSecret(env: Env): Promise<string> {
	if (env.SESSION_SECRET) return env.SESSION_SECRET.join(',')
	const file = join(env.KONTOR_DATA_DIR, 'session.secret')
	const kept = await readFile(file, 'utf8').catch(() => '')
	if (kept) return kept
	await mkdir(env.KONTOR_DATA_DIR, { recursive: true })
	const made = randomBytes(32).toString('base64url')
	await writeFile(file, made, { mode: 0o600 })
	return made
}

/** Web and worker, each begun again when it ends by itself; five ends within a minute are a fault that restarting will not cure. */
async function keepRunning(
	file: string,
	env: Record<string, string>,
	isStopping: () => boolean,
): Promise<{ told: { listening?: number }; stop: () => Promise<void> }> {
	let current = await startChild(file, env)
	const first = current.told
	const ends: number[] = []
	const watch = () => {
		current.child.once('exit', (code, signal) => {
			if (isStopping()) return
			ends.push(performance.now())
			console.error(`${file} ended (${signal ?? code}); starting it again`)
			if (ends.filter((end) => end > performance.now() - 60_000).length >= 5) process.kill(process.pid, 'SIGTERM')
			else setTimeout(again, 1000)
		})
	}
	const again = () => {
		if (isStopping()) return
		startChild(file, { ...env, ...(first.listening ? { PORT: String(first.listening) } : {}) }).then(
			(next) => {
				current = next
				watch()
			},
			() => setTimeout(again, 2000),
		)
	}
	watch()
	return { told: first, stop: () => stopChild(current.child) }
}

function greet(address: string, { signIns }: Prepared, { began, cards, org }: { began: number; cards: string | undefined; org: LocalSalesforce | null }): void {
	say(`\nKontor is open at ${address}  (${((performance.now() - began) / 1000).toFixed(1)} s)`)
	for (const { name, role, email, password } of signIns) say(`  ${name}, ${role}: ${email} / ${password}`)
	if (cards) say(`  Cards are taken by a stand-in at ${cards}: 4242 4242 4242 4242 pays, any date to come, any code`)
	if (org) say(`  A Salesforce org to connect for a trial: ${org.origin}, client ${org.clientId}, secret ${org.clientSecret}`)
	say('Ctrl-C closes it.')
}

async function start(): Promise<void> {
	const began = performance.now()
	const env = readEnv(process.env)
	const log = openLog('start', env)
	let stopping = false
	const isStopping = () => stopping
	const children: { stop: () => Promise<void> }[] = []
	const databases: { stop: () => Promise<void> }[] = []
	whenToldToStop(log, async () => {
		stopping = true
		await Promise.all(children.map((child) => child.stop()))
		await Promise.all(databases.map((database) => database.stop()))
	})
	const stripe = await openLocalStripe(env, clockOf(env))
	if (stripe) databases.push(stripe)
	const avatax = await openLocalAvatax(env)
	if (avatax) databases.push(avatax)
	const org = await openLocalSalesforce(env, clockOf(env))
	if (org) databases.push(org)
	const [prepared] = await Promise.all([prepareDatabase(env, clockOf(env), say, (own) => databases.push(own)), buildWhenStale(say)])
	const given = {
		NODE_ENV: 'production',
		KONTOR_MODE: env.KONTOR_MODE,
		DATABASE_URL: prepared.url,
		DATABASE_ADMIN_URL: prepared.adminUrl,
		SESSION_SECRET: await sessionSecret(env),
		...stripe?.settings,
		...avatax?.settings,
	}
	// Only the worker has the owner's address, for the job queue's own tables.
	const web = await keepRunning('app/server.ts', { ...given, DATABASE_ADMIN_URL: '' }, isStopping)
	children.push(web)
	const address = env.PUBLIC_URL ?? `http://${env.HOST === '0.0.0.0' ? 'localhost' : env.HOST}:${web.told.listening}`
	stripe?.tellShopAt(`http://127.0.0.1:${web.told.listening}`)
	const worker = await keepRunning('app/worker.ts', { ...given, PUBLIC_URL: address }, isStopping)
	children.push(worker)
	greet(address, prepared, { began, cards: stripe?.origin, org })
}

start().catch((error: unknown) => {
	console.error(error instanceof EnvRefused || error instanceof RolesRefused ? error.message : error)
	process.exit(1)
})
