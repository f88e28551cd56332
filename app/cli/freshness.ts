import { createHash } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const sources = [
	'app',
	'public',
	'package.json',
	'package-lock.json',
	'db/client.server.ts',
	'db/scope.server.ts',
	'db/transaction.server.ts',
	'db/wire.server.ts',
	'db/queries',
]
const stamp = 'build/.stamp'

async function facts(path: string): Promise<string[]> {
	const found = await stat(path).catch(() => null)
	if (!found) return []
	if (found.isFile()) return [`${path} ${found.size} ${Math.round(found.mtimeMs)}`]
	const names = (await readdir(path)).sort()
	return (await Promise.all(names.map((name) => facts(join(path, name))))).flat()
}

/** A name for the sources as they are now: their paths, sizes and times. */
export async function sourcesStamp(): Promise<string> {
	const all = (await Promise.all(sources.map(facts))).flat()
	return createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 12)
}

/** Whether build/ was made from exactly these sources. */
export async function isBuilt(wanted: string): Promise<boolean> {
	return (await readFile(stamp, 'utf8').catch(() => '')) === wanted
}

export async function markBuilt(made: string): Promise<void> {
	await writeFile(stamp, made)
}
