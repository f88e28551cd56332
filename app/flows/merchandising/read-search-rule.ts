import type { RuleKind, RuleWrite } from '../../../db/queries/search-rules.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { readWords } from '../catalog/read-words.ts'

/** A rule as somebody typed it. */
export type TypedRule = {
	locale: string
	term: string
	/** Synonyms, separated by commas or new lines. */
	means: string
	bothWays: boolean
	effect: 'pin' | 'up' | 'down'
	sku: string
	category: string
	target: string
}

const MOST_SYNONYMS = 20

/** A rule as the database keeps it, or every reason why it is none. Terms become words as a search reads them. */
export function readSearchRule(kind: RuleKind, typed: TypedRule): { ok: true; rule: RuleWrite } | { ok: false; refusals: Refusal[] } {
	const { locale, effect, bothWays } = typed
	const asTerm = (text: string) => readWords(text, locale).join(' ')
	const term = asTerm(typed.term)
	const refusals: Refusal[] = term === '' ? [refusal('TERM_MISSING')] : []
	if (kind === 'synonyms') {
		const means = [...new Set(typed.means.split(/[,、，\n]/).map(asTerm))].filter((word) => word !== '' && word !== term)
		if (means.length === 0) refusals.push(refusal('SYNONYM_MISSING'))
		if (means.length > MOST_SYNONYMS) refusals.push(refusal('SYNONYMS_TOO_MANY', { most: MOST_SYNONYMS }))
		return refusals.length > 0 ? { ok: false, refusals } : { ok: true, rule: { locale, term, means, bothWays } }
	}
	if (kind === 'redirects') {
		const target = typed.target.trim()
		if (!/^\/[^/\\\s][^\\\s]{0,300}$/.test(target)) refusals.push(refusal('REDIRECT_INVALID', { given: target.slice(0, 100) }))
		return refusals.length > 0 ? { ok: false, refusals } : { ok: true, rule: { locale, term, target } }
	}
	const sku = typed.sku.trim() || null
	const category = typed.category || null
	if ((sku === null) === (category === null)) refusals.push(refusal('BOOST_TARGET_MISSING'))
	else if (effect === 'pin' && sku === null) refusals.push(refusal('PIN_NEEDS_PRODUCT'))
	return refusals.length > 0 ? { ok: false, refusals } : { ok: true, rule: { locale, term, effect, sku, category } }
}
