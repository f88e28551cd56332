import { openCompany } from '../../flows/account/open-company.ts'
import { buyerDoor, done } from './call.server.ts'
import { listContacts } from './contract/account.ts'

/** GET /api/v1/account/contacts: the people of the account and what they may do. */
export const loader = buyerDoor(listContacts, async ({ db, house, shopper }) => {
	const page = await openCompany(db, shopper, house.at)
	return page && done({ contacts: page.company.people })
})
