/**
 * A second reading of commerce-engine.md section 4, slow and literal, in exact fractions. It shares no code and no
 * type with the app, so that both must be wrong in the same way before a test stays silent.
 */
import { add, compare, decimal, type Fraction, fraction, over, roundTo, times } from './fraction.ts'

export type NaiveBook = {
	id: number
	rung: 'contract' | 'group' | 'sale' | 'base' | 'fx'
	exclusive: boolean
	graduated: boolean
	basis: 'line' | 'order' | 'account_period'
	priority: number
	scope: number
	currency: string
	unit: string
	active: boolean
	from: number
	to: number | null
	location: number | null
	/** Whole pieces and decimals. */
	tiers: [number, string][]
	committed: number
	/** Decimal text. */
	rate: string | null
}

export type NaiveAsk = { currency: string; unit: string; pieces: number; orderPieces: number; at: number; location: number | null; digits: number }

export type NaivePrice = { bookId: number; unit: Fraction; shown: bigint; minor: bigint } | 'on request'

const ladder = ['contract', 'group', 'sale', 'base', 'fx']

function piecesThatCount(book: NaiveBook, ask: NaiveAsk): number {
	if (book.basis === 'line') return ask.pieces
	return book.basis === 'order' ? ask.orderPieces : book.committed + ask.orderPieces
}

function inAskedCurrency(book: NaiveBook, price: string): Fraction {
	if (book.rate === null) return decimal(price)
	return fraction(roundTo(times(decimal(price), decimal(book.rate)), 6), 1_000_000n)
}

function survives(book: NaiveBook, ask: NaiveAsk): boolean {
	const speaksCurrency = book.rung === 'fx' ? true : book.currency === ask.currency
	const live = book.from <= ask.at && (book.to === null || ask.at < book.to)
	const here = book.location === null || book.location === ask.location
	const enough = piecesThatCount(book, ask) >= Math.min(...book.tiers.map(([from]) => from))
	return book.active && speaksCurrency && live && here && enough && book.unit === ask.unit
}

/** Piece by piece: the n-th piece costs what the highest tier at or below n says, the first pieces what the first tier says. */
function unitPriceOf(book: NaiveBook, ask: NaiveAsk): Fraction {
	const tiers = [...book.tiers].sort((a, b) => a[0] - b[0])
	const priceOfPiece = (n: number) => inAskedCurrency(book, (tiers.filter(([from]) => from <= n).at(-1) ?? tiers[0] ?? [0, '0'])[1])
	if (!book.graduated) return priceOfPiece(piecesThatCount(book, ask))
	const already = book.basis === 'account_period' ? book.committed : 0
	let sum = fraction(0)
	for (let n = already + 1; n <= piecesThatCount(book, ask); n += 1) sum = add(sum, priceOfPiece(n))
	return over(sum, fraction(piecesThatCount(book, ask) - already))
}

export function naivePrice(books: readonly NaiveBook[], ask: NaiveAsk): NaivePrice {
	const alive = books.filter((book) => survives(book, ask))
	const direct = alive.filter((book) => book.rung !== 'fx')
	const asked = direct.length > 0 ? direct : alive
	const [top, ...rungs] = ladder.map((rung) => asked.filter((book) => book.rung === rung)).filter((rung) => rung.length > 0)
	if (top === undefined) return 'on request'

	// The first-ranked of the top rung: narrow down criterion by criterion.
	let best = top.filter((book) => book.priority === Math.max(...top.map(({ priority }) => priority)))
	best = best.filter((book) => book.scope === Math.min(...best.map(({ scope }) => scope)))
	best = best.filter((book) => best.every((other) => compare(unitPriceOf(book, ask), unitPriceOf(other, ask)) <= 0))
	const first = best.find((book) => book.id === Math.min(...best.map(({ id }) => id)))
	if (first === undefined) return 'on request'

	let price = unitPriceOf(first, ask)
	let winners = [first]
	if (!first.exclusive) {
		for (const rung of rungs) {
			for (const book of rung) {
				const cheaper = compare(unitPriceOf(book, ask), price)
				if (cheaper < 0) winners = [book]
				if (cheaper < 0) price = unitPriceOf(book, ask)
				else if (cheaper === 0 && winners[0]?.rung === book.rung) winners.push(book)
			}
		}
	}
	// Equal prices inside one rung: rank decides which book is named.
	const named = winners.sort((a, b) => b.priority - a.priority || a.scope - b.scope || a.id - b.id)[0]
	return { bookId: named?.id ?? 0, unit: price, shown: roundTo(price, 6), minor: roundTo(times(price, fraction(ask.pieces)), ask.digits) }
}
