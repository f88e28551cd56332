/** What somebody paid for so many of a thing; prices as decimals in text, all of one product. */
export type PaidLine = { quantity: number; price: string }
export type Ladder = { from: number; price: string }[]

/**
 * The price list behind a product's lines: of all ladders that never rise with the quantity, the one that most lines stand on,
 * each further tier costing as much as one line, so that a single sale makes no tier. Between two quantities that were
 * sold the lower tier holds. Dynamic programming over quantities and prices, exact. `most` tiers at most are kept, those that
 * fewest lines stand on going first.
 */
export function deriveLadder(lines: readonly PaidLine[], most = 20): Ladder {
	const sold = new Map<number, Map<string, number>>()
	for (const { quantity, price } of lines) {
		const at = sold.get(quantity) ?? new Map<string, number>()
		sold.set(quantity, at.set(price, (at.get(price) ?? 0) + 1))
	}
	const quantities = [...sold.keys()].sort((a, b) => a - b)
	const prices = [...new Set(lines.map(({ price }) => price))].sort((a, b) => Number(b) - Number(a))
	const path = bestPath(quantities, prices, (quantity, price) => sold.get(quantity)?.get(price) ?? 0)
	const ladder: (Ladder[number] & { lines: number })[] = []
	for (const [index, price] of path.entries()) {
		const quantity = quantities[index] ?? 1
		const here = sold.get(quantity)?.get(price) ?? 0
		const last = ladder.at(-1)
		if (last?.price === price) last.lines += here
		else ladder.push({ from: ladder.length === 0 ? 1 : quantity, price, lines: here })
	}
	while (ladder.length > most) ladder.splice(1 + leastOf(ladder.slice(1).map((tier) => tier.lines)), 1)
	return ladder.map(({ from, price }) => ({ from, price }))
}

const leastOf = (counts: readonly number[]) => counts.indexOf(Math.min(...counts))

/** For each quantity the price of the best ladder. `scores[p]`: lines on the best ladder so far that ends on price `p`. */
function bestPath(quantities: readonly number[], prices: readonly string[], linesAt: (quantity: number, price: string) => number): string[] {
	let scores = prices.map(() => 0)
	const cameFrom: number[][] = []
	for (const [step, quantity] of quantities.entries()) {
		let dearer = -1
		const from: number[] = []
		const next = prices.map((price, index) => {
			const stays = scores[index] ?? 0
			const steps = step > 0 && dearer >= 0 ? (scores[dearer] ?? 0) - 1 : Number.NEGATIVE_INFINITY
			from.push(steps > stays ? dearer : index)
			if (dearer < 0 || stays > (scores[dearer] ?? 0)) dearer = index
			return Math.max(stays, steps) + linesAt(quantity, price)
		})
		scores = next
		cameFrom.push(from)
	}
	let at = scores.indexOf(Math.max(...scores))
	const path: string[] = []
	for (const from of [...cameFrom].reverse()) {
		path.push(prices[at] ?? '')
		at = from[at] ?? at
	}
	return path.reverse()
}
