import { useTranslation } from 'react-i18next'
import type { ProgrammeStep } from '../../engine/marketing/programme.ts'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { cn } from '../parts/cn.ts'
import { Icon } from '../parts/icon.tsx'
import { stepIcon } from './programme-view.ts'

export type CardFacts = {
	number: number
	here: number
	passed: number
	mailed: number
	clicked: number
	isMissing: boolean
	isTrodden: boolean
	isChosen: boolean
}

/** A step on paper: its number, what it is, what it does, and how many people are there. */
export function StepCard({ step, words, facts }: { step: ProgrammeStep; words: string; facts: CardFacts }) {
	const { t } = useTranslation('programmes')
	const { locale } = useReader()
	const { number, here, passed, mailed, clicked, isMissing, isTrodden, isChosen } = facts
	return (
		<span
			className={cn(
				'grid h-full content-between gap-1 rounded-lg border bg-surface px-3 py-2 text-left',
				isMissing ? 'border-danger' : isTrodden ? 'border-accent' : 'border-control',
				isChosen ? 'outline-2 outline-offset-2 outline-accent' : '',
				isTrodden ? 'bg-accent-soft' : '',
			)}
		>
			<span className="flex items-center gap-2 text-xs text-ink-soft">
				<Icon name={stepIcon[step.kind]} className="size-4" />
				<span className="font-medium">
					{count(number, locale)} · {t(`kind.${step.kind}`)}
				</span>
				{isMissing ? <Icon name="alert" className="ml-auto size-4 text-danger" /> : null}
			</span>
			<span className="line-clamp-2 text-sm leading-5 font-medium wrap-anywhere text-ink">{words}</span>
			<span className="flex gap-3 text-xs text-ink-soft tabular-nums">
				{here > 0 ? <span className="font-medium text-accent">{t('count.here', { count: here, shown: count(here, locale) })}</span> : null}
				<span>
					{step.kind === 'send'
						? t('count.mailed', { mailed: count(mailed, locale), clicked: count(clicked, locale) })
						: t('count.passed', { count: passed, shown: count(passed, locale) })}
				</span>
			</span>
		</span>
	)
}
