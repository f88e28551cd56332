import { printMicros, printMinor } from '../base/money.ts'
import { printQuantity } from '../base/units.ts'
import type { Benefit } from './benefits.ts'
import type { Conditions } from './conditions.ts'
import type { PromotionFields } from './promotion-fields.ts'

type BenefitFields = Pick<PromotionFields, 'kind' | 'percent' | 'amount' | 'buy' | 'get' | 'maxUses' | 'cap' | 'days' | 'giftSku' | 'every'>
type ConditionFields = Pick<
	PromotionFields,
	| 'skus'
	| 'excludedSkus'
	| 'categoryIds'
	| 'relation'
	| 'relationOf'
	| 'minAmount'
	| 'amountOver'
	| 'minQuantity'
	| 'quantityPer'
	| 'orders'
	| 'channels'
	| 'paymentMethods'
	| 'weekdays'
	| 'campaignIds'
>

const noBenefit: BenefitFields = { kind: 'percent_line', percent: '', amount: '', buy: '', get: '', maxUses: '', cap: '', days: '', giftSku: '', every: '' }

/** Parts per million as a percent without needless zeros: the same digits as a quantity. */
const percentText = (ppm: number) => printQuantity(ppm)

type SkuOf = (productId: number) => string

/** A stored benefit as the form shows it; one that it cannot show is `kept`. Without one, the form's beginning. */
export function showBenefit(benefit: Benefit | null, currency: string, skuOf: SkuOf): BenefitFields {
	const uses = benefit && 'maxUses' in benefit && benefit.maxUses !== null ? String(benefit.maxUses) : ''
	const minor = (amount: number) => printMinor(amount, currency)
	switch (benefit?.kind) {
		case undefined:
			return noBenefit
		case 'percent':
			if (benefit.of !== 'phase_entry') return { ...noBenefit, kind: 'kept' }
			return { ...noBenefit, kind: benefit.scope === 'line' ? 'percent_line' : 'percent_order', percent: percentText(benefit.percentPpm) }
		case 'amount':
			return {
				...noBenefit,
				kind: benefit.scope === 'order' ? 'amount_order' : benefit.per === 'unit' ? 'amount_unit' : 'amount_line',
				amount: minor(benefit.amountMinor),
			}
		case 'fixed_price':
			return { ...noBenefit, kind: 'fixed_price', amount: printMicros(benefit.unitPriceMicros) }
		case 'free_units': {
			if (benefit.getLines) return { ...noBenefit, kind: 'kept' }
			const percent = benefit.percentPpm === 1_000_000 ? '' : percentText(benefit.percentPpm)
			return { ...noBenefit, kind: 'free_units', buy: printQuantity(benefit.buyQuantity), get: printQuantity(benefit.getQuantity), percent, maxUses: uses }
		}
		case 'gift': {
			if (benefit.unit !== 'each') return { ...noBenefit, kind: 'kept' }
			const every = benefit.every === null ? '' : printQuantity(benefit.every)
			return { ...noBenefit, kind: 'gift', giftSku: skuOf(benefit.productId), get: printQuantity(benefit.quantity), every, maxUses: uses }
		}
		case 'shipping_percent': {
			if (benefit.methods) return { ...noBenefit, kind: 'kept' }
			return { ...noBenefit, kind: 'shipping_percent', percent: percentText(benefit.percentPpm), cap: benefit.capMinor === null ? '' : minor(benefit.capMinor) }
		}
		case 'shipping_cap':
			return benefit.methods ? { ...noBenefit, kind: 'kept' } : { ...noBenefit, kind: 'shipping_cap', amount: minor(benefit.atMostMinor) }
		case 'terms':
			return { ...noBenefit, kind: 'terms', days: String(benefit.days) }
		default:
			return { ...noBenefit, kind: 'kept' }
	}
}

/** Keys that the form has fields for, as far as it can show them. */
function isShown(key: string, conditions: Conditions): boolean {
	if (key === 'relation') return conditions.relation?.of !== 'products' && ['accessory', 'spare_part'].includes(conditions.relation?.kind ?? '')
	if (key === 'amount') return conditions.amount?.of === 'phase_entry'
	return ['productIds', 'excludedProductIds', 'categoryIds', 'quantity', 'firstOrder', 'channels', 'paymentMethods', 'weekdays', 'campaignIds'].includes(key)
}

/** Stored conditions as the form shows them. */
export function showConditions(conditions: Conditions, currency: string, skuOf: SkuOf): ConditionFields {
	const shown: Conditions = Object.fromEntries(Object.entries(conditions).filter(([key]) => isShown(key, conditions)))
	const { relation, amount, quantity, firstOrder } = shown
	return {
		skus: (shown.productIds ?? []).map(skuOf).join(', '),
		excludedSkus: (shown.excludedProductIds ?? []).map(skuOf).join(', '),
		categoryIds: shown.categoryIds ?? [],
		relation: (relation?.kind ?? '') as ConditionFields['relation'],
		relationOf: relation?.of === 'in_cart' ? 'in_cart' : 'owned',
		minAmount: amount ? printMinor(amount.minMinor, currency) : '',
		amountOver: amount?.over ?? 'order',
		minQuantity: quantity ? printQuantity(quantity.min) : '',
		quantityPer: quantity?.per ?? 'selected',
		orders: firstOrder === undefined ? '' : firstOrder ? 'first' : 'later',
		channels: shown.channels ?? [],
		paymentMethods: shown.paymentMethods ?? [],
		weekdays: shown.weekdays ?? [],
		campaignIds: shown.campaignIds ?? [],
	}
}

/** The conditions that the form cannot show: they stay as they are, and are told as sentences. */
export function keptConditions(conditions: Conditions): Record<string, unknown> {
	return Object.fromEntries(Object.entries(conditions).filter(([key]) => !isShown(key, conditions)))
}
