import { parseMicros } from '../base/money.ts'
import {
	type Meant,
	minorIn,
	optionally,
	type PartFields,
	type Problems,
	type PromotionFields,
	percentIn,
	quantityIn,
	type SelectorFields,
	wholeIn,
	wordsOf,
	wrong,
} from './promotion-fields.ts'

const filled = <T>(list: readonly T[]) => (list.length > 0 ? list : undefined)

function idsIn(text: string, key: string, known: ReadonlyMap<string, number>, problems: Problems) {
	return filled(wordsOf(text).map((word) => known.get(word) ?? wrong(problems, key, word)))
}

const said = (record: Record<string, unknown>) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))

/** Codes of units are written as the catalog writes them. */
export const unitsOf = (text: string) => text.split(/[\s,;]+/).filter(Boolean)

function selectorOf(fields: SelectorFields, { products }: Meant, problems: Problems): Record<string, unknown> {
	const { relation, relationOf } = fields
	const productIds = relationOf === 'in_cart' ? undefined : idsIn(fields.relationSkus, 'relationSkus', products, problems)
	return said({
		productIds: idsIn(fields.skus, 'skus', products, problems),
		excludedProductIds: idsIn(fields.excludedSkus, 'excludedSkus', products, problems),
		categoryIds: filled(fields.categoryIds),
		excludedCategoryIds: filled(fields.excludedCategoryIds),
		units: filled(unitsOf(fields.units)),
		relation: relation === '' ? undefined : said({ kind: relation, of: relationOf, productIds }),
	})
}

function partsOf(parts: readonly PartFields[], meant: Meant, problems: Problems) {
	const used = parts.filter(({ quantity }) => quantity !== '')
	if (used.length === 0) wrong(problems, 'quantity', '')
	return used.map((part) => ({ lines: selectorOf(part, meant, problems), quantity: quantityIn(part.quantity, 'quantity', problems) }))
}

/** The benefit as it is stored; engine/promotion parses it. Problems are added by field. */
export function benefitOf(fields: PromotionFields, meant: Meant, problems: Problems): unknown {
	const { percent, amount } = fields
	const of = fields.percentOf === 'resolved_price' ? { of: fields.percentOf } : {}
	const methods = fields.methods.length > 0 ? { methods: fields.methods } : {}
	const uses = () => optionally(fields.maxUses, () => wholeIn(fields.maxUses, 'maxUses', problems))
	switch (fields.kind) {
		case 'percent_line':
		case 'percent_order':
			return { kind: 'percent', scope: fields.kind === 'percent_line' ? 'line' : 'order', percentPpm: percentIn(percent, problems), ...of }
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
			const getLines = fields.getFrom === 'others' ? { getLines: selectorOf(fields.reward, meant, problems) } : {}
			return {
				kind: 'free_units',
				buyQuantity,
				getQuantity,
				...getLines,
				percentPpm: percent === '' ? 1_000_000 : percentIn(percent, problems),
				maxUses: uses(),
			}
		}
		case 'bundle_price':
			return { kind: 'bundle_price', components: partsOf(fields.parts, meant, problems), priceMinor: minorIn(amount, 'amount', problems), maxUses: uses() }
		case 'gift': {
			const productId = meant.products.get(fields.giftSku.trim().toUpperCase()) ?? wrong(problems, 'giftSku', fields.giftSku)
			const every = optionally(fields.every, () => quantityIn(fields.every, 'every', problems))
			const unit = unitsOf(fields.giftUnit)[0] ?? 'each'
			return { kind: 'gift', productId, unit, quantity: quantityIn(fields.get, 'get', problems), every, maxUses: uses() }
		}
		case 'shipping_percent':
			return {
				...{ kind: 'shipping_percent', percentPpm: percentIn(percent, problems) },
				...{ capMinor: optionally(fields.cap, () => minorIn(fields.cap, 'cap', problems)), ...methods },
			}
		case 'shipping_cap':
			return { kind: 'shipping_cap', atMostMinor: minorIn(amount, 'amount', problems), ...methods }
		case 'terms':
			return { kind: 'terms', days: wholeIn(fields.days, 'days', problems) }
	}
}

/** The conditions as they are stored; engine/promotion parses them. */
export function conditionsOf(fields: PromotionFields, meant: Meant, problems: Problems): Record<string, unknown> {
	const amountOf = fields.amountOf === 'resolved_price' ? { of: fields.amountOf } : {}
	return said({
		...selectorOf(fields, meant, problems),
		accountIds: idsIn(fields.onlyAccounts, 'onlyAccounts', meant.accounts, problems),
		buyerGroupIds: filled(fields.onlyGroupIds),
		locationIds: idsIn(fields.stores, 'stores', meant.stores, problems),
		amount: fields.minAmount === '' ? undefined : { minMinor: minorIn(fields.minAmount, 'minAmount', problems), over: fields.amountOver, ...amountOf },
		quantity: fields.minQuantity === '' ? undefined : { min: quantityIn(fields.minQuantity, 'minQuantity', problems), per: fields.quantityPer },
		firstOrder: fields.orders === '' ? undefined : fields.orders === 'first',
		channels: filled(fields.channels),
		paymentMethods: filled(fields.paymentMethods),
		weekdays: filled(fields.weekdays),
		campaignIds: filled(fields.campaignIds),
	})
}

/** Every part of the form that picks lines, those that are not in use left out. */
export function selectorsIn(fields: PromotionFields): SelectorFields[] {
	const reward = fields.kind === 'free_units' && fields.getFrom === 'others' ? [fields.reward] : []
	const parts = fields.kind === 'bundle_price' ? fields.parts.filter(({ quantity }) => quantity !== '') : []
	return [fields, ...reward, ...parts]
}
