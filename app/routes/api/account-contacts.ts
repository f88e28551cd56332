import { openCompany } from '../../flows/account/open-company.ts'
import { buyerDoor, done } from './call.server.ts'
import { listContacts } from './contract/account.ts'
import { named } from './named.ts'

/** GET /api/v1/account/contacts: the people of the account and what they may do. */
export const loader = buyerDoor(listContacts, async ({ db, house, shopper }) => {
	const page = await openCompany(db, shopper, house.at)
	const contacts = page?.company.people.map((row) => named(row, 'id', 'name', 'email', 'title', 'role', 'locale', 'mayBuy'))
	return contacts ? done({ contacts }) : null
})
