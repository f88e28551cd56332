import { printMicros } from '../../../app/engine/base/money.ts'
import { printQuantity } from '../../../app/engine/base/units.ts'
import { type CutDocument, cutInvoice } from '../../../app/engine/invoice/cut-invoice.ts'
import type { TotalledGroup } from '../../../app/engine/order/total-order.ts'
import type { Tx } from '../../client.server.ts'
import { contacts, currencyOf, locations } from '../account-rows.ts'
import { accounts, cities, firstAccountId, type SeedAccount } from '../accounts.ts'
import { sellerId, warehouses } from '../company.ts'
import type { Clock } from '../days.ts'
import { fill, type Row } from '../fill.ts'
import { campaignMembers } from '../marketing.ts'
import { reps } from '../people.ts'
import { products } from '../products/index.ts'
import { promotions } from '../promotions.ts'
import { type Random, randomFrom } from '../random.ts'
import { locales } from '../words.ts'
import { planYear } from './plan.ts'
import { type PricedOrder, pricerOf } from './price.ts'

const phases = { 1: 'line', 2: 'bundle', 3: 'order', 4: 'shipping', 5: 'terms' } as const
const west = ['WA', 'OR', 'CA', 'AZ', 'UT', 'CO']

/** Days after which an order has left the house, and after which it has arrived. */
const SHIPS_AFTER = 2
const ARRIVES_AFTER = 6

const rateOf = (ppm: number) => `${Math.trunc(ppm / 1_000_000)}.${String(ppm % 1_000_000).padStart(6, '0')}`
const numbered = (prefix: string, value: number) => `${prefix}${String(value).padStart(6, '0')}`
const nameOf = (id: number, locale: string) => products[id - 1]?.texts.name[locales.find((one) => one === locale) ?? 'en'] ?? ''

export type StoredOrder = PricedOrder & {
	id: number
	number: string
	poNumber: string | null
	method: 'po' | 'card'
	firstLineId: number
	groups: readonly { id: number; shipmentId: number; group: TotalledGroup; locationId: number; warehouseId: number }[]
	allocations: readonly {
		id: number
		lineId: number
		groupId: number
		groupKey: string
		sequence: number
		productId: number
		quantity: number
		netMinor: number
		taxMinor: number
	}[]
	isShipped: boolean
	isDelivered: boolean
	crmCampaignId: number | null
}

function warehouseFor(locationId: number): number {
	const location = locations.find(({ id }) => id === locationId)
	const { country, region } = cities[location?.city ?? 'chicago']
	if (country === 'CA') return warehouses.mississauga
	return west.includes(region) ? warehouses.reno : warehouses.chicago
}

const paysByCard = ({ standing }: SeedAccount, daysAgo: number) => standing === 'new' || (standing === 'hold' && daysAgo < 30)

/** Numbers and ids in the order of the year, so that no statement waits for another's. */
function store(year: readonly PricedOrder[], clock: Clock): StoredOrder[] {
	const responded = campaignMembers(clock).filter(({ respondedAt }) => respondedAt !== null)
	let [lineId, groupId, allocationId] = [0, 0, 0]
	return year.map((order, index): StoredOrder => {
		const firstLineId = lineId + 1
		lineId += order.cart.lines.length
		const groups = order.cart.groups.map((group) => {
			groupId += 1
			return { id: groupId, shipmentId: groupId, group, locationId: Number(group.groupKey), warehouseId: warehouseFor(Number(group.groupKey)) }
		})
		const allocations = order.cart.lines.flatMap((line, place) =>
			line.allocations.map((one) => {
				allocationId += 1
				const group = groups.find(({ group: { groupKey } }) => groupKey === one.groupKey)
				const { groupKey, quantity, netMinor, taxMinor } = one
				return {
					id: allocationId,
					lineId: firstLineId + place,
					groupId: group?.id ?? 0,
					groupKey,
					sequence: line.sequence,
					productId: line.productId,
					quantity,
					netMinor,
					taxMinor,
				}
			}),
		)
		const method = paysByCard(order.account, order.daysAgo) ? 'card' : 'po'
		const answered = responded.find(({ contactId, respondedAt }) => {
			const days = respondedAt ? (order.placedAt.getTime() - respondedAt.getTime()) / 86_400_000 : -1
			return contactId === order.contactId && days >= 0 && days <= 60
		})
		return {
			...order,
			id: index + 1,
			number: numbered('SO-', 4001 + index),
			poNumber: method === 'po' ? `${order.account.domain.slice(0, 3).toUpperCase()}-${5000 + index * 3}` : null,
			method,
			firstLineId,
			groups,
			allocations,
			isShipped: order.daysAgo > SHIPS_AFTER,
			isDelivered: order.daysAgo > ARRIVES_AFTER,
			crmCampaignId: answered?.campaignId ?? null,
		}
	})
}

