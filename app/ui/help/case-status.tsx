import { useTranslation } from 'react-i18next'
import { Status } from '../parts/badge.tsx'

const tones = { open: 'accent', waiting: 'warning', closed: 'neutral' } as const

/** Whose turn it is, in the words of each side. */
export function CaseStatus({ status, side }: { status: 'open' | 'waiting' | 'closed'; side: 'buyer' | 'house' }) {
	const { t } = useTranslation('help')
	return (
		<Status tone={side === 'house' && status !== 'closed' ? tones[status === 'open' ? 'waiting' : 'open'] : tones[status]}>
			{t(`status.${side}.${status}`)}
		</Status>
	)
}
