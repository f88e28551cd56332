export const lanes = ['interactive', 'commerce', 'live', 'backfill'] as const
export type Lane = (typeof lanes)[number]

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

/** Calls of the side's day as it last said itself. `share`: what of them this connection may use. */
export type DayQuota = { used: number; allowed: number; share: number; isBusy: boolean }

/**
 * The lowest lane that may call the other side now: everything while it never counts, only who waits for an answer while the calls of the day are used up
 * (B8) or only the reserve is left, nobody once that is gone too. Null: nobody.
 */
export function lowestLane(quota: DayQuota | null, pausedUntil: string | null, at: string): Lane | null {
	if (quota && callsLeft(quota, 'interactive') === 0) return null
	if (pausedUntil !== null && Date.parse(pausedUntil) > Date.parse(at)) return 'interactive'
	return quota === null ? 'backfill' : (lanes.findLast((lane) => callsLeft(quota, lane) > 0) ?? null)
}

/** When calls are there again: as the side says, or at the next midnight UTC. */
export function quotaResetAt(at: string, retryAfterSeconds: number | null): string {
	const now = Date.parse(at)
	return new Date(retryAfterSeconds === null ? (Math.floor(now / 86_400_000) + 1) * 86_400_000 : now + 1000 * retryAfterSeconds).toISOString()
}
