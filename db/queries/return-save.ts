import type { Tx } from '../client.server.ts'
import { asPrinted } from './invoice-print.ts'

type Key = { accountId: number; returnId: number }

/** The house says yes or no. */
export async function decideReturn(tx: Tx, key: Key, input: { state: 'approved' | 'refused'; note: string | null; userId: number; at: Date }): Promise<void> {
	await tx`
		update goods_return set state = ${input.state}, decided_at = ${input.at}, decided_by_user_id = ${input.userId}, decision_note = ${input.note}
		where account_id = ${key.accountId} and id = ${key.returnId}`
}

export async function withdrawReturn(tx: Tx, key: Key): Promise<void> {
	await tx`update goods_return set state = 'withdrawn' where account_id = ${key.accountId} and id = ${key.returnId}`
}

export type CreditableRow = {
	invoiceId: number
	lineId: number
	componentId: number | null
	allocationId: number
	soldComponentId: number | null
	groupId: number
	isFee: boolean
	/** Nothing of its delivery is still to come. */
	isShipped: boolean
	sequence: number
	quantity: string
	netMinor: number
	taxMinor: number
	creditedQuantity: string
}

/** The rows of invoices of the deliveries that a return is of, the older invoice first: lines, and of bundles what is inside. Of its order alone: an account's whole history is long. */
export async function readCreditable(tx: Tx, key: Key): Promise<CreditableRow[]> {
	return tx<CreditableRow[]>`
		select i.id as invoice_id, l.id as line_id, c.id as component_id, l.allocation_id, c.allocation_component_id as sold_component_id, g.id as group_id, s.kind = 'fee' as is_fee, g.status in ('shipped','delivered') as is_shipped, l.sequence,
			coalesce(c.quantity, l.quantity)::text as quantity, coalesce(c.net_minor, l.net_minor) as net_minor, coalesce(c.tax_minor, l.tax_minor) as tax_minor,
			coalesce(c.credited_quantity, l.credited_quantity)::text as credited_quantity
		from invoice i join invoice_line l on l.account_id = i.account_id and l.invoice_id = i.id
			join allocation a on a.account_id = l.account_id and a.id = l.allocation_id join order_line s on s.account_id = a.account_id and s.id = a.line_id
			join delivery_group g on g.account_id = a.account_id and g.id = a.group_id
			left join invoice_component c on c.account_id = l.account_id and c.invoice_line_id = l.id
		where i.account_id = ${key.accountId} and i.kind = 'invoice' and i.order_id = (select r.order_id from goods_return r where r.account_id = ${key.accountId} and r.id = ${key.returnId})
			and g.id in (select x.group_id from return_line n join allocation x on x.account_id = n.account_id and x.id = n.allocation_id where n.account_id = ${key.accountId} and n.return_id = ${key.returnId})
		order by i.id, l.sequence, c.position`
}

export type CreditNoteRows = {
	sellerEntityId: number
	day: string
	at: Date
	notes: readonly { invoiceId: number; netMinor: number; taxMinor: number }[]
	lines: readonly { invoiceId: number; sequence: number; lineId: number; componentId: number | null; quantity: string; netMinor: number; taxMinor: number }[]
}

/**
 * Credit notes under the next numbers of their seller, each against its invoice, and what they take marked on the rows
 * that they take it from; one statement. Amounts come positive and are written negative.
 */
