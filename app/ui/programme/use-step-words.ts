import { useTranslation } from 'react-i18next'
import type { Comparison, Predicate } from '../../engine/base/predicate.ts'
import { objectFieldOf } from '../../engine/marketing/object-field.ts'
import type { ProgrammeStep } from '../../engine/marketing/programme.ts'
import { countFieldOf, customFieldOf } from '../../engine/marketing/segment.ts'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { activityName } from '../people/person-view.ts'

type Mails = readonly { id: number; name: string }[]

/** What a step does, in a few words. */
export function useStepWords(mails: Mails): (step: ProgrammeStep) => string {
	const { t } = useTranslation('programmes')
	const { t: tAutomation } = useTranslation('automation')
	const { t: tPeople } = useTranslation('people')
	const { locale } = useReader()
	const asked = ({ field, op, value }: Comparison) => {
		const times = countFieldOf(field)
		// A step says what it asks of the house's own by the name it was given.
		const own = customFieldOf(field)?.name ?? objectFieldOf(field)?.object
		const name = times ? tAutomation('question.did', { what: activityName(tPeople, times.activity) }) : (own ?? tAutomation(`field.${field}`))
		return [name, tAutomation(`op.${op}`), value === undefined ? '' : [value].flat().join(', ')].filter(Boolean).join(' ')
	}
	const questionWords = (predicate: Predicate | null): string => {
		if (predicate === null) return t('step.noQuestion')
		if ('field' in predicate) return asked(predicate)
		const [first, ...more] = 'not' in predicate ? [predicate.not] : 'all' in predicate ? predicate.all : predicate.any
		return `${questionWords(first ?? null)}${more.length > 0 ? ` +${count(more.length, locale)}` : ''}`
	}
	return (step) => {
		if (step.kind === 'send') return mails.find(({ id }) => id === step.sendId)?.name ?? t('step.noMail')
		if (step.kind === 'if') return questionWords(step.question)
		if (step.kind === 'action') return step.actions.length === 0 ? t('step.noAction') : step.actions.map(({ kind }) => tAutomation(`action.${kind}`)).join(', ')
		if (step.kind === 'end') return t('step.endText')
		const { amount, unit, at, window } = step.wait
		const span = amount === 0 && at ? '' : t(`wait.span.${unit}`, { count: amount, shown: count(amount, locale) })
		return [span, at ? t('wait.until', { time: at }) : '', window === 'any' ? '' : t(`wait.window.${window}`)].filter(Boolean).join(' · ')
	}
}
