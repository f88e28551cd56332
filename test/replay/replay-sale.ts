import { noPayment } from '../../app/connectors/payment/no-payment.ts'
import { addToCart } from '../../app/flows/cart/add-to-cart.ts'
import { openCheckout } from '../../app/flows/checkout/open-checkout.ts'
import { placeOrder } from '../../app/flows/checkout/place-order.ts'
import { acceptQuote } from '../../app/flows/quote/accept-quote.ts'
import { askQuote } from '../../app/flows/quote/ask-quote.ts'
import { offerQuote } from '../../app/flows/quote/offer-quote.ts'
import { shipGroup } from '../../app/flows/shipping/ship-group.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import type { Lane } from './lane.ts'
import { type RetailHouse, togetherOf } from './make-house.ts'
import { microsIn, type RetailDocument, type RetailRow, totalOf } from './read-retail.ts'

/** What a flow answered when it did not do what it was asked. */
export class NotReplayed extends Error {
	constructor(step: string, answer: unknown) {
		super(`${step}: ${JSON.stringify(answer)?.slice(0, 400)}`)
	}
}

export function done<T extends { ok: boolean }>(step: string, answer: T | null): Extract<T, { ok: true }> {
	if (!answer?.ok) throw new NotReplayed(step, answer)
	return answer as Extract<T, { ok: true }>
}

/** A line of what was placed, by what it cost: what a cancellation looks for. */
export type SoldLine = { sequence: number; sku: string; micros: bigint; quantity: number }
export type Sold = { orderNumber: string; lines: SoldLine[]; listed: RetailRow[]; quoted: RetailRow[] }

/** Rows at the price of the book of their account's kind, and the others, which it sells at a price of their own. */
export function divide(house: RetailHouse, document: RetailDocument): { listed: RetailRow[]; quoted: RetailRow[] } {
	const together = togetherOf(document)
	const isListed = ({ sku, micros }: RetailRow) => {
		const price = house.bookPrice(document, sku, together.get(sku) ?? 0)
		return price !== undefined && microsIn(price) === micros
	}
	return { listed: document.rows.filter(isListed), quoted: document.rows.filter((row) => !isListed(row)) }
}

type Sale = { lane: Lane; house: RetailHouse; document: RetailDocument }
type Entered = Awaited<ReturnType<Lane['enter']>>

/** The buyer asks what it would cost, the house names the prices of the file, she takes them into her cart. */
async function agreeOnPrices({ lane, house, document }: Sale, { shopper, hers }: Entered, rows: readonly RetailRow[]): Promise<void> {
	const { at } = document
	const from = rows.map(({ sku, quantity }) => ({ sku, quantity: String(quantity), unit: null }))
	const { number } = done('ask for a quote', await askQuote(hers, shopper, { from, note: null, locale: 'en', at }))
	const lines = rows.map(({ quantity, price }, index) => ({ position: index + 1, quantity: String(quantity), price }))
	const validOn = at.toISOString().slice(0, 10)
	const said = { number, note: null, at }
	const { version } = done(
		'offer',
		await offerQuote(lane.house, house.staff, { ...said, seenVersion: 1, lines, validOn, requestId: document.number, secret: 'of the shop' }),
	)
	done('accept', await acceptQuote(hers, shopper, { number, seenVersion: version, locale: 'en', at }))
}

const keyOf = ({ sku, micros }: Pick<SoldLine, 'sku' | 'micros'>) => `${sku} at ${micros}`

/** One code at two prices stays two lines, and nothing else is on the order than what the file says. */
function compareLines(rows: readonly RetailRow[], lines: readonly SoldLine[]): void {
	const count = (all: readonly Pick<SoldLine, 'sku' | 'micros' | 'quantity'>[]) => {
		const counted = new Map<string, number>()
		for (const line of all) counted.set(keyOf(line), (counted.get(keyOf(line)) ?? 0) + line.quantity)
		return [...counted].map(([key, quantity]) => `${quantity} ${key}`).sort()
	}
	const [file, cart] = [count(rows), count(lines)]
	const odd = [...file.filter((one) => !cart.includes(one)), ...cart.filter((one) => !file.includes(one)).map((one) => `not ${one}`)]
	if (odd.length > 0) throw new NotReplayed('the cart is not the invoice', odd.slice(0, 6))
}

/** A document of the file as an order of its account: cart, checkout, submit on its number as the purchase order, shipped and invoiced whole. */
export async function replaySale(sale: Sale, buyer: Entered): Promise<Sold> {
	const { lane, house, document } = sale
	const { shopper, hers } = buyer
	const { at, number } = document
	const { listed, quoted } = divide(house, document)
	if (quoted.length > 0) await agreeOnPrices(sale, buyer, quoted)
	const typed = listed.map(({ sku, quantity }) => ({ sku, quantity: String(quantity), unit: '', shipTo: '', requestedOn: '' }))
	if (typed.length > 0) done('add rows', await addToCart(hers, shopper, { cartId: null, typed, locationId: shopper.locationId, locale: 'en', at }))
	const checkout = await openCheckout(hers, shopper, { locale: 'en', at, method: 'po', tax: undefined })
	if (!checkout || checkout.refusals.length > 0) throw new NotReplayed('checkout', checkout?.refusals)
	const { cart, seen } = checkout
	const lines = cart.lines.map(({ sequence, sku, unitPrice, quantity }) => ({
		...{ sequence, sku, micros: microsIn(unitPrice ?? 'none'), quantity: quantity / 10_000 },
	}))
	compareLines(document.rows, lines)
	if (seen.totalMinor !== totalOf(document.rows)) throw new NotReplayed('total', { cart: seen.totalMinor, file: totalOf(document.rows) })
	const placed = done(
		'submit',
		await placeOrder(hers, shopper, {
			...{ cartId: cart.cartId, version: cart.version, idempotencyKey: number, locale: 'en', consentedHash: null, at },
			payment: { method: 'po', poNumber: number, cardPartMinor: 0, cardReference: null },
			seen: { ...seen, lines: seen.lines.map(([sequence, price]) => ({ sequence, unitPriceMicros: price === null ? null : microsIn(price) })) },
		}),
	)
	await ship(lane, house.staff, { groupIds: cart.deliveries.map(({ groupKey }) => Number(groupKey)), at, requestId: number })
	return { orderNumber: placed.number, lines, listed, quoted }
}

async function ship(lane: Lane, staff: StaffMember, { groupIds, at, requestId }: { groupIds: number[]; at: Date; requestId: string }): Promise<void> {
	const [groupId = 0, ...more] = groupIds
	if (more.length > 0) throw new NotReplayed('deliveries', groupIds)
	const whole = { quantities: null, closesShort: false, warehouseId: null, carrier: null, trackingNumber: null }
	done('ship', await shipGroup(lane.house, noPayment(), staff, { groupId, ...whole, at, requestId }))
}
