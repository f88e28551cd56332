import { useTranslation } from 'react-i18next'
import { languages } from '../../format/languages.ts'
import { ListChoice, ListFilters, ListSearch } from '../../parts/list-page.tsx'
import { useLanguageName } from '../use-language-name.ts'

/** Terms by what they hold and by language; the tab stays. */
export function SearchFilters({ tab, filter }: { tab: string; filter: { search: string; ruleLocale: string | null } }) {
	const { t } = useTranslation('merchandising')
	const languageName = useLanguageName()
	return (
		<ListFilters submit={t('show')}>
			<input type="hidden" name="tab" value={tab} />
			<ListSearch label={t('searchRoom.term')} value={filter.search} />
			<ListChoice
				label={t('searchRoom.language')}
				name="lang"
				value={filter.ruleLocale}
				any={t('any')}
				options={languages.map((value) => ({ value, label: languageName(value) }))}
				className="min-w-44 max-w-full"
			/>
		</ListFilters>
	)
}
