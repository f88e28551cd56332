import type { Db } from '../../../db/client.server.ts'
import { readRun } from '../../../db/queries/import-room.ts'
import { readRejects } from '../../../db/queries/import-run.ts'
import type { ExchangeRoom } from '../../engine/catalog/exchange-rights.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { sightOf } from './read-sight.ts'

export type Reject = { row: number; reason: string; cells: [name: string, value: string][] }
export type Rejects = { fileName: string; pages: AsyncGenerator<Reject[]> }

/** The refused rows of a run as they stood in the file, a page at a time. Null: no such run in sight. */
export async function openRejects(db: Db, staff: StaffMember, runId: number, room: ExchangeRoom = 'shop'): Promise<Rejects | null> {
	const run = await readRun(db, sightOf(staff, room), runId)
	return run ? { fileName: run.fileName, pages: pagesOf(db, runId) } : null
}

async function* pagesOf(db: Db, runId: number): AsyncGenerator<Reject[]> {
	for (let after = 0, isMore = true; isMore; ) {
		const page = await readRejects(db, runId, after)
		yield page.map(({ rowNumber, reason, source }) => ({ row: rowNumber, reason, cells: (source as { row: [string, string][] }).row }))
		after = page.at(-1)?.rowNumber ?? after
		isMore = page.length === 1000
	}
}
