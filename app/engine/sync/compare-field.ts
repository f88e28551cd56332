import { normalise } from './normalise.ts'
import { canonicalCrm, isPlain, type Joined, type Told, tellCrm } from './project.ts'
import type { FieldMap, LinkCase, SyncValue } from './types.ts'

/** One field under the mapping's projection: `crm` and `ma` can be compared; `told` says whether `ma` has words for it at all. */
export type Compared = { joined: Joined; crm: SyncValue; ma: SyncValue; told: Told }

/** Both values of a field in the words of `crm`. Null where one of the sides does not describe its field any more, or hides it: nothing can be said about it then. */
export function compareField(given: Pick<LinkCase, 'crm' | 'ma'>, map: FieldMap): Compared | null {
	const crm = given.crm.shape[map.crmField]
	const ma = given.ma.shape[map.maField]
	if (!crm?.visible || !ma?.visible) return null
	const joined = { map, crm, ma }
	const ofCrm = given.crm.values[map.crmField] ?? null
	const ofMa = given.ma.values[map.maField] ?? null
	if (isPlain(joined)) {
		const value = normalise(ofMa, ma.kind)
		return { joined, crm: normalise(ofCrm, crm.kind), ma: value, told: { ok: true, value } }
	}
	const told = tellCrm(joined, ofMa)
	return { joined, crm: canonicalCrm(joined, ofCrm), ma: told.ok ? told.value : normalise(ofMa, ma.kind), told }
}
