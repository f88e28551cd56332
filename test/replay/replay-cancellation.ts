import { issueCreditNote } from '../../app/flows/invoice/issue-credit-note.ts'
import { askReturn } from '../../app/flows/return/ask-return.ts'
import { decideReturn } from '../../app/flows/return/decide-return.ts'
import { openReturn, openReturnForm } from '../../app/flows/return/open-returns.ts'
import { receiveReturn } from '../../app/flows/return/receive-return.ts'
import type { Lane } from './lane.ts'
import type { Buyer, RetailHouse } from './make-house.ts'
import type { RetailDocument, RetailRow } from './read-retail.ts'
import { done, NotReplayed, type Sold } from './replay-sale.ts'

type Purchase = { orderNumber: string; sequence: number; left: number }
/** What an account bought and has not brought back, by product and price, the newest first. */
export type Bought = Map<string, Purchase[]>

const keyOf = ({ sku, micros }: Pick<RetailRow, 'sku' | 'micros'>) => `${sku} at ${micros}`

export function remember(bought: Bought, { orderNumber, lines }: Sold): void {
	for (const line of lines) bought.set(keyOf(line), [{ orderNumber, sequence: line.sequence, left: line.quantity }, ...(bought.get(keyOf(line)) ?? [])])
}

type Taken = { orderNumber: string; sequence: number; quantity: number }
export type Covered = { back: Taken[]; returned: RetailRow[]; alone: RetailRow[] }

/** Which rows earlier purchases of the same product at the same price cover, whole, and from which orders they come back. */
export function cover(bought: Bought, rows: readonly RetailRow[]): Covered {
	const back: Taken[] = []
	const [returned, alone]: [RetailRow[], RetailRow[]] = [[], []]
	for (const row of rows) {
		const purchases = bought.get(keyOf(row)) ?? []
		let open = -row.quantity
		if (purchases.reduce((sum, { left }) => sum + left, 0) < open) {
			alone.push(row)
			continue
		}
		returned.push(row)
		for (const purchase of purchases) {
			const quantity = Math.min(open, purchase.left)
			if (quantity === 0) continue
			back.push({ orderNumber: purchase.orderNumber, sequence: purchase.sequence, quantity })
			purchase.left -= quantity
			open -= quantity
		}
	}
	return { back, returned, alone }
}

type Cancellation = { lane: Lane; house: RetailHouse; document: RetailDocument; buyer: Buyer; covered: Covered }
type Entered = Awaited<ReturnType<Lane['enter']>>

/** A cancellation of the file: what was bought comes back, order by order; the rest is credited on a note of its own. */
export async function replayCancellation(cancellation: Cancellation, entered: Entered): Promise<{ returns: number }> {
	const { lane, house, document, buyer, covered } = cancellation
	const { number, at } = document
	const orders = [...Map.groupBy(covered.back, ({ orderNumber }) => orderNumber)]
	for (const [orderNumber, taken] of orders) await bringBack(cancellation, entered, { orderNumber, taken })
	if (covered.alone.length === 0) return { returns: orders.length }
	const lines = covered.alone.map(({ sku, name, quantity, price }) => ({ sku, name, quantity: String(-quantity), price }))
	done(
		'credit',
		await issueCreditNote(lane.house, house.staff, {
			...{
				accountId: buyer.accountId,
				reference: number,
				reason: 'No purchase of this half year covers it',
				lines,
				idempotencyKey: number,
				at,
				requestId: number,
			},
		}),
	)
	return { returns: orders.length }
}

/** What of one order is wanted back: asked for by the buyer, approved and received by the house. */
async function bringBack(
	{ lane, house, document }: Cancellation,
	{ shopper, hers }: Entered,
	{ orderNumber, taken }: { orderNumber: string; taken: readonly Taken[] },
): Promise<void> {
	const { number, at } = document
	const form = await openReturnForm(hers, shopper, orderNumber)
	const keys = new Map(form?.things.map(({ sequence, key }) => [sequence, key]))
	const rows = [...Map.groupBy(taken, ({ sequence }) => sequence)].map(([sequence, own]) => {
		const quantity = own.reduce((sum, one) => sum + one.quantity, 0)
		return { key: keys.get(sequence) ?? '', quantity: String(quantity), reason: 'other' }
	})
	const { returnId } = done('ask to give back', await askReturn(hers, shopper, { number: orderNumber, rows, note: number, at }))
	done('approve', await decideReturn(lane.house, house.staff, { returnId, approves: true, note: null, at, requestId: number }))
	const goods = (await openReturn(lane.house, house.staff, returnId))?.goods
	if (!goods) throw new NotReplayed('open the return', returnId)
	const received = goods.lines.map(({ id, quantity }) => ({ lineId: id, received: quantity, scrapped: '0' }))
	done('receive', await receiveReturn(lane.house, house.staff, { returnId, rows: received, warehouseId: null, at, requestId: number }))
}
