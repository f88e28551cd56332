export const lanes = ['interactive', 'commerce', 'live', 'backfill'] as const
export type Lane = (typeof lanes)[number]

export type LaneLoad = { waiting: number; running: number }

/**
 * From which lane a free worker takes next (sync-core.md B7): a person who waits comes first; backfill may use every idle worker, and at
 * most half of them while anything above it has work. Null: nothing that may be taken.
 */
export function nextLane(load: Readonly<Record<Lane, LaneLoad>>, workers: number): Lane | null {
	const above = lanes.find((lane) => lane !== 'backfill' && load[lane].waiting > 0)
	if (above) return above
	if (load.backfill.waiting === 0) return null
	const isBusy = lanes.some((lane) => lane !== 'backfill' && load[lane].running > 0)
	return isBusy && load.backfill.running >= Math.max(1, Math.floor(workers / 2)) ? null : 'backfill'
}

/**
 * Calls that a lane may still make today (B12): the connection's share of the side's day; a tenth of it is kept for people who
 * wait, and backfill takes at most half of what is left while others have work.
 */
export function callsLeft({ used, allowed, share, isBusy }: { used: number; allowed: number; share: number; isBusy: boolean }, lane: Lane): number {
	const limit = Math.floor(allowed * share)
	const reserve = lane === 'interactive' ? 0 : Math.ceil(limit / 10)
	const left = Math.max(0, limit - reserve - used)
	return lane === 'backfill' && isBusy ? Math.floor(left / 2) : left
}
