import type { Db } from '../../../db/client.server.ts'
import { type HomeFacts, readHomeFacts } from '../../../db/queries/storefront.ts'
import type { Shopper } from '../../platform/actor.ts'
import { loadPricedCards, type PricedProduct } from './load-list-prices.ts'

export type Home = Pick<HomeFacts, 'promotions' | 'overdue' | 'awaitingApproval'> & { boughtAgain: PricedProduct[]; fresh: PricedProduct[] }

const SHELF = 8

/** What somebody is greeted with: three statements for an account, none for a guest, who sees the house itself. */
export async function openHome(db: Db, shopper: Shopper, { locale, at }: { locale: string; at: Date }): Promise<Home> {
	const { accountId, sellerEntityId, policyIds, ancestorIds, buyerGroupIds, currency } = shopper.account
	if (accountId === null) return { promotions: [], overdue: null, awaitingApproval: 0, boughtAgain: [], fresh: [] }
	const entitled = { sellerEntityId, policyIds, locale }
	const facts = await readHomeFacts(db, { accountId, ancestorIds, buyerGroupIds, currency, entitled, at })
	const ids = [...new Set([...facts.boughtAgain, ...facts.fresh])]
	const priced = await loadPricedCards(db, shopper, ids, { locale, at })
	const shelf = (wanted: readonly number[]) => wanted.flatMap((id) => priced.filter((product) => product.id === id)).slice(0, SHELF)
	const { promotions, overdue, awaitingApproval } = facts
	return { promotions, overdue, awaitingApproval, boughtAgain: shelf(facts.boughtAgain), fresh: shelf(facts.fresh) }
}
