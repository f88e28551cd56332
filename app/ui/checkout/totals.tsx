import { useTranslation } from 'react-i18next'
import type { ShownCart } from '../../engine/order/shown-cart.ts'
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
	const rows = [
		row('goods', cart.goodsMinor),
		...(cart.discountMinor > 0 ? [row('discount', -cart.discountMinor), row('net', cart.netMinor)] : []),
		shipping,
		...(cart.shippingDiscountMinor > 0 ? [row('shippingDiscount', -cart.shippingDiscountMinor)] : []),
		row('tax', cart.taxMinor),
		row('total', cart.totalMinor, true),
	]
	return <KeyValueList rows={rows} sums />
}
