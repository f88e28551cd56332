import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { destroyEmbedded, type Embedded, startEmbedded } from '../../db/embedded.server.ts'
import { ensureDatabase, migrate } from '../../db/migrate.server.ts'
import { letAppSignIn } from '../../db/roles.server.ts'

/** The server's processes of this moment, the first of them the one that began the others (Linux; elsewhere it alone). */
async function processesOf(place: string): Promise<number[]> {
	const [postmaster = 0] = (await readFile(join(place, 'postmaster.pid'), 'utf8')).split('\n').map(Number)
	const parentOf = async (pid: number) => {
		const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
		return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
	}
	const pids = (await readdir('/proc').catch(() => [])).map(Number).filter((pid) => pid > 0)
	const parents = await Promise.all(pids.map(parentOf))
	return [postmaster, ...pids.filter((_, place) => parents[place] === postmaster)]
}

const dead = (pid: number) => {
	try {
		process.kill(pid, 'SIGKILL')
	} catch {
		// It was gone already.
	}
}

const isThere = (pid: number) => {
	try {
		return process.kill(pid, 0)
	} catch {
		return false
	}
}

/** A durable PostgreSQL of its own that can be killed as a machine that loses power kills it, and comes back at the same address. `isBare`: without the house's tables. */
export async function openOwnPostgres({ isBare = false }: { isBare?: boolean } = {}) {
	const dataDir = await mkdtemp(join(tmpdir(), 'kontor-kill-'))
	let server: Embedded = await startEmbedded({ dataDir })
	const [name, { port }] = ['kontor_kill', server]
	await ensureDatabase(server.urlOf('postgres'), name)
	const [url, ownerUrl] = [server.appUrlOf(name), server.urlOf(name)]
	if (!isBare) await migrate(ownerUrl)
	if (!isBare) await letAppSignIn(ownerUrl, server.appPassword)
	const kill = async () => {
		const pids = await processesOf(server.cluster)
		for (const pid of pids) dead(pid)
		// Whoever looks for a server must not find one that is on its way out.
		while (isThere(pids[0] ?? 0)) await sleep(5)
	}
	const start = async () => {
		// What the dead shared is theirs until the last of them has been cleared away.
		for (let tries = 0; ; tries += 1) {
			try {
				server = await startEmbedded({ dataDir, port })
				return
			} catch (error) {
				if (tries === 20) throw error
				await sleep(100)
			}
		}
	}
	return { url, ownerUrl, kill, start, destroy: () => destroyEmbedded(dataDir) }
}
export type OwnPostgres = Awaited<ReturnType<typeof openOwnPostgres>>
