import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Status } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { TextField } from '../parts/text-field.tsx'
import type { ProgrammeView } from './programme-view.ts'
import { useStepWords } from './use-step-words.ts'

/** Walks one person through the draft: when each step would come and what it would do. Nothing is written and nothing leaves. */
export function TrialPart({ page, asked }: { page: ProgrammeView; asked: string }) {
	const { t } = useTranslation(['programmes', 'marketing'])
	const { locale } = useReader()
	const words = useStepWords(page.around.mails)
	const { trial } = page
	const outcomeOf = (outcome: string | null, answer: boolean | null) => {
		if (answer !== null) return <Status tone={answer ? 'positive' : 'neutral'}>{t(answer ? 'branch.yes' : 'branch.no')}</Status>
		if (outcome === null) return null
		return outcome === 'mailed' ? <Status tone="positive">{t('trial.mailed')}</Status> : <Status tone="warning">{t(`marketing:skip.${outcome}`)}</Status>
	}
	return (
		<div className="grid gap-5">
			<Form method="get" preventScrollReset className="flex flex-wrap items-start gap-3">
				<TextField
					label={t('trial.who')}
					name="person"
					hint={t('trial.hint')}
					defaultValue={asked}
					className="w-full max-w-sm"
					autoComplete="off"
					maxLength={200}
				/>
				<Button type="submit" className="sm:mt-6.5">
					{t('trial.walk')}
				</Button>
			</Form>
			{trial && !trial.person ? <p className="text-sm text-warning">{t('trial.nobody', { asked })}</p> : null}
			{trial?.person ? (
				<div className="grid gap-2" aria-live="polite">
					<p className="text-sm font-medium">{t('trial.way', { name: trial.person.name })}</p>
					<ol className="grid gap-0">
						{trial.way.map(({ key, at, answer, outcome }, place) => {
							const step = page.draft.steps.find((one) => one.key === key)
							const number = page.layout.placed.find((one) => one.key === key)?.number ?? 0
							return (
								<li
									// biome-ignore lint/suspicious/noArrayIndexKey: a loop comes by the same step again; the way never changes its order.
									key={place}
									className="grid grid-cols-[2rem_1fr_auto] items-baseline gap-3 border-b border-rule py-2 text-sm"
								>
									<span className="text-ink-soft tabular-nums">{count(number, locale)}</span>
									<span className="grid">
										<span>{step ? words(step) : key}</span>
										<span className="text-ink-soft">
											<DateText instant={at} time />
										</span>
									</span>
									{outcomeOf(outcome, answer)}
								</li>
							)
						})}
					</ol>
				</div>
			) : null}
		</div>
	)
}
