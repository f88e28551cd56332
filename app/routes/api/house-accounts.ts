import { listAccounts as list } from '../../flows/desk/list-accounts.ts'
import { done, houseDoor } from './call.server.ts'
import { listAccounts } from './contract/house.ts'
import { cursorFor } from './cursor.ts'

/** GET /api/v1/house/accounts: the accounts that the key's maker may see, by name. */
export const loader = houseDoor(listAccounts, async ({ db, house, staff, query, place }) => {
	const after = place('accounts', /^[1-9]\d{0,14}$/)
	const { q: search = '', standing = null, limit } = query
	const { accounts, nextAfter } = await list(db, staff, { search, standing, sort: 'name', after: after === null ? null : Number(after), limit, at: house.at })
	return done({
		accounts: accounts.map(({ id, number, name, currency, standing: of, city, region, ownerName, groups, lastOrderAt, openMinor, overdueMinor }) => ({
			...{ id, number, name, currency, standing: of, city, region, owner: ownerName, groups, openMinor, overdueMinor },
			lastOrderAt: lastOrderAt && new Date(lastOrderAt).toISOString(),
		})),
		nextCursor: cursorFor('accounts', nextAfter),
	})
})
