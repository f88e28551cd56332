import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { lockDraws, settleDraws } from '../../../db/queries/company-budget.ts'
import { lockOrderOfReturn, type ReturnDocument, type ReturnLineRow, readReturn } from '../../../db/queries/return.ts'
import { insertCreditNotes, isOwnWarehouse, readCreditable, restock, saveReceived } from '../../../db/queries/return-save.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { convertPack, fitsUnit, parseQuantity, printQuantity, type Quantity } from '../../engine/base/units.ts'
import { type CreditNote, feesBack, planCredits } from '../../engine/invoice/plan-return.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { quantityOf } from '../cart/read-line.ts'
import { saveEvents } from '../event/save-events.ts'
import { keyOfThing } from './load-returnable.ts'

/** As typed, by line: how much came back, and how much of that cannot be sold again; a line not named did not come back. */
export type ReceiveReturn = {
	returnId: number
	rows: readonly { lineId: number; received: string; scrapped: string }[]
	warehouseId: number | null
	at: Date
	requestId: string
}
export type Received = { ok: true; credits: string[] } | { ok: false; refusals: Refusal[] }

/**
 * Goods are back (commerce-engine.md sections 6 and 9): what was invoiced of them is credited cumulatively, with
 * the fees of a delivery of which all is back; what is good
 * goes on the shelf, the rest is scrapped, in one transaction under the order's lock; eight statements for any size, two more where the company has budgets.
 * Refuses `RETURN_NOT_APPROVED`, `RETURN_EMPTY`, `RETURN_TOO_MUCH`, `RETURN_SCRAP`, `NOT_A_QUANTITY`, `NOT_IN_UNIT`,
 * `WAREHOUSE_MISSING` and `RETURN_NOT_INVOICED`. Null: no such return of this seller.
 */
export async function receiveReturn(db: Db, staff: StaffMember, input: ReceiveReturn): Promise<Received | null> {
	const { returnId, warehouseId, at, requestId } = input
	return withTransaction(db, async (tx): Promise<Received | null> => {
		const key = await lockOrderOfReturn(tx, { returnId, sellerEntityId: staff.seller.id, accountId: null })
		const goods = key && (await readReturn(tx, { sellerEntityId: staff.seller.id, returnId }))
		if (!key || !goods) return null
		if (goods.state !== 'approved') return { ok: false, refusals: [refusal('RETURN_NOT_APPROVED', { number: goods.number })] }
		const lines = goods.lines.map((line) => readLine(line, input.rows))
		const shelved = shelvedOf(lines)
		const isUnplaced = shelved.length > 0 && (warehouseId === null || !(await isOwnWarehouse(tx, { sellerEntityId: staff.seller.id, warehouseId })))
		const refusals = [
			...lines.flatMap((line) => line.refusals),
			...(lines.every(({ received }) => received === 0) ? [refusal('RETURN_EMPTY')] : []),
			...(isUnplaced ? [refusal('WAREHOUSE_MISSING')] : []),
		]
		if (refusals.length > 0) return { ok: false, refusals }
		const rows = (await readCreditable(tx, key)).map((row) => ({
			...row,
			key: keyOfThing({ allocationId: row.allocationId, componentId: row.soldComponentId }),
			groupKey: String(row.groupId),
			quantity: quantityOf(row.quantity),
			creditedQuantity: quantityOf(row.creditedQuantity),
		}))
		const back = lines.filter(({ received }) => received > 0).map(({ line, received }) => ({ key: keyOfThing(line), quantity: received }))
		const planned = planCredits([...back, ...feesBack(back, rows)], rows, goods.rounding)
		if (!planned.ok) return planned
		if (goods.hasDraws) await lockDraws(tx, goods)
		await saveReceived(tx, key, {
			...{ warehouseId, userId: staff.userId, at },
			lines: lines.map(({ line, received, scrapped }) => ({ lineId: line.id, received: printQuantity(received), scrapped: printQuantity(scrapped) })),
		})
		if (warehouseId !== null && shelved.length > 0) await restock(tx, warehouseId, shelved, at)
		const credits = await saveCredits(tx, goods, planned.notes, at)
		if (goods.hasDraws) await settleDraws(tx, goods)
		await tell(tx, staff, goods, { credits, lines: back.length, scrapped: lines.filter(({ scrapped }) => scrapped > 0).length, at, requestId })
		return { ok: true, credits: credits.map(({ number }) => number) }
	})
}

