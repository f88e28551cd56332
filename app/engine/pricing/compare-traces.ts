import type { PublicTrace, TracedCandidate } from './price-trace.ts'

/** What became of one list between two answers. */
export type BookChange = {
	bookId: number | null
	rung: TracedCandidate['rung']
	name: string | null
	before: TracedCandidate | null
	after: TracedCandidate | null
	/** `begins`: it counts only later; `ends`: it counted only before; else the first that differs. */
	kind: 'begins' | 'ends' | 'price' | 'tier' | 'version' | 'outcome' | 'same'
}

export type TraceComparison = {
	books: BookChange[]
	/** Whether another list gives the price. */
	isOtherWinner: boolean
}

const counts = (candidate: TracedCandidate | null) => candidate !== null && candidate.status !== 'rejected'

function kindOf(before: TracedCandidate | null, after: TracedCandidate | null): BookChange['kind'] {
	if (!counts(before) || !counts(after)) return counts(after) ? 'begins' : counts(before) ? 'ends' : 'same'
	if (before?.unitPrice !== after?.unitPrice) return before?.tierFrom !== after?.tierFrom ? 'tier' : 'price'
	if (before?.bookVersion !== after?.bookVersion) return 'version'
	return before?.status === after?.status && before?.reason === after?.reason ? 'same' : 'outcome'
}

/** A list in one place, at one quantity, may give several entries; the one that counts stands for it. */
function byBook({ candidates }: PublicTrace): Map<string, TracedCandidate> {
	const books = new Map<string, TracedCandidate>()
	for (const candidate of candidates) {
		const key = `${candidate.rung} ${candidate.bookId}`
		const known = books.get(key)
		if (known === undefined || (!counts(known) && counts(candidate))) books.set(key, candidate)
	}
	return books
}

const winnerOf = ({ candidates }: PublicTrace) => candidates.find(({ status }) => status === 'won') ?? null

/**
 * What differs between two answers to one question, list by list (the inspector's two dates). Those that changed come first,
 * each group as the later answer ranks them; what only the earlier one knows comes last.
 */
export function compareTraces(before: PublicTrace, after: PublicTrace): TraceComparison {
	const [earlier, later] = [byBook(before), byBook(after)]
	const books = [...new Set([...later.keys(), ...earlier.keys()])].map((key): BookChange => {
		const [was, is] = [earlier.get(key) ?? null, later.get(key) ?? null]
		const named = is ?? was
		return { bookId: named?.bookId ?? null, rung: named?.rung ?? 'base', name: named?.bookName ?? null, before: was, after: is, kind: kindOf(was, is) }
	})
	const [first, second] = [winnerOf(before), winnerOf(after)]
	return {
		books: [...books.filter(({ kind }) => kind !== 'same'), ...books.filter(({ kind }) => kind === 'same')],
		isOtherWinner: first?.rung !== second?.rung || first?.bookId !== second?.bookId,
	}
}
