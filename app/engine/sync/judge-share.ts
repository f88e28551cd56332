import type { FailureClass } from './failure-table.ts'

/** What only a person mends. What time mends, the key, and what our own rules hold back is told elsewhere. */
export const refusedClasses: readonly FailureClass[] = ['data', 'mapping', 'reference', 'duplicate', 'lifecycle', 'permission', 'remote_config']

/** Below so many records an hour says little of a connection, and its day is looked at. */
export const enoughRecords = 100
/** One or two records are no share, however few there are. */
const fewestRefused = 3

/** Records that a connection looked after, and those of them that stand refused. */
export type Tried = { tried: number; refused: number }
export type ErrorShare = Tried & { window: 'hour' | 'day'; share: number; isOver: boolean }

/** Whether more records stand refused than an administrator allows (sync-core.md B8). `most`: a part of one. `day` null: the hour says enough. */
export function judgeShare({ hour, day, most }: { hour: Tried; day: Tried | null; most: number }): ErrorShare {
	const [window, seen] = day && hour.tried < enoughRecords ? (['day', day] as const) : (['hour', hour] as const)
	const tried = Math.max(seen.tried, seen.refused)
	const share = tried === 0 ? 0 : seen.refused / tried
	return { window, tried, refused: seen.refused, share, isOver: seen.refused >= fewestRefused && share > most }
}