const localeOf = (contactId: number) => contacts.find(({ id }) => id === contactId)?.locale ?? 'en'

async function saveOrders(tx: Tx, orders: readonly StoredOrder[], clock: Clock): Promise<void> {
	await fill(
		tx,
		'sales_order',
		orders.map(({ accountId, id, number, account, contactId, byRep, placedAt, poNumber, method, cart, isDelivered, daysAgo, crmCampaignId }) => ({
			accountId,
			id,
			sellerEntityId: sellerId,
			stage: isDelivered && daysAgo > 40 ? 'closed' : 'placed',
			number,
			version: 2,
			currency: cart.currency,
			rounding: cart.rounding,
			locale: localeOf(contactId),
			channel: byRep ? 'rep' : 'web',
			contactId,
			actedByUserId: byRep ? reps[account.rep] : null,
			onBehalfOfContactId: byRep ? contactId : null,
			onBehalfReason: byRep ? 'Ordered by telephone' : null,
			poNumber,
			paymentMethod: method,
			termsDays: method === 'card' ? 0 : cart.termsDays,
			goodsMinor: cart.goodsMinor,
			discountMinor: cart.discountMinor,
			netMinor: cart.netMinor,
			shippingMinor: cart.shippingMinor,
			shippingDiscountMinor: cart.shippingDiscountMinor,
			taxMinor: cart.taxMinor,
			totalMinor: cart.totalMinor,
			explanation: { verdicts: cart.explanation, hints: cart.hints },
			orderHash: cart.hash,
			crmCampaignId,
			createdAt: placedAt,
			lastActivityAt: placedAt,
			placedAt,
		})),
	)
	await fill(
		tx,
		'order_line',
		orders.flatMap(({ accountId, id, firstLineId, cart, contactId, byRep, account, placedAt }) =>
			cart.lines.map((line, place) => ({
				accountId,
				id: firstLineId + place,
				orderId: id,
				sequence: line.sequence,
				kind: line.kind,
				productId: line.productId,
				unitCode: line.unit,
				quantity: printQuantity(line.quantity),
				sku: products[line.productId - 1]?.sku,
				name: nameOf(line.productId, localeOf(contactId)),
				taxCode: line.taxCode,
				unitPrice: printMicros(line.unitPriceMicros ?? 0n),
				resolvedMinor: line.resolvedMinor,
				discountMinor: line.discountMinor,
				netMinor: line.netMinor,
				taxMinor: line.taxMinor,
				trace: { public: line.parts[0]?.price.trace ?? null, private: line.parts[0]?.price.privateTrace ?? null },
				traceHash: line.priceHash,
				addedByContactId: byRep ? null : contactId,
				addedByUserId: byRep ? reps[account.rep] : null,
				createdAt: placedAt,
			})),
		),
	)
	const all = promotions()
	const discounts = orders.flatMap(({ accountId, firstLineId, cart }) =>
		cart.lines.flatMap((line, place) =>
			line.adjustments
				.filter(({ amountMinor }) => amountMinor > 0)
				.map(({ promotionId, phase, amountMinor }) => ({
					accountId,
					lineId: firstLineId + place,
					promotionId,
					promotionName: all[promotionId - 1]?.name.en,
					phase: phases[phase],
					amountMinor,
				})),
		),
	)
	await fill(
		tx,
		'line_discount',
		discounts.map((row, index) => ({ id: index + 1, ...row })),
	)
	await saveDeliveries(tx, orders, clock)
	await fill(
		tx,
		'purchase_order_number',
		orders.flatMap(({ accountId, id, poNumber, account }) =>
			poNumber ? [{ accountId, poNumber, repetition: account.repeatsPoNumbers ? id : 0, orderId: id }] : [],
		),
	)
}

