import type { Db } from '../../../db/client.server.ts'
import { exchangeKinds } from '../../../db/queries/exchange-kinds.ts'
import {
	countRejects,
	type OneRun,
	type RejectReason,
	type RunFilter,
	readRun,
	readRuns,
	readSameFile,
	readSince,
	type ShownRun,
} from '../../../db/queries/import-room.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { type ExchangeRoom, marketingKinds, mayExchange } from '../../engine/catalog/exchange-rights.ts'
import type { SampledRow } from '../../engine/catalog/exchange-sample.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyPage } from '../../platform/every-page.ts'
import { importables } from '../import/read-importables.ts'
import { productForm } from './read-product-form.ts'
import { sightOf } from './read-sight.ts'

/** The kinds that a member of the house may take out and bring in, those that only a map brings in, and those that are another kind in other words. */
export function kindsFor(staff: StaffMember): { exchanged: string[]; onlyIn: string[]; onlyOut: string[] } {
	const exchanged = exchangeKinds.map(({ kind }) => kind).filter((kind) => mayExchange(kind, staff.roles))
	return { exchanged, onlyIn: importables.filter((kind) => mayExchange(kind, staff.roles) && !exchanged.includes(kind)), onlyOut: [productForm] }
}

/** What marketers bring in. */
export const kindsOfMarketing = marketingKinds

export type OpenImports = { runs: ShownRun[]; nextAfter: number | null }

/** What came in and went out, the newest first. One statement. */
export async function openImports(db: Db, staff: StaffMember, filter: RunFilter, room: ExchangeRoom = 'shop'): Promise<OpenImports> {
	const found = await readRuns(db, sightOf(staff, room), filter)
	const runs = found.slice(0, filter.limit)
	return { runs, nextAfter: found.length > filter.limit ? (runs.at(-1)?.id ?? null) : null }
}

/** All runs of a filter for a file, to the last, `filter.limit` at a time. */
export const exportImports = (db: Db, staff: StaffMember, filter: RunFilter, room: ExchangeRoom): AsyncGenerator<readonly ShownRun[]> =>
	everyPage(async (after: number | null) => {
		const { runs: rows, nextAfter: next } = await openImports(db, staff, { ...filter, after }, room)
		return { rows, next }
	})

export type OpenImport = {
	run: Omit<OneRun, 'sample' | 'refusals' | 'options' | 'mapHash'>
	sample: SampledRow[]
	refusals: Refusal[]
	reasons: RejectReason[]
	/** Earlier imports of the same file. */
	same: ShownRun[]
	/** What others brought in of the same kind after this trial. */
	since: ShownRun[]
	secondsLeft: number | null
}

/** One run with all that is to be seen of it. Four statements. Null: none in sight. */
export async function openImport(
	db: Db,
	staff: StaffMember,
	{ runId, at, room }: { runId: number; at: Date; room?: ExchangeRoom },
): Promise<OpenImport | null> {
	const sight = sightOf(staff, room)
	const found = await readRun(db, sight, runId)
	if (!found || found.mode === 'export') return null
	const { sample, refusals, options: _options, mapHash: _mapHash, ...run } = found
	const [reasons, same, since] = await Promise.all([
		countRejects(db, runId),
		readSameFile(db, sight, { fileHash: run.fileHash, before: run.trialId ?? runId }),
		run.mode === 'trial' ? readSince(db, sight, { what: run.what, since: runId }) : [],
	])
	return { run, sample: sample as SampledRow[], refusals: refusals as Refusal[], reasons, same, since, secondsLeft: secondsLeft(run, at) }
}

function secondsLeft({ state, begunAt, begunCount, readCount, rowCount }: ShownRun, at: Date): number | null {
	const done = readCount - begunCount
	if (state !== 'running' || !begunAt || rowCount === null || done <= 0) return null
	const taken = Math.max(1, (at.getTime() - begunAt.getTime()) / 1000)
	return Math.ceil((taken / done) * Math.max(0, rowCount - readCount))
}
