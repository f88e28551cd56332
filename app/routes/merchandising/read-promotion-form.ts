import type { OwnBudgetFields, PromotionFields, SelectorFields } from '../../engine/promotion/promotion-fields.ts'
import { locales } from '../../platform/locale.ts'
import { readKind } from '../../ui/merchandising/promotion-part.ts'
import { idOf, oneOf, textIn } from '../desk/read-form.ts'
import { decimalOf } from './read-price-edits.ts'

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
		kind: readKind(form.get('kind')),
		...{ percent: number('percent'), amount: number('amount'), buy: number('buy'), get: number('get'), maxUses: text('maxUses'), cap: number('cap') },
		...{ days: text('days'), giftSku: text('giftSku'), every: number('every') },
		...readSelector(form, ''),
		...{ percentOf: basisIn(form, 'percentOf'), amountOf: basisIn(form, 'amountOf'), giftUnit: text('giftUnit'), methods: words('methods') },
		...{ getFrom: oneOf(['same', 'others'], form.get('getFrom')) ?? 'same', reward: readSelector(form, 'reward.') },
		parts: form.getAll('partQuantity').map((quantity, index) => ({ ...readSelector(form, `part${index}.`), quantity: decimalOf(quantity, locale) })),
		...{ stores: text('stores'), onlyAccounts: text('onlyAccounts'), onlyGroupIds: ids('onlyGroupIds'), ownBudgets: readOwnBudgets(form, locale) },
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

const relations = ['owned', 'in_cart', 'products'] as const

const basisIn = (form: FormData, name: string) => oneOf(['phase_entry', 'resolved_price'], form.get(name)) ?? 'phase_entry'

/** The fields by which lines are picked; every place in the form that has them names them by its own prefix. */
function readSelector(form: FormData, prefix: string): SelectorFields {
	const text = (name: string) => textIn(form, `${prefix}${name}`)
	const ids = (name: string) => form.getAll(`${prefix}${name}`).flatMap((value) => idOf(value) ?? [])
	return {
		...{ skus: text('skus'), excludedSkus: text('excludedSkus'), categoryIds: ids('categoryIds'), excludedCategoryIds: ids('excludedCategoryIds') },
		...{ units: text('units'), relation: text('relation'), relationSkus: text('relationSkus') },
		relationOf: oneOf(relations, form.get(`${prefix}relationOf`)) ?? 'owned',
	}
}

/** Each row of the form has every one of its fields, so they stand in the same order. */
function readOwnBudgets(form: FormData, locale: string): OwnBudgetFields[] {
	const all = (name: string) => form.getAll(name).map((value) => (typeof value === 'string' ? value.trim() : ''))
	const [who, money, uses, policy] = [all('ownWho'), form.getAll('ownMoney'), all('ownUses'), all('ownPolicy')]
	return all('ownKind').map((kind, index) => ({
		...{
			kind: oneOf(['account', 'group', 'store'], kind) ?? 'account',
			who: who[index] ?? '',
			policy: oneOf(['reject', 'cap'], policy[index] ?? '') ?? 'reject',
		},
		...{ money: decimalOf(money[index] ?? '', locale), uses: uses[index] ?? '' },
	}))
}
