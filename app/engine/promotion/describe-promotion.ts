import { printMicros } from '../base/money.ts'
import type { Benefit } from './benefits.ts'
import type { Conditions, LineSelector } from './conditions.ts'
import type { Promotion } from './promotion.ts'

export type SentenceFact = string | number | boolean | null | readonly (number | string)[]

/** A plain sentence as an i18n key and what it names: amounts in minor units, shares in parts per million, ids to be named. */
export type Sentence = { key: string; facts: Record<string, SentenceFact> }

const say = (key: string, facts: Record<string, SentenceFact> = {}): Sentence => ({ key, facts })

/** What the promotion gives, when, and how it stands to others: one sentence each, in the order in which a person would say them. */
export function describePromotion({ benefit, conditions, currency, lane, globalExclusive, includeProtected, couponCode, budget }: Promotion): Sentence[] {
	const sentences = [describeBenefit(benefit, currency), ...describeLines(conditions, 'condition'), ...describeOrder(conditions, currency)]
	if (couponCode !== null) sentences.push(say('condition.coupon', { couponCode }))
	if (globalExclusive) sentences.push(say('rule.exclusive'))
	else sentences.push(say('rule.lane', { lane }))
	if (includeProtected) sentences.push(say('rule.protected'))
	if (budget) sentences.push(say(`rule.budget_${budget.policy}`, { remainingMinor: budget.remainingMinor, remainingUses: budget.remainingUses, currency }))
	return sentences
}

function describeBenefit(benefit: Benefit, currency: string | null): Sentence {
	switch (benefit.kind) {
		case 'percent':
			return say(`benefit.percent_${benefit.scope}`, { percentPpm: benefit.percentPpm, of: benefit.of })
		case 'amount':
			return say(benefit.scope === 'order' ? 'benefit.amount_order' : `benefit.amount_${benefit.per}`, { amountMinor: benefit.amountMinor, currency })
		case 'fixed_price':
			return say('benefit.fixed_price', { unitPrice: printMicros(benefit.unitPriceMicros), currency })
		case 'free_units':
			return say(benefit.percentPpm === 1_000_000 ? 'benefit.free_units' : 'benefit.reduced_units', {
				buyQuantity: benefit.buyQuantity,
				getQuantity: benefit.getQuantity,
				percentPpm: benefit.percentPpm,
				maxUses: benefit.maxUses,
				productIds: benefit.getLines?.productIds ?? [],
				categoryIds: benefit.getLines?.categoryIds ?? [],
			})
		case 'bundle_price':
			return say('benefit.bundle_price', { priceMinor: benefit.priceMinor, currency, components: benefit.components.length, maxUses: benefit.maxUses })
		case 'gift':
			return say(benefit.every === null ? 'benefit.gift' : 'benefit.gift_every', {
				productId: benefit.productId,
				unit: benefit.unit,
				quantity: benefit.quantity,
				every: benefit.every,
				maxUses: benefit.maxUses,
			})
		case 'shipping_percent':
			return say(benefit.capMinor === null ? 'benefit.shipping_percent' : 'benefit.shipping_percent_capped', {
				percentPpm: benefit.percentPpm,
				capMinor: benefit.capMinor,
				currency,
				methods: benefit.methods ?? [],
			})
		case 'shipping_cap':
			return say('benefit.shipping_cap', { atMostMinor: benefit.atMostMinor, currency, methods: benefit.methods ?? [] })
		case 'terms':
			return say('benefit.terms', { days: benefit.days })
	}
}

function describeLines({ productIds, excludedProductIds, categoryIds, excludedCategoryIds, units, relation }: LineSelector, room: string): Sentence[] {
	const sentences: Sentence[] = []
	if (productIds) sentences.push(say(`${room}.products`, { productIds }))
	if (excludedProductIds) sentences.push(say(`${room}.excluded_products`, { productIds: excludedProductIds }))
	if (categoryIds) sentences.push(say(`${room}.categories`, { categoryIds }))
	if (excludedCategoryIds) sentences.push(say(`${room}.excluded_categories`, { categoryIds: excludedCategoryIds }))
	if (units) sentences.push(say(`${room}.units`, { units }))
	if (relation) sentences.push(say(`${room}.relation_${relation.of}`, { kind: relation.kind, productIds: relation.productIds ?? [] }))
	return sentences
}

function describeOrder(conditions: Conditions, currency: string | null): Sentence[] {
	const { accountIds, buyerGroupIds, locationIds, channels, weekdays, firstOrder, paymentMethods, campaignIds, quantity, amount } = conditions
	const sentences: Sentence[] = []
	if (quantity) sentences.push(say(`condition.quantity_${quantity.per}`, { min: quantity.min }))
	if (amount) sentences.push(say(`condition.amount_${amount.over}`, { minMinor: amount.minMinor, currency, of: amount.of }))
	if (accountIds) sentences.push(say('condition.accounts', { accountIds }))
	if (buyerGroupIds) sentences.push(say('condition.buyer_groups', { buyerGroupIds }))
	if (locationIds) sentences.push(say('condition.locations', { locationIds }))
	if (channels) sentences.push(say('condition.channels', { channels }))
	if (weekdays) sentences.push(say('condition.weekdays', { weekdays }))
	if (firstOrder !== undefined) sentences.push(say(firstOrder ? 'condition.first_order' : 'condition.later_order'))
	if (paymentMethods) sentences.push(say('condition.payment_methods', { paymentMethods }))
	if (campaignIds) sentences.push(say('condition.campaigns', { campaignIds }))
	return sentences
}
