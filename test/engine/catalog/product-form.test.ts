import { expect, test } from 'vitest'
import { aliasOf, type FormProduct, type FormShape, formColumns, shielded, unshielded } from '../../../app/engine/catalog/product-form.ts'

test.each<[string, string, string | null]>([
	['SALE', 'USD', 'sale'],
	['LIST', 'USD', 'original'],
	['TRADE', 'USD', 'trade'],
	['TRADE-CAD', 'CAD', 'trade'],
	['SALE-CAD', 'CAD', 'sale'],
	['TRADE', 'CAD', null],
	['SALES', 'USD', null],
	['ORIGINAL', 'USD', null],
	['Trade', 'USD', null],
	['TWO WORDS', 'USD', null],
])('the book %s in %s is the alias %s', (code, currency, alias) => {
	expect(aliasOf({ code, currency }, 'USD')).toBe(alias)
})

const product: FormProduct = {
	...{ sku: 'A-1', name: 'Tamper', description: null, summary: 'Short', family: null, productClass: 'accessory', status: 'active', unitCode: 'each' },
	...{ taxCode: 'standard', weightGrams: 450, externalKey: null, parent: null, components: null, alt: 'A tamper', policies: ['GENERAL'] },
	axes: [
		['size', '58'],
		['colour', 'ink'],
		['wood', 'ash'],
		['grip', 'long'],
		['base', 'flat'],
		['finish', 'oil'],
	],
	...{
		attributes: { material: 'steel' },
		categories: ['Accessories/Tampers', 'Sale'],
		pictures: ['/a.svg'],
		documents: [],
		prices: { SALE: '49.90', 'OLD ONE': '1' },
	},
}
const shape: FormShape = {
	...{ axes: 6, categories: 3, pictures: 1, documents: 1, policies: 1, attributes: ['material', 'finish', 'Bad Case', 'a.b'] },
	books: [
		{ code: 'SALE', currency: 'USD' },
		{ code: 'OLD ONE', currency: 'USD' },
	],
	used: ['Summary', 'Weight Grams'],
}

test('the columns that products need, under headers that the import knows, each with its cell', () => {
	expect(formColumns(shape, 'USD').map(({ header, cell }) => [header, cell(product)])).toEqual([
		['Product Name', 'Tamper'],
		['Product Description', ''],
		['SKU', 'A-1'],
		['Product isActive', 'TRUE'],
		['Summary', 'Short'],
		['Weight Grams', '450'],
		['Variation Attribute Name 1', 'size'],
		['Variation Attribute Value 1', '58'],
		['Variation Attribute Name 2', 'colour'],
		['Variation Attribute Value 2', 'ink'],
		['Variation Attribute Name 3', 'wood'],
		['Variation Attribute Value 3', 'ash'],
		['Variation Attribute Name 4', 'grip'],
		['Variation Attribute Value 4', 'long'],
		['Variation Attribute Name 5', 'base'],
		['Variation Attribute Value 5', 'flat'],
		['Attribute: material', 'steel'],
		['Attribute: finish', 'oil'],
		['Category 1', 'Accessories/Tampers'],
		['Category 2', 'Sale'],
		['Category 3', ''],
		['Price (sale) USD', '49.90'],
		['Media Standard URL 1', '/a.svg'],
		['Media Standard AltText 1', 'A tamper'],
		['Media Attachment URL 1', ''],
		['Entitlement 1', 'GENERAL'],
	])
})

test('without media no words for them; what is off is off', () => {
	const headers = formColumns({ ...shape, pictures: 0, documents: 0 }, 'USD').map(({ header }) => header)
	expect(headers.filter((header) => header.startsWith('Media'))).toEqual([])
	const [active] = formColumns(shape, 'USD').filter(({ header }) => header === 'Product isActive')
	expect(active?.cell({ ...product, status: 'draft' })).toBe('FALSE')
})

test.each([
	['=1+1', "'=1+1"],
	['+49 30', "'+49 30"],
	['-A', "'-A"],
	['@name', "'@name"],
	['\ttab', "'\ttab"],
	["'=1", "''=1"],
	['-12.5', '-12.5'],
	['-12', '-12'],
	['-1,5', "'-1,5"],
	["'tis", "'tis"],
	['plain', 'plain'],
	['', ''],
])('the cell %j leaves as %j and comes back', (text, left) => {
	expect(shielded(text)).toBe(left)
	expect(unshielded(left)).toBe(text)
})
