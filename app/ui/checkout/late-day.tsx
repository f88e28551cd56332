import { useFetcher } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { ShownCart, ShownDelivery } from '../../engine/order/shown-cart.ts'
import { day } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { Button } from '../parts/button.tsx'
import type { Answer } from './cart-tools.tsx'
import { deliveryName } from './matrix-row.tsx'

/** Wanted on a day that cannot be kept: what is promised is a later one. */
export const isLate = ({ requestedOn, promisedOn }: ShownDelivery) => requestedOn !== null && promisedOn !== null && promisedOn > requestedOn

/** Said before the order is sent: the day that was asked for cannot be kept, and one press takes the first that can. `back` is for a form without scripts. */
export function LateDay({ cart, delivery, back }: { cart: ShownCart; delivery: ShownDelivery; back: string }) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const fetcher = useFetcher<Answer>()
	const { groupKey, requestedOn, promisedOn, method, instructions, window, costCentre } = delivery
	if (!isLate(delivery) || requestedOn === null || promisedOn === null) return null
	const earliest = day(promisedOn, locale, 'short')
	return (
		<fetcher.Form
			method="post"
			action="/cart"
			className="flex flex-wrap items-center gap-x-4 gap-y-2 border-l-4 border-warning bg-warning-soft px-4 py-2 text-sm"
		>
			<p>{t('late.text', { store: deliveryName(delivery, t('delivery.nowhere')), asked: day(requestedOn, locale, 'short'), earliest })}</p>
			<input type="hidden" name="cartId" value={cart.cartId} />
			<input type="hidden" name="back" value={back} />
			<input type="hidden" name="requestedOn" value={promisedOn} />
			<input type="hidden" name="method" value={method} />
			<input type="hidden" name="instructions" value={instructions ?? ''} />
			<input type="hidden" name="window" value={window ?? ''} />
			<input type="hidden" name="costCentre" value={costCentre ?? ''} />
			<Button type="submit" name="intent" value={`changeDelivery:${groupKey}`} size="sm" icon="calendar" pending={fetcher.state !== 'idle'}>
				{t('late.take', { day: earliest })}
			</Button>
		</fetcher.Form>
	)
}
