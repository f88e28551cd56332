import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import { useRefusalWords } from '../format/refusal-text.ts'
import { Status, type Tone } from '../parts/badge.tsx'
import { DayText } from '../parts/date-text.tsx'
import { Refusals } from '../parts/refusals.tsx'
import { namesOf, type QuoteView } from './quote-view.ts'

const tones: Record<string, Tone> = { asked: 'accent', offered: 'warning', countered: 'accent', accepted: 'positive', declined: 'danger', expired: 'danger' }

/** How a quote stands, and while an offer runs until when. */
export function QuoteStatus({ state, validOn = null }: { state: string; validOn?: string | null }) {
	const { t } = useTranslation('quotes')
	return (
		<span className="inline-flex flex-wrap items-baseline gap-x-3">
			<Status tone={tones[state] ?? 'neutral'}>{t(`state.${state}`)}</Status>
			{validOn && ['offered', 'countered', 'expired'].includes(state) ? (
				<span>
					{t('validThrough')} <DayText day={validOn} />
				</span>
			) : null}
		</span>
	)
}

/** Why what was said was not taken, line by line. */
export function QuoteRefused({ quote, refusals }: { quote: QuoteView; refusals: readonly Refusal[] }) {
	const { t } = useTranslation('quotes')
	const say = useRefusalWords(quote.currency)
	const names = namesOf(quote)
	if (refusals.length === 0) return null
	const texts = refusals.map((one, index) => ({
		...{ key: `${one.code} ${one.line ?? index}`, ...say(one) },
		where: one.line === undefined ? undefined : names.get(one.line),
	}))
	return (
		<div className="mb-8">
			<Refusals title={t('refused')} refusals={texts} />
		</div>
	)
}
