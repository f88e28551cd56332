import type { Db } from '../../db/client.server.ts'
import type { TaxConnectors } from '../connectors/tax/contract.ts'
import { placeOrder } from '../flows/checkout/place-order.ts'
import { beginDueRuns, tellComingRuns } from '../flows/standing/begin-runs.ts'
import { noteRun, prepareRun } from '../flows/standing/prepare-run.ts'

/** Prices moved or a counter was drawn on between the look and the submit: the same run is looked at again. */
const AGAIN = new Set(['PRICE_CHANGED', 'CART_CHANGED', 'TAX_STALE', 'TAX_NOT_QUOTED'])

/**
 * One round: begins what is due and brings one run to its end, through the same submit as the page. Each (standing order, day) is one key of that
 * submit, so a worker that is killed between placing and noting is followed by one that finds the order.
 */
export async function runStandingOrders(db: Db, { tax, at }: { tax: TaxConnectors | undefined; at: Date }): Promise<number> {
	await tellComingRuns(db, at)
	const begun = await beginDueRuns(db, at)
	const prepared = await prepareRun(db, { tax, at })
	if (!prepared) return begun
	if (prepared.kind === 'held') await noteRun(db, prepared.run, prepared, at)
	else if (prepared.kind === 'placed') await noteRun(db, prepared.run, prepared, at)
	else {
		const { run, shopper, submit } = prepared.ready
		const placed = await placeOrder(db, shopper, { ...submit, consentedHash: null, channel: 'standing_order', at })
		if (placed?.ok) await noteRun(db, run, placed, at)
		else if (placed && !placed.refusals.every(({ code }) => AGAIN.has(code))) await noteRun(db, run, { reasons: placed.refusals }, at)
	}
	return begun + 1
}
