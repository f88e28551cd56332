import { useTranslation } from 'react-i18next'
import type { ShownCart } from '../../engine/order/shown-cart.ts'
import { sumsWithTax } from '../../engine/order/sums-with-tax.ts'
import { KeyValueList, type KeyValueRow } from '../parts/key-value.tsx'
import { Money } from '../parts/money.tsx'

/** What an order comes to: goods, what promotions took, shipping, tax. */
export function Totals({ cart }: { cart: ShownCart }) {
	const { t } = useTranslation('checkout')
	const { currency } = cart
	const row = (key: string, minor: number, strong = false): KeyValueRow => ({
		key,
		label: t(`totals.${key}`),
		value: <Money minor={minor} currency={currency} />,
		strong,
	})
	const isOnRequest = cart.deliveries.some(({ shippingMinor }) => shippingMinor === null)
	const shipping = { ...row('shipping', cart.shippingMinor), ...(isOnRequest ? { value: t('totals.onRequest') } : {}) }
	const tax = cart.isTaxKnown ? row('tax', cart.taxMinor) : { ...row('tax', 0), value: t('totals.atCheckout') }
	const fees = cart.fees.map(
		({ name, amountMinor }, index): KeyValueRow => ({ key: `fee ${index}`, label: name, value: <Money minor={amountMinor} currency={currency} /> }),
	)
	const rows = cart.pricesIncludeTax
		? rowsWithTax(cart, row, fees, t)
		: [
				row('goods', cart.goodsMinor),
				...(cart.discountMinor > 0 ? [row('discount', -cart.discountMinor), row('net', cart.goodsMinor - cart.discountMinor)] : []),
				...fees,
				shipping,
				...(cart.shippingDiscountMinor > 0 ? [row('shippingDiscount', -cart.shippingDiscountMinor)] : []),
				tax,
				row(cart.isTaxKnown ? 'total' : 'beforeTax', cart.totalMinor, true),
			]
	return <KeyValueList rows={rows} sums />
}

type Word = (key: string) => string
type Row = (key: string, minor: number, strong?: boolean) => KeyValueRow

/** Where prices include tax the goods and the shipping are shown with it, and the tax last, as a part of the total. */
function rowsWithTax(cart: ShownCart, row: Row, fees: KeyValueRow[], word: Word): KeyValueRow[] {
	const { goodsMinor, discountMinor, shippingDiscountMinor, totalMinor, taxMinor } = cart
	const { shippingMinor, relievedMinor } = sumsWithTax({ ...cart, feesMinor: cart.fees.reduce((sum, { amountMinor }) => sum + amountMinor, 0) })
	return [
		row('goodsWithTax', goodsMinor),
		...(discountMinor > 0 ? [row('discount', -discountMinor)] : []),
		...fees,
		...(relievedMinor > 0 ? [row('relieved', -relievedMinor)] : []),
		cart.deliveries.some((delivery) => delivery.shippingMinor === null)
			? { ...row('shipping', 0), value: word('totals.onRequest') }
			: row('shipping', shippingMinor),
		...(shippingDiscountMinor > 0 ? [row('shippingDiscount', -shippingDiscountMinor)] : []),
		row('totalWithTax', totalMinor, true),
		cart.isTaxKnown ? row('ofWhichTax', taxMinor) : { ...row('ofWhichTax', 0), value: word('totals.atCheckout') },
	]
}
