const firstSeconds = 2
const longestSeconds = 900

/**
 * Seconds until a transient failure is tried again (sync-core.md B8): full jitter, up to 2, 4, 8 … 900, of which `random` (0 to 1) takes
 * its share; what the side itself asked for is kept exactly. Never parks: a side that is down comes back.
 */
export function nextTrySeconds({ attempts, random, retryAfterSeconds }: { attempts: number; random: number; retryAfterSeconds: number | null }): number {
	if (retryAfterSeconds !== null && retryAfterSeconds >= 0) return retryAfterSeconds
	return random * Math.min(longestSeconds, firstSeconds * 2 ** Math.min(30, Math.max(0, attempts - 1)))
}

/** Seconds until a job at the other side is looked at again: after a second at first, then after a quarter of the time that it has taken, every half minute at the least. */
export function nextLookSeconds(agoSeconds: number): number {
	return Math.min(30, Math.max(1, agoSeconds / 4))
}
