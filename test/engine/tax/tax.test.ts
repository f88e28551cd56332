import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { acceptTaxQuote, decideTax } from '../../../app/engine/tax/decide-tax.ts'
import type { ExemptionCertificate, TaxGroup, TaxInput, TaxOutcome, TaxPart, TaxRate } from '../../../app/engine/tax/tax.ts'
import { taxBasesHash } from '../../../app/engine/tax/tax-bases.ts'
import { lawCases } from '../../support/laws.ts'

const goods = (key: string, amountMinor: number, taxCode = 'standard'): TaxPart => ({ key, kind: 'goods', taxCode, amountMinor })
const fee = (key: string, amountMinor: number): TaxPart => ({ key, kind: 'fee', taxCode: 'standard', amountMinor })
const group = (groupKey: string, region: string, parts: TaxPart[], shippingMinor = 0, postalCode: string | null = null): TaxGroup => ({
	groupKey,
	place: { country: 'US', region, postalCode },
	parts,
	shippingMinor,
})
let lastId = 0
const rate = (region: string | null, ratePpm: number, more: Partial<TaxRate> = {}): TaxRate => ({
	id: ++lastId,
	jurisdiction: `US-${region}`,
	country: 'US',
	region,
	postalPrefix: null,
	taxCode: 'standard',
	ratePpm,
	taxesShipping: false,
	taxesFees: false,
	validFrom: '2020-01-01',
	validTo: null,
	...more,
})
const certificate: ExemptionCertificate = { id: 4, jurisdiction: 'US-ND', number: 'ND-17', taxCodes: null, validFrom: '2026-01-01', expiresOn: '2026-03-02' }

test('a quote of tax stands on certificates in whatever order they are read, and on each of them', () => {
	const held = (...numbers: string[]) => ({
		...{ taxedOn: '2026-03-02', pricesIncludeTax: false, groups: [group('A', 'ND', [goods('1', 100)])] },
		certificates: numbers.map((number) => ({ ...certificate, number })),
	})
	expect(taxBasesHash(held('ND-1', 'ND-2'))).toBe(taxBasesHash(held('ND-2', 'ND-1')))
	expect(taxBasesHash(held('ND-1', 'ND-2'))).not.toBe(taxBasesHash(held('ND-1')))
})
const input = (groups: TaxGroup[], rates: TaxRate[], more: Partial<TaxInput> = {}): TaxInput => ({
	rounding: 'half_away',
	taxedOn: '2026-03-02',
	pricesIncludeTax: false,
	groups,
	rates,
	certificates: [],
	...more,
})
function taxOf(given: TaxInput): TaxOutcome {
	const outcome = decideTax(given)
	if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusals))
	return outcome
}
const lines = (given: TaxInput) => taxOf(given).lines.map(({ taxCode, jurisdiction, baseMinor, taxMinor }) => [taxCode, jurisdiction, baseMinor, taxMinor])

test('P2: 6.99, 3.75 and 1.41, with shipping untaxed', () => {
	const p2 = input(
		[
			group('A', 'ND', [goods('bean', 5059), goods('acc-1', 3319), goods('acc-2', 945)], 89),
			group('B', 'ND', [goods('bean', 1686), goods('acc-1', 3318)], 89),
			group('C', 'MN', [goods('bean', 1686)], 72),
		],
		[rate('ND', 75_000), rate('MN', 83_750)],
	)
	expect(taxOf(p2).groups).toEqual([
		{ groupKey: 'A', netMinor: 9323, shippingNetMinor: 89, shippingTaxMinor: 0, taxMinor: 699 },
		{ groupKey: 'B', netMinor: 5004, shippingNetMinor: 89, shippingTaxMinor: 0, taxMinor: 375 },
		{ groupKey: 'C', netMinor: 1686, shippingNetMinor: 72, shippingTaxMinor: 0, taxMinor: 141 },
	])
	expect(taxOf(p2).taxMinor).toBe(1215)
	expect(taxOf(p2).parts.map(({ taxMinor }) => taxMinor)).toEqual([379, 249, 71, 126, 249, 141])
})

