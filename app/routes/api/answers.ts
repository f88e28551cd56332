import type { ShownRequest } from '../../flows/approval/load-approval.ts'
import type { CartAnswer } from '../../flows/cart/read-cart-answer.ts'
import type { PricedProduct } from '../../flows/catalog/load-list-prices.ts'
import type { ProductPage } from '../../flows/catalog/open-product.ts'
import type { OrderPage } from '../../flows/order/open-order.ts'
import type { Locale } from '../../platform/locale.ts'
import { refusalsInWords } from './words.server.ts'

/** What the pages know, as machines are told it: named one by one, so that a field more in the house is none in the contract. */
export function productAnswer(product: PricedProduct) {
	const { id, sku, slug, name, summary, kind, productClass, picture, unitCode, leadDays, stockPolicy, stock, block, price } = product
	const { minimumQuantity, incrementQuantity, maximumQuantity } = product
	const own = price && { unitPrice: price.unitPrice, currency: price.currency, quantity: price.quantity, rung: price.rung, lowest: price.lowest }
	return {
		...{ id, sku, slug, name, summary, kind, productClass, picture, unitCode, minimumQuantity, incrementQuantity, maximumQuantity, leadDays },
		...{ stockPolicy, stock, block, price: own },
	}
}

export function productPageAnswer({ product, price, promise, blocks, shelves, components, variants, choices }: ProductPage) {
	const { id, sku, slug, name, kind, productClass, summary, description, attributes, picture, unitCode, weightGrams, leadDays, units, media, successor } =
		product
	const { minimumQuantity, incrementQuantity, maximumQuantity } = product
	return {
		...{ id, sku, slug, name, kind, productClass, summary, description, attributes, picture, unitCode },
		...{ minimumQuantity, incrementQuantity, maximumQuantity, weightGrams, leadDays },
		units: units.map(({ code, digits, numerator, denominator }) => ({ code, digits, numerator, denominator })),
		media: media.map(({ kind: of, url, alt }) => ({ kind: of, url, alt })),
		successorSlug: successor?.slug ?? null,
		promise: { stock: promise.stock, shipsOn: promise.shipsOn },
		blocks: blocks.map(({ code, liftedBy }) => ({ code, liftedBy })),
		price: {
			...{ currency: price?.currency ?? '', unit: price?.unit ?? unitCode, quantity: price?.quantity ?? '1', unitPrice: price?.unitPrice ?? null },
			...{ hash: price?.hash ?? '', tiers: price?.tiers.map(({ from, unitPrice, isCurrent }) => ({ from, unitPrice, isCurrent })) ?? [] },
		},
		related: shelves.map(({ kind: of, products }) => ({ kind: of, products: products.map(productAnswer) })),
		components: components.map(({ quantity, product: one }) => ({ quantity, product: productAnswer(one) })),
		variants: variants.map((one) => ({ ...productAnswer(one), attributes: one.attributes })),
		choices: choices.map(({ code, name: called, minimum, maximum, options }) => ({
			...{ code, name: called, minimum, maximum },
			options: options.map(({ quantity, isChosen, difference, product: one }) => ({ quantity, isChosen, difference, product: productAnswer(one) })),
		})),
	}
}

/** A cart with what stands against an order of it, in the asker's words. */
export function cartInWords(cart: CartAnswer, locale: Locale) {
	return { ...cart, refusals: refusalsInWords(cart.refusals, { locale, currency: cart.currency }) }
}

/** What a line comes to without tax: where prices have it in them, what its deliveries come to. */
function netOf({ pricesIncludeTax, groups }: OrderPage['order'], line: OrderPage['order']['lines'][number]): number {
	if (!pricesIncludeTax) return line.netMinor
	return groups.flatMap(({ allocations }) => allocations).reduce((sum, { lineId, netMinor }) => (lineId === line.id ? sum + netMinor : sum), 0)
}

