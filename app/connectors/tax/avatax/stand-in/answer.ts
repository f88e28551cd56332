import { z } from 'zod'
import { jurisdictions, postalOf, taxCodes } from './jurisdictions.ts'

/** An error in AvaTax's shape. */
export class ServiceError extends Error {
	readonly status: number
	readonly code: string
	readonly refersTo: string
	constructor(status: number, code: string, message: string, refersTo = '') {
		super(message)
		this.status = status
		this.code = code
		this.refersTo = refersTo
	}
}

const address = z.strictObject({
	...{ line1: z.string().min(1), line2: z.string().optional(), city: z.string().min(1), region: z.string().optional() },
	...{ postalCode: z.string().optional(), country: z.string().length(2) },
})
const line = z.strictObject({
	...{ number: z.string().min(1), quantity: z.number(), amount: z.number(), taxCode: z.string(), taxIncluded: z.boolean().optional() },
	addresses: z.strictObject({ shipFrom: address, shipTo: address }),
	exemptionCode: z.string().max(25).optional(),
	taxOverride: z.strictObject({ type: z.literal('TaxAmount'), taxAmount: z.number(), reason: z.string().min(1) }).optional(),
})
const transaction = z.strictObject({
	...{ code: z.string().min(1).max(50).optional(), type: z.enum(['SalesOrder', 'SalesInvoice', 'ReturnInvoice']), companyCode: z.string() },
	...{ date: z.iso.date(), customerCode: z.string().min(1), currencyCode: z.string().length(3), commit: z.boolean().optional(), lines: z.array(line).min(1) },
})
const adjustment = z.strictObject({ adjustmentReason: z.string(), adjustmentDescription: z.string().min(1), createTransactionModel: transaction })

type Line = z.output<typeof line>
type Transaction = z.output<typeof transaction>

export type Recorded = { code: string; type: string; companyCode: string; status: 'Committed' | 'Cancelled'; totalTax: number; lines: readonly Line[] }

/** What the service keeps: recorded documents by company, type and code. A quote leaves nothing. */
export type Books = { companies: readonly string[]; documents: Map<string, Recorded> }

export const keyOf = (companyCode: string, type: string, code: string) => `${companyCode} ${type} ${code}`

function shaped<T extends z.ZodType>(shape: T, body: unknown): z.output<T> {
	const read = shape.safeParse(body)
	if (read.success) return read.data
	const [first] = read.error.issues
	throw new ServiceError(400, 'ModelStateInvalid', `${first?.path.join('.')}: ${first?.message}`)
}

const cents = (amount: number) => Math.round(amount * 100)

function refuseAddress({ addresses: { shipTo } }: Line, index: number): void {
	const { country, region = '', postalCode = '' } = shipTo
	const refersTo = `lines[${index}].addresses.shipTo`
	if (country === 'US' && !(region && postalCode)) throw new ServiceError(400, 'AddressIncomplete', 'The address has no region or postal code.', refersTo)
	const shape = postalOf[region]
	if (shape && !shape.test(postalCode)) throw new ServiceError(400, 'InvalidZipForStateError', `${postalCode} is not in ${region}.`, refersTo)
}

function taxed(one: Line) {
	const { shipTo } = one.addresses
	const code = taxCodes[one.taxCode]
	if (!code) throw new ServiceError(400, 'TaxCodeInvalid', `There is no tax code ${one.taxCode}.`)
	const isTaxed = code.taxed === null || code.taxed.includes(shipTo.region ?? '')
	const here = jurisdictions.filter(
		({ country, region, postal }) =>
			country === shipTo.country && (region === null || region === shipTo.region) && (shipTo.postalCode ?? '').startsWith(postal ?? ''),
	)
	const levies = isTaxed ? here : []
	const whole = one.taxIncluded ? 1 + levies.reduce((sum, { rate }) => sum + rate, 0) : 1
	const isExempt = one.exemptionCode !== undefined
	const details = levies.map(({ country, region, jurisType, jurisName, rate }) => {
		const base = one.amount / whole
		const exemptAmount = isExempt ? cents(base) / 100 : 0
		return { country, region, jurisType, jurisName, rate, exemptAmount, tax: isExempt ? 0 : cents(base * rate) / 100 }
	})
	const tax = one.taxOverride?.taxAmount ?? details.reduce((sum, detail) => sum + cents(detail.tax), 0) / 100
	return { lineNumber: one.number, tax, details: one.taxOverride ? [] : details }
}

function calculate(books: Books, asked: Transaction) {
	if (!books.companies.includes(asked.companyCode)) throw new ServiceError(404, 'CompanyNotFoundError', `There is no company ${asked.companyCode}.`)
	asked.lines.forEach(refuseAddress)
	const lines = asked.lines.map(taxed)
	return { code: asked.code ?? '', type: asked.type, lines, totalTax: lines.reduce((sum, { tax }) => sum + cents(tax), 0) / 100 }
}

/** POST /api/v2/transactions/create: a `SalesOrder` is answered and forgotten; another type is recorded once under its code. */
export function create(books: Books, body: unknown) {
	const asked = shaped(transaction, body)
	const answer = calculate(books, asked)
	if (asked.type === 'SalesOrder') return { ...answer, status: 'Temporary' }
	const code = asked.code ?? ''
	if (books.documents.has(keyOf(asked.companyCode, asked.type, code))) throw new ServiceError(400, 'DuplicateEntry', `${code} is recorded already.`)
	return record(books, asked, answer)
}

/** POST /api/v2/transactions/createoradjust: records, or replaces what is recorded; what was voided stays so. */
export function createOrAdjust(books: Books, body: unknown) {
	const asked = shaped(adjustment, body).createTransactionModel
	const answer = calculate(books, asked)
	const before = books.documents.get(keyOf(asked.companyCode, asked.type, asked.code ?? ''))
	if (before?.status === 'Cancelled') throw new ServiceError(400, 'CannotModifyVoidedTransaction', `${asked.code} was voided.`)
	return record(books, asked, answer)
}

function record(books: Books, asked: Transaction, answer: ReturnType<typeof calculate>) {
	if (!asked.code) throw new ServiceError(400, 'ValueRequiredError', 'A recorded transaction needs a code.')
	const { code, type, companyCode, lines } = asked
	books.documents.set(keyOf(companyCode, type, code), { code, type, companyCode, lines, status: 'Committed', totalTax: answer.totalTax })
	return { ...answer, status: 'Committed' }
}

/** POST /api/v2/companies/…/transactions/…/void */
export function voidTransaction(books: Books, { companyCode, code, type }: { companyCode: string; code: string; type: string }) {
	const found = books.documents.get(keyOf(companyCode, type, code))
	if (!found) throw new ServiceError(404, 'EntityNotFoundError', `There is no ${type} ${code}.`)
	if (found.status === 'Cancelled') throw new ServiceError(400, 'DocStatusError', `${code} was voided before.`)
	found.status = 'Cancelled'
	return { code, status: found.status }
}
