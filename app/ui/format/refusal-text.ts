import { useTranslation } from 'react-i18next'
import type { Fact, Refusal } from '../../engine/base/refusal.ts'
import { day } from './date.ts'
import { useReader } from './locale.tsx'
import { money, unitPrice } from './money.ts'
import { decimalText, quantity } from './number.ts'
import { placeName } from './place-name.ts'

const PRICES = ['before', 'after', 'unitPrice']
const QUANTITIES = ['available', 'short', 'missingQuantity', 'minQuantity', 'addQuantity']
const DECIMALS = ['quantity', 'minimum', 'maximum', 'increment', 'fitting', 'most', 'from', 'to']
const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text)

/** The facts of a refusal as its reader writes them: their names say what they are (`shortMinor`, `requestedOn`). */
export function formatFacts(facts: Readonly<Record<string, Fact>>, currency: string, locale: string): Record<string, Fact> {
	const own = typeof facts['currency'] === 'string' ? facts['currency'] : currency
	const format = (name: string, fact: Fact): Fact => {
		if (typeof fact === 'number' && name.endsWith('Minor')) return money(fact, own, locale)
		if (typeof fact === 'number' && QUANTITIES.includes(name)) return quantity(fact, locale)
		if (typeof fact !== 'string') return fact
		if (PRICES.includes(name) && /^\d+\.\d{6}$/.test(fact)) return unitPrice(fact.replace('.', ''), own, locale)
		if (name === 'jurisdiction') return placeName(fact, locale)
		if (DECIMALS.includes(name)) return decimalText(fact, locale)
		return name.endsWith('On') && isDay(fact) ? day(fact, locale) : fact
	}
	return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, format(name, fact)]))
}

export type RefusalWords = { message: string; remedy: string | null }

/** Says a refusal in the reader's words, with what would lift it: `const say = useRefusalWords(currency)`. */
export function useRefusalWords(currency: string): (refusal: Refusal) => RefusalWords {
	const { t, i18n } = useTranslation('refusals')
	const { locale } = useReader()
	return ({ code, facts }) => {
		const shown = formatFacts(facts, currency, locale)
		const liftedBy = facts['liftedBy']
		const remedies = [typeof liftedBy === 'string' ? `remedy.${liftedBy}` : '', `remedy.${code}`]
		const remedy = remedies.find((key) => key !== '' && i18n.exists(key, { ns: 'refusals' }))
		const closer = `${code}_${facts['declineCode']}`
		return { message: t(i18n.exists(closer, { ns: 'refusals' }) ? closer : code, shown), remedy: remedy ? t(remedy, shown) : null }
	}
}
