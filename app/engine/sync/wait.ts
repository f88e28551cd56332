/** A child whose parents the other side does not know yet, each record as `side:object:id`; `firstAt` since when somebody looks after it. */
export type WaitCase = {
	key: string
	parents: readonly string[]
	firstAt: Date
	at: Date
	/** Parents that cannot go over as they are, with the code of their refusal. */
	refused: ReadonlyMap<string, string>
	/** Who waits for whom, by the same keys. */
	edges: ReadonlyMap<string, readonly string[]>
	/** A parent that is merely not over yet is waited for as long as it takes. */
	isPatient?: boolean
}

/** `dueAt`: looked at again by itself, also when nobody woke it. `told`: it stands in the error list by now, and why. */
export type Wait = { dueAt: Date; told: { parent: string; refusedFor: string | null; cycle: readonly string[] | null } | null }

/** Not an error until then (sync-core.md B7). */
const patienceMs = 15 * 60_000
/** Whoever waits for ever is looked at once a day. */
const dayMs = 24 * 60 * 60_000

/**
 * Parents go before children; a child whose parent is missing waits (sync-core.md B7, B8 DEPENDENCY). It is woken by its parent's link, so its own time is
 * only the safety behind it: never sooner than a quarter of an hour. It is told at once where waiting alone cannot help: the parent was
 * refused, or waits for the child in its turn. A patient one is told of nothing else: who is not assigned has no record over there, and so no membership (B13).
 */
export function judgeWait({ key, parents, firstAt, at, refused, edges, isPatient = false }: WaitCase): Wait {
	const cycle = cycleOf(key, edges)
	const stuck = parents.find((parent) => refused.has(parent)) ?? null
	const isLate = at.getTime() - firstAt.getTime() >= patienceMs
	const parent = stuck ?? cycle?.[1] ?? parents[0] ?? ''
	return {
		dueAt: new Date(isPatient ? at.getTime() + dayMs : (isLate ? at.getTime() : firstAt.getTime()) + patienceMs),
		told: cycle || stuck || (isLate && !isPatient) ? { parent, refusedFor: (stuck && refused.get(stuck)) ?? null, cycle } : null,
	}
}

/** The way from a record over those it waits for back to itself; null where there is none. */
export function cycleOf(key: string, edges: ReadonlyMap<string, readonly string[]>): string[] | null {
	const seen = new Set<string>()
	const walk = (at: string, path: readonly string[]): string[] | null => {
		for (const next of edges.get(at) ?? []) {
			if (next === key) return [...path, next]
			if (seen.has(next)) continue
			seen.add(next)
			const found = walk(next, [...path, next])
			if (found) return found
		}
		return null
	}
	return walk(key, [key])
}
