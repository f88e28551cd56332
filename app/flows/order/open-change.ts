import type { Db } from '../../../db/client.server.ts'
import { readShipTos } from '../../../db/queries/cart-delivery.ts'
import type { OrderDocument } from '../../../db/queries/order.ts'
import { type ChangeRow, findPlaced, listVersions, readChanges, readPlacedOrder, readVersion } from '../../../db/queries/order-change.ts'
import { type Consent, mayConsent } from '../../engine/order/change-consent.ts'
import type { Shopper } from '../../platform/actor.ts'
import { deltaOf, proposalOf, refuseUnchangeable, type StoredDelta, whoOf } from './load-change.ts'

const buyers = new Set(['owner', 'buyer'])

/** An order as it may be changed: lines by deliveries, and where its goods may go; three statements. Null: no such order of this account, or she may not. */
export async function openChangeForm(db: Db, shopper: Shopper, number: string) {
	const accountId = shopper.account.accountId ?? 0
	const found = buyers.has(shopper.role) ? await findPlaced(db, { accountId, number }) : null
	const [order, shipTos] = await Promise.all([found && readPlacedOrder(db, { accountId, orderId: found.orderId }), readShipTos(db, accountId)])
	if (!order) return null
	const cells = new Map(order.cells.map(({ lineId, groupId, quantity }) => [`${lineId} ${groupId}`, quantity]))
	return {
		number,
		side: whoOf(shopper).side,
		refusals: refuseUnchangeable(order),
		lines: order.lines
			.filter(({ kind }) => kind === 'goods')
			.map(({ id, sequence, name, sku, picture, unitCode }) => ({
				...{ id, sequence, name, sku, picture, unitCode },
				cells: order.groups.map((group) => ({ groupId: group.id, quantity: cells.get(`${id} ${group.id}`) ?? '0' })),
			})),
		groups: order.groups.map(({ id, sequence, place, locationId, requestedOn }) => ({ id, sequence, place, locationId, requestedOn })),
		shipTos: shipTos.map(({ id, name, code }) => ({ id, name, code })),
	}
}

export type ShownChange = Omit<ChangeRow, 'delta' | 'wanted' | 'orderId'> & {
	delta: StoredDelta
	/** What this person may do with it now. */
	acts: { consent: Consent | null; refuse: boolean; withdraw: boolean }
	isOver: boolean
	isStale: boolean
}

function shown(change: ChangeRow, shopper: Shopper, { version, at }: { version: number; at: Date }): ShownChange {
	const { delta: _delta, wanted: _wanted, orderId: _orderId, ...own } = change
	const who = whoOf(shopper)
	const [next] = change.waitsFor
	const isOver = change.state === 'waiting' && change.expiresAt <= at
	const isOpen = change.state === 'waiting' && !isOver
	const isStale = isOpen && version !== change.orderVersion
	const isMine = who.side === change.side && (who.side === 'house' || buyers.has(who.role))
	const mine = isOpen && next !== undefined && mayConsent(next, who, proposalOf(change))
	return {
		...own,
		delta: deltaOf(change),
		isOver,
		isStale,
		acts: { consent: mine && !isStale ? next : null, refuse: mine && !isMine, withdraw: isOpen && isMine },
	}
}

/** One proposal with what it does, and who may say what to it; three statements. Null: none of this account. */
export async function openProposal(
	db: Db,
	shopper: Shopper,
	{ number, changeId, at }: { number: string; changeId: number; at: Date },
): Promise<ShownChange | null> {
	const accountId = shopper.account.accountId ?? 0
	const found = await findPlaced(db, { accountId, number })
	const change = found && (await readChanges(db, { accountId, orderId: found.orderId })).find(({ id }) => id === changeId)
	return change ? shown(change, shopper, { version: found.version, at }) : null
}

export type OrderChanges = {
	changes: {
		id: number
		state: ChangeRow['state']
		side: ChangeRow['side']
		proposedAt: Date
		waitsFor: Consent[]
		isMine: boolean
		before: number
		after: number
	}[]
	versions: { version: number; replacedAt: Date; totalMinor: number }[]
}

/** What was asked to be changed of an order, newest first, and what it was before; three statements, one where there is no such order. */
export async function openChangesOf(db: Db, shopper: Shopper, { number, at }: { number: string; at: Date }): Promise<OrderChanges> {
	const accountId = shopper.account.accountId ?? 0
	const found = await findPlaced(db, { accountId, number })
	if (!found) return { changes: [], versions: [] }
	const key = { accountId, orderId: found.orderId }
	const [changes, versions] = await Promise.all([readChanges(db, key), listVersions(db, key)])
	const heard = changes
		.map((change) => shown(change, shopper, { version: found.version, at }))
		.filter(({ side, waitsFor, state, acts }) => side !== 'buyer' || waitsFor[0] !== 'buyer' || state !== 'waiting' || acts.withdraw)
	return {
		changes: heard
			.filter(({ state, isOver }) => state !== 'withdrawn' && !isOver)
			.map(({ id, state, side, proposedAt, waitsFor, acts, delta }) => ({
				id,
				state,
				side,
				proposedAt,
				waitsFor,
				isMine: acts.consent !== null,
				before: delta.sums.totalMinor.before,
				after: delta.sums.totalMinor.after,
			})),
		versions: versions.map(({ version, replacedAt, totalMinor }) => ({ version, replacedAt, totalMinor })),
	}
}

/** An order as it read before a change; two statements. Null: no such version of an order of this account. */
export async function openVersion(
	db: Db,
	shopper: Shopper,
	{ number, version }: { number: string; version: number },
): Promise<{ order: OrderDocument; replacedAt: Date } | null> {
	const accountId = shopper.account.accountId ?? 0
	const found = await findPlaced(db, { accountId, number })
	const kept = found && (await readVersion(db, { accountId, orderId: found.orderId }, version))
	return kept ? { order: kept.document as OrderDocument, replacedAt: kept.replacedAt } : null
}
