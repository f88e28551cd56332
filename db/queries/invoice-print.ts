import type { Sql } from '../client.server.ts'

/** Who sold, as it is copied onto an invoice; `s` is the seller. */
export const asPrinted = (sql: Sql) =>
	sql`jsonb_build_object('name', s.name, 'address', s.address, 'country', s.country, 'taxNumber', s.tax_number, 'bank', s.bank)`

export type PrintedSeller = {
	name: string
	address: Record<string, string | null>
	country: string
	taxNumber: string | null
	bank: Record<string, string | null> | null
}

/** Rates are fractions in plain text: '0.075000'. Null where what was invoiced has none, or more than one. */
export type PrintFacts = { seller: PrintedSeller; lineRates: { lineId: number; rate: string }[]; shippingRate: string | null; creditsNumber: string | null }

/** What the print of an invoice needs beside the invoice: its seller of that day, and the rates that made its tax. One statement. */
export async function readPrintFacts(sql: Sql, question: { accountId: number; invoiceId: number }): Promise<PrintFacts | null> {
	const [row] = await sql<PrintFacts[]>`
		with taxed as (
			select l.id as line_id, x.group_id, sum(case when t.certificate_id is null then t.rate else 0 end) filter (where t.tax_code = o.tax_code) as rate,
				sum(case when t.certificate_id is null then t.rate else 0 end) filter (where t.tax_code = 'shipping') as shipping_rate
			from invoice_line l join allocation x on x.account_id = l.account_id and x.id = l.allocation_id join order_line o on o.account_id = x.account_id and o.id = x.line_id
				join tax_line t on t.account_id = x.account_id and t.group_id = x.group_id
			where l.account_id = ${question.accountId} and l.invoice_id = ${question.invoiceId} group by l.id, x.group_id
		)
		select coalesce(i.seller, ${asPrinted(sql)}) as seller,
			(select coalesce(json_agg(json_build_object('lineId', line_id, 'rate', rate::text) order by line_id) filter (where rate is not null), '[]') from taxed) as line_rates,
			(select case when count(distinct shipping_rate) = 1 then min(shipping_rate)::text end from taxed) as shipping_rate,
			(select c.number from invoice c where c.account_id = i.account_id and c.id = i.credits_invoice_id) as credits_number
		from invoice i join seller_entity s on s.id = i.seller_entity_id where i.account_id = ${question.accountId} and i.id = ${question.invoiceId}`
	return row ?? null
}