describe('jurisdictions', () => {
	test('Quebec: two taxes on one base, each rounded by itself', () => {
		const montreal = { groupKey: 'M', place: { country: 'CA', region: 'QC', postalCode: 'H2X 1Y4' }, parts: [goods('bean', 2539)], shippingMinor: 0 }
		const gst = rate(null, 50_000, { jurisdiction: 'CA', country: 'CA' })
		const qst = rate('QC', 99_750, { jurisdiction: 'CA-QC', country: 'CA' })
		expect(lines(input([montreal], [gst, qst]))).toEqual([
			['standard', 'CA', 2539, 127],
			['standard', 'CA-QC', 2539, 253],
		])
	})
	test('base is summed per code before rounding: three times 0.07 at 7.5 % is 0.02, not 0.03', () => {
		expect(lines(input([group('A', 'ND', [goods('a', 7), goods('b', 7), goods('c', 7)])], [rate('ND', 75_000)]))).toEqual([['standard', 'US-ND', 21, 2]])
	})
	test('the narrower zone, the later rate, and only within its days', () => {
		const fargo = rate('ND', 80_000, { postalPrefix: '581' })
		const rates = [rate('ND', 75_000), fargo, rate('ND', 99_000, { postalPrefix: '581', validTo: '2026-03-02', validFrom: '2025-01-01' })]
		expect(lines(input([group('A', 'ND', [goods('a', 1000)], 0, '58102')], rates))).toEqual([['standard', 'US-ND', 1000, 80]])
		expect(lines(input([group('A', 'ND', [goods('a', 1000)], 0, '58501')], rates))).toEqual([['standard', 'US-ND', 1000, 75]])
	})
	test('a code without a rate is refused by name; a place without any rate is untaxed', () => {
		const given = input([group('A', 'ND', [goods('a', 1000, 'food')])], [rate('ND', 75_000)])
		expect(decideTax(given)).toEqual({ ok: false, refusals: [{ code: 'TAX_RATE_MISSING', facts: { groupKey: 'A', jurisdiction: 'US-ND', taxCode: 'food' } }] })
		expect(taxOf(input([group('A', 'MT', [goods('a', 1000)])], [rate('ND', 75_000)])).taxMinor).toBe(0)
	})
	test('half-even rounds 2.5 to 2', () => {
		const given = input([group('A', 'ND', [goods('a', 50)])], [rate('ND', 50_000)])
		expect(taxOf(given).taxMinor).toBe(3)
		expect(taxOf({ ...given, rounding: 'half_even' }).taxMinor).toBe(2)
	})
})

describe('shipping and fees', () => {
	const one = [group('A', 'ND', [goods('a', 1000), fee('small order', 300)], 800)]
	test.each([
		['neither', {}, []],
		['shipping', { taxesShipping: true }, [['shipping', 'US-ND', 800, 60]]],
		['fees', { taxesFees: true }, [['fee', 'US-ND', 300, 23]]],
	] as const)('taxed: %s', (_, more, expected) => {
		expect(lines(input(one, [rate('ND', 75_000, more)])).filter(([code]) => code !== 'standard')).toEqual(expected)
	})
	test('a rate of their own comes before the flag', () => {
		const rates = [rate('ND', 75_000, { taxesShipping: true }), rate('ND', 10_000, { taxCode: 'shipping' })]
		expect(taxOf(input(one, rates)).groups).toMatchObject([{ shippingTaxMinor: 8, taxMinor: 83 }])
	})
})

describe('certificates', () => {
	const one = [group('A', 'ND', [goods('a', 1000)]), group('B', 'MN', [goods('a', 1000)])]
	const rates = [rate('ND', 75_000), rate('MN', 80_000)]
	test.each([
		['on its last day', '2026-03-02', [0, 80]],
		['a day later', '2026-03-03', [75, 80]],
		['before its first day', '2025-12-31', [75, 80]],
	])('frees its own jurisdiction %s', (_, taxedOn, expected) => {
		expect(taxOf(input(one, rates, { taxedOn, certificates: [certificate] })).groups.map(({ taxMinor }) => taxMinor)).toEqual(expected)
	})
	test('the one that lasts longest is named, then the first stored', () => {
		const named = (certificates: ExemptionCertificate[]) => taxOf(input(one, rates, { certificates })).lines[0]?.certificateId
		expect(named([certificate, { ...certificate, id: 9, expiresOn: '2026-12-31' }])).toBe(9)
		expect(named([{ ...certificate, id: 9 }, certificate])).toBe(4)
	})
	test('shipping that costs nothing has no line', () => {
		expect(lines(input([group('A', 'ND', [goods('a', 1000)])], [rate('ND', 75_000, { taxesShipping: true })]))).toEqual([['standard', 'US-ND', 1000, 75]])
	})
	test('frees only its codes, and shows what it freed', () => {
		expect(taxOf(input(one, rates, { certificates: [{ ...certificate, taxCodes: ['food'] }] })).taxMinor).toBe(155)
		expect(taxOf(input(one, rates, { certificates: [certificate] })).lines[0]).toMatchObject({ taxMinor: 0, relievedMinor: 75, certificateId: 4 })
	})
})

describe('prices that include tax', () => {
	const one = [group('A', 'ND', [goods('a', 600), goods('b', 475)])]
	const given = input(one, [rate('ND', 75_000)], { pricesIncludeTax: true })
	test('10.75 holds 0.75', () => {
		expect(taxOf(given).groups).toMatchObject([{ netMinor: 1000, taxMinor: 75 }])
		expect(taxOf(given).parts.map(({ netMinor, taxMinor }) => [netMinor, taxMinor])).toEqual([
			[558, 42],
			[442, 33],
		])
	})
	test('two jurisdictions share what is inside: 115.00 at 5 % and 10 % holds 5.00 and 10.00', () => {
		const rates = [rate('ND', 50_000), rate('ND', 100_000, { jurisdiction: 'city' })]
		expect(lines(input([group('A', 'ND', [goods('a', 11_500)])], rates, { pricesIncludeTax: true }))).toEqual([
			['standard', 'US-ND', 11_500, 500],
			['standard', 'city', 11_500, 1000],
		])
	})
	test('an exempt buyer pays what is left', () => {
		expect(taxOf({ ...given, certificates: [certificate] }).groups).toMatchObject([{ netMinor: 1000, taxMinor: 0 }])
	})
})