export function orderAnswer({ order, mayCancel }: OrderPage) {
	const sequences = new Map(order.lines.map(({ id, sequence }) => [id, sequence]))
	const { id, number, stage, channel, placedAt, cancelledAt, poNumber, paymentMethod, termsDays, currency, contactName } = order
	const { pricesIncludeTax, goodsMinor, discountMinor, netMinor, shippingMinor, shippingDiscountMinor, taxMinor, totalMinor } = order
	return {
		...{ id, number, stage, channel, placedAt: placedAt.toISOString(), cancelledAt: cancelledAt?.toISOString() ?? null, poNumber, paymentMethod, termsDays },
		...{ currency, pricesIncludeTax, contactName, mayCancel, goodsMinor, discountMinor, netMinor, shippingMinor, shippingDiscountMinor, taxMinor, totalMinor },
		lines: order.lines.map((line) => ({
			...{ sequence: line.sequence, kind: line.kind, sku: line.sku, name: line.name, unit: line.unitCode, quantity: line.quantity, unitPrice: line.unitPrice },
			...{ resolvedMinor: line.resolvedMinor, discountMinor: line.discountMinor, netMinor: netOf(order, line), taxMinor: line.taxMinor },
			discounts: line.discounts.map(({ name, phase, amountMinor }) => ({ name, phase, amountMinor })),
		})),
		deliveries: order.groups.map((group) => deliveryAnswer(group, sequences)),
		invoices: order.invoices.map(({ number: of, kind, issuedOn, dueOn, totalMinor: sum, settledMinor }) => ({
			...{ number: of, kind, issuedOn, dueOn, totalMinor: sum, settledMinor },
		})),
	}
}

function deliveryAnswer(group: OrderPage['order']['groups'][number], sequences: ReadonlyMap<number, number>) {
	const {
		id,
		code,
		place,
		address,
		requestedOn,
		confirmedOn,
		method,
		status,
		window,
		instructions,
		netMinor,
		shippingMinor,
		shippingDiscountMinor,
		taxMinor,
		dueMinor,
	} = group
	const copied = address && {
		...{ name: place, line1: address.line1 ?? null, line2: address.line2 ?? null, city: address.city ?? null, region: address.region ?? null },
		...{ postalCode: address.postal_code ?? null, country: address.country ?? null },
	}
	return {
		...{ id, shipTo: code, place, address: copied, requestedOn, confirmedOn, method, status, window, instructions },
		...{ netMinor, shippingMinor, shippingDiscountMinor, taxMinor, dueMinor },
		lines: group.allocations.map((one) => ({
			...{ sequence: sequences.get(one.lineId) ?? 0, quantity: one.quantity, shippedQuantity: one.shippedQuantity },
			...{ cancelledQuantity: one.cancelledQuantity, netMinor: one.netMinor, taxMinor: one.taxMinor },
		})),
		taxes: group.taxes.map(({ jurisdiction, taxCode, rate, baseMinor, taxMinor: tax }) => ({ jurisdiction, taxCode, rate, baseMinor, taxMinor: tax })),
		shipments: group.shipments.map(({ number, status: of, carrier, trackingNumber, shippedAt, deliveredAt }) => ({
			...{ number, status: of, carrier, trackingNumber, shippedAt, deliveredAt },
		})),
	}
}

/** A request for approval with every yes that it needs. */
export function approvalAnswer(request: ShownRequest) {
	const { id, version, state, orderId, orderNumber, askedByName: askedBy, poNumber, currency, totalMinor, message, isMine: isYours } = request
	return {
		...{ id, version, state, orderId, orderNumber, askedBy, poNumber, currency, totalMinor, message, isYours },
		...{ askedAt: request.askedAt.toISOString(), expiresAt: request.expiresAt.toISOString(), closedAt: request.closedAt?.toISOString() ?? null },
		steps: request.steps.map(({ step, state: given, isTurn, approverName, deputyName, decidedByName, decidedForName, decidedAt, note, reasons }) => ({
			...{ step, state: given, isTurn, approver: approverName || null, deputy: deputyName, answeredBy: decidedByName || null, answeredFor: decidedForName },
			...{ answeredAt: decidedAt, note },
			reasons: reasons.map(({ name: rule, amountMinor, atLeastMinor, budgets = [] }) => ({
				...{ rule, amountMinor, atLeastMinor },
				budgets: budgets.map(({ name, shortMinor }) => ({ name, shortMinor })),
			})),
		})),
	}
}
