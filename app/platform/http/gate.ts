/** Too many wait already: answer 503 and let the caller come back. */
export class Crowded extends Error {}

/**
 * Lets `width` pieces of work in at once; the others wait in line, at most `line` of them. With more callers than
 * pool connections postgres.js slows down within seconds, so the gate is as wide as the pool.
 */
export class Gate {
	readonly width: number
	readonly line: number
	#inside = 0
	#waiting: (() => void)[] = []

	constructor(width: number, line = width * 50) {
		this.width = width
		this.line = line
	}

	async pass<T>(work: () => Promise<T>): Promise<T> {
		if (this.#inside >= this.width) {
			if (this.#waiting.length >= this.line) throw new Crowded()
			await new Promise<void>((enter) => this.#waiting.push(enter))
		} else {
			this.#inside += 1
		}
		try {
			return await work()
		} finally {
			// The place goes straight to the next in line, so that nobody slips in between.
			const next = this.#waiting.shift()
			if (next) next()
			else this.#inside -= 1
		}
	}
}
