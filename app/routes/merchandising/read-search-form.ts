import type { TypedRule } from '../../flows/merchandising/read-search-rule.ts'
import { defaultLocale, locales } from '../../platform/locale.ts'
import { oneOf, textIn } from '../desk/read-form.ts'

export const searchTabs = ['synonyms', 'boosts', 'redirects', 'misses', 'preview'] as const
export const effects = ['pin', 'up', 'down'] as const

export const readTab = (form: FormData | URLSearchParams) => oneOf(searchTabs, form.get('tab')) ?? 'synonyms'

/** The tabs that hold rules; the others only show. */
export const ruleKind = (tab: (typeof searchTabs)[number]) => oneOf(['synonyms', 'boosts', 'redirects'] as const, tab)

/** What the list of a tab is filtered by. */
export const readSearchFilter = (search: URLSearchParams) => ({ search: textIn(search, 'q').slice(0, 100), ruleLocale: oneOf(locales, search.get('lang')) })

export const readTypedRule = (form: FormData): TypedRule => ({
	locale: oneOf(locales, form.get('locale')) ?? defaultLocale,
	term: textIn(form, 'term').slice(0, 200),
	means: textIn(form, 'means').slice(0, 1000),
	bothWays: form.has('bothWays'),
	effect: oneOf(effects, form.get('effect')) ?? 'up',
	sku: textIn(form, 'sku').slice(0, 100),
	category: textIn(form, 'category').slice(0, 100),
	target: textIn(form, 'target').slice(0, 400),
})