function addressOf(locationId: number): Row {
	const location = locations.find(({ id }) => id === locationId)
	if (!location) throw new Error(`No location ${locationId}`)
	const { city, region, postalCode, country } = cities[location.city]
	const { id, code, name, line1, instructions } = location
	return { id, code, name, line1, line2: null, city, region, postal_code: postalCode, country, phone: null, instructions: instructions ?? null }
}

async function saveDeliveries(tx: Tx, orders: readonly StoredOrder[], clock: Clock): Promise<void> {
	await fill(
		tx,
		'delivery_group',
		orders.flatMap((order) =>
			order.groups.map(({ id, group, locationId, warehouseId }, place) => ({
				accountId: order.accountId,
				id,
				orderId: order.id,
				locationId,
				method: 'ground',
				sequence: place + 1,
				confirmedOn: clock.day(4 - order.daysAgo),
				address: addressOf(locationId),
				warehouseId,
				status: order.isDelivered ? 'delivered' : order.isShipped ? 'shipped' : 'open',
				netMinor: group.netMinor,
				shippingMinor: group.shippingMinor ?? 0,
				shippingDiscountMinor: group.shippingDiscountMinor,
				taxMinor: group.taxMinor,
				dueMinor: group.dueMinor,
			})),
		),
	)
	await fill(
		tx,
		'allocation',
		orders.flatMap((order) =>
			order.allocations.map(({ id, lineId, groupId, quantity, netMinor, taxMinor }) => ({
				accountId: order.accountId,
				id,
				orderId: order.id,
				lineId,
				groupId,
				quantity: printQuantity(quantity),
				shippedQuantity: order.isShipped ? printQuantity(quantity) : '0',
				invoicedQuantity: order.isShipped ? printQuantity(quantity) : '0',
				netMinor,
				taxMinor,
			})),
		),
	)
	const taxLines = orders.flatMap((order) =>
		order.cart.taxLines.map(({ groupKey, taxCode, jurisdiction, ratePpm, baseMinor, taxMinor, certificateId }) => ({
			accountId: order.accountId,
			groupId: order.groups.find(({ group }) => group.groupKey === groupKey)?.id,
			taxCode,
			jurisdiction,
			rate: rateOf(ratePpm),
			baseMinor,
			taxMinor,
			certificateId,
		})),
	)
	await fill(
		tx,
		'tax_line',
		taxLines.map((row, index) => ({ id: index + 1, ...row })),
	)
	const sent = orders.filter(({ isShipped }) => isShipped).flatMap((order) => order.groups.map((one) => ({ order, ...one })))
	await fill(
		tx,
		'shipment',
		sent.map(({ order, id, shipmentId, warehouseId }) => {
			const shippedAt = clock.instant(1 - order.daysAgo, 15, 30)
			const deliveredAt = order.isDelivered ? clock.instant(4 - order.daysAgo, 10, 5) : null
			const events = [
				{ at: shippedAt, code: 'shipped' },
				{ at: clock.instant(2 - order.daysAgo, 6, 45), code: 'in_transit' },
				...(deliveredAt ? [{ at: deliveredAt, code: 'delivered' }] : []),
			]
			return {
				accountId: order.accountId,
				id: shipmentId,
				orderId: order.id,
				groupId: id,
				number: numbered('SH-', 7000 + shipmentId),
				warehouseId,
				carrier: 'Northern Freight',
				trackingNumber: `NF${860_000_000 + shipmentId * 7919}`,
				trackingEvents: events,
				status: deliveredAt ? 'delivered' : 'in_transit',
				shippedAt,
				deliveredAt,
				createdAt: shippedAt,
			}
		}),
	)
	await fill(
		tx,
		'shipment_line',
		sent.flatMap(({ order, id, shipmentId }) =>
			order.allocations
				.filter(({ groupId }) => groupId === id)
				.map(({ id: allocationId, quantity, netMinor, taxMinor }) => ({
					accountId: order.accountId,
					shipmentId,
					allocationId,
					quantity: printQuantity(quantity),
					netMinor,
					taxMinor,
				})),
		),
	)
}

