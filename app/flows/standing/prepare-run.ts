import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readStanding, type StandingDocument } from '../../../db/queries/standing.ts'
import { giveRunCart, noteRunHeld, noteRunPlaced, type TakenRun, takeRun } from '../../../db/queries/standing-run.ts'
import type { TaxConnectors } from '../../connectors/tax/contract.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { SeenCart } from '../../engine/cart/compare-to-seen.ts'
import type { Shopper } from '../../platform/actor.ts'
import { absentShopper } from '../../platform/session.server.ts'
import { loadTaxQuote } from '../checkout/load-tax-quote.ts'
import { saveEvents } from '../event/save-events.ts'
import { judgeLoaded, loadRunCart, runPayment, saveRunCart } from './load-run.ts'

/** So long a run is one worker's; one that is killed leaves it to be tried after that. */
const HELD_BY_WORKER_MS = 60_000

export type ReadyRun = {
	run: TakenRun
	shopper: Shopper
	/** As it is submitted, the same on every try: the second submit of a cart is answered with the first one's order. */
	submit: { cartId: number; version: number; payment: ReturnType<typeof runPayment>; seen: SeenCart; idempotencyKey: string; locale: string }
}

export type PreparedRun =
	| { kind: 'ready'; ready: ReadyRun }
	| { kind: 'placed'; run: TakenRun; orderId: number }
	| { kind: 'held'; run: TakenRun; reasons: Refusal[] }

/**
 * Takes the run that waited longest, makes its cart, prices it and asks what would hold it. The cart is kept on the run before it is placed, so that a
 * worker killed at any point is followed by one that goes on from there. Null: nothing waits.
 */
export async function prepareRun(db: Db, { tax, at }: { tax: TaxConnectors | undefined; at: Date }): Promise<PreparedRun | null> {
	const run = await withTransaction(db, (tx) => takeRun(tx, at, new Date(at.getTime() + HELD_BY_WORKER_MS)))
	if (!run) return null
	if (run.placedOrderId !== null) return { kind: 'placed', run, orderId: run.placedOrderId }
	const shopper = await absentShopper(db, run)
	if (!shopper) return { kind: 'held', run, reasons: [refusal('STANDING_OWNER_GONE')] }
	const standing = await readStanding(db, run, shopper.locale)
	if (!standing) return null
	const cart = await ownCart(db, shopper, { run, standing, at })
	if (!cart.ok) return cart.refusals.length > 0 ? { kind: 'held', run, reasons: cart.refusals } : null
	const payment = runPayment(standing, run.runOn)
	const priced = await loadRunCart(db, shopper, cart.id, { locale: shopper.locale, at, poNumber: payment.poNumber })
	if (!priced) return null
	const { loaded, refusals } = await loadTaxQuote(db, tax, { loaded: priced, shopper, at })
	const reasons = [...judgeLoaded(loaded, shopper, standing, { runOn: run.runOn, at }), ...refusals]
	if (reasons.length > 0 || !loaded.cart) return { kind: 'held', run, reasons }
	const { hash, totalMinor, lines } = loaded.cart
	const idempotencyKey = `standing-order:${run.standingOrderId}:${run.runOn}`
	return {
		kind: 'ready',
		ready: {
			run,
			shopper,
			submit: { cartId: cart.id, version: cart.version, payment, seen: { hash, totalMinor, lines }, idempotencyKey, locale: shopper.locale },
		},
	}
}

type OwnCart = { ok: true; id: number; version: number } | { ok: false; refusals: Refusal[] }

async function ownCart(db: Db, shopper: Shopper, { run, standing, at }: { run: TakenRun; standing: StandingDocument; at: Date }): Promise<OwnCart> {
	if (run.cartId !== null && run.cartVersion !== null) return { ok: true, id: run.cartId, version: run.cartVersion }
	return withTransaction(db, async (tx): Promise<OwnCart> => {
		const { refusals, ...cart } = await saveRunCart(tx, shopper, standing, at)
		if (refusals.length > 0) return { ok: false, refusals }
		// Somebody else's turn came meanwhile: the cart goes, the run is theirs.
		return (await giveRunCart(tx, run, cart)) ? { ok: true, ...cart } : { ok: false, refusals: [] }
	})
}

/** How many reasons an event names; the page has them all. */
const NAMED_REASONS = 10

/** Writes down what became of a run, with its event. Twice equals once. */
export async function noteRun(db: Db, run: TakenRun, outcome: { orderId: number } | { reasons: readonly Refusal[] }, at: Date): Promise<void> {
	await withTransaction(db, async (tx) => {
		if ('orderId' in outcome) return void (await noteRunPlaced(tx, run, outcome.orderId, at))
		if (!(await noteRunHeld(tx, run, outcome.reasons, at))) return
		const { accountId, contactId, standingOrderId, runId, runOn } = run
		const reasons = outcome.reasons.slice(0, NAMED_REASONS)
		await saveEvents(tx, [
			{
				...{ topic: 'standing_order.held', subject: `standing_order:${standingOrderId}`, accountId, contactId, occurredAt: at },
				payload: { standingOrderId, runId, runOn, reasons, reasonCount: outcome.reasons.length },
			},
		])
	})
}
