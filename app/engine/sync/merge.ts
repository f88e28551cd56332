import { isSame, normalise } from './normalise.ts'
import type { SyncValue } from './types.ts'

/** Whoever is merged by hand as a person; accounts have a decision of their own (0436). */
export const mergeObjects = ['prospect', 'lead', 'contact'] as const
export type MergeObject = (typeof mergeObjects)[number]

export type Keeper = 'winner' | 'loser'

/** What a field is on both, and whose of them stays. */
export type MergedField = { name: string; winner: SyncValue; loser: SyncValue; keeps: Keeper; differs: boolean }

export type MergeCase = {
	names: readonly string[]
	winner: Readonly<Record<string, SyncValue>>
	loser: Readonly<Record<string, SyncValue>>
	/** What a person chose otherwise, by field. */
	chosen: Readonly<Record<string, Keeper>>
}

/**
 * Two records of one person become one, field by field (sync-core.md B11): the winner keeps what she has, and takes what she lacks. A
 * person may choose otherwise, but never a blank over a value: nothing is lost by a merge. Law: the order of the fields makes no difference.
 */
export function mergeFields({ names, winner, loser, chosen }: MergeCase): MergedField[] {
	return names.map((name) => {
		const [mine, hers] = [normalise(winner[name] ?? null, 'text'), normalise(loser[name] ?? null, 'text')]
		const keeps = hers === null ? 'winner' : mine === null ? 'loser' : (chosen[name] ?? 'winner')
		return { name, winner: mine, loser: hers, keeps, differs: !isSame(mine, hers) }
	})
}

/** Only what changes on the winner. */
export function takenFields(fields: readonly MergedField[]): Record<string, SyncValue> {
	return Object.fromEntries(fields.flatMap(({ name, keeps, differs, loser }) => (keeps === 'loser' && differs ? [[name, loser] as const] : [])))
}

/** A line of the score's ledger; `day` in the seller's time zone. */
export type ScoreLine = { sourceKey: string; kind: string; day: string; score: number }

/**
 * How far the sum of two ledgers is from what one person would have earned (B11: recomputed, not summed twice): the same thing counts
 * once, and a kind's maximum of a day is one person's. Added to the united ledger it makes the score right. Law: the order of the lines makes no difference.
 */
export function correctScore(lines: readonly ScoreLine[], maxima: Readonly<Record<string, number>>): number {
	const once = new Map<string, ScoreLine>()
	for (const line of lines) {
		const known = once.get(line.sourceKey)
		if (!known || isBefore(known, line)) once.set(line.sourceKey, line)
	}
	const days = new Map<string, { sum: number; maximum: number }>()
	let free = 0
	for (const { kind, day, score } of once.values()) {
		const maximum = maxima[kind]
		if (maximum === undefined || score <= 0) free += score
		else days.set(`${kind}:${day}`, { sum: (days.get(`${kind}:${day}`)?.sum ?? 0) + score, maximum })
	}
	const earned = [...days.values()].reduce((sum, day) => sum + Math.min(day.sum, day.maximum), free)
	return earned - lines.reduce((sum, { score }) => sum + score, 0)
}

/** Of two lines about the same thing the one that is worth more counts, however they stand. */
const isBefore = (a: ScoreLine, b: ScoreLine) => (a.score === b.score ? `${a.kind}:${a.day}` < `${b.kind}:${b.day}` : a.score < b.score)

export type UndoCase = {
	/** As the winner was before, what the merge wrote on it, and as it is now. */
	before: Readonly<Record<string, SyncValue>>
	wrote: Readonly<Record<string, SyncValue>>
	now: Readonly<Record<string, SyncValue>>
}

/** What goes back to the winner's fields, and which of them somebody has changed since: those stay as they are, by name. */
export function planUnmerge({ before, wrote, now }: UndoCase): { restore: Record<string, SyncValue>; changed: string[] } {
	const restore: Record<string, SyncValue> = {}
	const changed: string[] = []
	for (const [name, value] of Object.entries(wrote)) {
		if (isSame(now[name] ?? null, value)) restore[name] = before[name] ?? null
		else changed.push(name)
	}
	return { restore, changed: changed.sort() }
}
