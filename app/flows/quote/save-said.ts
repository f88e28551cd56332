import type { Tx } from '../../../db/client.server.ts'
import { insertQuote, insertVersion, type QuoteKey, type SavedVersion } from '../../../db/queries/quote-save.ts'
import { printMicros } from '../../engine/base/money.ts'
import type { Rounding } from '../../engine/base/rounding.ts'
import { printQuantity } from '../../engine/base/units.ts'
import type { QuoteLine } from '../../engine/quote/quote.ts'
import { totalVersion } from '../../engine/quote/total-version.ts'
import type { Shopper } from '../../platform/actor.ts'
import { type DomainEvent, saveEvents, type Topic } from '../event/save-events.ts'

/** What of a line is no term: it stays from version to version. */
export type LineThing = { productId: number; unitCode: string; chosen: readonly number[] | null; listMicros: bigint | null }

type Said = Omit<SavedVersion, 'lines' | 'totalMinor'> & {
	lines: readonly QuoteLine[]
	things: ReadonlyMap<number, LineThing>
	currency: string
	rounding: Rounding
}

/** Writes what one side said with its totals; answers what it comes to, null while a line has no price. */
export async function saveSaid(tx: Tx, key: QuoteKey, { lines, things, currency, rounding, ...said }: Said): Promise<number | null> {
	const totals = totalVersion(lines, currency, rounding)
	await insertVersion(tx, key, {
		...said,
		totalMinor: totals.totalMinor,
		lines: lines.flatMap(({ position, quantity, minimum, unitPriceMicros }, index) => {
			const thing = things.get(position)
			if (!thing) return []
			const { productId, unitCode, chosen, listMicros } = thing
			return [
				{
					...{ position, productId, unitCode, chosen, quantity: printQuantity(quantity), minimum: printQuantity(minimum) },
					unitPrice: unitPriceMicros === null ? null : printMicros(unitPriceMicros),
					listPrice: listMicros === null ? null : printMicros(listMicros),
					totalMinor: totals.lines[index] ?? null,
				},
			]
		}),
	})
	return totals.totalMinor
}

/** A quote's first version: what is wanted, as its account would pay for it. Answers its number. */
export async function saveAsked(
	tx: Tx,
	{ account, seller, contactId }: Shopper,
	{ lines, things }: { lines: readonly QuoteLine[]; things: ReadonlyMap<number, LineThing> },
	{ userId, leadId, note, at }: { userId: number | null; leadId?: number; note: string | null; at: Date },
): Promise<{ id: number; number: string }> {
	const accountId = account.accountId ?? 0
	const made = await insertQuote(tx, { accountId, sellerEntityId: seller.id, currency: account.currency, contactId, ...(leadId ? { leadId } : {}), at })
	const said = { version: 1, kind: 'asked' as const, contactId, userId, note, validOn: null, at }
	await saveSaid(tx, { accountId, quoteId: made.id }, { ...said, lines, things, currency: account.currency, rounding: seller.rounding })
	return made
}

type Told = {
	topic: Extract<Topic, `quote.${string}`>
	quote: { id: number; number: string; accountId: number; contactId: number | null; ownerUserId: number | null; currency: string }
	version: number
	actedByUserId: number | null
	facts?: Record<string, unknown>
	at: Date
}

/** What happened to a quote, for everybody who listens. */
export function quoteEvent({ topic, quote, version, actedByUserId, facts, at }: Told): DomainEvent {
	const { id, number, accountId, contactId, ownerUserId, currency } = quote
	const payload = { quoteId: id, number, version, currency, ownerUserId, ...facts }
	return { topic, subject: `quote:${id}`, accountId, contactId, actedByUserId, payload, occurredAt: at }
}

export const tellQuote = (tx: Tx, told: Told): Promise<void> => saveEvents(tx, [quoteEvent(told)])
