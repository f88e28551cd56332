import type { Db } from '../../../db/client.server.ts'
import { type Choice, findAccounts } from '../../../db/queries/inspector.ts'
import { readSearch, type SearchRow } from '../../../db/queries/search.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { absentShopper } from '../../platform/session.server.ts'
import { loadPricedCards, type PricedProduct } from '../catalog/load-list-prices.ts'
import { readWords } from '../catalog/read-words.ts'

export type SearchPreview = {
	/** Which accounts the text may mean; the preview is of the only one. */
	accounts: Choice[]
	found: (Pick<SearchRow, 'total' | 'corrections' | 'redirect'> & { products: PricedProduct[] }) | null
}

const SHOWN = 24

/** What an account finds now, in a language, at its prices. Leaves no trace: neither an event of hers nor a search in vain. */
export async function previewSearch(
	db: Db,
	staff: StaffMember,
	{ account: text, query, searchLocale, at }: { account: string; query: string; searchLocale: string; at: Date },
): Promise<SearchPreview> {
	const accounts = text === '' ? [] : await findAccounts(db, { sellerEntityId: staff.seller.id, text })
	const [account] = accounts
	const words = readWords(query, searchLocale)
	if (!account || accounts.length !== 1 || words.length === 0) return { accounts, found: null }
	const shopper = await absentShopper(db, { accountId: account.id, contactId: null })
	if (!shopper) return { accounts, found: null }
	const entitled = { sellerEntityId: staff.seller.id, policyIds: shopper.account.policyIds, locale: searchLocale }
	const plain = { categorySlug: null, productClass: null, attributes: [], availability: null, order: 'relevance', after: null, limit: SHOWN } as const
	const { hits, total, corrections, redirect } = await readSearch(db, { entitled, words, ...plain })
	const ids = hits.slice(0, SHOWN).map(({ id }) => id)
	return { accounts, found: { total, corrections, redirect, products: await loadPricedCards(db, shopper, ids, { locale: searchLocale, at }) } }
}
