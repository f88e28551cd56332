import * as account from './account.ts'
import * as approvals from './approvals.ts'
import * as carts from './carts.ts'
import * as catalog from './catalog.ts'
import * as house from './house.ts'
import * as houseComponents from './house-components.ts'
import type { Operation } from './operation.ts'
import * as orders from './orders.ts'

const isOperation = (one: unknown): one is Operation => typeof one === 'object' && one !== null && 'route' in one

/** Everything that machines may ask, in the order of the document. */
export const operations: readonly Operation[] = [catalog, carts, orders, approvals, account, house, houseComponents].flatMap((room) =>
	Object.values<unknown>(room).filter(isOperation),
)
