/**
 * The field that a header of a product file names, or null. Salesforce's product files differ from one to the next: `SKU`,
 * `ProductCode`, `Price (sale) USD`, `Price (sales)`, `Media Standard URL 1`, `Media Standard Url 1`, `Category`, `Category 1`.
 * Where two headers name the same field (`ProductCode`, `SKU`), the first that is filled counts.
 */
export function canonicalProductField(header: string): string | null {
	const text = header.trim().replaceAll(/\s+/g, ' ')
	const lower = text.toLowerCase()
	const plain = lower.replaceAll(/[ _-]/g, '')
	// A header may be called `constructor`.
	if (Object.hasOwn(names, plain)) return names[plain] ?? null
	const price = /^price \((.+?)\)(?: ([A-Za-z]{3}))?$/i.exec(text)
	if (price) return `price.${priceAlias(price[1] ?? '')}${price[2] ? `.${price[2].toUpperCase()}` : ''}`
	// `Attribute: Colour` is an attribute by the name that the rooms give it, which is in small letters.
	const attribute = /^attribute ?: ?([^.]{1,40})$/.exec(lower)?.[1]
	if (attribute) return `attribute.${attribute}`
	for (const [pattern, field] of numbered) {
		const found = pattern.exec(lower)
		if (found) return `${field}${found[1] ?? '1'}`
	}
	return null
}

/** `sales`, `Sale` and `sale` are one book; so are `VIP Pricing` and `vip pricing`. */
export function priceAlias(alias: string): string {
	const plain = alias
		.trim()
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '-')
	return plain === 'sales' ? 'sale' : plain
}

const names: Record<string, string> = {
	productname: 'name',
	name: 'name',
	productdescription: 'description',
	description: 'description',
	sku: 'sku',
	stockkeepingunit: 'sku',
	productcode: 'sku',
	productfamily: 'family',
	family: 'family',
	productisactive: 'isActive',
	isactive: 'isActive',
	'variationparent(stockkeepingunit)': 'parent',
	variationparent: 'parent',
	parentsku: 'parent',
	components: 'components',
	variationattributeset: 'variation.set',
	unit: 'unit',
	taxcode: 'taxCode',
	weightgrams: 'weightGrams',
	class: 'class',
	status: 'status',
	summary: 'summary',
	externalkey: 'externalKey',
}

const numbered: [RegExp, string][] = [
	[/^category(?: (\d+))?$/, 'category.'],
	[/^media standard url(?: (\d+))?$/, 'media.'],
	[/^media standard alttext(?: (\d+))?$/, 'alt.'],
	[/^media listing url(?: (\d+))?$/, 'listing.'],
	[/^media attachment url(?: (\d+))?$/, 'attachment.'],
	[/^entitlement(?: (\d+))?$/, 'entitlement.'],
	[/^variation attribute name(?: (\d+))?$/, 'variation.name'],
	[/^variation attribute value(?: (\d+))?$/, 'variation.value'],
]
