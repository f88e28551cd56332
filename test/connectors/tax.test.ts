import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openAvatax } from '../../app/connectors/tax/avatax/avatax.server.ts'
import { openAvataxStandIn, type StandIn } from '../../app/connectors/tax/avatax/stand-in/open-stand-in.server.ts'
import type { TaxAddress, TaxAsk, TaxConnector, TaxDocument } from '../../app/connectors/tax/contract.ts'
import { openTaxTable } from '../../app/connectors/tax/embedded/table.ts'
import { acceptTaxQuote } from '../../app/engine/tax/decide-tax.ts'
import type { ExemptionCertificate, TaxRate } from '../../app/engine/tax/tax.ts'
import { taxBasesHash } from '../../app/engine/tax/tax-bases.ts'

const keys = { accountId: '2000001234', licenseKey: 'license-of-the-tests' }
let standIn: StandIn
let avatax: TaxConnector
beforeAll(async () => {
	standIn = await openAvataxStandIn({ ...keys, companies: ['ROASTER'] })
	avatax = openAvatax({ ...keys, origin: standIn.origin, timeoutMs: 300 })
})
beforeEach(() => Object.assign(standIn.faults, { failCalls: 0, cutCalls: 0, delayMs: 0 }))
afterAll(() => standIn.close())

const fargo: TaxAddress = { line1: '1 Main St', line2: null, city: 'Fargo', region: 'ND', postalCode: '58102', country: 'US' }
const moorhead: TaxAddress = { ...fargo, city: 'Moorhead', region: 'MN', postalCode: '56560' }
const rate = (region: string, jurisdiction: string, ratePpm: number): TaxRate => ({
	...{ id: ratePpm, jurisdiction, country: 'US', region, postalPrefix: null, taxCode: 'standard', ratePpm },
	...{ taxesShipping: region === 'MN', taxesFees: true, validFrom: '2000-01-01', validTo: null },
})
const certificate: ExemptionCertificate = { id: 9, jurisdiction: 'US-ND', number: 'E-1', taxCodes: null, validFrom: '2026-01-01', expiresOn: '2026-12-31' }

type Change = {
	certificates?: ExemptionCertificate[]
	pricesIncludeTax?: boolean
	addresses?: [string, TaxAddress][]
	codes?: Record<string, string>
	companyCode?: string
}
const place = ({ country, region, postalCode, line1, city }: TaxAddress) => ({ country, region, postalCode, street: `${line1}, ${city}` })

/** Two deliveries: 93.23 to Fargo, 50.04 and 0.89 of shipping to Moorhead. */
function ask({ certificates = [], pricesIncludeTax = false, addresses, codes, companyCode = 'ROASTER' }: Change = {}): TaxAsk {
	const goods = (amountMinor: number) => [{ key: '1', kind: 'goods' as const, taxCode: 'standard', amountMinor }]
	const groups = [
		{ groupKey: '7', place: place(fargo), parts: goods(9323), shippingMinor: 0 },
		{ groupKey: '8', place: place(moorhead), parts: goods(5004), shippingMinor: 89 },
	]
	const rates = [rate('ND', 'US-ND', 75_000), rate('MN', 'US-MN', 73_750)]
	return {
		input: { rounding: 'half_away', taxedOn: '2026-03-02', pricesIncludeTax, groups, rates, certificates },
		addresses: new Map(
			addresses ?? [
				['7', fargo],
				['8', moorhead],
			],
		),
		...{ companyCode, codes: codes ?? { standard: 'P0000000', shipping: 'FR020100' }, currency: 'USD', buyerNumber: 'A-1', from: null },
	}
}

async function quoted(tax: TaxConnector, change: Change = {}) {
	const asked = ask(change)
	const answer = await tax.quote(asked)
	if (!answer.ok) throw new Error(JSON.stringify(answer))
	const taken = acceptTaxQuote(asked.input, { basesHash: taxBasesHash(asked.input), lines: answer.lines })
	if (!taken.ok) throw new Error(JSON.stringify(taken))
	return { lines: answer.lines, taxMinor: taken.taxMinor, groups: taken.groups }
}
const refusalOf = async (change: Change, tax = avatax) => {
	const answer = await tax.quote(ask(change))
	return answer.ok ? null : answer.refusals[0]
}

const both: [string, () => TaxConnector][] = [
	['the table', () => openTaxTable()],
	['AvaTax’s stand-in', () => avatax],
]
describe.each(both)('one contract: %s', (_name, tax) => {
	test('a quote names every base once and can be spread over the order', async () => {
		const { taxMinor, groups } = await quoted(tax())
		// 93.23 at 7.5 % is 6.99; 50.04 at 7.375 % is 3.69, by the service 3.44 and 0.25; shipping 0.89 is taxed in MN: 0.07, by the service 0.06.
		expect(taxMinor).toBeOneOf([699 + 369 + 7, 699 + 369 + 6])
		expect(groups.map((group) => [group.groupKey, group.netMinor])).toEqual([
			['7', 9323],
			['8', 5004],
		])
	})

	test('a certificate relieves its own place only, and what it took off is said', async () => {
		const { lines, groups } = await quoted(tax(), { certificates: [certificate] })
		expect(groups[0]?.taxMinor).toBe(0)
		expect(groups[1]?.taxMinor).toBeGreaterThan(0)
		const nd = lines.filter(({ groupKey }) => groupKey === '7')
		expect(nd.map(({ certificateId }) => certificateId)).toEqual(nd.map(() => 9))
		expect(nd.reduce((sum, { relievedMinor }) => sum + relievedMinor, 0)).toBe(699)
	})

	test('prices with tax in them: net and tax are the price', async () => {
		const { groups } = await quoted(tax(), { pricesIncludeTax: true })
		expect(groups.map(({ netMinor, taxMinor, shippingNetMinor }) => netMinor + taxMinor + shippingNetMinor)).toEqual([9323, 5004 + 89])
		// 93.23 / 1.075: 6.50 of tax at once, or 4.34 and 2.17 by two jurisdictions.
		expect(groups[0]?.taxMinor).toBeOneOf([650, 434 + 217])
	})

	test('a document is reported once however often, and taken back once', async () => {
		const document: TaxDocument = {
			...ask(),
			code: 'INV-1',
			kind: 'invoice',
			issuedOn: '2026-03-04',
			lines: [{ taxCode: 'standard', amountMinor: 9323, taxMinor: 699, to: fargo }],
		}
		expect([await tax().commit(document), await tax().commit(document)]).toMatchObject([{ ok: true }, { ok: true }])
		expect([await tax().void(document), await tax().void(document), await tax().void({ ...document, code: 'NONE' })]).toMatchObject([
			{ ok: true },
			{ ok: true },
			{ ok: true },
		])
	})
})

