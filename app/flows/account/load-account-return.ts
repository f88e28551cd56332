import type { Tx } from '../../../db/client.server.ts'
import { type ReturnTables, type ReturnView, readReturn, type StoodAccountMerge } from '../../../db/queries/account-merge-undo.ts'
import { readAccountKeys, readAccountTables } from '../../../db/queries/account-tables.ts'
import { refuseAccountReturn } from '../../engine/account/merge-accounts.ts'
import type { Refusal } from '../../engine/base/refusal.ts'

/** What taking a merge of accounts back would do, and why it cannot be; for the preview and for the deed. */
export async function loadAccountReturn(tx: Tx, merge: StoodAccountMerge, at: Date): Promise<{ view: ReturnView; catalog: ReturnTables; refusals: Refusal[] }> {
	const catalog = { tables: await readAccountTables(tx), keys: await readAccountKeys(tx) }
	const view = await readReturn(tx, merge.id, catalog)
	const days = (at.getTime() - merge.at.getTime()) / 86_400_000
	const refusals = refuseAccountReturn({ ...view, days, isUndone: merge.undoneAt !== null, isWinnerMerged: merge.isWinnerMerged })
	return { view, catalog, refusals }
}
