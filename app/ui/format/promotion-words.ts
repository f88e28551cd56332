import type { TFunction } from 'i18next'
import type { Fact } from '../../engine/base/refusal.ts'
import type { Sentence, SentenceFact } from '../../engine/promotion/describe-promotion.ts'
import type { Hint, Verdict } from '../../engine/promotion/promotion.ts'
import type { ReviewWarning } from '../../engine/promotion/review-promotion.ts'
import { decimal } from './decimal.ts'
import { keep } from './intl.ts'
import { money, unitPrice } from './money.ts'
import { list, quantity } from './number.ts'

export type NamedKind = 'product' | 'category' | 'account' | 'buyerGroup' | 'location' | 'campaign' | 'promotion'

/** What the words need: `t` of the namespace `engine`, the reader's locale, the order's currency and the names of what is spoken of. */
export type Wording = { t: TFunction; locale: string; currency: string; nameOf: (kind: NamedKind, id: number) => string }

type Facts = Readonly<Record<string, SentenceFact | Fact>>

const QUANTITIES = ['min', 'minQuantity', 'missingQuantity', 'buyQuantity', 'getQuantity', 'quantity', 'every']
/** What a sentence counts, for the plural of its language. */
const COUNTED = ['days', 'remainingUses', 'maxUses', 'count']

/** One sentence of `describePromotion` in the reader's words. */
export function sentenceWords({ key, facts }: Sentence, wording: Wording): string {
	if (key.startsWith('rule.budget')) return budgetWords(key, facts, wording)
	const sentence = say(key, facts, wording)
	const extras = extrasOf(facts).map((extra) => say(`extra.${extra}`, facts, wording))
	return extras.length === 0 ? sentence : wording.t('extra.with', { sentence, extras: extras.join(', ') })
}

/** Why a promotion acts or does not. */
export function verdictWords({ reason, facts }: Pick<Verdict, 'reason' | 'facts'>, wording: Wording): string {
	return say(`verdict.${reason}`, facts, wording)
}

/** What is still missing for a promotion. */
export function hintWords({ code, facts }: Pick<Hint, 'code' | 'facts'>, wording: Wording): string {
	return say(`hint.${code}`, facts, wording)
}

/** What a merchandiser should know before she publishes. */
export function warningWords({ code, facts }: ReviewWarning, wording: Wording): string {
	return say(`warning.${code}`, facts, wording)
}

function say(key: string, facts: Facts, wording: Wording): string {
	const counted = COUNTED.map((name) => facts[name]).find((fact) => typeof fact === 'number')
	const shown: Record<string, unknown> = counted === undefined ? {} : { count: counted }
	for (const [name, fact] of Object.entries(facts)) shown[name] = shownFact(name, fact, facts, wording)
	return wording.t(key, shown)
}

function extrasOf(facts: Facts): string[] {
	const isFilled = (name: string) => Array.isArray(facts[name]) && facts[name].length > 0
	const extras: string[] = []
	if (facts['of'] === 'resolved_price') extras.push('of_resolved_price')
	if ('getQuantity' in facts && isFilled('productIds')) extras.push('get_products')
	if ('getQuantity' in facts && isFilled('categoryIds')) extras.push('get_categories')
	if (isFilled('methods')) extras.push('methods')
	if (typeof facts['maxUses'] === 'number') extras.push('max_uses')
	return extras
}

function budgetWords(key: string, facts: Facts, wording: Wording): string {
	const parts = [facts['remainingMinor'] === null ? '' : `${key}_money`, facts['remainingUses'] === null ? '' : `${key}_uses`].filter(Boolean)
	return parts.map((part) => say(part, facts, wording)).join(' · ')
}

function shownFact(name: string, fact: SentenceFact | Fact, facts: Facts, wording: Wording): unknown {
	const { t, locale, nameOf } = wording
	const currency = typeof facts['currency'] === 'string' ? facts['currency'] : wording.currency
	const named = /^(.+)Ids?$/.exec(name)?.[1] as NamedKind | undefined
	if (named && typeof fact === 'number') return nameOf(named, fact)
	if (named && isList(fact))
		return list(
			fact.map((id) => nameOf(named, Number(id))),
			locale,
			'or',
		)
	if (name === 'channels' && isList(fact))
		return list(
			fact.map((one) => t(`channel.${one}`)),
			locale,
			'or',
		)
	if (name === 'paymentMethods' && isList(fact))
		return list(
			fact.map((one) => t(`paymentMethod.${one}`)),
			locale,
			'or',
		)
	// A hint names its ways to pay in one text; the ways to ship of a benefit are a list.
	if (name === 'methods' && typeof fact === 'string')
		return list(
			fact.split(', ').map((one) => t(`paymentMethod.${one}`)),
			locale,
			'or',
		)
	if (name === 'weekdays' && isList(fact))
		return list(
			fact.map((one) => weekday(Number(one), locale)),
			locale,
			'or',
		)
	if (isList(fact)) return list(fact.map(String), locale, 'or')
	if (name === 'kind') return t(`relation.${fact}`, { defaultValue: fact })
	if (name === 'unitPrice' && typeof fact === 'string') return unitPrice(fact.replace('.', ''), currency, locale)
	if (typeof fact !== 'number') return fact
	if (name === 'percentPpm') return share(fact, locale)
	if (name.endsWith('Minor')) return money(fact, currency, locale)
	return QUANTITIES.includes(name) ? quantity(fact, locale) : fact
}

function isList(fact: unknown): fact is readonly (number | string)[] {
	return Array.isArray(fact)
}

/** Parts per million as a share, with every digit that means something. */
function share(ppm: number, locale: string): string {
	const format = keep(`share ${locale}`, () => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 4 }))
	return format.format(decimal(ppm, 6))
}

/** 0 is Sunday, as in `Conditions.weekdays`; 1 January 2023 was one. */
function weekday(index: number, locale: string): string {
	const format = keep(`weekday ${locale}`, () => new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }))
	return format.format(new Date(Date.UTC(2023, 0, 1 + index)))
}
