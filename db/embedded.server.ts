import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Owner, ownerFor, placeFor, programsFor } from './embedded-place.server.ts'
import { appRole } from './roles.server.ts'

export type EmbeddedOptions = {
	/** The folder of KONTOR_DATA_DIR; the cluster stands in `postgres/` inside it. */
	dataDir: string
	/** 0 or absent: any free port. */
	port?: number
	/** False in tests only: a crash may lose everything, and every commit is faster. */
	durable?: boolean
	/** More settings of the server, for benches: `shared_preload_libraries` and its like. */
	settings?: Record<string, string>
}

export type Embedded = {
	/** The owner of the tables: migrates, makes roles. */
	adminUrl: string
	/** What the role of web and worker signs in with, once letAppSignIn has told the server (roles.server.ts). */
	appPassword: string
	port: number
	/** The folder of the server's data. */
	cluster: string
	/** The address of another database of this cluster. */
	urlOf: (database: string) => string
	/** The same for the role of web and worker. */
	appUrlOf: (database: string) => string
	/** Finishes running statements' connections and shuts down; nothing when another program owns the server. */
	stop: () => Promise<void>
}

const settings = {
	listen_addresses: '127.0.0.1',
	unix_socket_directories: '',
	max_connections: '120',
	shared_buffers: '256MB',
	work_mem: '16MB',
	maintenance_work_mem: '128MB',
	max_wal_size: '2GB',
	checkpoint_timeout: '15min',
	random_page_cost: '1.1',
	// A plan is milliseconds here, and compiling it would cost more than running it.
	jit: 'off',
	TimeZone: 'UTC',
	log_timezone: 'UTC',
	password_encryption: 'scram-sha-256',
}

const forTests = {
	fsync: 'off',
	synchronous_commit: 'off',
	full_page_writes: 'off',
	max_connections: '400',
	shared_buffers: '128MB',
	autovacuum: 'off',
	scram_iterations: '1',
}

/** Lines of postmaster.pid: pid, data folder, start, port, socket folder, address, memory key, state. */
async function runningServer(cluster: string): Promise<{ pid: number; port: number; ready: boolean } | null> {
	const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
	const lines = text.split('\n')
	const pid = Number(lines[0])
	if (!pid || !isAlive(pid) || !(await isPostgres(pid))) return null
	return { pid, port: Number(lines[3]), ready: (lines[7] ?? '').trim() === 'ready' }
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0)
		return true
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM'
	}
}

/** After a crash of the machine another program may have the pid that postmaster.pid names. */
async function isPostgres(pid: number): Promise<boolean> {
	const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null)
	return command === null ? process.platform !== 'linux' : command.includes('postgres')
}

async function freePort(): Promise<number> {
	return new Promise((done, fail) => {
		const probe = createServer()
		probe.on('error', fail)
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address()
			probe.close(() => done(typeof address === 'object' && address ? address.port : 0))
		})
	})
}

async function finished(child: ChildProcess): Promise<number> {
	return new Promise((done) => child.on('close', (code) => done(code ?? 1)))
}

