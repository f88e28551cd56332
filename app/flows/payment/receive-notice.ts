import type { Db } from '../../../db/client.server.ts'
import { insertWebhook } from '../../../db/queries/card.ts'
import type { PaymentConnector } from '../../connectors/payment/contract.ts'
import type { Refusal } from '../../engine/base/refusal.ts'

/** Verifies a notice of the processor and stores it raw; what it means is decided later. Refuses what is not signed. */
export async function receiveNotice(
	db: Db,
	payment: PaymentConnector,
	{ body, signature, at }: { body: string; signature: string | null; at: Date },
): Promise<{ ok: true } | { ok: false; refusals: Refusal[] }> {
	const verified = payment.verifyWebhook(body, signature, at)
	if (!verified.ok) return verified
	await insertWebhook(db, { source: 'stripe', deliveryId: verified.event.id, body, at })
	return { ok: true }
}