describe('a quote', () => {
	const given = input([group('A', 'ND', [goods('a', 1000), goods('b', 500)], 100)], [rate('ND', 75_000, { taxesShipping: true })])
	const { basesHash, lines: quoted } = taxOf(given)
	test('gives the same parts as the table that made it', () => {
		expect(acceptTaxQuote(given, { basesHash, lines: quoted })).toEqual({ ok: true, ...taxOf(given) })
	})
	test('counts for parts in any order, and for one line split in two', () => {
		expect(
			acceptTaxQuote({ ...given, groups: [group('A', 'ND', [goods('b', 500), goods('a1', 400), goods('a2', 600)], 100)] }, { basesHash, lines: quoted }).ok,
		).toBe(true)
	})
	test.each<[string, Partial<TaxInput>]>([
		['an amount', { groups: [group('A', 'ND', [goods('a', 1001), goods('b', 500)], 100)] }],
		['shipping', { groups: [group('A', 'ND', [goods('a', 1000), goods('b', 500)], 101)] }],
		['the place', { groups: [group('A', 'MN', [goods('a', 1000), goods('b', 500)], 100)] }],
		['a code', { groups: [group('A', 'ND', [goods('a', 1000), goods('b', 500, 'food')], 100)] }],
		['the day', { taxedOn: '2026-03-03' }],
		['a certificate', { certificates: [certificate] }],
	])('is stale once %s changed', (_, more) => {
		expect(acceptTaxQuote({ ...given, ...more }, { basesHash, lines: quoted })).toMatchObject({ ok: false, refusals: [{ code: 'TAX_STALE' }] })
	})
})

test('laws: parts sum to groups and lines; inclusive net and tax sum to the price; the order of rows changes no total', () => {
	const part = fc.record({
		key: fc.uuid(),
		kind: fc.constantFrom('goods' as const, 'fee' as const),
		taxCode: fc.constantFrom('standard', 'food'),
		amountMinor: fc.nat(50_000),
	})
	const groups = fc
		.array(fc.record({ region: fc.constantFrom('ND', 'MN'), parts: fc.array(part, { maxLength: 40 }), shippingMinor: fc.nat(2000) }), { maxLength: 4 })
		.map((list) => list.map(({ region, parts, shippingMinor }, index) => group(`g${index}`, region, parts, shippingMinor)))
	const flags = fc.record({ taxesShipping: fc.boolean(), taxesFees: fc.boolean() })
	const ppm = fc.nat(300_000)
	fc.assert(
		fc.property(groups, fc.tuple(ppm, ppm, ppm), flags, fc.boolean(), fc.boolean(), (given, [a, b, c], more, pricesIncludeTax, exempt) => {
			const rates = ['standard', 'food'].flatMap((taxCode, index) => [
				rate('ND', a + index, { taxCode, ...more }),
				rate('MN', b, { taxCode }),
				rate(null, c, { taxCode }),
			])
			const whole = input(given, rates, { pricesIncludeTax, certificates: exempt ? [certificate] : [] })
			const outcome = taxOf(whole)
			const sum = (amounts: number[]) => amounts.reduce((x, y) => x + y, 0)
			expect(sum(outcome.lines.map(({ taxMinor }) => taxMinor))).toBe(outcome.taxMinor)
			for (const { groupKey, netMinor, shippingNetMinor, shippingTaxMinor, taxMinor } of outcome.groups) {
				const own = outcome.parts.filter((one) => one.groupKey === groupKey)
				expect(sum(own.map((one) => one.taxMinor)) + shippingTaxMinor).toBe(taxMinor)
				expect(sum(own.map((one) => one.netMinor))).toBe(netMinor)
				const { parts, shippingMinor } = given.find((one) => one.groupKey === groupKey)!
				const amountMinor = sum(parts.map((one) => one.amountMinor)) + shippingMinor
				if (pricesIncludeTax && !exempt) expect(netMinor + shippingNetMinor + taxMinor).toBe(amountMinor)
				if (!pricesIncludeTax) expect(netMinor + shippingNetMinor).toBe(amountMinor)
			}
			const turned = { ...whole, groups: [...given].reverse().map((one) => ({ ...one, parts: [...one.parts].reverse() })), rates: [...rates].reverse() }
			expect(taxOf(turned).taxMinor).toBe(outcome.taxMinor)
			expect(taxOf(turned).basesHash).toBe(outcome.basesHash)
		}),
		lawCases(20260302),
	)
})

test('a certificate frees from its first day to its last', () => {
	const on = (taxedOn: string) =>
		taxOf(input([group('A', 'ND', [goods('bean', 1000)])], [rate('ND', 75_000)], { taxedOn, certificates: [{ ...certificate, validFrom: '2026-03-01' }] }))
			.taxMinor
	expect(['2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03'].map(on)).toEqual([75, 0, 0, 75])
})