type ReadLine = { line: ReturnLineRow; received: Quantity; scrapped: Quantity; refusals: Refusal[] }

function readLine(line: ReturnLineRow, rows: ReceiveReturn['rows']): ReadLine {
	const typed = rows.find(({ lineId }) => lineId === line.id)
	const asked = quantityOf(line.quantity)
	const [received, scrapped] = [typed?.received ?? '0', typed?.scrapped ?? '0'].map((text) => parseQuantity(text.trim() || '0'))
	const { sku, sequence } = line
	const unit = { code: line.unitCode, digits: line.unitDigits }
	if (received == null || scrapped == null) return { line, received: 0, scrapped: 0, refusals: [refusal('NOT_A_QUANTITY', { sku }, sequence)] }
	const refusals = [
		...(received > asked ? [refusal('RETURN_TOO_MUCH', { sku, quantity: received, open: asked }, sequence)] : []),
		...(scrapped > received ? [refusal('RETURN_SCRAP', { sku }, sequence)] : []),
		...(fitsUnit(received, unit) && fitsUnit(scrapped, unit) ? [] : [refusal('NOT_IN_UNIT', { sku, quantity: received }, sequence)]),
	]
	return { line, received, scrapped, refusals }
}

const finest = { code: 'own', digits: 4 }

/** What goes back on the shelf, in each product's own unit; what is not counted has no shelf. */
function shelvedOf(lines: readonly ReadLine[]): { productId: number; quantity: string }[] {
	return lines.flatMap(({ line, received, scrapped }) => {
		if (line.productId === null || !line.isTracked || received <= scrapped) return []
		const ratio = { numerator: line.factorNumerator, denominator: line.factorDenominator }
		return [{ productId: line.productId, quantity: printQuantity(convertPack(received - scrapped, ratio, finest, 'down') ?? 0) }]
	})
}

type PlannedNote = CreditNote<{ lineId: number; componentId: number | null }>

async function saveCredits(tx: Tx, goods: ReturnDocument, notes: readonly PlannedNote[], at: Date) {
	const key = { accountId: goods.accountId, returnId: goods.id }
	return insertCreditNotes(tx, key, {
		...{ sellerEntityId: goods.sellerEntityId, day: dayIn(at, goods.timeZone), at },
		notes: notes.map(({ invoiceId, netMinor, taxMinor }) => ({ invoiceId, netMinor, taxMinor })),
		lines: notes.flatMap(({ invoiceId, lines }) =>
			lines.map(({ row, quantity, netMinor, taxMinor }, index) => ({
				...{ invoiceId, sequence: index + 1, lineId: row.lineId, componentId: row.componentId },
				...{ quantity: printQuantity(quantity), netMinor, taxMinor },
			})),
		),
	})
}

type Told = { credits: readonly { id: number; number: string; totalMinor: number }[]; lines: number; scrapped: number; at: Date; requestId: string }

async function tell(tx: Tx, staff: StaffMember, goods: ReturnDocument, { credits, lines, scrapped, at, requestId }: Told): Promise<void> {
	const { accountId, contactId, orderId, orderNumber, number, currency, id } = goods
	const creditMinor = -credits.reduce((sum, { totalMinor }) => sum + totalMinor, 0)
	const facts = {
		returnId: id,
		number,
		orderId,
		orderNumber,
		lines,
		scrapped,
		currency,
		creditMinor,
		credits: credits.map((one) => one.number),
		creditIds: credits.map((one) => one.id),
	}
	await saveEvents(tx, [{ topic: 'return.received', subject: `order:${orderId}`, accountId, contactId, payload: facts, occurredAt: at }])
	await insertAudit(tx, [{ userId: staff.userId, accountId, action: 'return.received', subject: `return:${id}`, after: facts, requestId, at }])
}
