import type { Sql, Tx } from '../client.server.ts'

export type QuoteWrite = { accountId: number; orderId: number; basesHash: string; source: 'service' | 'table'; lines: unknown; at: Date }

/** The tax quoted for a cart, in the place of what was quoted before; not for one that has been placed meanwhile. */
export async function saveTaxQuote(tx: Tx, quote: QuoteWrite): Promise<void> {
	await tx`
		insert into tax_quote (account_id, order_id, bases_hash, source, lines, quoted_at)
		select o.account_id, o.id, ${quote.basesHash}, ${quote.source}, ${JSON.stringify(quote.lines)}::text::jsonb, ${quote.at}
		from sales_order o where o.account_id = ${quote.accountId} and o.id = ${quote.orderId} and o.stage in ('cart','awaiting_approval')
		on conflict (account_id, order_id) do update set bases_hash = excluded.bases_hash, source = excluded.source, lines = excluded.lines, quoted_at = excluded.quoted_at`
}

export type TaxSetting = {
	service: 'avatax' | null
	companyCode: string | null
	onFailure: 'refuse' | 'table'
	codes: Record<string, string>
	pricesIncludeTax: boolean
}

/** Who says a seller's tax. */
export async function readTaxSetting(sql: Sql, sellerEntityId: number): Promise<TaxSetting> {
	const [row] = await sql<TaxSetting[]>`
		select tax_service as service, tax_company_code as company_code, tax_on_failure as on_failure, tax_service_codes as codes, prices_include_tax from seller_entity where id = ${sellerEntityId}`
	if (!row) throw new Error(`Seller ${sellerEntityId} does not exist`)
	return row
}

export async function writeTaxSetting(tx: Tx, sellerEntityId: number, setting: TaxSetting): Promise<void> {
	await tx`
		update seller_entity set tax_service = ${setting.service}, tax_company_code = ${setting.companyCode}, tax_on_failure = ${setting.onFailure},
			tax_service_codes = ${JSON.stringify(setting.codes)}::text::jsonb, prices_include_tax = ${setting.pricesIncludeTax} where id = ${sellerEntityId}`
}

export type ReportRow = {
	accountId: number
	invoiceId: number
	orderId: number | null
	buyerNumber: string
	number: string
	kind: 'invoice' | 'credit_note'
	currency: string
	issuedOn: string
	shippingMinor: number
	taxMinor: number
	service: 'avatax' | null
	companyCode: string | null
	codes: Record<string, string>
	from: Record<string, string | null>
	state: 'committed' | 'voided' | null
	/** Of the first delivery on it: where its shipping went. */
	place: Record<string, string | null> | null
	lines: { kind: string; taxCode: string | null; netMinor: number; taxMinor: number; place: Record<string, string | null> | null }[]
}

/** An invoice with everything that its seller's tax service is told of it; a bundle is one line under its own code. One statement. */
export async function readReport(sql: Sql, key: { accountId: number; invoiceId: number }): Promise<ReportRow | null> {
	const [row] = await sql<ReportRow[]>`
		select i.account_id, i.id as invoice_id, i.order_id, a.number as buyer_number, i.number, i.kind, i.currency::text, i.issued_on, i.shipping_minor, i.tax_minor, s.tax_service as service, s.tax_company_code as company_code,
			s.tax_service_codes as codes, s.address || jsonb_build_object('country', s.country) as "from", d.state,
			(select g.address from delivery_group g where g.account_id = i.account_id and g.order_id = i.order_id
				and (i.shipment_id is null or g.id = (select h.group_id from shipment h where h.account_id = i.account_id and h.id = i.shipment_id)) order by g.id limit 1) as place,
			coalesce((select json_agg(json_build_object('kind', coalesce(o.kind, 'goods'), 'taxCode', o.tax_code, 'netMinor', l.net_minor, 'taxMinor', l.tax_minor, 'place', g.address) order by l.sequence)
				from invoice_line l left join allocation x on x.account_id = l.account_id and x.id = l.allocation_id left join order_line o on o.account_id = x.account_id and o.id = x.line_id
				left join delivery_group g on g.account_id = x.account_id and g.id = x.group_id where l.account_id = i.account_id and l.invoice_id = i.id), '[]') as lines
		from invoice i join account a on a.id = i.account_id join seller_entity s on s.id = i.seller_entity_id left join tax_document d on d.account_id = i.account_id and d.invoice_id = i.id
		where i.account_id = ${key.accountId} and i.id = ${key.invoiceId}`
	return row ?? null
}

/** An invoice was reported: once, and again when it was reported again. */
export async function saveReport(
	tx: Tx,
	report: { accountId: number; invoiceId: number; orderId: number | null; code: string; companyCode: string; taxMinor: number; at: Date },
): Promise<void> {
	await tx`
		insert into tax_document (account_id, invoice_id, order_id, code, company_code, state, tax_minor, reported_at)
		values (${report.accountId}, ${report.invoiceId}, ${report.orderId}, ${report.code}, ${report.companyCode}, 'committed', ${report.taxMinor}, ${report.at})
		on conflict (account_id, invoice_id) do update set tax_minor = excluded.tax_minor, reported_at = excluded.reported_at`
}

export type ReportedRow = { invoiceId: number; code: string; companyCode: string; kind: 'invoice' | 'credit_note'; service: 'avatax' | null }

/** What stands reported of an order. */
export async function readReported(sql: Sql, key: { accountId: number; orderId: number }): Promise<ReportedRow[]> {
	return sql<ReportedRow[]>`
		select d.invoice_id, d.code, d.company_code, i.kind, s.tax_service as service from tax_document d join invoice i on i.account_id = d.account_id and i.id = d.invoice_id join seller_entity s on s.id = i.seller_entity_id
		where d.account_id = ${key.accountId} and d.order_id = ${key.orderId} and d.state = 'committed' order by d.invoice_id`
}

export async function saveVoided(tx: Tx, key: { accountId: number; invoiceIds: readonly number[]; at: Date }): Promise<void> {
	await tx`
		update tax_document set state = 'voided', voided_at = ${key.at} where account_id = ${key.accountId} and invoice_id = any(${tx.array([...key.invoiceIds], 20)}::bigint[]) and state = 'committed'`
}
