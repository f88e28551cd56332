import { useTranslation } from 'react-i18next'
import { date, time } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import type { AlertView } from './alert-view.ts'

/** When a call is welcome, on the buyer's clock. */
export function CallWindow({ call }: { call: NonNullable<AlertView['call']> }) {
	const { t } = useTranslation('desk')
	const { locale } = useReader()
	const { from, to, zone } = call
	return (
		<span className="tabular-nums">
			{t('alerts.callText', { day: date(from, locale, zone, 'short'), from: time(from, locale, zone), to: time(to, locale, zone) })}
		</span>
	)
}
