import type { Tx } from '../client.server.ts'
import { asPrinted } from './invoice-print.ts'

export type InvoiceRow = {
	accountId: number
	sellerEntityId: number
	orderId: number
	shipmentId: number | null
	currency: string
	issuedOn: string
	dueOn: string
	poNumber: string | null
	billTo: unknown
	netMinor: number
	shippingMinor: number
	taxMinor: number
	totalMinor: number
	at: Date
	lines: readonly {
		allocationId: number
		sequence: number
		sku: string | null
		name: string
		unitCode: string
		quantity: string
		unitPrice: string | null
		netMinor: number
		taxMinor: number
	}[]
	/** What is inside the bundles of the invoice, by the sequence of their lines. */
	components: readonly { sequence: number; soldId: number; quantity: string; netMinor: number; taxMinor: number }[]
}

/** An invoice under the next number of its seller, gapless because the number is taken in the transaction that writes it; one statement. */
export async function insertInvoice(tx: Tx, row: InvoiceRow): Promise<{ id: number; number: string }> {
	const [made] = await tx<{ id: number; number: string }[]>`
		with series as (
			update number_series set next_value = next_value + 1 where seller_entity_id = ${row.sellerEntityId} and kind = 'invoice' returning prefix || lpad((next_value - 1)::text, digits, '0') as number
		), made as (
			insert into invoice (account_id, seller_entity_id, kind, number, order_id, shipment_id, currency, issued_on, due_on, po_number, bill_to, seller, net_minor, shipping_minor, tax_minor, total_minor, created_at)
			select ${row.accountId}, ${row.sellerEntityId}, 'invoice', series.number, ${row.orderId}, ${row.shipmentId}, ${row.currency}, ${row.issuedOn}, ${row.dueOn}, ${row.poNumber}, ${tx.json(row.billTo as never)},
				(select ${asPrinted(tx)} from seller_entity s where s.id = ${row.sellerEntityId}), ${row.netMinor}, ${row.shippingMinor}, ${row.taxMinor}, ${row.totalMinor}, ${row.at} from series returning id, number
		), wanted as (
			select * from json_to_recordset(${JSON.stringify(row.lines)}::text::json) as w("allocationId" bigint, sequence int, sku text, name text, "unitCode" text, quantity numeric, "unitPrice" numeric, "netMinor" bigint, "taxMinor" bigint)
		), lines as (
			insert into invoice_line (account_id, invoice_id, allocation_id, sequence, sku, name, unit_code, quantity, unit_price, net_minor, tax_minor)
			select ${row.accountId}, made.id, w."allocationId", w.sequence, w.sku, w.name, w."unitCode", w.quantity, w."unitPrice", w."netMinor", w."taxMinor" from made, wanted w returning id, sequence
		), inside as (
			insert into invoice_component (account_id, invoice_line_id, allocation_component_id, position, sku, name, unit_code, tax_code, quantity, net_minor, tax_minor)
			select ${row.accountId}, l.id, k.id, k.position, k.sku, k.name, k.unit_code, k.tax_code, w.quantity, w."netMinor", w."taxMinor"
			from json_to_recordset(${JSON.stringify(row.components)}::text::json) as w(sequence int, "soldId" bigint, quantity numeric, "netMinor" bigint, "taxMinor" bigint)
				join lines l on l.sequence = w.sequence join allocation_component k on k.account_id = ${row.accountId} and k.id = w."soldId"
		), counted as (
			update allocation a set invoiced_quantity = a.invoiced_quantity + w.quantity from wanted w where a.account_id = ${row.accountId} and a.order_id = ${row.orderId} and a.id = w."allocationId"
		)
		select id, number from made`
	if (!made) throw new Error('An invoice has no number: is there a number series for invoices?')
	return made
}

export type CreditMove = {
	accountId: number
	orderId: number
	billToAccountId: number
	/** What the order no longer holds: shipped, or never to come. */
	reservedLess: number
	unbilledMore: number
	openMore: number
	at: Date
}

/** Credit goes with the goods: from reserved to shipped unbilled to open invoices. Exposure never rises by it. */
export async function moveCredit(tx: Tx, move: CreditMove): Promise<void> {
	await tx`
		with held as (
			update credit_reservation set amount_minor = amount_minor - ${move.reservedLess}, unbilled_minor = unbilled_minor + ${move.unbilledMore}, state = case when amount_minor = ${move.reservedLess} then 'billed' else state end
			where account_id = ${move.accountId} and order_id = ${move.orderId} and state <> 'released'
		)
		update credit_profile set reserved_minor = reserved_minor - ${move.reservedLess}, unbilled_minor = unbilled_minor + ${move.unbilledMore}, open_invoice_minor = open_invoice_minor + ${move.openMore},
			updated_at = ${move.at} where account_id = ${move.billToAccountId}`
}

