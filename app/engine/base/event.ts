/** Something that happened, as its destinations read it (sync-core.md section c). `payload` is small; consumers re-read state by its ids. */
export type CommerceEvent = {
	id: string
	topic: string
	/** What must stay in order: `cart:12`, `order:7`, `contact:3`. */
	subject: string
	accountId: number | null
	contactId: number | null
	/** The rep who did it for the contact; what she does never counts as the buyer's (commerce-engine.md section 10). */
	actedByUserId: number | null
	payload: Record<string, unknown>
	occurredAt: Date
}

/** A whole number of the payload, or null. */
export function numberIn(event: CommerceEvent, name: string): number | null {
	const value = event.payload[name]
	return typeof value === 'number' && Number.isSafeInteger(value) ? value : null
}
