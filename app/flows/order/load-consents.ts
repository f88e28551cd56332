import type { PlacedOrder } from '../../../db/queries/order-change.ts'
import { couldBeApproved } from '../../engine/approval/steps-to-take.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { priceCart } from '../../engine/cart/price-cart.ts'
import { asksHouse, type NewToHouse } from '../../engine/order/change-consent.ts'
import { changeDelta } from '../../engine/order/change-delta.ts'
import type { Shopper } from '../../platform/actor.ts'
import { cartInputOf } from '../cart/load-cart-input.ts'
import { quantityOf } from '../cart/read-line.ts'
import type { Decided } from '../checkout/load-locked.ts'
import { approvalNeeded } from '../checkout/load-order-question.ts'
import { type StoredDelta, steady } from './load-change.ts'
import { decidedDelta, placedDelta } from './read-delta.ts'

type Reader = { locale: string; at: Date }
type Approval = StoredDelta['approval']

/** What a decided change does and whose yes it needs. Refuses `APPROVAL_NOBODY` and, where rules name several people, `CHANGE_MANY_APPROVERS`. */
export function judgeChange(
	shopper: Shopper,
	before: PlacedOrder,
	decided: Decided,
	{ locale, at }: Reader,
): { ok: true; delta: StoredDelta } | { ok: false; refusals: Refusal[] } {
	const names = new Map(decided.load.promotions.map(({ id, names: own, code }) => [id, own[locale] ?? own['en'] ?? code]))
	const nameOf = (id: number | null, stored: string) => (id === null ? undefined : names.get(id)) ?? stored
	const delta = changeDelta(placedDelta(before, nameOf), decidedDelta(decided, locale, nameOf), before.currency)
	const approval = approvalOf(shopper, before, decided)
	if (!approval.ok) return approval
	return { ok: true, delta: { ...delta, approval: approval.approval, asksHouse: asksHouse(newToHouse(shopper, before, decided, at)) } }
}

/** A rule of the company asks again only when there is more to say yes to than before. */
function approvalOf(shopper: Shopper, before: PlacedOrder, { order, load }: Decided): { ok: true; approval: Approval } | { ok: false; refusals: Refusal[] } {
	if (order.cart.totalMinor <= before.totalMinor) return { ok: true, approval: null }
	const steps = approvalNeeded(load, order.cart, shopper, before.placedAt)
	if (steps.length === 0) return { ok: true, approval: null }
	const named = [...new Set(steps.flatMap(({ approverContactId }) => approverContactId ?? []))]
	if (named.length > 1) return { ok: false, refusals: [refusal('CHANGE_MANY_APPROVERS')] }
	const people = load.facts.approvalPeople
	const [approverContactId = null] = named
	if (approverContactId === null && shopper.contactId !== null && !couldBeApproved(people, shopper.contactId))
		return { ok: false, refusals: [refusal('APPROVAL_NOBODY')] }
	const anybody = people
		.filter(({ role, contactId }) => (role === 'owner' || role === 'approver') && contactId !== shopper.contactId)
		.map(({ contactId }) => contactId)
	return { ok: true, approval: { approverContactId, contactIds: approverContactId === null ? anybody : [approverContactId] } }
}

/** What of it the house would not sell so today. */
function newToHouse(shopper: Shopper, before: PlacedOrder, { order, load }: Decided, at: Date): NewToHouse {
	const was = new Map(before.lines.map(({ sequence, quantity }) => [sequence, quantityOf(quantity)]))
	const more = order.cart.lines.filter(({ kind, sequence, quantity }) => kind === 'goods' && quantity > (was.get(sequence) ?? 0))
	if (more.length === 0) return { raised: [], hasEndedPromotion: false }
	const { change: _change, ...today } = load
	const priced = priceCart(cartInputOf(today, steady(shopper), at), () => 0)
	const prices = new Map(priced.ok ? priced.cart.lines.map((line) => [line.sequence, line.unitPriceMicros]) : [])
	const acting = new Set(order.promotionUses.map(({ promotionId }) => promotionId))
	return {
		raised: more.map(({ sequence, unitPriceMicros }) => ({ sequence, agreedMicros: unitPriceMicros, todayMicros: prices.get(sequence) ?? null })),
		hasEndedPromotion: load.promotions.some(({ id, status, validTo }) => acting.has(id) && (status !== 'published' || (validTo !== null && validTo <= at))),
	}
}
