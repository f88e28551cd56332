import { z } from 'zod'
import { parseMinor } from '../../../engine/base/money.ts'
import { type Result, refusal, refused } from '../../../engine/base/refusal.ts'
import { divideRounded } from '../../../engine/base/rounding.ts'
import type { TaxLine } from '../../../engine/tax/tax.ts'
import { type TaxBase, taxBases } from '../../../engine/tax/tax-bases.ts'
import type { TaxAsk } from '../contract.ts'
import { certificateOf } from './write-transaction.ts'

const detail = z.object({
	...{ country: z.string(), region: z.string().nullish(), jurisType: z.string(), jurisName: z.string() },
	...{ rate: z.number().min(0).max(1), tax: z.number(), exemptAmount: z.number().nullish() },
})
const transaction = z.object({ lines: z.array(z.object({ lineNumber: z.string(), tax: z.number(), details: z.array(detail) })) })

type Detail = z.output<typeof detail>

/** AvaTax's jurisdiction by the name that it has on our invoices: `US-ND`, `US-ND FARGO`. */
function jurisdictionOf({ country, region, jurisType, jurisName }: Detail): string {
	const place = region ? `${country}-${region}` : country
	if (jurisType === 'Country') return country
	return jurisType === 'State' ? place : `${place} ${jurisName}`
}

/** A rate with six digits as parts per million, by its decimal digits. */
const ppmOf = (rate: number) => Math.round(rate * 1_000_000)

/** Minor units of a JSON number with no more digits than the currency has; null for any other. */
const minorOf = (amount: number, currency: string) => parseMinor(String(amount), currency)

/** The lines of a quote, one per base and jurisdiction. An answer that leaves a base out, or whose parts are not its whole, is refused. */
export function readQuoted(body: unknown, ask: TaxAsk): Result<{ lines: TaxLine[] }> {
	const read = transaction.safeParse(body)
	if (!read.success) return refused(refusal('TAX_SERVICE_REFUSED', { reason: 'unreadable answer' }))
	const answered = new Map(read.data.lines.map((line) => [line.lineNumber, line]))
	const lines: TaxLine[] = []
	for (const [index, base] of taxBases(ask.input.groups).entries()) {
		const line = answered.get(String(index + 1))
		const own = line && linesOf(base, line.details, ask)
		const taxMinor = own?.reduce((sum, one) => sum + one.taxMinor, 0)
		if (!line || !own || taxMinor !== minorOf(line.tax, ask.currency)) return refused(refusal('TAX_SERVICE_REFUSED', { reason: `line ${index + 1}` }))
		lines.push(...own)
	}
	return { ok: true, lines }
}

function linesOf(base: TaxBase, details: readonly Detail[], { input, currency }: TaxAsk): TaxLine[] | null {
	const certificateId = certificateOf(input, base)?.id ?? null
	const lines: TaxLine[] = []
	// Several levies of one jurisdiction are one line of ours, as an invoice prints them.
	for (const [jurisdiction, own] of Map.groupBy(details, jurisdictionOf)) {
		const ratePpm = own.reduce((sum, { rate }) => sum + ppmOf(rate), 0)
		const taxes = own.map(({ tax }) => minorOf(tax, currency))
		const exempts = own.map(({ exemptAmount }) => minorOf(exemptAmount ?? 0, currency))
		if (taxes.includes(null) || exempts.includes(null)) return null
		const relieved = own.map(({ rate }, at) => Number(divideRounded(BigInt(exempts[at] ?? 0) * BigInt(ppmOf(rate)), 1_000_000n, input.rounding)))
		const relievedMinor = relieved.reduce((a, b) => a + b, 0)
		lines.push({
			...{ groupKey: base.group.groupKey, taxCode: base.taxCode, jurisdiction, ratePpm, baseMinor: base.baseMinor },
			...{ taxMinor: taxes.reduce<number>((sum, tax) => sum + (tax ?? 0), 0), relievedMinor },
			certificateId: exempts.some((exempt) => (exempt ?? 0) !== 0) ? certificateId : null,
		})
	}
	return lines
}
