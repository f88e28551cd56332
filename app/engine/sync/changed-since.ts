import { isSame } from './normalise.ts'
import type { Changed, SyncValue } from './types.ts'

/**
 * Who changed the field since both agreed: both values and the base under the mapping's projection (sync-core.md B5).
 * Without a base nobody did: a first link has none.
 */
export function changedSince(agreed: SyncValue | undefined, crm: SyncValue, ma: SyncValue): Changed {
	if (agreed === undefined) return 'neither'
	const byCrm = !isSame(agreed, crm)
	const byMa = !isSame(agreed, ma)
	return byCrm ? (byMa ? 'both' : 'crm') : byMa ? 'ma' : 'neither'
}
