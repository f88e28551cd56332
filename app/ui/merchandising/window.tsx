import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { DateText } from '../parts/date-text.tsx'

/** From when until when something holds; without an end it says so. */
export function Window({ from, to }: { from: Instant | null; to: Instant | null }) {
	const { t } = useTranslation('merchandising')
	if (!from && !to) return <>{t('window.always')}</>
	return (
		<>
			{from ? <DateText instant={from} /> : '…'} – {to ? <DateText instant={to} /> : t('window.open')}
		</>
	)
}