test('what is recorded is the tax that was charged, under its own number, as a sale or a return', async () => {
	const { input: _input, ...parties } = ask()
	const lines = [{ taxCode: 'standard', amountMinor: 1000, taxMinor: 33, to: fargo }]
	await avatax.commit({ ...parties, code: 'INV-2', kind: 'invoice', issuedOn: '2026-03-04', lines })
	await avatax.commit({ ...parties, code: 'CN-2', kind: 'credit_note', issuedOn: '2026-03-05', lines: [{ ...lines[0]!, amountMinor: -1000, taxMinor: -33 }] })
	const own = standIn.documents().filter(({ code }) => code.endsWith('-2'))
	expect(own.map(({ code, type, status, totalTax }) => [code, type, status, totalTax])).toEqual([
		['INV-2', 'SalesInvoice', 'Committed', 0.33],
		['CN-2', 'ReturnInvoice', 'Committed', -0.33],
	])
})

test('a quote leaves nothing behind', async () => {
	const before = standIn.documents().length
	await quoted(avatax)
	expect(standIn.documents()).toHaveLength(before)
})

test('it refuses what the service refuses, by our names', async () => {
	const stranger = openAvatax({ ...keys, licenseKey: 'another-key', origin: standIn.origin })
	expect(await refusalOf({}, stranger)).toMatchObject({ code: 'TAX_SERVICE_REFUSED', facts: { reason: 'AuthenticationException' } })
	expect(await refusalOf({ companyCode: 'NOBODY' })).toMatchObject({ code: 'TAX_SERVICE_REFUSED', facts: { reason: 'CompanyNotFoundError' } })
	expect(await refusalOf({ codes: { standard: 'P999', shipping: 'FR020100' } })).toMatchObject({
		code: 'TAX_SERVICE_REFUSED',
		facts: { reason: 'TaxCodeInvalid' },
	})
	expect(await refusalOf({ codes: { standard: 'P0000000' } })).toMatchObject({ code: 'TAX_SERVICE_REFUSED', facts: { reason: 'code shipping' } })
	const elsewhere = { ...moorhead, postalCode: '90210' }
	expect(
		await refusalOf({
			addresses: [
				['7', fargo],
				['8', elsewhere],
			],
		}),
	).toMatchObject({ code: 'TAX_ADDRESS_REFUSED', facts: { groupKey: '8', reason: 'InvalidZipForStateError' } })
	expect(
		await refusalOf({
			addresses: [
				['7', { ...fargo, region: null }],
				['8', moorhead],
			],
		}),
	).toMatchObject({ code: 'TAX_ADDRESS_REFUSED', facts: { groupKey: '7', reason: 'AddressIncomplete' } })
	expect(await refusalOf({ addresses: [['7', fargo]] })).toMatchObject({ code: 'TAX_ADDRESS_REFUSED', facts: { groupKey: '8' } })
})

test('down, cut off, or too slow is one refusal, and the next call is answered', async () => {
	standIn.faults.failCalls = 1
	expect(await refusalOf({})).toEqual({ code: 'TAX_SERVICE_DOWN', facts: { reason: 'HTTP 503' } })
	standIn.faults.cutCalls = 1
	expect(await refusalOf({})).toMatchObject({ code: 'TAX_SERVICE_DOWN' })
	standIn.faults.delayMs = 600
	expect(await refusalOf({})).toEqual({ code: 'TAX_SERVICE_DOWN', facts: { reason: 'TimeoutError' } })
	standIn.faults.delayMs = 0
	expect(await refusalOf({})).toBeNull()
})

test('an answer that leaves a base out, or whose parts are not its whole, is refused', async () => {
	const { createServer } = await import('node:http')
	const details = (tax: number) => [{ country: 'US', region: 'ND', jurisType: 'State', jurisName: 'ND', rate: 0.05, tax, exemptAmount: 0 }]
	const answers = [
		{ lines: [{ lineNumber: '1', tax: 4.66, details: details(4.66) }] },
		{ lines: ['1', '2', '3'].map((lineNumber) => ({ lineNumber, tax: 5, details: details(4.66) })) },
		{ nothing: true },
	]
	const server = createServer((_request, response) => void response.end(JSON.stringify(answers.shift())))
	await new Promise<void>((open) => server.listen(0, '127.0.0.1', open))
	const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`
	const odd = openAvatax({ ...keys, origin })
	expect([await refusalOf({}, odd), await refusalOf({}, odd), await refusalOf({}, odd)].map((one) => one?.facts['reason'])).toEqual([
		'line 2',
		'line 1',
		'unreadable answer',
	])
	server.closeAllConnections()
	await new Promise((closed) => server.close(closed))
})
