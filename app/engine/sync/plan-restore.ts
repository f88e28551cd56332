export type RestoreFacts = {
	object: string
	recordId: string
	/** Its row was kept. */
	isKept: boolean
	/** A record with this number is there again. */
	isThere: boolean
	/** She asked to be forgotten. */
	isErased: boolean
	/** Somebody else has the address by now. */
	isMailTaken: boolean
	/** What the row names that is not there: the object where it is one of ours that may be deleted too, else the table. */
	missing: readonly { object: string; id: string }[]
}

export type RestoreReason = 'ERASED' | 'NOT_KEPT' | 'MAIL_TAKEN' | 'PARENT_GONE'
export type RestorePlan = { object: string; recordId: string; state: 'restored' | 'there' | 'refused'; reason: RestoreReason | null; missing: string | null }

/**
 * What of a deletion comes back (sync-core.md B11, section e): whoever is there again stays as she is; who asked to be forgotten never comes back; whose
 * address somebody else has, and who hangs on something that is gone and does not come back with it, stays away and says why. Each record by itself.
 */
export function planRestore(facts: readonly RestoreFacts[]): RestorePlan[] {
	const keyOf = ({ object, id }: { object: string; id: string }) => `${object}:${id}`
	const plans = new Map(facts.map((one) => [keyOf({ object: one.object, id: one.recordId }), planOne(one)]))
	// Whoever hangs on a record that stays away stays away too, and so on, until nothing changes.
	for (let isChanged = true; isChanged; ) {
		isChanged = false
		for (const { object, recordId, missing } of facts) {
			const plan = plans.get(keyOf({ object, id: recordId }))
			const lost = missing.find((parent) => !['restored', 'there'].includes(plans.get(keyOf(parent))?.state ?? ''))
			if (plan?.state !== 'restored' || !lost) continue
			plans.set(keyOf({ object, id: recordId }), { ...plan, state: 'refused', reason: 'PARENT_GONE', missing: lost.object })
			isChanged = true
		}
	}
	return [...plans.values()]
}

function planOne({ object, recordId, isKept, isThere, isErased, isMailTaken }: RestoreFacts): RestorePlan {
	const plan = { object, recordId, missing: null }
	if (isErased) return { ...plan, state: 'refused', reason: 'ERASED' }
	if (isThere) return { ...plan, state: 'there', reason: null }
	if (!isKept) return { ...plan, state: 'refused', reason: 'NOT_KEPT' }
	return isMailTaken ? { ...plan, state: 'refused', reason: 'MAIL_TAKEN' } : { ...plan, state: 'restored', reason: null }
}
