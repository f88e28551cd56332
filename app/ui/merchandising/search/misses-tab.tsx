import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { DayText } from '../../parts/date-text.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../parts/table.tsx'
import { useLanguageName } from '../use-language-name.ts'
import { SearchFilters } from './search-filters.tsx'

type MissesTabProps = {
	misses: readonly { locale: string; term: string; searches: number; days: number; lastOn: string }[]
	filter: { search: string; ruleLocale: string | null }
}

/** What people looked for and did not find, most wanted first; each is one press from a rule that mends it. */
export function MissesTab({ misses, filter }: MissesTabProps) {
	const { t } = useTranslation('merchandising')
	const languageName = useLanguageName()
	const mend = (tab: string, term: string, lang: string) => `/merchandising/search?${new URLSearchParams({ tab, term, lang })}`
	return (
		<>
			<p className="max-w-prose text-sm text-ink-soft">{t('searchRoom.about.misses')}</p>
			<SearchFilters tab="misses" filter={filter} />
			{misses.length === 0 ? (
				<EmptyState title={t('searchRoom.none.misses')}>{t('searchRoom.example.misses')}</EmptyState>
			) : (
				<Table caption={t('searchRoom.tab.misses')} dense stacks>
					<THead>
						<Tr>
							<Th>{t('searchRoom.term')}</Th>
							<Th>{t('searchRoom.language')}</Th>
							<Th numeric>{t('searchRoom.searches')}</Th>
							<Th numeric>{t('searchRoom.days')}</Th>
							<Th>{t('searchRoom.lastOn')}</Th>
							<Th>{t('searchRoom.mend')}</Th>
						</Tr>
					</THead>
					<TBody>
						{misses.map(({ locale, term, searches, days, lastOn }) => (
							<Tr key={`${locale} ${term}`}>
								<Th scope="row">{term}</Th>
								<Td label={t('searchRoom.language')}>{languageName(locale)}</Td>
								<Td label={t('searchRoom.searches')} numeric>
									{searches}
								</Td>
								<Td label={t('searchRoom.days')} numeric>
									{days}
								</Td>
								<Td label={t('searchRoom.lastOn')}>
									<DayText day={lastOn} />
								</Td>
								<Td label={t('searchRoom.mend')} className="whitespace-nowrap">
									<Link to={mend('synonyms', term, locale)} className="text-accent hover:underline">
										{t('searchRoom.asSynonym')}
									</Link>
									{' · '}
									<Link to={mend('redirects', term, locale)} className="text-accent hover:underline">
										{t('searchRoom.asRedirect')}
									</Link>
								</Td>
							</Tr>
						))}
					</TBody>
				</Table>
			)}
		</>
	)
}
