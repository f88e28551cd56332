import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readOrderables } from '../../../db/queries/cart-lines.ts'
import { readLocationIds } from '../../../db/queries/location.ts'
import { addRequisitionLines, markRequisitionLine, saveParLevels, touchRequisition, updateRequisition } from '../../../db/queries/requisition.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { parseQuantity, printQuantity } from '../../engine/base/units.ts'
import { MAX_LINES } from '../../engine/cart/limits.ts'
import type { TypedRow } from '../../engine/cart/read-typed-rows.ts'
import { resolveRows } from '../../engine/cart/resolve-rows.ts'
import type { Shopper } from '../../platform/actor.ts'
import { foundProductOf } from '../cart/read-found-product.ts'
import { mayKeepLists, readerOf } from './read-reader.ts'

export type ListChange =
	| { kind: 'rename'; name: string }
	| { kind: 'share'; isShared: boolean }
	| { kind: 'archive' }
	| { kind: 'restore' }
	| { kind: 'add'; typed: readonly TypedRow[] }
	| { kind: 'remove'; lineId: number }
	| { kind: 'putBack'; lineId: number }
	/** Of one store, by its code; text is empty where there is no level. */
	| { kind: 'par'; shipTo: string; pars: readonly { lineId: number; quantity: string }[] }

type Changed = { ok: true } | { ok: false; refusals: Refusal[] }
type Refused = { ok: false; refusals: Refusal[] }
const refused = (...refusals: Refusal[]): Refused => ({ ok: false, refusals })

/**
 * One change of a list, whole or, with every refusal named, not at all. Only its owner may share it or put it away.
 * Null: no such list, or not hers.
 */
export async function changeList(db: Db, shopper: Shopper, { listId, change, at }: { listId: number; change: ListChange; at: Date }): Promise<Changed | null> {
	const reader = readerOf(shopper)
	if (!reader) return null
	if (!mayKeepLists(shopper)) return refused(refusal('ROLE_MAY_NOT'))
	const decided = await decide(db, shopper, change, at)
	if (!decided.ok) return decided
	const owned = change.kind === 'share' || change.kind === 'archive'
	return withTransaction(db, async (tx) => {
		if (!(await touchRequisition(tx, reader, { listId, at, owned }))) return null
		const key = { accountId: reader.accountId, listId }
		const { save } = decided
		if (save.kind === 'settings') await updateRequisition(tx, key, save.change)
		else if (save.kind === 'lines') await addRequisitionLines(tx, key, save.lines)
		else if (save.kind === 'par') await saveParLevels(tx, key, save)
		else if (!(await markRequisitionLine(tx, key, save.lineId, save.removedAt))) return null
		return { ok: true as const }
	})
}

type Save =
	| { kind: 'settings'; change: { name?: string; isShared?: boolean; archivedAt?: Date | null } }
	| { kind: 'lines'; lines: { productId: number; unitCode: string; quantity: string }[] }
	| { kind: 'par'; locationId: number; pars: { lineId: number; quantity: string | null }[] }
	| { kind: 'mark'; lineId: number; removedAt: Date | null }
type Decided = { ok: true; save: Save } | Refused

async function decide(db: Db, shopper: Shopper, change: ListChange, at: Date): Promise<Decided> {
	switch (change.kind) {
		case 'rename': {
			const name = change.name.trim().slice(0, 120)
			return name === '' ? refused(refusal('LIST_UNNAMED')) : { ok: true, save: { kind: 'settings', change: { name } } }
		}
		case 'share':
			return { ok: true, save: { kind: 'settings', change: { isShared: change.isShared } } }
		case 'archive':
			return { ok: true, save: { kind: 'settings', change: { archivedAt: at } } }
		case 'restore':
			return { ok: true, save: { kind: 'settings', change: { archivedAt: null } } }
		case 'remove':
			return { ok: true, save: { kind: 'mark', lineId: change.lineId, removedAt: at } }
		case 'putBack':
			return { ok: true, save: { kind: 'mark', lineId: change.lineId, removedAt: null } }
		case 'add':
			return decideLines(db, shopper, change.typed, at)
		case 'par':
			return decideLevels(db, shopper, change)
	}
}

/** What may be put on a list is what may be put into a cart: the same answers to the same rows. */
async function decideLines(db: Db, shopper: Shopper, typed: readonly TypedRow[], at: Date): Promise<Decided> {
	if (typed.length === 0) return refused(refusal('NOTHING_TO_ADD'))
	if (typed.length > MAX_LINES) return refused(refusal('CART_LINES_LIMIT', { limit: MAX_LINES, count: typed.length }))
	const asked = typed.map(({ sku, quantity, unit }) => ({
		sku: sku.trim(),
		quantity: quantity.trim() || '1',
		unit: unit.trim() || null,
		locationId: null,
		requestedOn: null,
	}))
	const found = await readOrderables(db, shopper.account, asked)
	const products = found.map((row) => foundProductOf(row, shopper))
	const { wanted, refusals } = resolveRows(asked, products, dayIn(at, shopper.seller.timeZone))
	if (refusals.length > 0) return refused(...refusals)
	const lines = wanted.map(({ productId, unit, quantity }) => ({ productId, unitCode: unit, quantity: printQuantity(quantity) }))
	return { ok: true, save: { kind: 'lines', lines } }
}

async function decideLevels(db: Db, { account }: Shopper, { shipTo, pars }: Extract<ListChange, { kind: 'par' }>): Promise<Decided> {
	const locationId = (await readLocationIds(db, account.accountId ?? 0, [shipTo])).get(shipTo)
	if (locationId === undefined) return refused(refusal('SHIP_TO_UNKNOWN', { shipTo: shipTo.slice(0, 40) }))
	const read = pars.map(({ lineId, quantity }) => ({ lineId, text: quantity.trim(), quantity: parseQuantity(quantity.trim().replace(',', '.')) }))
	const wrong = read.filter(({ text, quantity }) => text !== '' && (quantity === null || quantity < 0 || quantity > 1_000_000 * 10_000))
	if (wrong.length > 0) return refused(...wrong.map(({ text }) => refusal('PAR_INVALID', { quantity: text.slice(0, 20) })))
	return {
		ok: true,
		save: { kind: 'par', locationId, pars: read.map(({ lineId, quantity }) => ({ lineId, quantity: quantity ? printQuantity(quantity) : null })) },
	}
}
