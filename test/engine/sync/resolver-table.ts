/** Table B5 as it stands in the specification: row | C | M | changed | use_ma fill | use_crm fill | most_recent fill | the same with clear | crm_to_ma clear | ma_to_crm clear. */
export const table = `
| 1 | ∅ | ∅ | any of 4 | – | – | – | – | – | – | – | – |
| 2 | v | v | any of 4 | – | – | – | – | – | – | – | – |
| 3 | v | ∅ | neither | M:=C | M:=C | M:=C | M:=C | M:=C | M:=C | M:=C | – |
| 4 | v | ∅ | CRM | M:=C | M:=C | M:=C | M:=C | M:=C | M:=C | M:=C | – |
| 5 | v | ∅ | MA | M:=C | M:=C | M:=C | **C:=∅** | M:=C | **C:=∅** | M:=C | **C:=∅** |
| 6 | v | ∅ | both | M:=C | M:=C | M:=C | **C:=∅** | M:=C | later(C)->M:=C, later(M)->**C:=∅**, tie->M:=C | M:=C | **C:=∅** |
| 7 | ∅ | w | neither | C:=M | C:=M | C:=M | C:=M | C:=M | C:=M | – | C:=M |
| 8 | ∅ | w | CRM | C:=M | C:=M | C:=M | C:=M | **M:=∅** | **M:=∅** | **M:=∅** | C:=M |
| 9 | ∅ | w | MA | C:=M | C:=M | C:=M | C:=M | C:=M | C:=M | – | C:=M |
| 10 | ∅ | w | both | C:=M | C:=M | C:=M | C:=M | **M:=∅** | later(C)->**M:=∅**, later(M)->C:=M, tie->C:=M | **M:=∅** | C:=M |
| 11 | v | w | neither | C:=M | M:=C | later wins, tie->M:=C | C:=M | M:=C | later wins, tie->M:=C | M:=C | C:=M |
| 12 | v | w | CRM | C:=M | M:=C | M:=C | C:=M | M:=C | M:=C | M:=C | C:=M |
| 13 | v | w | MA | C:=M | M:=C | C:=M | C:=M | M:=C | C:=M | M:=C | C:=M |
| 14 | v | w | both | C:=M | M:=C | later wins, tie->M:=C | C:=M | M:=C | later wins, tie->M:=C | M:=C | C:=M |
`

/** What the table wants of one case: nothing, or a side and what it gets. */
export type Wanted = { wrote: 'crm' | 'ma'; value: 'v' | 'w' | null } | null
export type TableCase = {
	row: number
	behaviour: string
	blank: string
	crm: 'v' | null
	ma: 'v' | 'w' | null
	changed: string
	later: string
	wanted: Wanted
}

const columns = ['use_ma fill', 'use_crm fill', 'most_recent fill', 'use_ma clear', 'use_crm clear', 'most_recent clear', 'crm_to_ma clear', 'ma_to_crm clear']
const changes: Record<string, string[]> = { 'any of 4': ['neither', 'crm', 'ma', 'both'], neither: ['neither'], CRM: ['crm'], MA: ['ma'], both: ['both'] }

/** What a cell says at one order of the times. A one-way column with fill is its clear column whose bold cells say nothing. */
function said(cell: string, later: string, boldCounts: boolean): string {
	const bySide: Record<string, string> = { crm: 'later(C)->', ma: 'later(M)->', tie: 'tie->' }
	const part = cell.split(', ').find((one) => one.startsWith(bySide[later]!))
	const found = part ? part.slice(bySide[later]!.length) : cell.startsWith('later wins') ? (later === 'crm' ? 'M:=C' : 'C:=M') : cell
	return found.startsWith('**') ? (boldCounts ? found.slice(2, -2) : '–') : found
}

function wantedBy(words: string, crm: TableCase['crm'], ma: TableCase['ma']): Wanted {
	if (words === '–') return null
	if (words === 'M:=C') return { wrote: 'ma', value: crm }
	if (words === 'C:=M') return { wrote: 'crm', value: ma }
	if (words === 'C:=∅') return { wrote: 'crm', value: null }
	if (words === 'M:=∅') return { wrote: 'ma', value: null }
	throw new Error(`the table says ${words}`)
}

function cellOf(cells: string[], behaviour: string, blank: string): { cell: string; boldCounts: boolean } {
	if (behaviour === 'off') return { cell: '–', boldCounts: true }
	const place = columns.indexOf(`${behaviour} ${blank}`)
	if (place >= 0) return { cell: cells[place]!, boldCounts: true }
	return { cell: cells[columns.indexOf(`${behaviour} clear`)]!, boldCounts: false }
}

const sideOf = (sign: string) => (sign === '∅' ? null : (sign as 'v' | 'w'))

/** All 720: 14 rows (two of them for 4 changes each) are 20 states of values and changes, at 3 times, in 12 columns. */
export function expandTable(): TableCase[] {
	const rows = table
		.trim()
		.split('\n')
		.map((line) => line.split('|').map((cell) => cell.trim()))
	return rows.flatMap(([, row, crmSign, maSign, changed, ...cells]) =>
		changes[changed!]!.flatMap((change) =>
			['use_ma', 'use_crm', 'most_recent', 'crm_to_ma', 'ma_to_crm', 'off'].flatMap((behaviour) =>
				['fill', 'clear'].flatMap((blank) =>
					['crm', 'ma', 'tie'].map((later) => {
						const [crm, ma] = [sideOf(crmSign!) as 'v' | null, sideOf(maSign!)]
						const { cell, boldCounts } = cellOf(cells, behaviour, blank)
						return { row: Number(row), behaviour, blank, crm, ma, changed: change, later, wanted: wantedBy(said(cell, later, boldCounts), crm, ma) }
					}),
				),
			),
		),
	)
}
