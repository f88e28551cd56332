import { openRequest } from '../../flows/approval/open-approvals.ts'
import { readPlaced } from '../../flows/checkout/read-placed.ts'
import { readSeen } from '../../flows/checkout/read-seen.ts'
import type { Shopper } from '../../platform/actor.ts'
import type { House } from '../../platform/house.ts'
import { ask, place } from '../checkout/place.server.ts'
import { approvalAnswer } from './answers.ts'
import { buyerDoor, done, noDoor } from './call.server.ts'
import { submitCart } from './contract/carts.ts'

/** What an order waits for, or was placed by: asked twice, it is one request. */
async function asked(house: House, shopper: Shopper, cartId: number) {
	const request = await openRequest(house.db, shopper, { orderId: cartId, at: house.at })
	return request && done({ approval: approvalAnswer(request) }, { status: 202 })
}

/**
 * POST /api/v1/carts/:cartId/submit: places the cart on a purchase order or a card; what somebody must approve first is asked for
 * and answers 202. The same Idempotency-Key answers the same order.
 */
export const action = buyerDoor(submitCart, async ({ db, house, shopper, idOf, body, locale, idempotencyKey }) => {
	const { version, payment, consentedHash = null, whenApprovalNeeded, message = '' } = body
	const wish = {
		...{ cartId: idOf('cartId'), version, consentedHash, method: payment.method, poNumber: payment.poNumber, cardPartMinor: 0, keepsCard: false },
		...{ paymentMethodId: payment.method === 'card' ? payment.paymentMethodId : null, idempotencyKey: idempotencyKey ?? '' },
		seen: body.seen ? readSeen(body.seen) : null,
	}
	// What was placed already is answered before a card is asked again.
	const before = await readPlaced(db, shopper, wish)
	const placed = before ?? (await place({ ...house, locale }, shopper, wish))
	if (!placed) return asked(house, shopper, wish.cartId)
	if (placed.kind === 'refused') {
		const stands = placed.refusals.some(({ code }) => code === 'CART_CHANGED') ? await asked(house, shopper, wish.cartId) : null
		if (stands) return stands
		const isAskedFor = payment.method === 'po' && whenApprovalNeeded === 'ask' && placed.refusals.some(({ code }) => code === 'APPROVAL_NEEDED')
		const answered = isAskedFor ? await ask({ ...house, locale }, shopper, wish, message) : null
		if (answered?.kind === 'asked') return asked(house, shopper, wish.cartId)
		const { refusals, offers } = answered ?? placed
		return { ok: false, refusals, offers }
	}
	if (placed.kind === 'action') return { ok: false, status: 402, refusals: [{ code: 'PAYMENT_ACTION_NEEDED', facts: {} }] }
	const { orderId, number, totalMinor, currency, isReplay } = placed
	return done({ orderId, number, totalMinor, currency, isReplay }, { status: isReplay ? 200 : 201 })
})

export const loader = noDoor
