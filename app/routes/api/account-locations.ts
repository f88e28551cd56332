import { openCompany } from '../../flows/account/open-company.ts'
import { buyerDoor, done } from './call.server.ts'
import { listLocations } from './contract/account.ts'

/** GET /api/v1/account/locations: where the account may be delivered to; `code` is what `shipTo` names. */
export const loader = buyerDoor(listLocations, async ({ db, house, shopper }) => {
	const page = await openCompany(db, shopper, house.at)
	return page && done({ locations: page.company.locations })
})
