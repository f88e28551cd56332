import type { Db } from '../../../db/client.server.ts'
import { listStock, type StockRow } from '../../../db/queries/stock.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type StockQuestion = { warehouse: string | null; after: { sku: string; warehouse: string } | null; limit: number }

/** A page of what lies in the seller's warehouses; one statement. */
export async function openStock(db: Db, { seller }: StaffMember, question: StockQuestion): Promise<{ levels: StockRow[]; hasMore: boolean }> {
	const rows = await listStock(db, { ...question, sellerEntityId: seller.id })
	return { levels: rows.slice(0, question.limit), hasMore: rows.length > question.limit }
}
