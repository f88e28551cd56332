import type { PromotionFields } from '../../engine/promotion/promotion-fields.ts'
import { locales } from '../../platform/locale.ts'
import { idOf, oneOf, textIn } from '../desk/read-form.ts'
import { decimalOf } from './read-price-edits.ts'

const kinds = [
	...(['percent_line', 'percent_order', 'amount_unit', 'amount_line', 'amount_order', 'fixed_price', 'free_units', 'gift'] as const),
	...(['shipping_percent', 'shipping_cap', 'terms', 'kept'] as const),
]

/** What the form of a promotion posts; every field is text as it was typed, decimals by the reader's sign. */
export function readPromotionForm(form: FormData, locale: string): PromotionFields {
	const text = (name: string) => textIn(form, name)
	const number = (name: string) => decimalOf(form.get(name), locale)
	const ids = (name: string) => form.getAll(name).flatMap((value) => idOf(value) ?? [])
	const words = (name: string) => form.getAll(name).filter((value): value is string => typeof value === 'string' && value !== '')
	const inLanguages = (name: string) => Object.fromEntries(locales.map((one) => [one, text(`${name}.${one}`)]))
	return {
		code: text('code').toUpperCase(),
		lane: text('lane'),
		priority: text('priority') || '0',
		currency: text('currency'),
		couponCode: text('couponCode').toUpperCase(),
		validFrom: text('validFrom'),
		validTo: text('validTo'),
		isExclusive: form.has('isExclusive'),
		isProtected: form.has('isProtected'),
		kind: oneOf(kinds, form.get('kind')) ?? 'percent_line',
		...{ percent: number('percent'), amount: number('amount'), buy: number('buy'), get: number('get'), maxUses: text('maxUses'), cap: number('cap') },
		...{ days: text('days'), giftSku: text('giftSku'), every: number('every'), skus: text('skus'), excludedSkus: text('excludedSkus') },
		categoryIds: ids('categoryIds'),
		relation: oneOf(['accessory', 'spare_part'], form.get('relation')) ?? '',
		relationOf: oneOf(['owned', 'in_cart'], form.get('relationOf')) ?? 'owned',
		minAmount: number('minAmount'),
		amountOver: oneOf(['order', 'selected'], form.get('amountOver')) ?? 'order',
		minQuantity: number('minQuantity'),
		quantityPer: oneOf(['selected', 'line', 'order'], form.get('quantityPer')) ?? 'selected',
		orders: oneOf(['first', 'later'], form.get('orders')) ?? '',
		channels: words('channels'),
		paymentMethods: words('paymentMethods'),
		weekdays: words('weekdays').flatMap((value) => (/^[0-6]$/.test(value) ? [Number(value)] : [])),
		campaignIds: ids('campaignIds'),
		groupIds: ids('groupIds'),
		accounts: text('accounts'),
		budgetPolicy: oneOf(['reject', 'cap'], form.get('budgetPolicy')) ?? 'reject',
		budgetMoney: number('budgetMoney'),
		budgetUses: text('budgetUses'),
		names: inLanguages('name'),
		descriptions: inLanguages('description'),
	}
}
