/** A cell that would change: of which kind, which column, and (for a row beside others of its sort) of which one. */
export type SampledChange = { kind: string; column: string; of: string; before: string | null; after: string | null }
export type SampledRow = { row: number; name: string; outcome: 'created' | 'updated'; changes: SampledChange[] }

type Place = { kind: string; names: readonly string[]; keys: readonly number[] }

/** Longer cells are shown by their beginning. */
const LONGEST = 160

const short = (cell: string | null) => (cell !== null && cell.length > LONGEST ? `${cell.slice(0, LONGEST)}…` : cell)

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
		return [{ kind, column, of, before: short(held), after: short(said) }]
	})
}
