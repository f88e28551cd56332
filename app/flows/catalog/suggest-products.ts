import type { Db } from '../../../db/client.server.ts'
import { readSuggestions, type SuggestionRow } from '../../../db/queries/search.ts'
import type { Shopper } from '../../platform/actor.ts'
import { readWords } from './read-words.ts'

const FEW = 7

/** The likeliest products for what has been typed so far, within what the account may see; one statement. */
export async function suggestProducts(db: Db, { account }: Shopper, { text, locale }: { text: string; locale: string }): Promise<SuggestionRow[]> {
	const words = readWords(text)
	if (words.join('').length < 2) return []
	const entitled = { sellerEntityId: account.sellerEntityId, policyIds: account.policyIds, locale }
	return readSuggestions(db, { entitled, words, categorySlug: null, productClass: null, after: null, limit: FEW })
}