async function createCluster(place: string, cluster: string, password: string, owner: Owner): Promise<void> {
	const { initdb } = await programsFor(owner)
	await mkdir(cluster, { recursive: true })
	await chmod(cluster, 0o700)
	const passwordFile = join(place, `.password-${process.pid}`)
	await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
	if (owner.uid !== undefined) {
		await chown(cluster, owner.uid, owner.gid)
		await chown(passwordFile, owner.uid, owner.gid)
	}
	// PostgreSQL's own C.UTF-8 sorts and lowers the same on every machine, whatever its system library is.
	const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
	const flags = [`--pgdata=${cluster}`, '--username=kontor', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--no-instructions', ...locale]
	try {
		const child = spawn(initdb, flags, { ...owner, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C' } })
		let said = ''
		child.stderr.on('data', (chunk: Buffer) => {
			said += chunk
		})
		child.stdout.resume()
		if ((await finished(child)) !== 0) throw new Error(`The bundled PostgreSQL could not create its data in ${cluster}: ${said}`)
	} finally {
		await rm(passwordFile, { force: true })
	}
}

/** Waits until the server says it is ready; throws with the end of its log when it ends before that. */
async function untilReady(cluster: string, log: string, child: ChildProcess | null): Promise<{ pid: number; port: number }> {
	const failed = child ? finished(child).then(() => true) : new Promise<never>(() => undefined)
	for (let waited = 0; waited < 60_000; waited += 20) {
		const server = await runningServer(cluster)
		if (server?.ready) return server
		if (await Promise.race([failed, sleep(20, false)])) break
	}
	const said = await readFile(log, 'utf8').catch(() => '')
	throw new Error(`The bundled PostgreSQL did not start in ${cluster}:\n${said.slice(-2000)}`)
}

async function launch(cluster: string, log: string, port: number, options: EmbeddedOptions, owner: Owner) {
	const { postgres } = await programsFor(owner)
	const all = { ...settings, ...(options.durable === false ? forTests : {}), ...options.settings }
	const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
	const file = await open(log, 'a')
	// Its own process group: Ctrl-C reaches web and worker first, and they still need their database to finish.
	const child = spawn(postgres, ['-D', cluster, '-p', String(port), ...flags], {
		...owner,
		detached: true,
		stdio: ['ignore', file.fd, file.fd],
		env: { ...process.env, LC_ALL: 'C' },
	})
	child.unref()
	await file.close()
	return untilReady(cluster, log, child)
}

/** The program that started the server stops it; one that only found it running leaves it alone, unless the starter is gone. */
async function claim(place: string): Promise<boolean> {
	const file = join(place, 'postgres.owner')
	const other = Number(await readFile(file, 'utf8').catch(() => '0'))
	if (other && other !== process.pid && isAlive(other)) return false
	await writeFile(file, String(process.pid))
	return true
}

async function shutDown(cluster: string): Promise<void> {
	const server = await runningServer(cluster)
	if (!server) return
	// SIGINT is PostgreSQL's fast shutdown: open transactions roll back, everything committed is on disk.
	process.kill(server.pid, 'SIGINT')
	for (let waited = 0; waited < 30_000 && isAlive(server.pid); waited += 20) await sleep(20)
}

/**
 * Starts the bundled PostgreSQL 18, or joins the one that already runs on this data. Works as root (the
 * server then runs as another user). Throws with the server's own words when it cannot start.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
	const owner = await ownerFor(join(resolve(options.dataDir), 'postgres'))
	const place = await placeFor(resolve(options.dataDir), owner)
	const cluster = join(place, 'postgres')
	const secret = join(place, 'postgres.password')
	const log = join(place, 'postgres.log')
	if (!existsSync(join(cluster, 'PG_VERSION'))) {
		const password = randomBytes(18).toString('base64url')
		await createCluster(place, cluster, password, owner)
		await writeFile(secret, password, { mode: 0o600 })
	}
	const password = (await readFile(secret, 'utf8')).trim()
	const running = await runningServer(cluster)
	const mine = await claim(place)
	const server = running ? await untilReady(cluster, log, null) : await launch(cluster, log, options.port || (await freePort()), options, owner)
	const urlOf = (database: string) => `postgres://kontor:${password}@127.0.0.1:${server.port}/${database}`
	const appPassword = createHmac('sha256', password).update(appRole).digest('base64url')
	return {
		adminUrl: urlOf('kontor'),
		appPassword,
		port: server.port,
		cluster,
		urlOf,
		appUrlOf: (database) => `postgres://${appRole}:${appPassword}@127.0.0.1:${server.port}/${database}`,
		stop: async () => {
			if (!mine) return
			await shutDown(cluster)
			await rm(join(place, 'postgres.owner'), { force: true })
		},
	}
}

/** Stops the server on this data if one runs, and deletes the data: for tests and demonstrations only. */
export async function destroyEmbedded(dataDir: string): Promise<void> {
	const owner = await ownerFor(join(resolve(dataDir), 'postgres'))
	const place = await placeFor(resolve(dataDir), owner)
	await shutDown(join(place, 'postgres'))
	await rm(place, { recursive: true, force: true })
	await rm(dataDir, { recursive: true, force: true })
}
