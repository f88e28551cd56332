import type { Sql } from '../../../db/client.server.ts'
import { readFormRows, readFormShape } from '../../../db/queries/product-form.ts'
import { writeLine } from '../../engine/catalog/exchange-cell.ts'
import { formColumns, shielded } from '../../engine/catalog/product-form.ts'

/** A kind of export that is no table: products as Salesforce's product import has them (decision 336). */
export const productForm = 'salesforce-products'

/** Products under Salesforce's headers, a page at a time; a file that the import knows without a map. */
export async function* exportProductForm(sql: Sql, seller: { id: number; locale: string; currency: string }): AsyncGenerator<string> {
	const asked = { sellerId: seller.id, locale: seller.locale, currency: seller.currency }
	const columns = formColumns(await readFormShape(sql, asked), seller.currency)
	yield writeLine(columns.map(({ header }) => header))
	for await (const page of readFormRows(sql, asked)) yield page.map((product) => writeLine(columns.map(({ cell }) => shielded(cell(product))))).join('')
}
