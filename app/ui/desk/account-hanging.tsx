import { useTranslation } from 'react-i18next'
import { type Words, wordsIn } from '../crm/words.tsx'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { TextLink } from '../parts/button.tsx'
import { Section } from '../parts/page-header.tsx'

type Hanging = { code: string; labels: Words; total: number; names: readonly string[] }

/** What hangs off an account itself, by object: the first of each by name, and the way to all that they say. */
export function AccountHanging({ hanging, accountId }: { hanging: readonly Hanging[]; accountId: number }) {
	const { t } = useTranslation('desk')
	const { locale } = useReader()
	if (hanging.length === 0) return null
	return (
		<Section title={t('hanging.title')} aside={<TextLink to={`/desk/records/account/${accountId}`}>{t('hanging.all')}</TextLink>}>
			<ul className="grid text-sm">
				{hanging.map(({ code, labels, total, names }) => (
					<li key={code} className="grid gap-x-6 gap-y-1 border-b border-rule py-2 sm:grid-cols-[minmax(0,12rem)_minmax(0,1fr)]">
						<span className="font-medium">{wordsIn(labels, locale)}</span>
						<span className="text-ink-soft wrap-anywhere">
							{total === 0
								? t('hanging.none')
								: [
										...names,
										...(total > names.length ? [t('hanging.more', { count: total - names.length, shown: count(total - names.length, locale) })] : []),
									].join(' · ')}
						</span>
					</li>
				))}
			</ul>
		</Section>
	)
}
