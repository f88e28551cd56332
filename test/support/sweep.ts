import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { destroyEmbedded } from '../../db/embedded.server.ts'

const isAlive = (pid: number) => {
	try {
		return process.kill(pid, 0)
	} catch {
		return false
	}
}

/** A run that was killed leaves its server behind in `postgres-<pid>`: whoever comes next tidies up. */
export async function sweepClusters(folder: string): Promise<void> {
	await mkdir(folder, { recursive: true })
	const left = (await readdir(folder)).filter((name) => /^postgres-\d+$/.test(name) && !isAlive(Number(name.slice(9))))
	await Promise.all(left.map((name) => destroyEmbedded(join(folder, name))))
}
