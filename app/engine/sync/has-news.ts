import type { SyncValue } from './types.ts'

export type Said = {
	/** What the record says now, and what both sides agreed on last, of each mapped field. */
	fields: readonly { value: SyncValue; agreed: SyncValue }[]
	/** The record's own stamp; null where its side keeps none. */
	modifiedAt: string | null
	/** When an error of its link that is still open was last seen; null: none is open. */
	troubledAt: string | null
	/** Stamps closer than this are the same moment. */
	skewMs: number
}

/**
 * Whether a record of another system says anything that both sides did not agree on already (sync-core.md B6.1): so our own writes come back without a sound.
 * While an error stands, a later change is news whatever it says: a value that was taken back may be all that is needed to end it (B8).
 */
export function hasNews({ fields, modifiedAt, troubledAt, skewMs }: Said): boolean {
	if (fields.some(({ value, agreed }) => JSON.stringify(value) !== JSON.stringify(agreed))) return true
	if (troubledAt === null) return false
	return modifiedAt === null || Date.parse(modifiedAt) + skewMs >= Date.parse(troubledAt)
}
