import { type Db, withTransaction } from '../../../db/client.server.ts'
import type { CartDocument } from '../../../db/queries/cart.ts'
import type { TaxServiceRow } from '../../../db/queries/order-facts.ts'
import { saveTaxQuote } from '../../../db/queries/tax.ts'
import type { TaxAddress, TaxAsk, TaxConnectors } from '../../connectors/tax/contract.ts'
import { type Refusal, type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { TaxInput, TaxLine } from '../../engine/tax/tax.ts'
import { taxBases, taxBasesHash } from '../../engine/tax/tax-bases.ts'
import type { Shopper } from '../../platform/actor.ts'
import { type LoadedCart, priceLoaded } from '../cart/load-priced-cart.ts'

export type QuotedCart = {
	loaded: LoadedCart
	/** Why the tax could not be told. */
	refusals: Refusal[]
	/** The seller's table stood in for its service, which did not answer. */
	isFallback: boolean
}

/** How long the table stands in before the service is asked again: each page would wait for it otherwise. */
const FALLBACK_SECONDS = 60

/**
 * A cart with the tax that its seller's outside service says, asked only when what was stored is not for these bases,
 * outside every transaction, and stored with their hash before anybody can submit (commerce-engine.md section 6). A seller
 * with a table of its own: as it was, and no statement. One statement when it asked.
 */
export async function loadTaxQuote(
	db: Db,
	tax: TaxConnectors | undefined,
	{ loaded, shopper, at }: { loaded: LoadedCart; shopper: Shopper; at: Date },
): Promise<QuotedCart> {
	const { taxService, taxQuote } = loaded.facts
	const { taxInput } = loaded
	if (!taxService || !taxInput || taxBases(taxInput.groups).length === 0) return { loaded, refusals: [], isFallback: false }
	const basesHash = taxBasesHash(taxInput)
	const isFallback = taxQuote?.source === 'table'
	const isFresh = !isFallback || at.getTime() < new Date(taxQuote.quotedAt).getTime() + FALLBACK_SECONDS * 1000
	if (taxQuote?.basesHash === basesHash && isFresh) return { loaded, refusals: [], isFallback }
	const answer = await quote(tax, taxService, askOf(taxInput, taxService, loaded.document, shopper))
	if (!answer.ok) return { loaded, refusals: answer.refusals, isFallback: false }
	const { source, lines } = answer
	const key = { accountId: loaded.document.accountId, orderId: loaded.document.id }
	await withTransaction(db, (tx) => saveTaxQuote(tx, { ...key, basesHash, source, lines, at }))
	const facts = { ...loaded.facts, taxQuote: { basesHash, source, lines, quotedAt: at.toISOString() } }
	return { loaded: { ...loaded, facts, ...priceLoaded({ ...loaded, facts }, shopper, at) }, refusals: [], isFallback: source === 'table' }
}

type Quoted = Result<{ source: 'service' | 'table'; lines: TaxLine[] }>

/** An address that cannot be placed is never guessed by the table: the buyer can put it right. */
async function quote(tax: TaxConnectors | undefined, { kind, onFailure }: TaxServiceRow, ask: TaxAsk): Promise<Quoted> {
	const service = tax?.[kind]
	const answer = service ? await service.quote(ask) : refused(refusal('TAX_SERVICE_DOWN', { reason: 'not set up' }))
	if (answer.ok) return { ok: true, source: 'service', lines: answer.lines }
	if (!tax || onFailure === 'refuse' || answer.refusals.some(({ code }) => code === 'TAX_ADDRESS_REFUSED')) return answer
	const table = await tax.table.quote(ask)
	return table.ok ? { ok: true, source: 'table', lines: table.lines } : table
}

function askOf(input: TaxInput, { companyCode, codes, from }: TaxServiceRow, document: CartDocument, { account }: Shopper): TaxAsk {
	return {
		...{ input, companyCode, codes, from: addressOf(from), currency: document.currency, buyerNumber: account.number },
		addresses: new Map(
			document.groups.flatMap((group): [string, TaxAddress][] => {
				const address = addressOf(group)
				return address ? [[String(group.id), address]] : []
			}),
		),
	}
}

function addressOf({ line1, line2, city, region, postalCode, country }: TaxServiceRow['from']): TaxAddress | null {
	return line1 && city && country ? { line1, line2: line2 ?? null, city, region: region ?? null, postalCode: postalCode ?? null, country } : null
}
