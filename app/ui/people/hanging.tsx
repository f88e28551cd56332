import { useTranslation } from 'react-i18next'
import { CustomFacts, type DefView, type Values } from '../crm/custom-values.tsx'
import { type Words, wordsIn } from '../crm/words.tsx'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Section } from '../parts/page-header.tsx'

export type HangingView = { object: string; total: number; rows: readonly { id: number; name: string; custom: Values }[] }
type Props = { objects: readonly { code: string; labels: Words; defs: readonly DefView[] }[]; hanging: readonly HangingView[] }

/** What hangs off a person, her account and her opportunities, by object: what segments and mails ask of her. Nothing at all where the house has no such objects. */
export function HangingOff({ objects, hanging }: Props) {
	const { t } = useTranslation('people')
	const { locale } = useReader()
	if (objects.length === 0) return null
	const shown = objects.flatMap((object) => {
		const mine = hanging.find((one) => one.object === object.code)
		return mine ? [{ ...object, ...mine }] : []
	})
	return (
		<Section title={t('hanging.title')}>
			{shown.length === 0 ? <p className="max-w-prose text-sm text-ink-soft">{t('hanging.none')}</p> : null}
			{shown.map(({ code, labels, defs, total, rows }) => (
				<div key={code} className="grid gap-2">
					<h3 className="flex items-baseline gap-2 font-medium">
						{wordsIn(labels, locale)} <span className="text-sm font-normal text-ink-soft tabular-nums">{count(total, locale)}</span>
					</h3>
					<ul className="grid">
						{rows.map(({ id, name, custom }) => (
							<li key={id} className="grid gap-x-6 gap-y-1 border-t border-rule py-2 sm:grid-cols-[minmax(0,12rem)_minmax(0,1fr)]">
								<span className="wrap-anywhere">{name}</span>
								{Object.keys(custom).length === 0 ? null : <CustomFacts defs={defs} values={custom} />}
							</li>
						))}
					</ul>
					{total > rows.length ? (
						<p className="text-sm text-ink-soft">{t('hanging.more', { count: total - rows.length, shown: count(total - rows.length, locale) })}</p>
					) : null}
				</div>
			))}
		</Section>
	)
}
