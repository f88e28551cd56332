import type { ThHTMLAttributes } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShownDelivery } from '../../engine/order/shown-cart.ts'
import { day } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { IconButton } from '../parts/button.tsx'
import { DayText } from '../parts/date-text.tsx'
import { deliveryName } from './matrix-row.tsx'

type HeadProps = ThHTMLAttributes<HTMLTableCellElement> & { delivery: ShownDelivery; many: boolean; onRemoveDelivery: (delivery: ShownDelivery) => void }

/** The head of a delivery's column: where it goes, when it is wanted and when it is there, and how it goes out of the cart. */
export function DeliveryHead({ delivery, many, onRemoveDelivery, ...rest }: HeadProps) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	const store = deliveryName(delivery, t('delivery.nowhere'))
	return (
		<th scope="col" {...rest}>
			<span className="flex items-start justify-end gap-0.5">
				<span className="line-clamp-2 text-sm text-ink">{store}</span>
				{many ? (
					<IconButton
						icon="close"
						size="sm"
						type="submit"
						name="intent"
						value={`removeDelivery:${delivery.groupKey}`}
						className="-my-1.5 -mr-2 size-7 text-ink-soft"
						label={t('delivery.remove', { store })}
						onClick={(event) => {
							event.preventDefault()
							onRemoveDelivery(delivery)
						}}
					/>
				) : null}
			</span>
			{delivery.requestedOn || !delivery.promisedOn ? (
				<span className="block">{delivery.requestedOn ? <DayText day={delivery.requestedOn} style="short" /> : t('delivery.soonest')}</span>
			) : null}
			{delivery.promisedOn && delivery.promisedOn !== delivery.requestedOn ? (
				<span className="block font-normal">{t('delivery.promised', { day: day(delivery.promisedOn, locale, 'short') })}</span>
			) : null}
		</th>
	)
}
