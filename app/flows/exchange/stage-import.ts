import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertRoomRun } from '../../../db/queries/import-room.ts'
import type { FileStore } from '../../connectors/files/contract.ts'
import { hashOf } from '../../engine/base/hash.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { type ExchangeRoom, isForAdministrators } from '../../engine/catalog/exchange-rights.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { readFileKind } from './read-file-kind.ts'
import { readHead } from './read-stored-lines.ts'

/** 500,000 rows are about 60 MB. */
export const mostImportBytes = 64 * 1024 * 1024

export type StagedImport = {
	fileName: string
	bytes: AsyncIterable<Uint8Array>
	kind: string | null
	at: Date
	room?: ExchangeRoom
	constants?: Record<string, string>
}

/** What a product file of Salesforce's means by its prices, where it does not name the books. */
const priceBooks = { sale: { code: 'SALE', name: 'Sale', rung: 'sale' }, original: { code: 'LIST', name: 'List', rung: 'base' } }

/**
 * Keeps a file and asks the worker to try it: nothing is written but what would become of each row. Refuses
 * EXCHANGE_FILE_MISSING, EXCHANGE_FILE_TOO_LONG, EXCHANGE_FILE_UNREADABLE, and what `readFileKind` does.
 */
export async function stageImport(
	db: Db,
	files: FileStore,
	staff: StaffMember,
	{ fileName, bytes, kind, at, room, constants }: StagedImport,
): Promise<Result<{ runId: number }>> {
	const kept = await files.put(bytes, mostImportBytes)
	if (!kept) return refused(refusal('EXCHANGE_FILE_TOO_LONG', { most: mostImportBytes / 1024 / 1024 }))
	if (kept.bytes === 0) return refused(refusal('EXCHANGE_FILE_MISSING'))
	const read = await readHead(files, kept.key)
	if (!read) return refused(refusal('EXCHANGE_FILE_UNREADABLE', { row: 1 }))
	const found = await readFileKind(db, { head: read.head, asked: kind, roles: staff.roles, ...(room ? { room } : {}) })
	if (!found.ok) return found
	const map = {
		seller: { code: staff.seller.code },
		csv: { delimiter: read.delimiter },
		...(found.kind === 'products' ? { priceBooks } : {}),
		...(constants ? { constants } : {}),
	}
	const options = { delimiter: read.delimiter, ...(found.isExact ? {} : { map }) }
	const runId = await withTransaction(db, (tx) =>
		insertRoomRun(tx, {
			...{
				sellerEntityId: staff.seller.id,
				userId: staff.userId,
				what: found.kind,
				isExact: found.isExact,
				isOnlyAdministrators: isForAdministrators(found.kind),
			},
			...{
				fileName: fileName.slice(0, 200),
				fileHash: kept.key,
				mapHash: hashOf(options),
				options,
				mode: 'trial',
				state: 'queued',
				trialId: null,
				rowCount: null,
				at,
			},
		}),
	)
	return { ok: true, runId }
}
