import type { Sql, Tx } from '../../../db/client.server.ts'
import { insertCart } from '../../../db/queries/cart.ts'
import type { StandingDocument, StandingPrice } from '../../../db/queries/standing.ts'
import { parseMicros, printMicros } from '../../engine/base/money.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { decideOrder } from '../../engine/order/decide-order.ts'
import { judgeRun, poNumberOf } from '../../engine/standing/judge-run.ts'
import type { Shopper } from '../../platform/actor.ts'
import { type LoadedCart, loadPricedCart } from '../cart/load-priced-cart.ts'
import { quantityOf } from '../cart/read-line.ts'
import { saveCartRows } from '../cart/save-cart-rows.ts'
import { orderQuestionOf } from '../checkout/load-order-question.ts'

type Goods = Pick<StandingDocument, 'name' | 'lines'>

/** A cart beside every other with what a run orders; three statements for any number of lines. Refusals where a location is gone. */
export async function saveRunCart(tx: Tx, shopper: Shopper, standing: Goods, at: Date): Promise<{ id: number; version: number; refusals: Refusal[] }> {
	const { account, seller, contactId } = shopper
	const accountId = account.accountId ?? 0
	const { id, version } = await insertCart(tx, {
		...{ accountId, sellerEntityId: seller.id, contactId, currency: account.currency, rounding: seller.rounding },
		...{ locale: account.locale, channel: 'standing_order', isCurrent: false, name: standing.name, at },
	})
	const rows = standing.lines
		.filter(({ quantity }) => quantity !== '0')
		.map(({ productId, unitCode, quantity, locationId, chosen }, index) => ({
			...{ row: index + 1, productId, unit: unitCode, quantity: quantityOf(quantity), locationId, requestedOn: null, chosen },
		}))
	const refusals = rows.length > 0 ? await saveCartRows(tx, shopper, { id, version, contactId, couponCodes: [] }, rows, at) : []
	return { id, version, refusals }
}

/** A run's cart with its prices; five statements. */
export function loadRunCart(sql: Sql, shopper: Shopper, cartId: number, { locale, at, poNumber }: { locale: string; at: Date; poNumber: string }) {
	return loadPricedCart(sql, shopper, { accountId: shopper.account.accountId ?? 0, cartId }, { locale, at, poNumber, paymentMethod: 'po' })
}

const keyOf = (productId: number, unitCode: string, chosen: string) => `${productId} ${unitCode} ${chosen}`

/** How a run is paid: by purchase order, as the account's standing allows, and by nothing else. */
export const runPayment = (standing: Pick<StandingDocument, 'poText' | 'poHasDate'>, runOn: string) =>
	({ method: 'po', poNumber: poNumberOf(standing, runOn), cardPartMinor: 0, cardReference: null }) as const

/** What would hold the run, as a submit and the guardrail say it, both on the same priced cart. */
export function judgeLoaded(
	loaded: LoadedCart,
	shopper: Shopper,
	standing: Pick<StandingDocument, 'prices' | 'guardrailPercent' | 'poText' | 'poHasDate'>,
	{ runOn, at }: { runOn: string; at: Date },
): Refusal[] {
	const { cart } = loaded
	if (!cart) return loaded.refusals
	const decided = decideOrder(
		orderQuestionOf(loaded, cart, loaded.transits, shopper, { payment: runPayment(standing, runOn), seen: null, consentedHash: null, at }),
	)
	const agreed = new Map(standing.prices.map((one) => [keyOf(one.productId, one.unitCode, one.chosen), parseMicros(one.unitPrice)]))
	const priced = new Map(cart.lines.map((line) => [line.sequence, line.unitPriceMicros]))
	const lines = loaded.document.lines.map(({ sequence, productId, unitCode, chosen, sku, supersededBySku }) => ({
		...{ sequence, sku, supersededBySku, unitPriceMicros: priced.get(sequence) ?? null },
		agreedMicros: agreed.get(keyOf(productId, unitCode, chosen.join(' '))) ?? null,
	}))
	const refusals = judgeRun({ lines, guardrailPercent: standing.guardrailPercent, refusals: decided.ok ? [] : decided.refusals })
	const skus = new Map(lines.map(({ sequence, sku }) => [sequence, sku]))
	return refusals.map((one) => (one.line === undefined ? one : { ...one, facts: { sku: skus.get(one.line) ?? null, ...one.facts } }))
}

/** What everything costs today, to be agreed on. */
export function pricesOf({ document, cart }: LoadedCart): StandingPrice[] {
	const priced = new Map(cart?.lines.map((line) => [line.sequence, line.unitPriceMicros]))
	return document.lines.flatMap(({ sequence, productId, unitCode, chosen }) => {
		const micros = priced.get(sequence) ?? null
		return micros === null ? [] : [{ productId, unitCode, chosen: chosen.join(' '), unitPrice: printMicros(micros) }]
	})
}

export const agreedOn = (prices: readonly StandingPrice[], line: { productId: number; unitCode: string; chosen: readonly string[] }) =>
	prices.find((one) => one.productId === line.productId && one.unitCode === line.unitCode && one.chosen === line.chosen.join(' '))?.unitPrice ?? null
