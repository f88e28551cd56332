/** A card call of a delivery. `capturedMinor` counts once it is captured; what was not captured of it went back to the card. */
export type GroupCall = {
	id: number
	key: string
	attempt: number
	state: string
	amountMinor: number
	capturedMinor: number | null
	failureCode: string | null
}

export type ShipmentToPay = {
	/** All of the order is paid by card; else a card pays the first goods of the delivery and terms the rest. */
	isCardOrder: boolean
	/** What the delivery's shipments before this one came to. */
	shippedBeforeMinor: number
	valueMinor: number
}

/**
 * What must happen before the goods leave. `capture`: so much of an authorisation that stands. `authorise`: a call that
 * waits for its day is made now. `renew`: the authorisation lapsed, so a new call takes its place.
 */
export type CardStep =
	| { kind: 'covered' }
	| { kind: 'capture'; callId: number; amountMinor: number }
	| { kind: 'authorise'; callId: number }
	| { kind: 'renew'; callId: number }
	| { kind: 'unpaid' }

const waiting = new Set(['scheduled', 'authorised', 'prepared', 'requires_action'])
const isCaptured = ({ state }: GroupCall) => state === 'captured'
const isOpen = ({ state }: GroupCall) => waiting.has(state)
/** The processor let it go, or would not capture it; the bank itself never said no. */
const hasLapsed = ({ state }: GroupCall) => state === 'failed'

const paidBy = (one: GroupCall) => one.capturedMinor ?? one.amountMinor

/** What the cards of a delivery have paid and are still to pay. */
export function cardShare(calls: readonly GroupCall[]): number {
	return calls.reduce((sum, one) => sum + (isCaptured(one) ? paidBy(one) : isOpen(one) ? one.amountMinor : 0), 0)
}

/**
 * The next step towards goods that are paid (commerce-engine.md section 8): goods on a card leave when the money for them has
 * come. One intent is captured once, with what ships; the rest of its authorisation goes back and is authorised anew when
 * the rest ships (app/decisions/0346).
 */
export function coverShipment(calls: readonly GroupCall[], { isCardOrder, shippedBeforeMinor, valueMinor }: ShipmentToPay): CardStep {
	const inOrder = [...calls].sort((a, b) => a.attempt - b.attempt)
	const last = inOrder.at(-1)
	const lapsed = last && hasLapsed(last) ? last : null
	const havePaid = inOrder.filter(isCaptured).reduce((sum, one) => sum + paidBy(one), 0)
	const share = cardShare(inOrder) + (lapsed?.amountMinor ?? 0)
	const neededMinor = isCardOrder ? shippedBeforeMinor + valueMinor : Math.min(share, shippedBeforeMinor + valueMinor)
	if (havePaid >= neededMinor) return { kind: 'covered' }
	const authorised = inOrder.find(({ state }) => state === 'authorised')
	if (authorised) return { kind: 'capture', callId: authorised.id, amountMinor: Math.min(neededMinor - havePaid, authorised.amountMinor) }
	const scheduled = inOrder.find(({ state }) => state === 'scheduled')
	if (scheduled) return { kind: 'authorise', callId: scheduled.id }
	return lapsed ? { kind: 'renew', callId: lapsed.id } : { kind: 'unpaid' }
}

/**
 * What is left to ask the card for after a capture: the rest of the delivery, or when this shipment is its last, what of
 * it was not captured (a capture of before, for another quantity, cannot be raised).
 */
export function restOf({ amountMinor }: Pick<GroupCall, 'amountMinor'>, { askedMinor, capturedMinor, isLast }: Captured): number {
	return Math.max(0, (isLast ? askedMinor : amountMinor) - capturedMinor)
}

type Captured = { askedMinor: number; capturedMinor: number; isLast: boolean }

/** The key of the next call of a delivery: as its last one, one attempt on. */
export function keyAfter(calls: readonly Pick<GroupCall, 'key' | 'attempt'>[]): { key: string; attempt: number } {
	const last = calls.reduce((latest, one) => (one.attempt > latest.attempt ? one : latest))
	const attempt = last.attempt + 1
	return { attempt, key: [...last.key.split(':').slice(0, 3), attempt].join(':') }
}
