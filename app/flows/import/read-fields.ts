import { canonicalProductField } from '../../engine/catalog/import-headers.ts'
import type { Importable } from './types.ts'

type FieldList = { required: string[]; optional: string[]; aliases?: Record<string, string[]> }

/** The named fields of each importable: what `columns`, `constants` and `defaults` of a map may speak of. */
const lists: Record<Importable, FieldList> = {
	products: {
		required: ['sku', 'name'],
		optional: ['description', 'summary', 'family', 'class', 'status', 'isActive', 'unit', 'taxCode', 'weightGrams', 'externalKey', 'parent', 'components'],
	},
	categories: { required: ['code', 'name'], optional: ['parent', 'description', 'position', 'externalKey'] },
	accounts: {
		required: ['number', 'name'],
		optional: [
			'currency',
			'locale',
			'phone',
			'industry',
			'website',
			'status',
			'standing',
			'termsDays',
			'externalKey',
			'parent',
			'line1',
			'line2',
			'city',
			'region',
			'postalCode',
			'country',
			// Whether it is one person, and who.
			'person',
			'firstName',
			'lastName',
			'email',
			'title',
		],
	},
	locations: { required: ['account', 'code', 'line1', 'city', 'country'], optional: ['name', 'line2', 'region', 'postalCode', 'phone'] },
	contacts: { required: ['account'], optional: ['name', 'firstName', 'lastName', 'email', 'phone', 'title', 'role', 'locale', 'externalKey'] },
	'price-books': { required: ['code', 'name'], optional: ['rung', 'currency', 'priority', 'status', 'isActive', 'externalKey', 'validFrom'] },
	'price-entries': { required: ['book', 'sku', 'price'], optional: ['from', 'unit', 'isActive'] },
	'buyer-groups': { required: ['code', 'name'], optional: ['externalKey'] },
	'group-members': { required: ['group', 'account'], optional: [] },
	policies: { required: ['code', 'name'], optional: ['isActive', 'isGuest', 'externalKey'] },
	'policy-products': { required: ['policy', 'sku'], optional: ['effect'] },
	'policy-groups': { required: ['policy', 'group'], optional: [] },
	'book-groups': { required: ['book', 'group'], optional: ['isActive'] },
	'product-categories': { required: ['category', 'sku'], optional: ['isPrimary'] },
	'campaign-members': { required: ['email'], optional: ['campaign', 'status'] },
	'ad-costs': { required: ['source', 'day', 'amount'], optional: ['campaign'] },
	prospects: {
		required: ['email'],
		optional: ['firstName', 'lastName', 'company', 'title', 'phone', 'locale', 'sourceCampaign', 'consent', 'consentSource', 'consentOn', 'tags', 'lists'],
	},
	orders: {
		required: ['number'],
		optional: [
			'account',
			'accountName',
			'placedAt',
			'requestedOn',
			'shippedAt',
			'dueOn',
			'poNumber',
			'currency',
			'shipping',
			'sku',
			'name',
			'quantity',
			'price',
			'discount',
			'shipName',
			'line1',
			'line2',
			'city',
			'region',
			'postalCode',
			'country',
			'countryName',
		],
	},
}

export function fieldsOf(what: Importable): { required: string[]; all: string[] } {
	const { required, optional } = lists[what]
	return { required, all: [...required, ...optional] }
}

/** Whether a map may speak of this field; products also have numbered and named ones (`category.1`, `price.sale`, `attribute.Colour`), prospects the house's own. */
export function isField(what: Importable, field: string): boolean {
	if (fieldsOf(what).all.includes(field)) return true
	if (what === 'prospects') return isOwnField(field)
	return what === 'products' && /^(category|media|listing|attachment|alt|entitlement|variation|attribute|price)\.[^.]+(\.[A-Z]{3})?$/.test(field)
}

/** Fields of the house's own, as `custom.tier`. */
const isOwnField = (field: string) => /^custom\.[a-z][a-z0-9_]{0,39}$/.test(field)

/** The field a header names by itself, so that a file with usual headers needs no map. */
export function fieldOfHeader(what: Importable, header: string): string | null {
	if (what === 'products') return canonicalProductField(header)
	if (what === 'prospects' && isOwnField(header.trim().toLowerCase())) return header.trim().toLowerCase()
	const plain = header.replaceAll(/[\s_-]/g, '').toLowerCase()
	return fieldsOf(what).all.find((field) => field.toLowerCase() === plain) ?? null
}
