import { readPlaced } from '../../flows/checkout/read-placed.ts'
import { readSeen } from '../../flows/checkout/read-seen.ts'
import { place } from '../checkout/place.server.ts'
import { buyerDoor, done, noDoor } from './call.server.ts'
import { submitCart } from './contract/carts.ts'

/** POST /api/v1/carts/:cartId/submit: places the cart on a purchase order or a card. The same Idempotency-Key answers the same order. */
export const action = buyerDoor(submitCart, async ({ db, house, shopper, idOf, body, locale, idempotencyKey }) => {
	const { version, payment, consentedHash = null } = body
	const wish = {
		...{ cartId: idOf('cartId'), version, consentedHash, method: payment.method, poNumber: payment.poNumber, cardPartMinor: 0, keepsCard: false },
		...{ paymentMethodId: payment.method === 'card' ? payment.paymentMethodId : null, idempotencyKey: idempotencyKey ?? '' },
		seen: body.seen ? readSeen(body.seen) : null,
	}
	// What was placed already is answered before a card is asked again.
	const before = await readPlaced(db, shopper, wish)
	const placed = before ?? (await place({ ...house, locale }, shopper, wish))
	if (!placed) return null
	if (placed.kind === 'refused') return { ok: false, refusals: placed.refusals, offers: placed.offers }
	if (placed.kind === 'action') return { ok: false, status: 402, refusals: [{ code: 'PAYMENT_ACTION_NEEDED', facts: {} }] }
	const { orderId, number, totalMinor, currency, isReplay } = placed
	return done({ orderId, number, totalMinor, currency, isReplay }, { status: isReplay ? 200 : 201 })
})

export const loader = noDoor
