import type { Tx } from '../client.server.ts'
import { insertRule, type RuleWrite } from '../queries/search-rules.ts'
import type { Clock } from './days.ts'

const SELLER = 1

/** What the merchandisers of Capricorn have said about searches so far. */
const synonyms: RuleWrite[] = [
	{ locale: 'en', term: 'java', means: ['coffee'] },
	{ locale: 'en', term: 'pitcher', means: ['jug'], bothWays: true },
	{ locale: 'fr-CA', term: 'java', means: ['café'] },
	{ locale: 'es', term: 'tinto', means: ['café'] },
	{ locale: 'ja', term: '珈琲', means: ['コーヒー'] },
	{ locale: 'cs', term: 'kafe', means: ['káva'] },
]
const boosts: RuleWrite[] = [{ locale: 'en', term: 'new roast', effect: 'pin', sku: 'COF-NEW-1KG', category: null }]
const redirects: RuleWrite[] = [
	{ locale: 'en', term: 'repair', target: '/catalog/parts' },
	{ locale: 'fr-CA', term: 'réparation', target: '/catalog/parts' },
	{ locale: 'es', term: 'reparación', target: '/catalog/parts' },
	{ locale: 'ja', term: '修理', target: '/catalog/parts' },
	{ locale: 'cs', term: 'oprava', target: '/catalog/parts' },
]

/** After the products: a dozen rules, said three weeks ago. */
export async function seedSearch(tx: Tx, clock: Clock): Promise<void> {
	const kinds = [
		['synonyms', synonyms],
		['boosts', boosts],
		['redirects', redirects],
	] as const
	await Promise.all(kinds.flatMap(([kind, rules]) => rules.map((rule) => insertRule(tx, kind, SELLER, rule))))
	const saidAt = clock.daysAgo(21)
	await Promise.all(['search_synonym', 'search_boost', 'search_redirect'].map((table) => tx`update ${tx(table)} set created_at = ${saidAt}`))
}
