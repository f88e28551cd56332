/** Lets at most `most` calls run at once; the others wait in the order they came. */
export function limitCalls(most: number): <T>(run: () => Promise<T>) => Promise<T> {
	const waiting: (() => void)[] = []
	let running = 0
	return async (run) => {
		if (running >= most) await new Promise<void>((go) => waiting.push(go))
		else running += 1
		try {
			return await run()
		} finally {
			const next = waiting.shift()
			if (next) next()
			else running -= 1
		}
	}
}

/** Lists of at most `most`. */
export function inLots<T>(all: readonly T[], most: number): T[][] {
	const lots: T[][] = []
	for (let from = 0; from < all.length; from += most) lots.push(all.slice(from, from + most))
	return lots
}
