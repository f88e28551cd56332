import type { FieldKind, FieldShape, ObjectShape } from '../../engine/sync/types.ts'

/** What we read of `/sobjects/X/describe`; numbers come as text. */
export type Described = { name: string; label: string; createable: boolean; fields: DescribedField[] }
export type DescribedField = {
	name: string
	label: string
	type: string
	length: string
	precision: string
	scale: string
	digits: string
	nillable: boolean
	defaultedOnCreate: boolean
	createable: boolean
	updateable: boolean
	custom: boolean
	restrictedPicklist: boolean
	deprecatedAndHidden: boolean
	picklistValues: { active: boolean; value: string; defaultValue: boolean }[]
	referenceTo: string[]
}

/** Types that are no single value: they are read and written by their parts, or not at all. */
const kinds: Record<string, FieldKind> = {
	...{ id: 'reference', reference: 'reference', boolean: 'boolean', date: 'date', datetime: 'instant' },
	...{ int: 'integer', long: 'integer', double: 'decimal', currency: 'decimal', percent: 'decimal' },
	...{ email: 'email', phone: 'phone', picklist: 'picklist', multipicklist: 'multipicklist', combobox: 'text' },
	...{ string: 'text', textarea: 'text', url: 'text', encryptedstring: 'text', time: 'text' },
}

export const kindOf = ({ type }: DescribedField): FieldKind | null => kinds[type] ?? null

/** `onlyCurrency`: that of an org of one currency, where it says so. */
export function readShape({ name, label, createable, fields }: Described, onlyCurrency: string | null): ObjectShape {
	const shapes = fields.flatMap((field) => {
		const shape = shapeOf(field)
		return shape ? [field.type === 'currency' && onlyCurrency ? { ...shape, onlyCurrency } : shape] : []
	})
	return { name, label, createable, fields: shapes }
}

/** An org of several currencies says of each record in which it counts. */
export const isOfOneCurrency = ({ fields }: Described): boolean =>
	fields.some(({ type }) => type === 'currency') && !fields.some(({ name }) => name === 'CurrencyIsoCode')

function shapeOf(field: DescribedField): FieldShape | null {
	const kind = kindOf(field)
	if (!kind) return null
	const filled = field.createable ? field.picklistValues.find(({ active, defaultValue }) => active && defaultValue) : undefined
	const isNumber = kind === 'integer' || kind === 'decimal'
	return {
		name: field.name,
		label: field.label,
		kind,
		length: Number(field.length) || null,
		precision: isNumber ? Number(field.type === 'int' ? field.digits : field.precision) || null : null,
		scale: isNumber ? Number(field.scale) : null,
		values: field.restrictedPicklist ? field.picklistValues.filter(({ active }) => active).map(({ value }) => value) : null,
		required: field.createable && !field.nillable && !field.defaultedOnCreate,
		createable: field.createable,
		updateable: field.updateable,
		visible: !field.deprecatedAndHidden,
		custom: field.custom,
		references: field.referenceTo,
		...(filled ? { default: filled.value } : {}),
	}
}
