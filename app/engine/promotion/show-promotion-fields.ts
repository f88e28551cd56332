import { printMicros, printMinor } from '../base/money.ts'
import { printQuantity } from '../base/units.ts'
import type { Benefit } from './benefits.ts'
import type { Conditions, LineSelector } from './conditions.ts'
import type { PromotionFields, SelectorFields } from './promotion-fields.ts'

type BenefitFields = Pick<
	PromotionFields,
	| 'kind'
	| 'percent'
	| 'percentOf'
	| 'amount'
	| 'buy'
	| 'get'
	| 'maxUses'
	| 'cap'
	| 'days'
	| 'giftSku'
	| 'giftUnit'
	| 'every'
	| 'methods'
	| 'getFrom'
	| 'reward'
	| 'parts'
>
type ConditionFields = SelectorFields &
	Pick<
		PromotionFields,
		| 'minAmount'
		| 'amountOver'
		| 'amountOf'
		| 'minQuantity'
		| 'quantityPer'
		| 'orders'
		| 'channels'
		| 'paymentMethods'
		| 'weekdays'
		| 'campaignIds'
		| 'stores'
		| 'onlyAccounts'
		| 'onlyGroupIds'
	>

/** By what a person knows the things that a promotion speaks of: SKUs, `NUMBER/STORE`, account numbers. */
export type Codes = { skuOf: (productId: number) => string; storeOf: (locationId: number) => string; accountOf: (accountId: number) => string }

const list = (ids: readonly number[] | undefined, codeOf: (id: number) => string) => (ids ?? []).map(codeOf).join(', ')

function showSelector(selector: LineSelector, { skuOf }: Codes): SelectorFields {
	const { productIds, excludedProductIds, categoryIds, excludedCategoryIds, units, relation } = selector
	return {
		...{ skus: list(productIds, skuOf), excludedSkus: list(excludedProductIds, skuOf), categoryIds: categoryIds ?? [] },
		...{ excludedCategoryIds: excludedCategoryIds ?? [], units: (units ?? []).join(', ') },
		...{ relation: relation?.kind ?? '', relationOf: relation?.of ?? 'owned', relationSkus: list(relation?.productIds, skuOf) },
	}
}

const nothing: Codes = { skuOf: String, storeOf: String, accountOf: String }

const noBenefit: BenefitFields = {
	...{ kind: 'percent_line', percent: '', percentOf: 'phase_entry', amount: '', buy: '', get: '', maxUses: '', cap: '', days: '' },
	...{ giftSku: '', giftUnit: '', every: '', methods: [], getFrom: 'same', reward: showSelector({}, nothing), parts: [] },
}

/** Parts per million as a percent without needless zeros: the same digits as a quantity. */
const percentText = (ppm: number) => printQuantity(ppm)

/** A stored benefit as the form shows it, every field of it. Without one, the form's beginning. */
export function showBenefit(benefit: Benefit | null, currency: string, codes: Codes): BenefitFields {
	const maxUses = benefit && 'maxUses' in benefit && benefit.maxUses !== null ? String(benefit.maxUses) : ''
	const minor = (amount: number) => printMinor(amount, currency)
	switch (benefit?.kind) {
		case undefined:
			return noBenefit
		case 'percent': {
			const kind = benefit.scope === 'line' ? 'percent_line' : 'percent_order'
			return { ...noBenefit, kind, percent: percentText(benefit.percentPpm), percentOf: benefit.of }
		}
		case 'amount': {
			const kind = benefit.scope === 'order' ? 'amount_order' : benefit.per === 'unit' ? 'amount_unit' : 'amount_line'
			return { ...noBenefit, kind, amount: minor(benefit.amountMinor) }
		}
		case 'fixed_price':
			return { ...noBenefit, kind: 'fixed_price', amount: printMicros(benefit.unitPriceMicros).replace(/(\.\d{2}\d*?)0+$/, '$1') }
		case 'free_units': {
			const percent = benefit.percentPpm === 1_000_000 ? '' : percentText(benefit.percentPpm)
			const reward = benefit.getLines ? ({ getFrom: 'others', reward: showSelector(benefit.getLines, codes) } as const) : {}
			const [buy, get] = [printQuantity(benefit.buyQuantity), printQuantity(benefit.getQuantity)]
			return { ...noBenefit, kind: 'free_units', buy, get, percent, maxUses, ...reward }
		}
		case 'bundle_price': {
			const parts = benefit.components.map(({ lines, quantity }) => ({ ...showSelector(lines, codes), quantity: printQuantity(quantity) }))
			return { ...noBenefit, kind: 'bundle_price', amount: minor(benefit.priceMinor), parts, maxUses }
		}
		case 'gift': {
			const every = benefit.every === null ? '' : printQuantity(benefit.every)
			const gift = { giftSku: codes.skuOf(benefit.productId), giftUnit: benefit.unit, get: printQuantity(benefit.quantity) }
			return { ...noBenefit, kind: 'gift', ...gift, every, maxUses }
		}
		case 'shipping_percent': {
			const cap = benefit.capMinor === null ? '' : minor(benefit.capMinor)
			return { ...noBenefit, kind: 'shipping_percent', percent: percentText(benefit.percentPpm), cap, methods: benefit.methods ?? [] }
		}
		case 'shipping_cap':
			return { ...noBenefit, kind: 'shipping_cap', amount: minor(benefit.atMostMinor), methods: benefit.methods ?? [] }
		case 'terms':
			return { ...noBenefit, kind: 'terms', days: String(benefit.days) }
	}
}

/** Stored conditions as the form shows them, every field of them. */
export function showConditions(conditions: Conditions, currency: string, codes: Codes): ConditionFields {
	const { amount, quantity, firstOrder } = conditions
	return {
		...showSelector(conditions, codes),
		minAmount: amount ? printMinor(amount.minMinor, currency) : '',
		amountOver: amount?.over ?? 'order',
		amountOf: amount?.of ?? 'phase_entry',
		minQuantity: quantity ? printQuantity(quantity.min) : '',
		quantityPer: quantity?.per ?? 'selected',
		orders: firstOrder === undefined ? '' : firstOrder ? 'first' : 'later',
		channels: conditions.channels ?? [],
		paymentMethods: conditions.paymentMethods ?? [],
		weekdays: conditions.weekdays ?? [],
		campaignIds: conditions.campaignIds ?? [],
		stores: list(conditions.locationIds, codes.storeOf),
		onlyAccounts: list(conditions.accountIds, codes.accountOf),
		onlyGroupIds: conditions.buyerGroupIds ?? [],
	}
}
