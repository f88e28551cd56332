import { openCompany } from '../../flows/account/open-company.ts'
import { buyerDoor, done } from './call.server.ts'
import { listLocations } from './contract/account.ts'
import { named } from './named.ts'

/** GET /api/v1/account/locations: where the account may be delivered to; `code` is what `shipTo` names. */
export const loader = buyerDoor(listLocations, async ({ db, house, shopper }) => {
	const page = await openCompany(db, shopper, house.at)
	const locations = page?.company.locations.map((row) =>
		named(row, 'id', 'code', 'name', 'line1', 'line2', 'city', 'region', 'postalCode', 'country', 'phone', 'instructions', 'isDefault'),
	)
	return locations ? done({ locations }) : null
})