type StoredInvoice = {
	order: StoredOrder
	document: CutDocument
	shipmentId: number | null
	groupKeys: readonly string[]
	issuedDaysAgo: number
	dueInDays: number
	settledMinor: number
	paidDaysAgo: number | null
	id: number
}

/** Each delivery's invoice, or one for the order, as the account prefers; cut by the engine, so that they sum to the order. */
function cutInvoices(order: StoredOrder): { document: CutDocument; shipmentId: number | null; groupKeys: readonly string[] }[] {
	const perOrder = order.account.invoicePer === 'order'
	const parts = perOrder ? [order.groups] : order.groups.map((group) => [group])
	const sold = order.allocations.map((one) => ({ ...one, allocationId: one.id, cancelledQuantity: 0, invoicedQuantity: 0 }))
	return parts.map((groups) => {
		const groupKeys = groups.map(({ group }) => group.groupKey)
		const soldGroups = groups.map(({ group }) => ({
			groupKey: group.groupKey,
			shippingMinor: (group.shippingMinor ?? 0) - group.shippingDiscountMinor,
			shippingTaxMinor:
				group.taxMinor - order.allocations.filter(({ groupKey }) => groupKey === group.groupKey).reduce((sum, { taxMinor }) => sum + taxMinor, 0),
			isShippingInvoiced: false,
		}))
		const shipped = order.allocations.filter(({ groupKey }) => groupKeys.includes(groupKey)).map(({ id, quantity }) => ({ allocationId: id, quantity }))
		const answer = cutInvoice(shipped, sold, soldGroups, 'half_away')
		if (!answer.ok) throw new Error(`${order.number}: ${JSON.stringify(answer.refusals)}`)
		return { document: answer, shipmentId: perOrder ? null : (groups[0]?.shipmentId ?? null), groupKeys }
	})
}

/** Good accounts pay on a Friday-like day before the invoice is due, watched ones late, held ones not at all since summer. */
function payDay(random: Random, order: StoredOrder, issuedDaysAgo: number): number | null {
	if (order.method === 'card') return issuedDaysAgo
	const dueDay = order.cart.termsDays - issuedDaysAgo
	const { standing, name } = order.account
	if (standing === 'hold') return issuedDaysAgo > 125 ? -(dueDay + random.whole(4, 20)) : null
	// The story's second house must owe nothing overdue, or no campaign would reach it.
	if (standing === 'watch' && name !== 'Red River Roadhouse') {
		const day = dueDay + random.whole(12, 30)
		return day < 0 ? -day : null
	}
	const day = name === 'Fargo Coffeehaus' ? dueDay - random.whole(0, 1) : Math.max(1 - issuedDaysAgo, Math.floor((dueDay - random.whole(0, 6)) / 7) * 7)
	return day < 0 ? -day : null
}

function invoicesOf(orders: readonly StoredOrder[]): StoredInvoice[] {
	const random = randomFrom(30)
	const shipped = orders.filter(({ isShipped }) => isShipped)
	return shipped
		.flatMap((order) => {
			const issuedDaysAgo = order.daysAgo - 1
			const paidDaysAgo = payDay(random, order, issuedDaysAgo)
			const dueInDays = order.method === 'card' ? 0 : order.cart.termsDays
			return cutInvoices(order).map((one) => ({
				order,
				...one,
				issuedDaysAgo,
				dueInDays,
				paidDaysAgo,
				settledMinor: paidDaysAgo === null ? 0 : one.document.totalMinor,
			}))
		})
		.map((invoice, index) => ({ id: index + 1, ...invoice }))
}

