import { useTranslation } from 'react-i18next'
import { trackingPage } from '../../engine/order/tracking-page.ts'
import { Icon } from '../parts/icon.tsx'

/** Who carries a parcel under which number, and the carrier's page of it where we know one. */
export function Parcel({ carrier, trackingNumber, className }: { carrier: string | null; trackingNumber: string | null; className?: string }) {
	const { t } = useTranslation('account')
	const href = trackingPage(carrier, trackingNumber)
	if (!carrier && !trackingNumber) return null
	return (
		<span className={className}>
			{carrier}{' '}
			{href ? (
				<a href={href} target="_blank" rel="noreferrer" className="inline-flex items-center gap-1 text-accent underline">
					{trackingNumber}
					<Icon name="external" className="size-3.5" />
					<span className="sr-only">{t('shipment.track')}</span>
				</a>
			) : (
				<span className="tabular-nums">{trackingNumber}</span>
			)}
		</span>
	)
}
