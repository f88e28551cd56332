import type { Fact } from '../../engine/base/refusal.ts'
import type { Importable } from './read-importables.ts'
import type { ImportMap } from './read-map.ts'

export type { Importable }

/** A data row: the file's own cells, and the named fields that the map makes of them. `rowNumber` counts data rows from 1. */
export type SourceRow = { rowNumber: number; what: Importable | null; fields: Fields; source: Record<string, string>; problem?: Problem }
export type Fields = Readonly<Record<string, string>>
export type Problem = { reason: string; facts?: Record<string, Fact> }

export type Outcome = 'created' | 'updated' | 'unchanged' | 'skipped' | 'rejected'
export type RowOutcome = { rowNumber: number; outcome: Outcome; reason?: string; facts?: Record<string, Fact> }

/** What every chunk is saved with. The maps live as long as the run. */
export type ImportContext = {
	map: ImportMap
	seller: { id: number; code: string; currency: string; timeZone: string; locale: string; country: string }
	at: Date
	/** Lines counted so far per order number: the sequence a line gets, the same whenever the file is read. */
	lineCounts: Map<string, number>
	/** First row of each key in this run, for files that hold a key twice. */
	firstRows: Map<string, number>
	totals: Totals
	/** Ids of committed rows, by number and by SKU; emptied when they grow large. */
	accountIds: Map<string, number>
	productIds: Map<string, number>
}

/** Rows and exact amounts by class, 8 digits after the point as a scaled integer. */
export type Totals = Map<string, { rows: number; exactNet: bigint }>

export type ImportCounts = { read: number; created: number; updated: number; unchanged: number; skipped: number; rejected: number }

export type ImportProgress = ImportCounts & { bytesRead: number; bytesTotal: number }
