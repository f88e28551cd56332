import { useTranslation } from 'react-i18next'
import { Status, type Tone } from '../parts/badge.tsx'

const tones: Record<string, Tone> = {
	open: 'accent',
	held: 'warning',
	part_shipped: 'accent',
	shipped: 'accent',
	delivered: 'positive',
	cancelled: 'danger',
	closed: 'neutral',
}

/** What became of an order or of one of its deliveries, as a sign and a word. */
export function OrderStatus({ status }: { status: string }) {
	const { t } = useTranslation('account')
	return <Status tone={tones[status] ?? 'neutral'}>{t(`orderStatus.${status}`)}</Status>
}
