import type { Db } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { updateOverride } from '../../../db/queries/cart-delivery.ts'
import { parseMicros, printMicros } from '../../engine/base/money.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { loadPricedCart } from './load-priced-cart.ts'
import { type CartChanged, type CartEdit, saveCartChange } from './save-cart-change.ts'

/** `unitPrice` null takes the override away. */
export type OverridePrice = CartEdit & { lineId: number; unitPrice: string | null; reason: string; locale: string; requestId: string }

function refuse(unitPrice: string | null, reason: string): Refusal[] {
	if (unitPrice === null) return []
	const micros = parseMicros(unitPrice)
	const refusals = micros === null || micros < 0n ? [refusal('OVERRIDE_PRICE_INVALID', { unitPrice: unitPrice.slice(0, 20) })] : []
	return reason.trim() === '' ? [...refusals, refusal('OVERRIDE_REASON_MISSING')] : refusals
}

/**
 * A rep's own price for a line, within her authority and above the floor, with a reason that stands in the trace
 * (section 10). How far she may go is kept with it, so that buyer, rep and API see one price. Null: not a rep, or not
 * this account's cart.
 */
export async function overridePrice(
	db: Db,
	shopper: Shopper,
	{ lineId, unitPrice, reason, locale, requestId, ...edit }: OverridePrice,
): Promise<CartChanged | null> {
	const { userId } = shopper
	if (shopper.kind !== 'rep' || userId === null) return null
	const refusals = refuse(unitPrice, reason)
	if (refusals.length > 0) return { ok: false, refusals }
	const micros = unitPrice === null ? null : parseMicros(unitPrice)
	const told = reason.trim().slice(0, 300)
	return saveCartChange(db, shopper, edit, async (tx, key) => {
		const { maxDiscountPercent: maxPercent, minMarginPercent } = shopper
		const override = micros === null ? null : { unitPrice: printMicros(micros), reason: told, userId, maxPercent, minMarginPercent }
		if (!(await updateOverride(tx, key, { lineId, override }))) return null
		const loaded = await loadPricedCart(tx, shopper, key, { locale, at: edit.at })
		const sequence = loaded?.document.lines.find(({ id }) => id === lineId)?.sequence
		const line = loaded?.cart?.lines.find((one) => one.sequence === sequence)
		const isBeyond = line?.parts.some(({ price }) => price.isBeyondAuthority) ?? false
		const who = { userId, accountId: key.accountId, onBehalfOfContactId: actedBy(shopper).onBehalfOfContactId, requestId, at: edit.at }
		await insertAudit(tx, [
			{ ...who, action: override ? 'price.overridden' : 'price.override_removed', subject: `cart:${key.cartId}`, after: override && { lineId, ...override } },
		])
		const beyond = isBeyond ? [refusal('OVERRIDE_BEYOND_AUTHORITY', { unitPrice: printMicros(micros ?? 0n) }, sequence)] : []
		return {
			refusals: beyond,
			what: override ? 'price_overridden' : 'override_removed',
			facts: { lineId, unitPrice: override?.unitPrice ?? null, reason: told },
		}
	})
}
