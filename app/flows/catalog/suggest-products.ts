import type { Db } from '../../../db/client.server.ts'
import { readSuggestions, type Suggestions } from '../../../db/queries/search.ts'
import type { Shopper } from '../../platform/actor.ts'
import { readWords } from './read-words.ts'

const FEW = 7

/** The likeliest products, shelves and pages for what has been typed so far, within what the account may see; one statement. */
export async function suggestProducts(db: Db, { account }: Shopper, { text, locale }: { text: string; locale: string }): Promise<Suggestions> {
	const words = readWords(text, locale)
	if (words.join('').length < (locale === 'ja' ? 1 : 2)) return { products: [], categories: [], redirects: [] }
	const entitled = { sellerEntityId: account.sellerEntityId, policyIds: account.policyIds, locale }
	return readSuggestions(db, { entitled, words, limit: FEW })
}
