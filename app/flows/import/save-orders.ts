import type { Tx } from '../../../db/client.server.ts'
import {
	addToDocuments,
	insertDocuments,
	type KnownDocument,
	knownCredits,
	knownOrders,
	type NewDocument,
	reserveIds,
	type SavedLine,
	savedLines,
} from '../../../db/queries/import-order.ts'
import { MAX_AMOUNT_MINOR, printMicros } from '../../engine/base/money.ts'
import { parseQuantity } from '../../engine/base/units.ts'
import { isGoods } from '../../engine/order/import-history.ts'
import { loadAccounts, loadProducts } from './load-parties.ts'
import { type HistoryDocument, readHistory, type SequencedLine } from './read-history.ts'
import { type PlacedLine, saveLines } from './save-lines.ts'
import type { ImportContext, RowOutcome, SourceRow } from './types.ts'

/** A document of the file beside what the house has of it, and what this chunk adds. */
type Draft = { document: HistoryDocument; accountId: number; known: KnownDocument | null; lines: SequencedLine[] }

/**
 * Order history: closed orders with one delivery and a settled invoice, credit notes for what was taken back. Lines that the
 * house has already are compared, never rewritten: an imported order is a document. The same statements for 1 row and for 5,000.
 */
export async function saveOrders(tx: Tx, context: ImportContext, rows: readonly SourceRow[]): Promise<RowOutcome[]> {
	const outcomes: RowOutcome[] = []
	const documents = readHistory(context, rows, outcomes)
	const numbers = (kind: string) => documents.filter((one) => one.kind === kind).map(({ header }) => header.number)
	const [invoices, credits] = [numbers('invoice'), numbers('credit_note')]
	const known = new Map<string, KnownDocument>()
	if (invoices.length > 0) for (const one of await knownOrders(tx, context.seller.id, invoices)) known.set(`invoice\u0001${one.number}`, one)
	if (credits.length > 0) for (const one of await knownCredits(tx, context.seller.id, credits)) known.set(`credit_note\u0001${one.number}`, one)
	const saved = known.size > 0 ? await savedLines(tx, [...known.values()]) : []
	const accounts = await loadAccounts(
		tx,
		context,
		documents.filter(({ key }) => !known.has(key)),
	)
	const products = await loadProducts(tx, context, documents)
	const drafts = decide({ context, documents, known, saved, accounts, products, outcomes })
	await saveDrafts(tx, context, drafts, products)
	return outcomes
}

type Facts = {
	context: ImportContext
	documents: readonly HistoryDocument[]
	known: ReadonlyMap<string, KnownDocument>
	saved: readonly SavedLine[]
	accounts: ReadonlyMap<string, number>
	products: ReadonlyMap<string, number>
	outcomes: RowOutcome[]
}

/** What of each document is new; every row gets its outcome. */
function decide({ context, documents, known, saved, accounts, products, outcomes }: Facts): Draft[] {
	const savedBy = new Map(saved.map((line) => [`${line.documentId}\u0001${line.sequence}`, line]))
	return documents.flatMap((document) => {
		const there = known.get(document.key) ?? null
		const refuseAll = (reason: string, facts: Record<string, string>) => {
			for (const rowNumber of [...document.headerRows, ...document.lines.map((line) => line.rowNumber)])
				outcomes.push({ rowNumber, outcome: 'rejected', reason, facts })
			return []
		}
		const { number, account, placedAt } = document.header
		if (there && !there.isImported) return refuseAll('order.number_taken', { number })
		if (there && account !== null && there.account !== account) return refuseAll('order.other_account', { number, account })
		if (!there && account === null) return refuseAll('order.unknown', { number })
		const accountId = there?.accountId ?? accounts.get(account ?? '')
		if (accountId === undefined) return refuseAll('account.unknown', { account: account ?? '' })
		if (!there && placedAt === null) return refuseAll('placedAt.missing', { number })
		for (const [index, rowNumber] of document.headerRows.entries()) outcomes.push(headerOutcome(document, there, rowNumber, index))
		let net = there?.netMinor ?? 0
		const lines = document.lines.filter((line) => {
			const outcome = lineOutcome(line, there ? savedBy.get(`${there.invoiceId}\u0001${line.sequence}`) : undefined, products, net)
			outcomes.push(outcome)
			if (outcome.outcome === 'created' || outcome.outcome === 'unchanged') addToTotals(context, line)
			if (outcome.outcome === 'created') net += line.netMinor
			return outcome.outcome === 'created'
		})
		if (there && lines.length === 0) return []
		if (!there && lines.length === 0 && document.headerRows.length === 0) return []
		return [{ document, accountId, known: there, lines }]
	})
}

