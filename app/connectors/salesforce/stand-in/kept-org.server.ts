import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import type { Org } from './org.ts'

/** What of an org outlives its process; sessions, locks, faults and its administrator's rules do not. */
const parts = [
	'objects',
	'rows',
	'unique',
	'duplicateRules',
	'readOnly',
	'hidden',
	'emptied',
	'calls',
	'batches',
	'jobs',
	'personTypes',
	'binEmptiedAt',
	'user',
	'colleague',
	'counter',
] as const

export type KeptOrg = { wasKept: boolean /** To be called after each change; several within a moment are one file. */; changed: () => void; close: () => void }

/**
 * Takes an org from the file at `path`, where there is one, and keeps it there: whole, and in place of the one before, so that
 * a killed process leaves the last whole one. Throws where the file cannot be read or written.
 */
export function keepOrg(org: Org, path: string): KeptOrg {
	const bytes = readKept(path)
	if (bytes) Object.assign(org, deserialize(bytes))
	mkdirSync(dirname(path), { recursive: true })
	const write = () => {
		writeFileSync(`${path}.next`, serialize(Object.fromEntries(parts.map((part) => [part, org[part]]))), { mode: 0o600 })
		renameSync(`${path}.next`, path)
	}
	let waiting: NodeJS.Timeout | null = null
	const flush = () => {
		if (waiting) clearTimeout(waiting)
		waiting = null
		write()
	}
	return {
		wasKept: bytes !== null,
		changed: () => {
			waiting ??= setTimeout(flush, 200)
		},
		close: () => (waiting ? flush() : undefined),
	}
}

function readKept(path: string): Buffer | null {
	try {
		return readFileSync(path)
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
		throw error
	}
}