async function saveInvoices(tx: Tx, invoices: readonly StoredInvoice[], clock: Clock): Promise<void> {
	await fill(
		tx,
		'invoice',
		invoices.map(({ id, order, document, shipmentId, issuedDaysAgo, dueInDays, settledMinor }) => ({
			accountId: order.accountId,
			id,
			sellerEntityId: sellerId,
			number: numbered('INV-', 9000 + id),
			orderId: order.id,
			shipmentId,
			currency: order.cart.currency,
			issuedOn: clock.day(-issuedDaysAgo),
			dueOn: clock.day(dueInDays - issuedDaysAgo),
			poNumber: order.poNumber,
			billTo: { name: order.account.name, line1: order.account.line1, ...cities[order.account.city] },
			netMinor: document.netMinor,
			shippingMinor: document.shippingMinor,
			taxMinor: document.taxMinor,
			totalMinor: document.totalMinor,
			settledMinor,
			createdAt: clock.instant(-issuedDaysAgo, 18),
		})),
	)
	const lines = invoices.flatMap(({ id, order, document }) =>
		document.lines.map((line, place) => {
			const sold = order.cart.lines[line.sequence - 1]
			if (!sold) throw new Error(`${order.number} has no line ${line.sequence}`)
			return {
				accountId: order.accountId,
				invoiceId: id,
				allocationId: line.id,
				sequence: place + 1,
				sku: products[sold.productId - 1]?.sku,
				name: nameOf(sold.productId, localeOf(order.contactId)),
				unitCode: sold.unit,
				quantity: printQuantity(line.quantity),
				unitPrice: printMicros(sold.unitPriceMicros ?? 0n),
				netMinor: line.netMinor,
				taxMinor: line.taxMinor,
			}
		}),
	)
	await fill(
		tx,
		'invoice_line',
		lines.map((row, index) => ({ id: index + 1, ...row })),
	)
	await savePayments(tx, invoices, clock)
}

/** What an account pays on one day is one payment over several invoices. */
async function savePayments(tx: Tx, invoices: readonly StoredInvoice[], clock: Clock): Promise<void> {
	const paid = invoices.filter(({ paidDaysAgo }) => paidDaysAgo !== null)
	const together = [...Map.groupBy(paid, ({ order, paidDaysAgo }) => `${order.accountId} ${paidDaysAgo} ${order.method}`).values()]
	const payments = together.map((own, index) => ({
		id: index + 1,
		own,
		first: own[0] as StoredInvoice,
		amountMinor: own.reduce((sum, { settledMinor }) => sum + settledMinor, 0),
	}))
	await fill(
		tx,
		'payment',
		payments.map(({ id, first, amountMinor }) => ({
			accountId: first.order.accountId,
			id,
			method: first.order.method === 'card' ? 'card' : first.order.accountId % 3 === 0 ? 'check' : 'bank_transfer',
			currency: first.order.cart.currency,
			amountMinor,
			appliedMinor: amountMinor,
			reference: first.order.method === 'card' ? null : `REM-${31_000 + id * 11}`,
			receivedAt: clock.instant(-(first.paidDaysAgo ?? 0), 12),
			contactId: first.order.contactId,
		})),
	)
	await fill(
		tx,
		'payment_application',
		payments.flatMap(({ id, own }) =>
			own.map((invoice) => ({
				accountId: invoice.order.accountId,
				paymentId: id,
				invoiceId: invoice.id,
				amountMinor: invoice.settledMinor,
				appliedAt: clock.instant(-(invoice.paidDaysAgo ?? 0), 12),
			})),
		),
	)
}