/** An order wholly invoiced has spent what it reserved of promotions' budgets, ids ascending. */
export async function commitBudgets(tx: Tx, key: { accountId: number; orderId: number }): Promise<void> {
	await tx`
		with spent as (
			update promotion_reservation set state = 'committed' where account_id = ${key.accountId} and order_id = ${key.orderId} and state = 'reserved' returning budget_id, amount_minor, uses
		), locked as (
			select b.id from promotion_budget b where b.id in (select budget_id from spent) order by b.id for update
		)
		update promotion_budget b set reserved_minor = b.reserved_minor - s.amount_minor, committed_minor = b.committed_minor + s.amount_minor, reserved_uses = b.reserved_uses - s.uses, committed_uses = b.committed_uses + s.uses
		from spent s join locked l on l.id = s.budget_id where b.id = s.budget_id`
}

/** What the order's captured cards have not settled yet pays its new invoice, the older payment first. Answers how much. */
export async function applyCaptures(
	tx: Tx,
	input: { accountId: number; orderId: number; groupId: number | null; invoiceId: number; at: Date },
): Promise<number> {
	const [row] = await tx<{ applied: number }[]>`
		with owed as (
			select total_minor - settled_minor as open from invoice where account_id = ${input.accountId} and id = ${input.invoiceId} for update
		), cash as materialized (
			select p.id, p.amount_minor - p.applied_minor as rest from payment p where p.account_id = ${input.accountId} and p.status = 'received' and p.amount_minor > p.applied_minor
				and p.stripe_intent_id in (select a.stripe_intent_id from payment_attempt a where a.account_id = ${input.accountId} and a.order_id = ${input.orderId} and a.state = 'captured'
					and (${input.groupId}::bigint is null or a.group_id = ${input.groupId}))
			order by p.id for update
		), shares as (
			select cash.id, greatest(0, least(cash.rest, owed.open - coalesce(sum(cash.rest) over (order by cash.id rows between unbounded preceding and 1 preceding), 0)))::bigint as amount from cash, owed
		), applied as (
			insert into payment_application (account_id, payment_id, invoice_id, amount_minor, applied_at) select ${input.accountId}, id, ${input.invoiceId}, amount, ${input.at} from shares where amount > 0
			returning payment_id, amount_minor
		), drawn as (
			update payment p set applied_minor = p.applied_minor + a.amount_minor from applied a where p.account_id = ${input.accountId} and p.id = a.payment_id
		), settled as (
			update invoice set settled_minor = settled_minor + (select coalesce(sum(amount_minor), 0) from applied) where account_id = ${input.accountId} and id = ${input.invoiceId}
		)
		select coalesce(sum(amount_minor), 0)::bigint as applied from applied`
	return row?.applied ?? 0
}

export type OwnCreditNote = {
	accountId: number
	sellerEntityId: number
	currency: string
	day: string
	poNumber: string | null
	totalMinor: number
	at: Date
	lines: readonly { sku: string | null; name: string; quantity: string; unitPrice: string; netMinor: number }[]
}

/** A credit note against no invoice, under the next number of its seller; amounts come positive and are written negative; one statement. */
export async function insertOwnCreditNote(tx: Tx, note: OwnCreditNote): Promise<{ id: number; number: string }> {
	const [made] = await tx<{ id: number; number: string }[]>`
		with series as (
			update number_series set next_value = next_value + 1 where seller_entity_id = ${note.sellerEntityId} and kind = 'credit_note' returning prefix || lpad((next_value - 1)::text, digits, '0') as number
		), made as (
			insert into invoice (account_id, seller_entity_id, kind, number, currency, issued_on, due_on, po_number, bill_to, net_minor, total_minor, created_at)
			select a.id, ${note.sellerEntityId}, 'credit_note', series.number, ${note.currency}, ${note.day}, ${note.day}, ${note.poNumber},
				(select json_build_object('number', b.number, 'name', b.name, 'address', (select to_jsonb(l) - 'account_id' - 'is_default' - 'is_active' from location l where l.account_id = b.id order by l.is_default desc, l.id limit 1))
					from account b where b.id = coalesce(a.bill_to_account_id, a.id)), ${-note.totalMinor}, ${-note.totalMinor}, ${note.at}
			from series, account a where a.id = ${note.accountId} returning id, number
		), lines as (
			insert into invoice_line (account_id, invoice_id, sequence, sku, name, unit_code, quantity, unit_price, net_minor)
			select ${note.accountId}, made.id, w.sequence, w.sku, w.name, 'each', -w.quantity, w."unitPrice", -w."netMinor"
			from made, json_to_recordset(${JSON.stringify(note.lines.map((line, index) => ({ ...line, sequence: index + 1 })))}::text::json)
				as w(sequence int, sku text, name text, quantity numeric, "unitPrice" numeric, "netMinor" bigint)
		)
		select id, number from made`
	if (!made) throw new Error('A credit note has no number: is there a number series for credit notes?')
	return made
}
