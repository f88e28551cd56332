import { type Db, withTransaction } from '../../../db/client.server.ts'
import { addRequisitionLines, insertRequisition, readCartRows, readOrderRows } from '../../../db/queries/requisition.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { Shopper } from '../../platform/actor.ts'
import { mayKeepLists, readerOf } from './read-reader.ts'

/** `from`: empty, what is in her cart, or what an order of the account held. */
export type NewList = { name: string; isShared: boolean; from: { kind: 'nothing' } | { kind: 'cart' } | { kind: 'order'; number: string }; at: Date }

/** Makes a list. Refuses `LIST_UNNAMED`, `LIST_NOTHING` (nothing to take over) and `ROLE_MAY_NOT`. Null: nobody who has lists. */
export async function createList(
	db: Db,
	shopper: Shopper,
	{ name, isShared, from, at }: NewList,
): Promise<{ ok: true; listId: number } | { ok: false; refusals: Refusal[] } | null> {
	const reader = readerOf(shopper)
	if (!reader) return null
	if (!mayKeepLists(shopper)) return { ok: false, refusals: [refusal('ROLE_MAY_NOT')] }
	const called = name.trim().slice(0, 120)
	if (called === '') return { ok: false, refusals: [refusal('LIST_UNNAMED')] }
	const rows = from.kind === 'nothing' ? [] : from.kind === 'cart' ? await readCartRows(db, reader) : await readOrderRows(db, reader.accountId, from.number)
	if (from.kind !== 'nothing' && rows.length === 0) return { ok: false, refusals: [refusal('LIST_NOTHING')] }
	return withTransaction(db, async (tx) => {
		const listId = await insertRequisition(tx, { ...reader, name: called, isShared, at })
		if (rows.length > 0) await addRequisitionLines(tx, { accountId: reader.accountId, listId }, rows)
		return { ok: true as const, listId }
	})
}