function headerOutcome({ header }: HistoryDocument, there: KnownDocument | null, rowNumber: number, index: number): RowOutcome {
	if (index > 0) return { rowNumber, outcome: 'rejected', reason: 'key.duplicate', facts: { key: header.number } }
	if (!there) return { rowNumber, outcome: 'created' }
	return there.shippingMinor === header.shippingMinor
		? { rowNumber, outcome: 'unchanged' }
		: { rowNumber, outcome: 'rejected', reason: 'order.is_a_document', facts: { number: header.number } }
}

function lineOutcome(line: SequencedLine, saved: SavedLine | undefined, products: ReadonlyMap<string, number>, netBefore: number): RowOutcome {
	const { rowNumber } = line
	if (saved) {
		const size = parseQuantity(saved.quantity.replace('-', '')) ?? 0
		const quantity = saved.quantity.startsWith('-') ? -size : size
		const isSame =
			(saved.sku ?? '') === line.sku && quantity === line.quantity && saved.unitPrice === printMicros(line.unitPriceMicros) && saved.netMinor === line.netMinor
		return isSame ? { rowNumber, outcome: 'unchanged' } : { rowNumber, outcome: 'rejected', reason: 'order.is_a_document', facts: { sequence: line.sequence } }
	}
	if (isGoods(line.class) && !products.has(line.sku)) return { rowNumber, outcome: 'rejected', reason: 'sku.unknown', facts: { sku: line.sku } }
	if (Math.abs(netBefore + line.netMinor) > MAX_AMOUNT_MINOR) return { rowNumber, outcome: 'rejected', reason: 'amount.too_large', facts: { sku: line.sku } }
	return { rowNumber, outcome: 'created' }
}

function addToTotals({ totals }: ImportContext, line: SequencedLine): void {
	const name = `${line.document}.${line.class}`
	const before = totals.get(name) ?? { rows: 0, exactNet: 0n }
	totals.set(name, { rows: before.rows + 1, exactNet: before.exactNet + line.exactNet })
}

const sum = (lines: readonly SequencedLine[], of: (line: SequencedLine) => number) => lines.reduce((total, line) => total + of(line), 0)

function amountsOf(lines: readonly SequencedLine[]) {
	return {
		goodsMinor: sum(lines, (line) => line.resolvedMinor),
		discountMinor: sum(lines, (line) => line.resolvedMinor - line.netMinor),
		netMinor: sum(lines, (line) => line.netMinor),
	}
}

async function saveDrafts(tx: Tx, context: ImportContext, drafts: readonly Draft[], products: ReadonlyMap<string, number>): Promise<void> {
	if (drafts.length === 0) return
	const ids = await reserveIds(tx, {
		documents: drafts.length,
		lines: sum(
			drafts.flatMap(({ lines }) => lines),
			() => 1,
		),
	})
	const created: NewDocument[] = []
	const placed: PlacedLine[] = []
	const added = drafts.flatMap(({ document, accountId, known, lines }, index) => {
		const isOrder = document.kind === 'invoice'
		const place = {
			accountId,
			orderId: known ? known.orderId : isOrder ? (ids.orders[index] ?? 0) : null,
			groupId: known ? known.groupId : isOrder ? (ids.groups[index] ?? 0) : null,
			invoiceId: known ? known.invoiceId : (ids.invoices[index] ?? 0),
			isShipped: known?.isShipped ?? document.header.isShipped,
		}
		for (const line of lines) placed.push({ line, place, productId: isGoods(line.class) ? (products.get(line.sku) ?? null) : null })
		if (known) return [{ ...place, ...amountsOf(lines) }]
		const { number, placedAt, requestedOn, dueOn, poNumber, address, shippingMinor } = document.header
		const wall = placedAt ?? ''
		created.push({
			...place,
			kind: document.kind,
			number,
			placedAt: wall,
			requestedOn,
			dueOn: dueOn ?? wall.slice(0, 10),
			poNumber,
			address,
			shippingMinor: isOrder ? shippingMinor : 0,
			...amountsOf(lines),
		})
		return []
	})
	if (created.length > 0) await insertDocuments(tx, context.seller, created)
	await saveLines(tx, placed, ids)
	if (added.length > 0) await addToDocuments(tx, added)
}
