import type { ListReader } from '../../../db/queries/requisition.ts'
import type { Shopper } from '../../platform/actor.ts'

/** Lists are a person's: a machine with a key and a guest have none. A rep keeps those of the buyer she acts for. */
export function readerOf({ account: { accountId }, contactId }: Shopper): ListReader | null {
	return accountId === null || contactId === null ? null : { accountId, contactId }
}

export const mayKeepLists = ({ role }: Shopper) => role === 'owner' || role === 'buyer'
