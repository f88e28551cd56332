import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'

export type ShownSchedule =
	| { kind: 'weekly'; weekdays: readonly number[]; everyWeeks: number; startsOn: string }
	| { kind: 'monthly'; day: number | 'last'; startsOn: string }

/** 2023-01-01 was a Sunday. */
const weekdayName = (locale: string, weekday: number) =>
	new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2023, 0, 1 + weekday)))

export const useWeekdays = () => {
	const { locale } = useReader()
	return [1, 2, 3, 4, 5, 6, 0].map((value) => ({ value, label: weekdayName(locale, value) }))
}

/** "Every Monday for Fargo Broadway": a schedule and its stores as one says them. */
export function useSentence(): (schedule: ShownSchedule | null, stores: readonly string[]) => string {
	const { t } = useTranslation('standing')
	const { locale } = useReader()
	const list = (words: readonly string[]) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(words)
	const whenOf = (schedule: ShownSchedule | null) => {
		if (!schedule) return ''
		if (schedule.kind === 'monthly') return schedule.day === 'last' ? t('when.last') : t('when.monthly', { day: schedule.day })
		const days = list(schedule.weekdays.map((one) => weekdayName(locale, one)))
		return schedule.everyWeeks === 1 ? t('when.weekly', { days }) : t('when.weeks', { count: schedule.everyWeeks, days })
	}
	return (schedule, stores) => (stores.length === 0 ? whenOf(schedule) : t('sentence', { when: whenOf(schedule), stores: list(stores) }))
}
