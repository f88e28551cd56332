import type { Tx } from '../client.server.ts'
import { freeSlug } from './import-catalog.ts'
import { asPrinted } from './invoice-print.ts'
import { recordset } from './recordset.ts'

export type KnownDocument = {
	number: string
	accountId: number
	account: string
	orderId: number | null
	groupId: number | null
	invoiceId: number
	isShipped: boolean
	isImported: boolean
	netMinor: number
	shippingMinor: number
}
export type NewDocument = {
	accountId: number
	number: string
	orderId: number | null
	groupId: number | null
	invoiceId: number
	kind: 'invoice' | 'credit_note'
	placedAt: string
	requestedOn: string | null
	dueOn: string
	isShipped: boolean
	poNumber: string | null
	address: Record<string, string>
	goodsMinor: number
	discountMinor: number
	netMinor: number
	shippingMinor: number
}
export type AddedAmounts = {
	accountId: number
	orderId: number | null
	groupId: number | null
	invoiceId: number
	goodsMinor: number
	discountMinor: number
	netMinor: number
}
export type SavedLine = { documentId: number; sequence: number; sku: string | null; quantity: string; unitPrice: string; netMinor: number }

const numbers = (tx: Tx, values: readonly number[]) => tx.array([...values], 20)

/** Imported orders by number, each with its one delivery and invoice; an order of the house under that number comes back as not imported. */
export async function knownOrders(tx: Tx, sellerId: number, wanted: readonly string[]): Promise<KnownDocument[]> {
	return tx`
		select o.number, o.account_id, a.number as account, o.id as order_id, g.id as group_id, coalesce(i.id, 0) as invoice_id, g.status = 'delivered' as is_shipped,
			o.channel = 'import' and i.id is not null as is_imported, o.net_minor, o.shipping_minor
		from sales_order o join account a on a.id = o.account_id
		left join delivery_group g on g.account_id = o.account_id and g.order_id = o.id
		left join invoice i on i.account_id = o.account_id and i.order_id = o.id and i.kind = 'invoice'
		where o.seller_entity_id = ${sellerId} and o.number = any(${tx.array([...wanted], 25)}::text[])`
}

export async function knownCredits(tx: Tx, sellerId: number, wanted: readonly string[]): Promise<KnownDocument[]> {
	return tx`
		select i.number, i.account_id, a.number as account, null as order_id, null as group_id, i.id as invoice_id, true as is_shipped, i.order_id is null as is_imported,
			i.net_minor, 0 as shipping_minor
		from invoice i join account a on a.id = i.account_id
		where i.seller_entity_id = ${sellerId} and i.kind = 'credit_note' and i.number = any(${tx.array([...wanted], 25)}::text[])`
}

/** The lines of invoices and credit notes as they were imported, by sequence. */
export async function savedLines(tx: Tx, documents: readonly { accountId: number; invoiceId: number }[]): Promise<SavedLine[]> {
	return tx`
		select l.invoice_id as document_id, l.sequence, l.sku, l.quantity, l.unit_price, l.net_minor
		from unnest(${numbers(
			tx,
			documents.map((one) => one.accountId),
		)}::bigint[], ${numbers(
			tx,
			documents.map((one) => one.invoiceId),
		)}::bigint[]) as d(account_id, invoice_id)
		join invoice_line l on l.account_id = d.account_id and l.invoice_id = d.invoice_id`
}

export type Ids = { orders: number[]; groups: number[]; invoices: number[]; lines: number[]; allocations: number[]; invoiceLines: number[] }

/** Ids ahead of the rows, so that a chunk's rows know one another before they are written. */
export async function reserveIds(tx: Tx, counts: { documents: number; lines: number }): Promise<Ids> {
	const [row] = await tx<[Ids]>`
		select array(select nextval('sales_order_id_seq') from generate_series(1, ${counts.documents}::int)) as orders,
			array(select nextval('delivery_group_id_seq') from generate_series(1, ${counts.documents}::int)) as groups,
			array(select nextval('invoice_id_seq') from generate_series(1, ${counts.documents}::int)) as invoices,
			array(select nextval('order_line_id_seq') from generate_series(1, ${counts.lines}::int)) as lines,
			array(select nextval('allocation_id_seq') from generate_series(1, ${counts.lines}::int)) as allocations,
			array(select nextval('invoice_line_id_seq') from generate_series(1, ${counts.lines}::int)) as invoice_lines`
	return row
}

export type Seller = { id: number; currency: string; timeZone: string; locale: string }

/** New documents: closed orders with one delivery and a settled invoice, or settled credit notes. One statement. */
export async function insertDocuments(tx: Tx, seller: Seller, rows: readonly NewDocument[]): Promise<void> {
	await tx`
		with source as materialized (
			select * from jsonb_to_recordset(${recordset(tx, rows)}) as r(account_id bigint, number text, order_id bigint, group_id bigint, invoice_id bigint, kind text,
				placed_at timestamp, requested_on date, due_on date, is_shipped boolean, po_number text, address jsonb, goods_minor bigint, discount_minor bigint,
				net_minor bigint, shipping_minor bigint)
		), orders as (
			insert into sales_order (account_id, id, seller_entity_id, stage, number, currency, locale, channel, po_number, goods_minor, discount_minor, net_minor, shipping_minor,
				total_minor, created_at, last_activity_at, placed_at)
			select account_id, order_id, ${seller.id}, 'closed', number, ${seller.currency}, ${seller.locale}, 'import', po_number, goods_minor, discount_minor, net_minor, shipping_minor,
				net_minor + shipping_minor, placed_at at time zone ${seller.timeZone}, placed_at at time zone ${seller.timeZone}, placed_at at time zone ${seller.timeZone}
			from source where kind = 'invoice'
		), groups as (
			insert into delivery_group (account_id, id, order_id, requested_on, address, status, net_minor, shipping_minor, due_minor)
			select account_id, group_id, order_id, requested_on, address, case when is_shipped then 'delivered' else 'open' end, net_minor, shipping_minor, net_minor + shipping_minor
			from source where kind = 'invoice'
		)
		insert into invoice (account_id, id, seller_entity_id, kind, number, order_id, currency, issued_on, due_on, po_number, bill_to, seller, net_minor, shipping_minor, total_minor, settled_minor)
		select account_id, invoice_id, ${seller.id}, kind, number, order_id, ${seller.currency}, placed_at::date, due_on, po_number, address, (select ${asPrinted(tx)} from seller_entity s where s.id = ${seller.id}), net_minor, shipping_minor,
			net_minor + shipping_minor, net_minor + shipping_minor from source`
}

