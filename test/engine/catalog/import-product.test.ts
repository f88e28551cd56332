import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalProductField } from '../../../app/engine/catalog/import-headers.ts'
import { categoryPath, productSlug, readProduct, slugOf } from '../../../app/engine/catalog/import-product.ts'
import { lawCases } from '../../support/laws.ts'

test.each([
	['Product Name', 'name'],
	['SKU', 'sku'],
	['ProductCode', 'sku'],
	['StockKeepingUnit', 'sku'],
	['Price (sale) USD', 'price.sale.USD'],
	['Price (sales)', 'price.sale'],
	['Price (VIP Pricing) eur', 'price.vip-pricing.EUR'],
	['Category', 'category.1'],
	['Category 3', 'category.3'],
	['Media Standard URL 1', 'media.1'],
	['Media Standard Url 5', 'media.5'],
	['Media Standard AltText 1', 'alt.1'],
	['Media Listing Url 1', 'listing.1'],
	['Media Attachment Url 2', 'attachment.2'],
	['Entitlement 2', 'entitlement.2'],
	['Product isActive', 'isActive'],
	['Variation AttributeSet', 'variation.set'],
	['Variation Attribute Name 1', 'variation.name1'],
	['Variation Attribute Value 2', 'variation.value2'],
	['Variation Parent (StockKeepingUnit)', 'parent'],
	['Warranty', null],
])('the header %s is %s', (header, field) => {
	expect(canonicalProductField(header)).toBe(field)
})

test('a row with everything', () => {
	const fields = {
		sku: 'AN-1/B',
		name: 'Alpine Ñandú',
		'category.1': 'Drinks/Coffee & Tea',
		'category.2': 'Gifts',
		'price.sale.USD': '13.99',
		'price.original': '$19.99',
		'media.1': 'https://example.com/a.jpg',
		'attachment.1': '/manual.pdf',
		isActive: 'FALSE',
		'variation.name1': 'Size',
		'variation.value1': 'L',
		parent: 'AN-1',
	}
	const read = readProduct(fields, 'CAD')
	expect(read.ok && read.product).toMatchObject({
		sku: 'AN-1/B',
		status: 'retired',
		parentSku: 'AN-1',
		attributes: { size: 'L' },
		axes: ['size'],
		prices: [
			{ alias: 'sale', currency: 'USD', price: '13.990000' },
			{ alias: 'original', currency: 'CAD', price: '19.990000' },
		],
		media: [
			{ kind: 'picture', url: 'https://example.com/a.jpg', position: 0 },
			{ kind: 'document', url: '/manual.pdf', position: 1 },
		],
	})
	expect(read.ok && read.product.categories.map((path) => path.map(({ code }) => code))).toEqual([['drinks', 'drinks/coffee-and-tea'], ['gifts']])
})

test('everything that is wrong with a row is said at once', () => {
	const read = readProduct(
		{
			sku: '',
			name: '',
			'price.sale': '-1',
			'price.original': 'free',
			isActive: 'perhaps',
			'media.1': 'javascript:x',
			weightGrams: '1.5',
			'variation.name1': 'Size, in cm',
			'variation.value1': '1',
		},
		'USD',
	)
	expect(!read.ok && read.refusals.map(({ code }) => code)).toEqual([
		'sku.missing',
		'name.missing',
		'weight.not_whole',
		'flag.unknown',
		'price.negative',
		'price.not_a_price',
		'media.not_an_address',
		'variation.not_a_name',
	])
})

test('laws: an address is plain, and two SKUs never share one', () => {
	expect(slugOf('Crème Brûlée & Co.')).toBe('creme-brulee-and-co')
	expect(slugOf('珈琲')).toMatch(/^x-[0-9a-f]{8}$/)
	expect(categoryPath(' / ')).toEqual([])
	fc.assert(
		fc.property(fc.string({ minLength: 1, maxLength: 12 }), fc.string({ minLength: 1, maxLength: 12 }), (one, other) => {
			expect(productSlug('Name', one)).toMatch(/^[a-z0-9-]+$/)
			if (one !== other) expect(productSlug('Name', one)).not.toBe(productSlug('Name', other))
		}),
		lawCases(22),
	)
})

test.each<[string, Record<string, string>, string[]]>([
	['a SKU of 120 signs', { sku: 'S'.repeat(120) }, []],
	['a SKU of 121 signs', { sku: 'S'.repeat(121) }, ['sku.too_long']],
	['a name of 500 signs', { name: 'n'.repeat(500) }, []],
	['a name of 501 signs', { name: 'n'.repeat(501) }, ['name.too_long']],
	['an active one', { status: 'active' }, []],
	['a retired one', { status: 'retired' }, []],
	['a draft', { status: 'draft' }, []],
	['a status that nobody has', { status: 'sold' }, ['status.unknown']],
])('%s', (_, more, codes) => {
	const read = readProduct({ sku: 'AN-1', name: 'Alpine', ...more }, 'CAD')
	expect(read.ok ? [] : read.refusals.map(({ code }) => code)).toEqual(codes)
})

test('a plain SKU stands in its address as it is; another carries a digest', () => {
	expect(productSlug('Alpine', 'an-1')).toBe('alpine-an-1')
	expect(productSlug('Alpine', 'AN 1')).toMatch(/^alpine-an-1-[0-9a-f]{6}$/)
})
