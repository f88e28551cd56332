import { type Currency, printMinor } from '../../../engine/base/money.ts'
import { type Refusal, type Result, refusal } from '../../../engine/base/refusal.ts'
import type { ExemptionCertificate, TaxInput } from '../../../engine/tax/tax.ts'
import { type TaxBase, taxBases } from '../../../engine/tax/tax-bases.ts'
import type { TaxAddress, TaxAsk, TaxDocument, TaxParties } from '../contract.ts'

/** AvaTax writes amounts as JSON numbers; a decimal of 15 digits survives them. */
const amountOf = (minor: number, currency: Currency) => Number(printMinor(minor, currency))

const addressOf = ({ line1, line2, city, region, postalCode, country }: TaxAddress) => ({
	...{ line1, city, country },
	...(line2 ? { line2 } : {}),
	...(region ? { region } : {}),
	...(postalCode ? { postalCode } : {}),
})

const addressesOf = (from: TaxAddress | null, to: TaxAddress) => ({ shipFrom: addressOf(from ?? to), shipTo: addressOf(to) })

/** The certificate of the place's jurisdictions that frees this code on the day; the one that lasts longest. */
export function certificateOf({ certificates, taxedOn }: TaxInput, { group, taxCode }: Pick<TaxBase, 'group' | 'taxCode'>): ExemptionCertificate | null {
	const { country, region } = group.place
	const zone = region ? `${country}-${region}` : country
	const valid = certificates.filter(
		({ jurisdiction, taxCodes, validFrom, expiresOn }) =>
			(jurisdiction === country || jurisdiction === zone || jurisdiction.startsWith(`${zone}-`)) &&
			(taxCodes === null || taxCodes.includes(taxCode)) &&
			validFrom <= taxedOn &&
			taxedOn <= expiresOn,
	)
	return valid.sort((a, b) => (a.expiresOn < b.expiresOn ? 1 : a.expiresOn > b.expiresOn ? -1 : a.id - b.id))[0] ?? null
}

type Written = Result<{ body: object }>

/** Codes of ours that the seller has not given the service's word for: asking would tax them as something else. */
function unknownCodes(codes: TaxParties['codes'], used: readonly string[]): Refusal[] {
	return [...new Set(used)].filter((code) => !codes[code]).map((taxCode) => refusal('TAX_SERVICE_REFUSED', { reason: `code ${taxCode}` }))
}

/** A quote as AvaTax takes it: one line per base, in their order, each with its own addresses and certificate. */
export function writeQuote({ input, addresses, codes, companyCode, buyerNumber, currency, from }: TaxAsk): Written {
	const bases = taxBases(input.groups)
	const missing = input.groups.filter(({ groupKey }) => !addresses.has(groupKey))
	const refusals = [
		...unknownCodes(
			codes,
			bases.map(({ taxCode }) => taxCode),
		),
		...missing.map(({ groupKey }) => refusal('TAX_ADDRESS_REFUSED', { groupKey, reason: 'no address' })),
	]
	if (refusals.length > 0) return { ok: false, refusals }
	const lines = bases.flatMap((base, index) => {
		const to = addresses.get(base.group.groupKey)
		const certificate = certificateOf(input, base)
		if (!to) return []
		return [
			{
				...{ number: String(index + 1), quantity: 1, amount: amountOf(base.baseMinor, currency), taxCode: codes[base.taxCode] },
				...{ taxIncluded: input.pricesIncludeTax, addresses: addressesOf(from, to) },
				...(certificate ? { exemptionCode: certificate.number } : {}),
			},
		]
	})
	return { ok: true, body: { type: 'SalesOrder', companyCode, date: input.taxedOn, customerCode: buyerNumber, currencyCode: currency, lines } }
}

/** An invoice as AvaTax records it, with the tax that the buyer was charged: it is told, not asked again. */
export function writeDocument({ code, kind, issuedOn, lines, codes, companyCode, buyerNumber, currency, from }: TaxDocument): Written {
	const refusals = unknownCodes(
		codes,
		lines.map(({ taxCode }) => taxCode),
	)
	if (refusals.length > 0) return { ok: false, refusals }
	const transaction = {
		...{ code, type: kind === 'invoice' ? 'SalesInvoice' : 'ReturnInvoice', companyCode, date: issuedOn, customerCode: buyerNumber, currencyCode: currency },
		commit: true,
		lines: lines.map(({ taxCode, amountMinor, taxMinor, to }, index) => ({
			...{ number: String(index + 1), quantity: 1, amount: amountOf(amountMinor, currency), taxCode: codes[taxCode], addresses: addressesOf(from, to) },
			taxOverride: { type: 'TaxAmount', taxAmount: amountOf(taxMinor, currency), reason: 'as invoiced' },
		})),
	}
	return { ok: true, body: { adjustmentReason: 'Other', adjustmentDescription: 'reported again', createTransactionModel: transaction } }
}
