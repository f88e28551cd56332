import type { Db } from '../../../db/client.server.ts'
import { listPayments, type PaymentDocument, type PaymentListRow, readPaymentDocument } from '../../../db/queries/payment-document.ts'
import type { Shopper, StaffMember } from '../../platform/actor.ts'

/** One payment of her account. Null: none of that number. */
export async function openPaymentDocument(db: Db, shopper: Shopper, paymentId: number): Promise<PaymentDocument | null> {
	const { accountId } = shopper.account
	return accountId === null ? null : readPaymentDocument(db, { accountId, paymentId, timeZone: shopper.seller.timeZone })
}

export type PaymentsQuery = { text: string | null; state: string | null; from: string | null; to: string | null; after: number | null; limit: number | null }

/** What came in, the newest first, with the payment after which the list goes on. */
export async function openPayments(db: Db, staff: StaffMember, query: PaymentsQuery): Promise<{ payments: PaymentListRow[]; next: number | null }> {
	const { limit } = query
	const found = await listPayments(db, {
		...{ ...query, sellerEntityId: staff.seller.id, timeZone: staff.seller.timeZone, limit: limit === null ? null : limit + 1 },
	})
	const payments = limit === null ? found : found.slice(0, limit)
	return { payments, next: found.length > payments.length ? (payments.at(-1)?.id ?? null) : null }
}
