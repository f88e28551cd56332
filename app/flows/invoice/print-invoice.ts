import type { Db } from '../../../db/client.server.ts'
import type { Shopper } from '../../platform/actor.ts'
import { type InvoicePrint, loadInvoicePrint } from './load-invoice-print.ts'

/** An invoice of hers with all that its print says. Null: none of that number of this account. Two statements. */
export async function printInvoice(db: Db, { account, seller }: Shopper, { number }: { number: string }): Promise<InvoicePrint | null> {
	return account.accountId === null ? null : loadInvoicePrint(db, { accountId: account.accountId, number, timeZone: seller.timeZone })
}
