import type { Db } from '../../../db/client.server.ts'
import { readShipTos, type ShipTo } from '../../../db/queries/cart-delivery.ts'
import { readPartsAgain } from '../../../db/queries/machine.ts'
import { type AgainSource, readBoughtAgain, readListAgain, readOrderAgain } from '../../../db/queries/order-again.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import type { TypedRow } from '../../engine/cart/read-typed-rows.ts'
import type { Shopper } from '../../platform/actor.ts'
import { readerOf } from '../list/read-reader.ts'

/** Where rows come from that stand there already: an order (`number` null: the last one), a list for a store, a machine's parts, or what she buys. */
export type QuickFrom =
	| { kind: 'order'; number: string | null }
	| { kind: 'list'; listId: number; shipTo: string }
	| { kind: 'parts'; sku: string; shipTo: string }
	| { kind: 'bought' }

export type QuickOrder = {
	shipTos: ShipTo[]
	today: string
	/** Under which name this browser keeps what was typed; null: the rows come from elsewhere. */
	draftKey: string | null
	/** `names` as the source calls its products, row by row. */
	source: { kind: QuickFrom['kind']; name: string; names: string[] } | null
	typed: TypedRow[]
}

async function readSource(db: Db, shopper: Shopper, from: QuickFrom, locale: string): Promise<AgainSource | null> {
	const reader = readerOf(shopper)
	if (!reader) return null
	if (from.kind === 'parts') return readPartsAgain(db, { accountId: reader.accountId, policyIds: shopper.account.policyIds, locale }, from)
	if (from.kind === 'bought') return readBoughtAgain(db, reader.accountId)
	return from.kind === 'list' ? readListAgain(db, reader, from) : readOrderAgain(db, reader, from.number)
}

/**
 * What the quick order begins with: the stores, the day, and either what this browser kept or the rows of an order, a list
 * or what the company buys, none of them dropped (section 9). Two statements. Null: no such order or list of hers.
 */
export async function openQuickOrder(
	db: Db,
	shopper: Shopper,
	{ from, locale, at }: { from: QuickFrom | null; locale: string; at: Date },
): Promise<QuickOrder | null> {
	const { account, contactId, seller } = shopper
	const accountId = account.accountId ?? 0
	const [shipTos, source] = await Promise.all([readShipTos(db, accountId), from ? readSource(db, shopper, from, locale) : null])
	if (from && !source) return null
	return {
		...{ shipTos, today: dayIn(at, seller.timeZone), draftKey: from ? null : `quick-order:${accountId}:${contactId ?? 0}` },
		source: from && source ? { kind: from.kind, name: source.name, names: source.rows.map(({ name }) => name) } : null,
		typed: source ? source.rows.map(({ name: _name, ...row }) => ({ ...row, requestedOn: '' })) : [],
	}
}
