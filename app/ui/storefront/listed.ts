import { useTranslation } from 'react-i18next'
import { unitPriceText } from '../format/money.ts'
import { useUnitName } from '../format/use-unit-name.ts'
import type { Tone } from '../parts/badge.tsx'
import { usePricesIncludeTax } from './store.ts'

/** A product in a list, as the loaders send it. Prices are decimals as text; null is on request. */
export type Listed = {
	id: number
	sku: string
	slug: string
	name: string
	summary: string | null
	kind: string
	productClass: string
	picture: string | null
	unitCode: string
	minimumQuantity: string
	incrementQuantity: string
	maximumQuantity: string | null
	price: { unitPrice: string; currency: string; quantity: string; rung: string; lowest: { unitPrice: string; from: string } | null; isFrom: boolean } | null
	stock: 'in_stock' | 'low' | 'backorder' | 'out'
	block: string | null
}

export const stockTones: Record<Listed['stock'], Tone> = { in_stock: 'positive', low: 'warning', backorder: 'neutral', out: 'danger' }

/** '1.0000' as the database has it is '1' for people. */
export const plainQuantity = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

/** The words of a list, asked once and not for every row: a look-up costs as much as a cell. */
export function useListedWords() {
	const { t, i18n } = useTranslation('storefront')
	const unit = useUnitName()
	const withTax = usePricesIncludeTax() ? t('price.withTax') : null
	return {
		locale: i18n.language,
		stock: { in_stock: t('stock.in_stock'), low: t('stock.low'), backorder: t('stock.backorder'), out: t('stock.out') },
		onRequest: t('price.onRequest'),
		signIn: t('price.signIn'),
		add: t('add.add'),
		quantity: t('add.quantity'),
		blocked: t('add.blocked'),
		askPrice: t('price.ask'),
		choose: t('add.choose'),
		fromLeast: (price: string) => t('price.fromLeast', { price }),
		minimum: (quantity: string) => t('price.minimum', { quantity }),
		from: (quantity: string, price: string) => t('price.from', { quantity, price }),
		unit,
		withTax,
		/** What stands after a price: "/ case of 6, incl. tax"; a single piece goes without saying, and so do prices without tax. */
		per: (code: string, isPriced = true) => [code === 'each' ? null : `/ ${unit(code)}`, isPriced ? withTax : null].filter(Boolean).join(', ') || null,
	}
}
export type ListedWords = ReturnType<typeof useListedWords>

export function priceOf({ price }: Listed, words: ListedWords): string | null {
	if (!price) return null
	const text = unitPriceText(price.unitPrice, price.currency, words.locale)
	return price.isFrom ? words.fromLeast(text) : text
}

/** "from 5: $17.75", "min. 6": what changes a price in a list. */
export function notesOf({ price }: Listed, words: ListedWords): string[] {
	if (!price) return []
	const { lowest, quantity, currency } = price
	return [
		...(quantity === '1' ? [] : [words.minimum(quantity)]),
		...(lowest ? [words.from(lowest.from, unitPriceText(lowest.unitPrice, currency, words.locale))] : []),
	]
}
