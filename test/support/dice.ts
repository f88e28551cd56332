export type Dice = {
	/** A whole number from `least` to `most`, both included. */
	whole: (least: number, most: number) => number
	chance: (share: number) => boolean
	shuffled: <T>(all: readonly T[]) => T[]
}

/** Numbers that only the seed decides (mulberry32): a run that went wrong can be had again. */
export function dice(seed: number): Dice {
	let state = seed >>> 0
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
	}
	const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
	return {
		whole,
		chance: (share) => next() < share,
		shuffled: (all) => {
			const out = [...all]
			for (let last = out.length - 1; last > 0; last -= 1) {
				const other = whole(0, last)
				const [a, b] = [out[last] as never, out[other] as never]
				out[last] = b
				out[other] = a
			}
			return out
		},
	}
}
