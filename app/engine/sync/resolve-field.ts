import { isSame } from './normalise.ts'
import type { Behaviour, Blank, Changed, Later, Role, SyncValue } from './types.ts'

export type ResolveCase = {
	behaviour: Behaviour
	blank: Blank
	/** Both normalised, under the mapping's projection. */
	crm: SyncValue
	ma: SyncValue
	changed: Changed
	later: Later
	tieWinner: Role
	pinned: boolean
}

/** `wrote` gets `value`; null: nothing is written. `rule` is the reason, stable and shown by name. */
export type Resolution = { rule: string; winner: Role | null; wrote: Role | null; value: SyncValue }

/**
 * Which side's value stands (sync-core.md B5, "Resolver in words"). Laws: where a bidirectional field is written, both sides
 * are equal afterwards, and a second run writes nothing; one way never writes to its owner; `off` and a pin never write.
 */
export function resolveField(given: ResolveCase): Resolution {
	const { behaviour, crm, ma } = given
	if (isSame(crm, ma)) return stays('equal')
	if (behaviour === 'off') return stays('off')
	if (given.pinned) return stays('pinned')
	if (behaviour === 'crm_to_ma') return copyOneWay(given, 'crm')
	if (behaviour === 'ma_to_crm') return copyOneWay(given, 'ma')
	return crm === null || ma === null ? resolveBlank(given, crm === null ? 'crm' : 'ma') : resolveFilled(given)
}

export function otherRole(role: Role): Role {
	return role === 'crm' ? 'ma' : 'crm'
}

function stays(rule: string): Resolution {
	return { rule, winner: null, wrote: null, value: null }
}

function wins({ crm, ma }: ResolveCase, winner: Role, rule: string): Resolution {
	return { rule, winner, wrote: otherRole(winner), value: winner === 'crm' ? crm : ma }
}

/** A blank owner is copied only where clearing is wanted and the owner did it. */
function copyOneWay(given: ResolveCase, owner: Role): Resolution {
	const { behaviour, blank, changed } = given
	if ((owner === 'crm' ? given.crm : given.ma) !== null) return wins(given, owner, `${behaviour}.copied`)
	const cleared = blank === 'clear' && (changed === owner || changed === 'both')
	return cleared ? wins(given, owner, `${behaviour}.cleared`) : stays(`${behaviour}.owner_blank`)
}

/** One side is blank: it is filled, unless clearing is wanted and the blank side won by doing it. */
function resolveBlank(given: ResolveCase, empty: Role): Resolution {
	const { behaviour, blank, changed, later } = given
	const filled = otherRole(empty)
	if (blank === 'fill') return wins(given, filled, `${behaviour}.filled`)
	if (behaviour === 'most_recent') {
		if (changed === empty || (changed === 'both' && later === empty)) return wins(given, empty, 'most_recent.cleared')
		return wins(given, filled, changed === 'both' && later === 'tie' ? 'most_recent.tie_filled' : 'most_recent.filled')
	}
	const prefersEmpty = behaviour === (empty === 'crm' ? 'use_crm' : 'use_ma')
	if (prefersEmpty && (changed === empty || changed === 'both')) return wins(given, empty, `${behaviour}.cleared`)
	return wins(given, filled, `${behaviour}.filled`)
}

function resolveFilled(given: ResolveCase): Resolution {
	const { behaviour, changed, later, tieWinner } = given
	if (behaviour === 'use_crm') return wins(given, 'crm', 'use_crm.both_filled')
	if (behaviour === 'use_ma') return wins(given, 'ma', 'use_ma.both_filled')
	if (changed === 'crm' || changed === 'ma') return wins(given, changed, 'most_recent.only_change')
	return later === 'tie' ? wins(given, tieWinner, tieWinner === 'ma' ? 'most_recent.tie_ma' : 'most_recent.tie') : wins(given, later, 'most_recent.later')
}
