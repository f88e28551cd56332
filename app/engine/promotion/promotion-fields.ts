import { parseMicros, parseMinor } from '../base/money.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { parseQuantity } from '../base/units.ts'

export const benefitKinds = [
	'percent_line',
	'percent_order',
	'amount_unit',
	'amount_line',
	'amount_order',
	'fixed_price',
	'free_units',
	'gift',
	'shipping_percent',
	'shipping_cap',
	'terms',
] as const
export type BenefitKind = (typeof benefitKinds)[number]

/** A promotion as its form holds it: text as typed, so that a refused form shows it again. */
export type PromotionFields = {
	code: string
	lane: string
	priority: string
	currency: string
	couponCode: string
	validFrom: string
	validTo: string
	isExclusive: boolean
	isProtected: boolean
	/** `kept`: the benefit is one that the form cannot show; it stays as it is. */
	kind: BenefitKind | 'kept'
	percent: string
	amount: string
	buy: string
	get: string
	maxUses: string
	cap: string
	days: string
	giftSku: string
	every: string
	skus: string
	excludedSkus: string
	categoryIds: number[]
	relation: '' | 'accessory' | 'spare_part'
	relationOf: 'owned' | 'in_cart'
	minAmount: string
	amountOver: 'order' | 'selected'
	minQuantity: string
	quantityPer: 'selected' | 'line' | 'order'
	orders: '' | 'first' | 'later'
	channels: string[]
	paymentMethods: string[]
	weekdays: number[]
	campaignIds: number[]
	groupIds: number[]
	accounts: string
	budgetPolicy: 'reject' | 'cap'
	budgetMoney: string
	budgetUses: string
	names: Record<string, string>
	descriptions: Record<string, string>
}

/** What the typed SKUs mean. */
export type MeantProducts = ReadonlyMap<string, number>

export const wordsOf = (text: string) =>
	text
		.split(/[\s,;]+/)
		.map((word) => word.trim().toUpperCase())
		.filter(Boolean)

type Problems = { refusals: Refusal[]; currency: string }

function wrong(problems: Problems, key: string, given: string): null {
	problems.refusals.push(refusal('FIELD_INVALID', { key, given }))
	return null
}

/** A share in parts per million from a percent with at most four decimals. */
function percentOf(text: string, problems: Problems): number | null {
	const ppm = parseQuantity(text)
	return ppm === null || ppm < 1 || ppm > 1_000_000 ? wrong(problems, 'percent', text) : ppm
}

export function minorIn(text: string, key: string, problems: Problems): number | null {
	if (problems.currency === '') {
		if (!problems.refusals.some(({ code }) => code === 'PROMOTION_CURRENCY_MISSING')) problems.refusals.push(refusal('PROMOTION_CURRENCY_MISSING'))
		return null
	}
	const minor = parseMinor(text, problems.currency)
	return minor === null || minor < 0 ? wrong(problems, key, text) : minor
}

export function wholeIn(text: string, key: string, problems: Problems): number | null {
	return /^\d{1,9}$/.test(text) && Number(text) > 0 ? Number(text) : wrong(problems, key, text)
}

function quantityIn(text: string, key: string, problems: Problems): number | null {
	const quantity = parseQuantity(text)
	return quantity === null || quantity === 0 ? wrong(problems, key, text) : quantity
}

const optionally = (text: string, read: () => number | null) => (text === '' ? null : read())

/** The benefit as it is stored; engine/promotion parses it. Problems are added by field. */
export function benefitOf(fields: PromotionFields, products: MeantProducts, problems: Problems): unknown {
	const { percent, amount } = fields
	const uses = () => optionally(fields.maxUses, () => wholeIn(fields.maxUses, 'maxUses', problems))
	switch (fields.kind) {
		case 'percent_line':
		case 'percent_order':
			return { kind: 'percent', scope: fields.kind === 'percent_line' ? 'line' : 'order', percentPpm: percentOf(percent, problems) }
		case 'amount_unit':
		case 'amount_line':
			return { kind: 'amount', scope: 'line', per: fields.kind === 'amount_unit' ? 'unit' : 'line', amountMinor: minorIn(amount, 'amount', problems) }
		case 'amount_order':
			return { kind: 'amount', scope: 'order', amountMinor: minorIn(amount, 'amount', problems) }
		case 'fixed_price':
			if (parseMicros(amount) === null) wrong(problems, 'amount', amount)
			return { kind: 'fixed_price', unitPriceMicros: amount }
		case 'free_units': {
			const [buyQuantity, getQuantity] = [quantityIn(fields.buy, 'buy', problems), quantityIn(fields.get, 'get', problems)]
			return { kind: 'free_units', buyQuantity, getQuantity, percentPpm: percent === '' ? 1_000_000 : percentOf(percent, problems), maxUses: uses() }
		}
		case 'gift': {
			const productId = products.get(fields.giftSku.trim().toUpperCase()) ?? wrong(problems, 'giftSku', fields.giftSku)
			const every = optionally(fields.every, () => quantityIn(fields.every, 'every', problems))
			return { kind: 'gift', productId, unit: 'each', quantity: quantityIn(fields.get, 'get', problems), every, maxUses: uses() }
		}
		case 'shipping_percent':
			return {
				kind: 'shipping_percent',
				percentPpm: percentOf(percent, problems),
				capMinor: optionally(fields.cap, () => minorIn(fields.cap, 'cap', problems)),
			}
		case 'shipping_cap':
			return { kind: 'shipping_cap', atMostMinor: minorIn(amount, 'amount', problems) }
		case 'terms':
			return { kind: 'terms', days: wholeIn(fields.days, 'days', problems) }
		case 'kept':
			return null
	}
}

/** What the form can say of conditions; keys that it cannot are kept from `kept`. */
export function conditionsOf(fields: PromotionFields, products: MeantProducts, kept: Record<string, unknown>, problems: Problems): Record<string, unknown> {
	const idsOf = (text: string, key: string) => wordsOf(text).map((sku) => products.get(sku) ?? wrong(problems, key, sku))
	const filled = <T>(list: readonly T[]) => (list.length > 0 ? list : undefined)
	const conditions: Record<string, unknown> = {
		productIds: filled(idsOf(fields.skus, 'skus')),
		excludedProductIds: filled(idsOf(fields.excludedSkus, 'excludedSkus')),
		categoryIds: filled(fields.categoryIds),
		relation: fields.relation === '' ? undefined : { kind: fields.relation, of: fields.relationOf },
		amount: fields.minAmount === '' ? undefined : { minMinor: minorIn(fields.minAmount, 'minAmount', problems), over: fields.amountOver },
		quantity: fields.minQuantity === '' ? undefined : { min: quantityIn(fields.minQuantity, 'minQuantity', problems), per: fields.quantityPer },
		firstOrder: fields.orders === '' ? undefined : fields.orders === 'first',
		channels: filled(fields.channels),
		paymentMethods: filled(fields.paymentMethods),
		weekdays: filled(fields.weekdays),
		campaignIds: filled(fields.campaignIds),
	}
	return { ...kept, ...Object.fromEntries(Object.entries(conditions).filter(([, value]) => value !== undefined)) }
}
