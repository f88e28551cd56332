import type { FieldKind } from '../../app/engine/sync/types.ts'

/**
 * Our own tables as the sync core reads and writes them: which object is which table, and for each field how it is read as
 * text and, where it may be written, its column and type. A field without a column is a projection of another row.
 */
export type SideColumn = {
	kind: FieldKind
	/** An expression over the row `t` (and what `from` joins), as text, true or false, or null. */
	reads: string
	column?: string
	as?: 'text' | 'boolean' | 'integer' | 'bigint' | 'date' | 'timestamptz'
	length?: number
	values?: readonly string[]
	required?: true
	references?: readonly string[]
	/** Said when a record is made, and never again. */
	once?: true
	/** What stands in the column of a new record, where that is not the value itself: SQL over the written values `w.v`. */
	makes?: string
	/** What stands in the column where nothing does: SQL. */
	blankAs?: string
	/** An amount of its record's currency: read and stored in minor units, told as a decimal (app/connectors/sync/embedded). */
	isMoney?: true
	/** Stands in the other half of the record (`SideTable.half`), whose row is `h`. */
	inHalf?: true
	/** Read for what another field is told as; nobody maps it. */
	isInner?: true
	/** Under which name capture keeps its time, where that is not its own. */
	marked?: string
	/** Capture leaves it out: what changes in it goes along with the next change of its record. */
	isUnmarked?: true
}
export type SideTable = {
	system: 'embedded_crm' | 'embedded_ma'
	table: string
	from: string
	seller: string
	createable: boolean
	label: string
	/** Fields of the house's own stand in its column `custom`, each under its name (crm_custom_def). */
	hasCustom?: true
	/** Its column `merged_into_id` says what a record became (sync-core.md B11). */
	merges?: true
	/** What a write of one column means for others, as SQL over `t` and the written values `w.v`. */
	alsoSets?: string
	/** What a record that the sync makes has of its own, by column, as SQL over the written values `w.v` and `seller.id`. */
	alsoMakes?: Readonly<Record<string, string>>
	/** When a record was made, as SQL over `t`; its column `created_at` where nothing is said. */
	createdAt?: string
	/** Fields that the house alone says of a record, as SQL over `t`: an array of their names. */
	owns?: string
	/** Why a new record cannot be: SQL over the written values `w.v` and `seller.id`, null where it can. */
	bars?: string
	/** Why a record that stands cannot take what is written to this field of it: SQL over `t` and the written values `w.v`, null where it can. */
	refuses?: { field: string; sql: string }
	/** What comes into the world with a record that the sync makes: an insert over the rows `made(id)`. */
	alsoInserts?: string
	/** A second row that is the same record, as a person's contact is her account: its table, and which of its rows `h` goes with a row `t`. */
	half?: { table: string; on: string }
	/** Kept with other systems whichever of our own sides they join: our house is one side to them (app/decisions/0410). */
	isShared?: true
	fields: Readonly<Record<string, SideColumn>>
}

export const text = (column: string, more: Partial<SideColumn> = {}): SideColumn => ({
	kind: 'text',
	reads: `t.${column}`,
	column,
	as: 'text',
	length: 255,
	...more,
})
export const mail = text('email', { kind: 'email' })
export const flag = (column: string): SideColumn => ({ kind: 'boolean', reads: `t.${column}`, column, as: 'boolean' })
/** An amount of the record's currency, under its name without the unit. */
export const money = (column: string, more: Partial<SideColumn> = {}): SideColumn => ({
	...{ kind: 'decimal', reads: `t.${column}::text`, column, as: 'bigint', isMoney: true, marked: column },
	...more,
})
export const whole = (column: string): SideColumn => ({ kind: 'integer', reads: `t.${column}::text`, column, as: 'integer' })
export const named = (column: string, references: readonly string[]): SideColumn => ({
	kind: 'reference',
	reads: `t.${column}::text`,
	column,
	as: 'bigint',
	references,
})
export const told = (reads: string, kind: FieldKind = 'text', references?: readonly string[]): SideColumn => ({
	kind,
	reads,
	...(references ? { references } : {}),
})
export const day = (column: string): SideColumn => ({ kind: 'date', reads: `t.${column}::text`, column, as: 'date' })
export const instant = (column: string): SideColumn => told(`to_char(t.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`, 'instant')
