import { useTranslation } from 'react-i18next'
import type { Sentence } from '../../engine/promotion/describe-promotion.ts'
import type { ReviewWarning } from '../../engine/promotion/review-promotion.ts'
import { useReader } from '../format/locale.tsx'
import { sentenceWords, type Wording, warningWords } from '../format/promotion-words.ts'
import { Icon } from '../parts/icon.tsx'

type Name = { kind: string; id: number; name: string }

function useWording(names: readonly Name[], currency: string): Wording {
	const { t } = useTranslation('engine')
	const { locale } = useReader()
	return { t, locale, currency, nameOf: (kind, id) => names.find((name) => name.kind === kind && name.id === id)?.name ?? String(id) }
}

/** What a promotion does, as one would say it: the benefit large, each condition under it. */
export function PromotionSentences({ sentences, names, currency }: { sentences: readonly Sentence[]; names: readonly Name[]; currency: string }) {
	const { t } = useTranslation('merchandising')
	const wording = useWording(names, currency)
	const [first, ...rest] = sentences.map((sentence) => ({ key: sentence.key, words: sentenceWords(sentence, wording) }))
	if (!first) return <p className="text-sm text-ink-soft">{t('promotions.saidOnceSaved')}</p>
	return (
		<div className="grid gap-2">
			<p className="font-display text-lg">{first.words}</p>
			<ul className="grid gap-1 text-sm text-ink-soft">
				{rest.map(({ key, words }) => (
					<li key={key}>{words}</li>
				))}
			</ul>
		</div>
	)
}

/** Rules that can never act, and rules that keep each other from acting, before anybody publishes. */
export function ReviewWarnings({ warnings, names, currency }: { warnings: readonly ReviewWarning[]; names: readonly Name[]; currency: string }) {
	const { t } = useTranslation('merchandising')
	const wording = useWording(names, currency)
	if (warnings.length === 0)
		return (
			<p className="flex gap-2 text-sm">
				<Icon name="check" className="text-positive" />
				{t('promotions.noWarning')}
			</p>
		)
	return (
		<ul className="grid gap-2 text-sm">
			{warnings.map((warning) => (
				<li key={`${warning.code}${JSON.stringify(warning.facts)}`} className="grid grid-cols-[1.25rem_1fr] gap-2">
					<Icon name="alert" className="text-warning" />
					{warningWords(warning, wording)}
				</li>
			))}
		</ul>
	)
}
