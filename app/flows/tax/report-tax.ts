import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type ReportRow, readReport, readReported, saveReport, saveVoided } from '../../../db/queries/tax.ts'
import type { TaxAddress, TaxConnectors, TaxDocument } from '../../connectors/tax/contract.ts'
import type { CommerceEvent } from '../../engine/base/event.ts'
import type { Result } from '../../engine/base/refusal.ts'
import { FEE_CODE, SHIPPING_CODE } from '../../engine/tax/tax.ts'

type Desk = { db: Db; tax: TaxConnectors; at: Date }

/**
 * Destination `tax` of the outbox, outside any transaction: an invoice or credit note is recorded at its seller's tax
 * service with the tax that stands on it; of a cancelled order what was recorded is taken back. The service takes a
 * document once under its number, so an event that comes twice is one report. Throws to be tried again.
 */
export async function reportTax(desk: Desk, { topic, accountId, payload }: CommerceEvent): Promise<void> {
	if (accountId === null) return
	const { invoiceId, creditIds, orderId } = payload
	if (topic === 'invoice.issued' && typeof invoiceId === 'number') await commit(desk, { accountId, invoiceId })
	// Credit notes one after the other: whatever of them fails is asked again, and reporting twice is once.
	if (topic === 'return.received' && Array.isArray(creditIds))
		for (const id of creditIds) if (typeof id === 'number') await commit(desk, { accountId, invoiceId: id })
	if (topic === 'order.cancelled' && typeof orderId === 'number') await takeBack(desk, { accountId, orderId })
}

function demand(answer: Result<object>): void {
	if (!answer.ok) throw new Error(answer.refusals.map(({ code, facts }) => `${code} ${facts['reason'] ?? ''}`).join())
}

async function commit({ db, tax, at }: Desk, key: { accountId: number; invoiceId: number }): Promise<void> {
	const report = await readReport(db, key)
	if (!report?.service || !report.companyCode || report.state === 'voided') return
	const service = tax[report.service]
	if (!service) throw new Error('TAX_SERVICE_DOWN not set up')
	demand(await service.commit(documentOf(report, report.companyCode)))
	const { orderId, number, companyCode, taxMinor } = report
	await withTransaction(db, (tx) => saveReport(tx, { ...key, orderId, code: number, companyCode, taxMinor, at }))
}

async function takeBack({ db, tax, at }: Desk, key: { accountId: number; orderId: number }): Promise<void> {
	const invoiceIds: number[] = []
	// One after the other: whatever of it fails is asked again, and taking back twice is once.
	for (const { invoiceId, service, ...document } of await readReported(db, key)) {
		const connector = service && tax[service]
		if (!connector) throw new Error('TAX_SERVICE_DOWN not set up')
		demand(await connector.void(document))
		invoiceIds.push(invoiceId)
	}
	if (invoiceIds.length > 0) await withTransaction(db, (tx) => saveVoided(tx, { accountId: key.accountId, invoiceIds, at }))
}

/** The lines of an invoice as they were charged, with what its shipping was. */
function documentOf(report: ReportRow, companyCode: string): TaxDocument {
	const { lines, shippingMinor, taxMinor } = report
	const shippingTaxMinor = taxMinor - lines.reduce((sum, line) => sum + line.taxMinor, 0)
	const shipping = { kind: 'shipping', taxCode: SHIPPING_CODE, netMinor: shippingMinor, taxMinor: shippingTaxMinor, place: report.place }
	const all = shippingMinor !== 0 || shippingTaxMinor !== 0 ? [...lines, shipping] : lines
	return {
		...{ companyCode, codes: report.codes, currency: report.currency, buyerNumber: report.buyerNumber, from: addressOf(report.from) },
		...{ code: report.number, kind: report.kind, issuedOn: report.issuedOn },
		lines: all.map(({ kind, taxCode, netMinor, taxMinor: ownTaxMinor, place }) => ({
			...{ taxCode: kind === 'fee' ? FEE_CODE : (taxCode ?? 'standard'), amountMinor: netMinor, taxMinor: ownTaxMinor },
			to: placeOf(place ?? report.place, report.number),
		})),
	}
}

function placeOf(place: Stored | null, number: string): TaxAddress {
	const address = place && addressOf(place)
	if (!address) throw new Error(`TAX_ADDRESS_REFUSED ${number} has no address`)
	return address
}

/** As an order keeps it, a copy of the location's row, or as a seller has written it. */
type Stored = Record<string, string | null>

function addressOf({ line1, line2, city, region, postalCode, postal_code: copied, country }: Stored): TaxAddress | null {
	return line1 && city && country ? { line1, line2: line2 ?? null, city, region: region ?? null, postalCode: postalCode ?? copied ?? null, country } : null
}
