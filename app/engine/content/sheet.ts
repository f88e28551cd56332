/**
 * A printed document as data, every text already in its reader's language: an invoice, a receipt, a statement. `app/ui/print`
 * composes it, `writePdf` (app/platform/pdf) sets it, and neither knows the other. The same sheet is the same bytes.
 */
export type Sheet = {
	title: string
	language: string
	/** The document's own day: what it says of when it was made never comes from a clock. */
	on: string
	paper: 'a4' | 'letter'
	/** Who writes, what it is, and its number. */
	head: { from: string; kind: string; number: string }
	blocks: SheetBlock[]
	foot: string
	/** How pages are counted, with `{{page}}` and `{{pages}}`. */
	pageOf: string
}

export type SheetParty = { label: string; name: string; lines: string[] }
/** `figures` stand right; `share` is of the width that fixed columns leave, `width` is fixed, in points. */
export type SheetColumn = { head: string; figures?: boolean; share?: number; width?: number }
/** `under` is set softly below the first cell. */
export type SheetRow = { cells: string[]; under?: string[]; strong?: boolean }

export type SheetBlock =
	| { kind: 'parties'; parties: SheetParty[] }
	| { kind: 'facts'; facts: { name: string; value: string }[] }
	/** Its head is repeated on each page. */
	| { kind: 'table'; title?: string; columns: SheetColumn[]; rows: SheetRow[] }
	| { kind: 'sums'; sums: { name: string; value: string; strong?: boolean }[] }
	| { kind: 'note'; title: string; lines: string[] }
