import { expect, test } from 'vitest'
import { type CertificateFields, checkCertificate } from '../../../app/engine/tax/check-certificate.ts'
import { readTaxSource, type TaxSourceFields } from '../../../app/engine/tax/read-tax-service.ts'

const certificate: CertificateFields = { jurisdiction: 'US-MN', number: 'ST3-1', validFrom: '2026-01-01', expiresOn: '2027-01-01' }

test.each<[string, Partial<CertificateFields>, string[]]>([
	['as it should be', {}, []],
	['of one day', { expiresOn: '2026-01-01' }, []],
	['of a place of one letter', { jurisdiction: 'Q' }, []],
	['of a place that begins with a dash', { jurisdiction: '-MN' }, ['jurisdiction']],
	['of no place', { jurisdiction: '' }, ['jurisdiction']],
	['of a place of 30 letters', { jurisdiction: 'M'.repeat(30) }, []],
	['of a place of 31 letters', { jurisdiction: 'M'.repeat(31) }, ['jurisdiction']],
	['without a number', { number: '' }, ['number']],
	['with a number of 60 digits', { number: '9'.repeat(60) }, []],
	['with a number of 61 digits', { number: '9'.repeat(61) }, ['number']],
	['without a first day', { validFrom: null }, ['validFrom']],
	['without a last day', { expiresOn: null }, ['expiresOn']],
	['that ends before it begins', { expiresOn: '2025-12-31' }, ['WINDOW_EMPTY']],
	['with everything wrong', { jurisdiction: '!', number: '', validFrom: null, expiresOn: null }, ['jurisdiction', 'number', 'validFrom', 'expiresOn']],
])('a certificate %s', (_, more, wrong) => {
	expect(checkCertificate({ ...certificate, ...more }).map(({ code, facts }) => (code === 'FIELD_INVALID' ? facts['key'] : code))).toEqual(wrong)
})

const outside: TaxSourceFields = { source: 'avatax', companyCode: 'CAPRICORN', onFailure: 'table', codes: '', pricesIncludeTax: false }

test.each<[string, Partial<TaxSourceFields>, string[]]>([
	['outside', {}, []],
	['from nowhere', { source: 'guess' }, ['taxSource']],
	['outside without a company', { companyCode: '' }, ['companyCode']],
	['outside with a company of 25 letters', { companyCode: 'C'.repeat(25) }, []],
	['outside with a company of 26 letters', { companyCode: 'C'.repeat(26) }, ['companyCode']],
	['from the table, whatever the company', { source: 'table', companyCode: '€' }, []],
	['with a line that is one word', { codes: 'coffee\nmachine P1' }, ['TAX_CODE_LINE coffee']],
	['with a line of three words', { codes: 'coffee PF 2' }, ['TAX_CODE_LINE coffee PF 2']],
	['with 200 codes', { codes: Array.from({ length: 200 }, (_, at) => `c${at} P${at}`).join('\n') }, []],
	['with 201 codes', { codes: Array.from({ length: 201 }, (_, at) => `c${at} P${at}`).join('\n') }, ['taxCodes']],
])('a source of tax %s', (_, more, wrong) => {
	const read = readTaxSource({ ...outside, ...more })
	expect(read.ok ? [] : read.refusals.map(({ code, facts }) => (code === 'FIELD_INVALID' ? facts['key'] : `${code} ${facts['given']}`))).toEqual(wrong)
})

test('what a source of tax is read as', () => {
	expect(readTaxSource({ ...outside, codes: ' coffee  PF050714 \r\n\n machine P0000000', pricesIncludeTax: true })).toEqual({
		ok: true,
		setting: { service: 'avatax', companyCode: 'CAPRICORN', onFailure: 'table', codes: { coffee: 'PF050714', machine: 'P0000000' }, pricesIncludeTax: true },
	})
	expect(readTaxSource({ ...outside, source: 'table', companyCode: '', onFailure: 'whatever' })).toEqual({
		ok: true,
		setting: { service: null, companyCode: null, onFailure: 'refuse', codes: {}, pricesIncludeTax: false },
	})
})
