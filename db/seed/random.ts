export type Random = {
	/** 0 ≤ n < 1 */
	next: () => number
	/** A whole number from `low` to `high`, both included. */
	whole: (low: number, high: number) => number
	pick: <T>(from: readonly T[]) => T
	chance: (share: number) => boolean
	/** `count` different entries, in random order. */
	some: <T>(from: readonly T[], count: number) => T[]
}

/** mulberry32: small, and the same on every machine, so that two seeds give the same rows. */
export function randomFrom(seed: number): Random {
	let state = seed >>> 0
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0
		let mixed = Math.imul(state ^ (state >>> 15), state | 1)
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
	}
	const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
	const pick = <T>(from: readonly T[]): T => {
		const picked = from[whole(0, from.length - 1)]
		if (picked === undefined) throw new Error('Nothing to pick from')
		return picked
	}
	const some = <T>(from: readonly T[], count: number): T[] => {
		const left = [...from]
		return Array.from({ length: Math.min(count, from.length) }, () => left.splice(whole(0, left.length - 1), 1)[0] as T)
	}
	return { next, whole, pick, some, chance: (share) => next() < share }
}
