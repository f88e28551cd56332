/** A rule about searches as the room's loader sends it. */
export type SearchRule = {
	id: number
	locale: string
	term: string
	means?: string[]
	bothWays?: boolean
	effect?: 'pin' | 'up' | 'down'
	sku?: string | null
	category?: string | null
	name?: string | null
	target?: string
}

export type RuleKind = 'synonyms' | 'boosts' | 'redirects'

export type TypedRule = {
	locale: string
	term: string
	means: string
	bothWays: boolean
	effect: 'pin' | 'up' | 'down'
	sku: string
	category: string
	target: string
}

/** The fields that would say a rule once more: for taking its removal back. */
export function fieldsOf(rule: SearchRule): [name: string, value: string][] {
	const fields: Record<string, string | null | undefined> = {
		...{ locale: rule.locale, term: rule.term, means: rule.means?.join(', '), bothWays: rule.bothWays ? 'on' : null },
		...{ effect: rule.effect, sku: rule.sku, category: rule.category, target: rule.target },
	}
	return Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : []))
}
