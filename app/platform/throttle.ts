export type Allowance = {
	limit: number
	remaining: number
	/** Until the bucket is full again. */
	resetSeconds: number
	/** Null: come in. */
	retryAfterSeconds: number | null
}

type Bucket = { tokens: number; perMinute: number; at: number }

/** More keys than call within a minute; beyond it those that are full again are forgotten. */
const MOST_BUCKETS = 20_000

/**
 * A token bucket for each key: so many calls at once as it has in a minute, then as many as flow back. It counts in this
 * process alone, so that a read costs no write: with n web processes a key may reach n times its pace.
 */
export class Throttle {
	readonly #now: () => number
	readonly #buckets = new Map<string, Bucket>()

	/** `now` in milliseconds, of a clock that never goes back. */
	constructor(now: () => number) {
		this.#now = now
	}

	/** Takes one call from the bucket of `key`, which fills at `perMinute`. */
	take(key: string, perMinute: number): Allowance {
		const bucket = this.#filled(key, perMinute)
		const isFull = bucket.tokens < 1
		if (!isFull) bucket.tokens -= 1
		return allowanceOf(bucket, isFull)
	}

	/** Whether `key` has used up what it had; takes nothing. Null: it has not, or is not known here. */
	exhausted(key: string): Allowance | null {
		const known = this.#buckets.get(key)
		if (!known) return null
		const bucket = this.#filled(key, known.perMinute)
		return bucket.tokens < 1 ? allowanceOf(bucket, true) : null
	}

	#filled(key: string, perMinute: number): Bucket {
		const now = this.#now()
		const bucket = this.#buckets.get(key) ?? { tokens: perMinute, perMinute, at: now }
		bucket.tokens = Math.min(perMinute, bucket.tokens + ((now - bucket.at) * perMinute) / 60_000)
		bucket.perMinute = perMinute
		bucket.at = now
		if (!this.#buckets.has(key) && this.#buckets.size >= MOST_BUCKETS) this.#forget(now)
		this.#buckets.set(key, bucket)
		return bucket
	}

	/** A bucket that nobody has touched for a minute is full. */
	#forget(now: number): void {
		for (const [key, { at }] of this.#buckets) if (now - at > 60_000) this.#buckets.delete(key)
	}
}

function allowanceOf({ tokens, perMinute }: Bucket, isRefused: boolean): Allowance {
	const seconds = (missing: number) => Math.max(0, Math.ceil((missing * 60) / perMinute))
	return {
		limit: perMinute,
		remaining: Math.max(0, Math.floor(tokens)),
		resetSeconds: seconds(perMinute - tokens),
		retryAfterSeconds: isRefused ? Math.max(1, seconds(1 - tokens)) : null,
	}
}

/** How a caller learns of its pace, on every answer. */
export function allowanceHeaders({ limit, remaining, resetSeconds }: Allowance): Record<string, string> {
	return { 'RateLimit-Limit': String(limit), 'RateLimit-Remaining': String(remaining), 'RateLimit-Reset': String(resetSeconds) }
}
