/** A cell that would change: of which kind, which column, and (for a row beside others of its sort) of which one. */
export type SampledChange = { kind: string; column: string; of: string; before: string | null; after: string | null }
export type SampledRow = { row: number; name: string; outcome: 'created' | 'updated'; changes: SampledChange[] }

type Place = { kind: string; names: readonly string[]; keys: readonly number[] }

/** Of longer cells the part is shown where they begin to differ. */
const LONGEST = 160
const BEFORE = 40

function partFrom(cell: string | null, from: number): string | null {
	if (cell === null || cell.length <= LONGEST) return cell
	const part = cell.slice(from, from + LONGEST)
	return `${from > 0 ? '…' : ''}${part}${from + LONGEST < cell.length ? '…' : ''}`
}

function firstDifference(before: string | null, after: string | null): number {
	if (before === null || after === null) return 0
	let at = 0
	while (at < before.length && before[at] === after[at]) at += 1
	return Math.max(0, at - BEFORE)
}

/** The same number, however many zeros it is written with. */
function isSame(before: string | null, after: string | null): boolean {
	if (before === after) return true
	const plain = (cell: string | null) => (cell !== null && /^-?\d+\.\d+$/.test(cell) ? cell.replace(/\.?0+$/, '') : cell)
	return plain(before) === plain(after)
}

/** What differs between a row as it stands and as it would; of a row that is not there yet, everything that it says. */
export function sampledChanges({ kind, names, keys }: Place, before: readonly (string | null)[] | null, after: readonly (string | null)[]): SampledChange[] {
	// The first key is the row's own name, or leads to what it is of; the others tell it from its neighbours.
	const of = keys
		.slice(1)
		.map((place) => after[place])
		.filter(Boolean)
		.join(' · ')
	return names.flatMap((column, place) => {
		const [held, said] = [before?.[place] ?? null, after[place] ?? null]
		if (keys.includes(place) || isSame(held, said)) return []
		const from = firstDifference(held, said)
		return [{ kind, column, of, before: partFrom(held, from), after: partFrom(said, from) }]
	})
}
