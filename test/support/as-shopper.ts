import type { Shopper } from '../../app/platform/actor.ts'
import type { Db } from '../../db/client.server.ts'
import { asBuyer } from '../../db/scope.server.ts'

/** The database as a request of this shopper's has it: a flow that needs another account's rows does not get them. */
export function asShopper(db: Db, { account }: Pick<Shopper, 'account'>): Db {
	return asBuyer(db, account)
}