/** What further lines add to documents that are there: order, delivery and invoice move together. One statement. */
export async function addToDocuments(tx: Tx, rows: readonly AddedAmounts[]): Promise<void> {
	await tx`
		with source as materialized (
			select * from jsonb_to_recordset(${recordset(tx, rows)}) as r(account_id bigint, order_id bigint, group_id bigint, invoice_id bigint, goods_minor bigint,
				discount_minor bigint, net_minor bigint)
		), orders as (
			update sales_order o set goods_minor = o.goods_minor + s.goods_minor, discount_minor = o.discount_minor + s.discount_minor, net_minor = o.net_minor + s.net_minor,
				total_minor = o.total_minor + s.net_minor
			from source s where o.account_id = s.account_id and o.id = s.order_id
		), groups as (
			update delivery_group g set net_minor = g.net_minor + s.net_minor, due_minor = g.due_minor + s.net_minor
			from source s where g.account_id = s.account_id and g.id = s.group_id
		)
		update invoice i set net_minor = i.net_minor + s.net_minor, total_minor = i.total_minor + s.net_minor, settled_minor = i.settled_minor + s.net_minor
		from source s where i.account_id = s.account_id and i.id = s.invoice_id`
}

export type Cell = string | number | null

const copied = {
	order_line: [
		...['account_id', 'id', 'order_id', 'sequence', 'kind', 'product_id', 'unit_code', 'quantity', 'sku', 'name', 'unit_price', 'resolved_minor'],
		...['discount_minor', 'net_minor'],
	],
	allocation: ['account_id', 'id', 'order_id', 'line_id', 'group_id', 'quantity', 'shipped_quantity', 'invoiced_quantity', 'net_minor'],
	invoice_line: [
		...['account_id', 'id', 'invoice_id', 'allocation_id', 'sequence', 'sku', 'name', 'unit_code', 'quantity', 'unit_price', 'net_minor', 'exact_net'],
	],
	line_discount: ['account_id', 'line_id', 'promotion_name', 'phase', 'amount_minor'],
}

/**
 * Rows by the fastest way in: `text` by `copyText`, its cells in the order of the columns. COPY does not go into a table with
 * row-level security, so they come into one of this transaction's own, once in a transaction for each table.
 */
export async function copyRows(tx: Tx, table: keyof typeof copied, text: string): Promise<void> {
	const [own, columns] = [`copied_${table}`, copied[table]]
	await tx`create temp table ${tx(own)} on commit drop as select ${tx(columns)} from ${tx(table)} with no data`
	const stream = await tx`copy ${tx(own)} (${tx(columns)}) from stdin`.writable()
	await new Promise<void>((done, fail) => {
		stream.on('error', fail)
		stream.on('finish', () => done())
		stream.end(text)
	})
	await tx`insert into ${tx(table)} (${tx(columns)}) select ${tx(columns)} from ${tx(own)}`
}

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const cellText = (cell: Cell) =>
	cell === null ? '\\N' : typeof cell === 'number' ? String(cell) : cell.replaceAll(/[\\\t\n\r]/g, (mark) => escapes[mark] ?? mark)

/** Rows as COPY reads them. */
export function copyText(rows: readonly Cell[][]): string {
	return rows.map((row) => `${row.map(cellText).join('\t')}\n`).join('')
}

type NewAccount = { number: string; name: string; currency: string; locale: string }

/** Accounts that a history names and nobody described: on hold for nothing, owned by nobody. */
export async function insertAccounts(tx: Tx, sellerId: number, rows: readonly NewAccount[]): Promise<{ id: number; number: string }[]> {
	return tx`
		insert into account (seller_entity_id, number, name, currency, locale, standing_source)
		select ${sellerId}, number, name, currency, locale, 'import' from jsonb_to_recordset(${recordset(tx, rows)}) as r(number text, name text, currency text, locale text)
		on conflict (seller_entity_id, number) do nothing returning id, number`
}

/** Products that a history names and nobody described; entitled to nobody until a policy grants them. */
export async function insertProducts(
	tx: Tx,
	sellerId: number,
	locale: string,
	rows: readonly { sku: string; slug: string; name: string }[],
): Promise<{ id: number; sku: string }[]> {
	return tx`
		with source as materialized (
			select * from jsonb_to_recordset(${recordset(tx, rows)}) as r(sku text, slug text, name text)
		), made as (
			insert into product (seller_entity_id, sku, slug) select ${sellerId}, sku, ${freeSlug(tx, 'product', sellerId)} from source s on conflict (seller_entity_id, sku) do nothing returning id, sku
		), texts as (
			insert into product_text (product_id, locale, name) select made.id, ${locale}, source.name from made join source using (sku)
		)
		select id, sku from made`
}