/** What each bill-to owes and has reserved. A limit is never below what its house already owes, but for those on hold. */
async function saveCredit(tx: Tx, orders: readonly StoredOrder[], invoices: readonly StoredInvoice[], clock: Clock): Promise<void> {
	const waiting = orders.filter(({ isShipped, method }) => !isShipped && method === 'po')
	await fill(
		tx,
		'credit_profile',
		accounts.map((account, index) => {
			const id = firstAccountId + index
			const openInvoiceMinor = invoices
				.filter(({ order }) => order.accountId === id)
				.reduce((sum, { document, settledMinor }) => sum + document.totalMinor - settledMinor, 0)
			const reservedMinor = waiting.filter(({ accountId }) => accountId === id).reduce((sum, { cart }) => sum + cart.totalMinor, 0)
			const needed = Math.ceil(((openInvoiceMinor + reservedMinor) * 1.3) / 50_000) * 50_000
			const limitMinor =
				account.name === 'Fargo Coffeehaus' || account.standing === 'hold' ? account.creditHundreds * 10_000 : Math.max(account.creditHundreds * 10_000, needed)
			return { accountId: id, currency: currencyOf(account), limitMinor, openInvoiceMinor, reservedMinor, updatedAt: clock.daysAgo(1) }
		}),
	)
	await fill(
		tx,
		'credit_reservation',
		waiting.map((order, index) => ({
			accountId: order.accountId,
			id: index + 1,
			billToAccountId: order.accountId,
			orderId: order.id,
			amountMinor: order.cart.totalMinor,
			createdAt: order.placedAt,
		})),
	)
}

async function saveReservations(tx: Tx, orders: readonly StoredOrder[], clock: Clock): Promise<void> {
	const held = orders
		.filter(({ isShipped }) => !isShipped)
		.flatMap((order) =>
			order.allocations.map(({ id, groupId, productId: product, quantity }) => ({
				accountId: order.accountId,
				orderId: order.id,
				allocationId: id,
				warehouseId: order.groups.find((group) => group.id === groupId)?.warehouseId ?? warehouses.chicago,
				productId: product,
				quantity: printQuantity(quantity),
				neededOn: clock.day(1 - order.daysAgo),
			})),
		)
	await fill(
		tx,
		'stock_reservation',
		held.map((row, index) => ({ id: index + 1, ...row })),
	)
	await tx`
		update stock_level l set reserved = h.quantity, on_hand = greatest(l.on_hand, h.quantity)
		from (select product_id, warehouse_id, sum(quantity) as quantity from stock_reservation where state = 'live' group by 1, 2) h
		where h.product_id = l.product_id and h.warehouse_id = l.warehouse_id`
}

/** Won opportunities of the larger orders, each with its buyer. */
async function saveWon(tx: Tx, orders: readonly StoredOrder[], clock: Clock): Promise<number> {
	const won = orders.filter(({ cart }) => cart.netMinor >= 60_000)
	await fill(
		tx,
		'crm_opportunity',
		won.map((order, index) => ({
			accountId: order.accountId,
			id: index + 1,
			name: order.number,
			stage: 'closed_won',
			stageRank: 90,
			amountMinor: order.cart.netMinor,
			currency: order.cart.currency,
			closeOn: clock.day(-order.daysAgo),
			closedAt: order.placedAt,
			isWon: true,
			ownerUserId: reps[order.account.rep],
			orderId: order.id,
			crmCampaignId: order.crmCampaignId,
			createdAt: order.placedAt,
		})),
	)
	await fill(
		tx,
		'crm_opp_contact_role',
		won.map((order, index) => ({ accountId: order.accountId, opportunityId: index + 1, contactId: order.contactId, role: 'Buyer', isPrimary: true })),
	)
	return won.length
}

export type History = { orders: readonly StoredOrder[]; invoiceCount: number; shipmentCount: number; wonCount: number }

/** A year of orders, deliveries, invoices and payments, priced by the engine in the order in which they came. */
export async function seedHistory(tx: Tx, clock: Clock): Promise<History> {
	const pricer = pricerOf(clock)
	const orders = store(planYear().map(pricer.priceOrder), clock)
	const invoices = invoicesOf(orders)
	await saveOrders(tx, orders, clock)
	await saveInvoices(tx, invoices, clock)
	await saveCredit(tx, orders, invoices, clock)
	await saveReservations(tx, orders, clock)
	await fill(tx, 'period_counter', pricer.counters())
	const wonCount = await saveWon(tx, orders, clock)
	return { orders, invoiceCount: invoices.length, shipmentCount: orders.reduce((sum, { groups }) => sum + groups.length, 0), wonCount }
}
