export type QuotaUse = { onDay: string; used: number; allowed: number }
export type QuotaForecast = {
	/** Calls that this connection may take of the side's day. */
	share: number
	/** Calls at midnight UTC, if the day goes on as it began. */
	expected: number
	/** When the share is used up at this pace, as ISO 8601; null: not today. */
	reachedAt: string | null
}

const DAY_MS = 86_400_000

/**
 * A day's calls drawn on to its end (sync-core.md B12). `share` is the part of the allowance that this connection may use. Laws: never
 * fewer than were used; a share that is used up was reached now or before.
 */
export function forecastQuota({ onDay, used, allowed }: QuotaUse, share: number, at: string): QuotaForecast {
	const begins = Date.parse(`${onDay}T00:00:00Z`)
	const passed = Math.min(DAY_MS, Math.max(60_000, Date.parse(at) - begins))
	const limit = Math.floor(allowed * share)
	const expected = Math.round((used * DAY_MS) / passed)
	const reachedMs = used === 0 ? Number.POSITIVE_INFINITY : (limit * passed) / used
	return { share: limit, expected, reachedAt: reachedMs < DAY_MS ? new Date(begins + Math.floor(reachedMs)).toISOString() : null }
}
