import { isSame } from './normalise.ts'
import type { FieldMap, Role, SyncValue } from './types.ts'

/** What the newest line of the journal says of a field. */
export type LastLine = { at: Date; crmValue: SyncValue; maValue: SyncValue; agreed: SyncValue; wrote: Role | null; value: SyncValue }
export type LastKnown = { value: SyncValue; at: Date }

type Known = {
	role: Role
	map: Pick<FieldMap, 'transform'>
	line: LastLine | null
	/** The base, in the words of the CRM; undefined where there is none yet. */
	agreed: SyncValue | undefined
	/** When the base moved last. */
	agreedAt: Date | null
}

/**
 * The value of a side that only the worker reads, as it was seen last and when (sync-core.md section e, "why is this value here?"): by the
 * newest line of the journal, or by the base where both came to agree since without a line. Null: it was never seen.
 */
export function lastKnown({ role, map, line, agreed, agreedAt }: Known): LastKnown | null {
	const isTold = agreed !== undefined && agreedAt !== null && (role === 'crm' || map.transform === null)
	const base = isTold ? { value: agreed, at: agreedAt } : null
	if (!line) return base
	const seen = { value: line.wrote === role ? line.value : role === 'crm' ? line.crmValue : line.maValue, at: line.at }
	if (!base || base.at <= line.at) return seen
	const settled = line.wrote === 'crm' ? line.value : line.wrote === 'ma' ? line.crmValue : line.agreed
	// A line that left both apart is news for as long as the base is the one that it saw.
	return isSame(base.value, settled) && !isSame(base.value, seen.value) ? seen : base
}
