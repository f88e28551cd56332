import type { Role } from './types.ts'

/** What of a journal line says why a value stands. */
type Line = {
	fieldMapId: number
	rule: string
	winner: Role | null
	wrote: Role | null
	changed: string
	crmAt: readonly [string, string] | null
	maAt: readonly [string, string] | null
}

export type Losses = { actor: string; count: number; rule: string }

/** So many times in vain by the same person is no slip but a mapping that she does not know (sync-core.md A15). */
const HINT_AFTER = 2

/** Who lost by this line: the person whose edit was written over. */
function loserOf({ wrote, changed, crmAt, maAt }: Line): string | null {
	if (wrote === null || (changed !== wrote && changed !== 'both')) return null
	const actor = (wrote === 'crm' ? crmAt : maAt)?.[1] ?? ''
	return actor.startsWith('user:') || actor.startsWith('contact:') ? actor : null
}

/**
 * Why one field is as it is: the newest line that wrote it, and whether somebody edits its losing side again and again. `lines` of
 * one field, the newest first.
 */
export function explainField<T extends Line>(lines: readonly T[]): { standing: T | null; losses: Losses | null } {
	const counts = new Map<string, Losses>()
	for (const line of lines) {
		const actor = loserOf(line)
		if (actor === null) continue
		const so = counts.get(actor)
		counts.set(actor, { actor, count: (so?.count ?? 0) + 1, rule: so?.rule ?? line.rule })
	}
	const worst = [...counts.values()].sort((a, b) => b.count - a.count || (a.actor < b.actor ? -1 : 1))[0]
	return { standing: lines.find(({ wrote }) => wrote !== null) ?? null, losses: worst && worst.count >= HINT_AFTER ? worst : null }
}
