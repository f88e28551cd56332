import type { Day } from '../../engine/base/calendar.ts'
import type { Currency } from '../../engine/base/money.ts'
import type { Result } from '../../engine/base/refusal.ts'
import type { TaxInput, TaxLine } from '../../engine/tax/tax.ts'

/**
 * What Kontor asks of whoever says the tax (commerce-engine.md section 6): the seller's own table, or an outside service.
 * A quote is asked while the buyer is present and outside every transaction; an invoice is reported by the worker, and
 * reporting the same one twice is one report. Amounts are minor units. Failures are answered, never thrown.
 */
export type TaxConnector = {
	/** The tax of every base of an order: nothing is recorded there. */
	quote(ask: TaxAsk): Promise<Result<{ lines: TaxLine[] }>>
	/** Records an invoice or a credit note with the tax that stands on it; again replaces what was recorded under its code. */
	commit(document: TaxDocument): Promise<Result<object>>
	/** Takes a recorded document back; one that is unknown or taken back already is done. */
	void(document: Pick<TaxDocument, 'code' | 'kind' | 'companyCode'>): Promise<Result<object>>
}

export type TaxAddress = { line1: string; line2: string | null; city: string; region: string | null; postalCode: string | null; country: string }

/** Who sells and who buys, in the words of the service: `codes` are its codes of ours. */
export type TaxParties = {
	companyCode: string
	codes: Readonly<Record<string, string>>
	currency: Currency
	buyerNumber: string
	/** Where goods are sent from; null: where they go. */
	from: TaxAddress | null
}

/** `input` is what the table would be asked; `addresses` by group key. */
export type TaxAsk = TaxParties & { input: TaxInput; addresses: ReadonlyMap<string, TaxAddress> }

/** `lines` of a credit note are negative. */
export type TaxDocument = TaxParties & {
	code: string
	kind: 'invoice' | 'credit_note'
	issuedOn: Day
	lines: readonly { taxCode: string; amountMinor: number; taxMinor: number; to: TaxAddress }[]
}

/** Every refusal a tax connector may answer of its own; each is a key of the `refusals` namespace. `reason` is the service's own word. */
export const taxRefusals = ['TAX_SERVICE_DOWN', 'TAX_SERVICE_REFUSED', 'TAX_ADDRESS_REFUSED'] as const

/** `table` is always there; a service that has no keys in this process is null. */
export type TaxConnectors = { table: TaxConnector; avatax: TaxConnector | null }

declare module '../../platform/house.ts' {
	interface Connectors {
		tax: TaxConnectors
	}
}
