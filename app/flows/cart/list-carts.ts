import type { Db } from '../../../db/client.server.ts'
import { type CartListRow, listCarts as readCarts } from '../../../db/queries/cart.ts'
import type { Shopper } from '../../platform/actor.ts'

/** The open carts of the account, newest first; one statement. */
export async function listCarts(
	db: Db,
	{ account }: Shopper,
	question: { after: number | null; limit: number },
): Promise<{ carts: CartListRow[]; nextAfter: number | null }> {
	const rows = await readCarts(db, { ...question, accountId: account.accountId ?? 0 })
	const carts = rows.slice(0, question.limit)
	return { carts, nextAfter: rows.length > question.limit ? (carts.at(-1)?.id ?? null) : null }
}
