import type { Db } from '../../../db/client.server.ts'
import { readAnsweredKey } from '../../../db/queries/submit.ts'
import { hashOf } from '../../engine/base/hash.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { Shopper } from '../../platform/actor.ts'

export type Placed = { ok: true; orderId: number; number: string; totalMinor: number; currency: string; isReplay: boolean }

type Asked = { cartId: number; version: number; method: 'po' | 'card'; poNumber: string | null }

/** What makes two submits the same one. */
export const submitHash = ({ cartId, version, method, poNumber }: Asked): string => hashOf({ cartId, version, method, poNumber })

export type Replayed = ({ kind: 'placed' } & Placed) | { kind: 'refused'; refusals: Refusal[]; offers: never[] }

/**
 * The order that a key has already placed, to be read before a card is asked a second time; a purchase order needs no such
 * look, its submit finds the key itself. Null: not placed yet.
 */
export async function readPlaced(db: Db, { account }: Shopper, { idempotencyKey, ...asked }: Asked & { idempotencyKey: string }): Promise<Replayed | null> {
	if (asked.method !== 'card' || account.accountId === null) return null
	const known = await readAnsweredKey(db, { accountId: account.accountId, key: idempotencyKey })
	if (!known) return null
	if (known.requestHash !== submitHash(asked)) return { kind: 'refused', refusals: [refusal('IDEMPOTENCY_KEY_REUSED')], offers: [] }
	return { kind: 'placed', ...(known.answer as Placed), isReplay: true }
}