export async function insertCreditNotes(tx: Tx, key: Key, rows: CreditNoteRows): Promise<{ id: number; number: string; totalMinor: number }[]> {
	const { accountId, returnId } = key
	const notes = JSON.stringify(rows.notes.map((note, ordinal) => ({ ...note, ordinal })))
	return tx<{ id: number; number: string; totalMinor: number }[]>`
		with series as (
			update number_series set next_value = next_value + ${rows.notes.length} where seller_entity_id = ${rows.sellerEntityId} and kind = 'credit_note'
			returning prefix, digits, next_value - ${rows.notes.length} as first
		), made as (
			insert into invoice (account_id, seller_entity_id, kind, number, order_id, credits_invoice_id, return_id, currency, issued_on, due_on, po_number, bill_to, seller, net_minor, shipping_minor, tax_minor, total_minor, created_at)
			select i.account_id, i.seller_entity_id, 'credit_note', s.prefix || lpad((s.first + w.ordinal)::text, s.digits, '0'), i.order_id, i.id, ${returnId}, i.currency, ${rows.day}, ${rows.day}, i.po_number, i.bill_to,
				(select ${asPrinted(tx)} from seller_entity s where s.id = i.seller_entity_id),
				-w."netMinor", 0, -w."taxMinor", -w."netMinor" - w."taxMinor", ${rows.at}
			from json_to_recordset(${notes}::text::json) as w(ordinal int, "invoiceId" bigint, "netMinor" bigint, "taxMinor" bigint)
				join invoice i on i.account_id = ${accountId} and i.id = w."invoiceId", series s order by w.ordinal
			returning id, number, credits_invoice_id, total_minor
		), wanted as (
			select * from json_to_recordset(${JSON.stringify(rows.lines)}::text::json) as w("invoiceId" bigint, sequence int, "lineId" bigint, "componentId" bigint, quantity numeric, "netMinor" bigint, "taxMinor" bigint)
		), lines as (
			insert into invoice_line (account_id, invoice_id, allocation_id, sequence, sku, name, unit_code, quantity, unit_price, net_minor, tax_minor, credits_line_id, credits_component_id)
			select ${accountId}, m.id, l.allocation_id, w.sequence, coalesce(c.sku, l.sku), coalesce(c.name, l.name), coalesce(c.unit_code, l.unit_code), -w.quantity, case when c.id is null then l.unit_price end, -w."netMinor", -w."taxMinor",
				case when c.id is null then l.id end, c.id
			from made m join wanted w on w."invoiceId" = m.credits_invoice_id join invoice_line l on l.account_id = ${accountId} and l.id = w."lineId"
				left join invoice_component c on c.account_id = l.account_id and c.id = w."componentId"
		), credited as (
			update invoice_line l set credited_quantity = l.credited_quantity + w.quantity from wanted w where l.account_id = ${accountId} and l.id = w."lineId" and w."componentId" is null
		), credited_inside as (
			update invoice_component c set credited_quantity = c.credited_quantity + w.quantity from wanted w where c.account_id = ${accountId} and c.id = w."componentId"
		)
		select id, number, total_minor from made order by id`
}

export type ReceivedRows = {
	warehouseId: number | null
	userId: number
	at: Date
	lines: readonly { lineId: number; received: string; scrapped: string }[]
}

/** What came back of a return: its lines, and how much of what was sold is back; one statement. */
export async function saveReceived(tx: Tx, { accountId, returnId }: Key, rows: ReceivedRows): Promise<void> {
	await tx`
		with wanted as (
			select * from json_to_recordset(${JSON.stringify(rows.lines)}::text::json) as w("lineId" bigint, received numeric, scrapped numeric)
		), closed as (
			update goods_return set state = 'received', received_at = ${rows.at}, received_by_user_id = ${rows.userId}, warehouse_id = ${rows.warehouseId} where account_id = ${accountId} and id = ${returnId}
		), lines as (
			update return_line n set received_quantity = w.received, scrapped_quantity = w.scrapped from wanted w
			where n.account_id = ${accountId} and n.return_id = ${returnId} and n.id = w."lineId" returning n.allocation_id, n.component_id, n.received_quantity as quantity
		), inside as (
			update allocation_component k set returned_quantity = k.returned_quantity + l.quantity from lines l where k.account_id = ${accountId} and k.id = l.component_id
		)
		update allocation a set returned_quantity = a.returned_quantity + l.quantity from lines l where a.account_id = ${accountId} and a.id = l.allocation_id and l.component_id is null`
}

/** Goods back on a shelf, in their own units, ids ascending; one statement. */
export async function restock(tx: Tx, warehouseId: number, goods: readonly { productId: number; quantity: string }[], at: Date): Promise<void> {
	await tx`
		insert into stock_level as l (product_id, warehouse_id, on_hand, updated_at)
		select w."productId", ${warehouseId}, sum(w.quantity), ${at} from json_to_recordset(${JSON.stringify(goods)}::text::json) as w("productId" bigint, quantity numeric) group by 1 order by 1
		on conflict (product_id, warehouse_id) do update set on_hand = l.on_hand + excluded.on_hand, updated_at = excluded.updated_at`
}

export async function isOwnWarehouse(tx: Tx, question: { sellerEntityId: number; warehouseId: number }): Promise<boolean> {
	const rows = await tx`select 1 from warehouse where id = ${question.warehouseId} and seller_entity_id = ${question.sellerEntityId} and is_active`
	return rows.length > 0
}
