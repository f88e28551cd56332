import { type Db, withTransaction } from '../../../db/client.server.ts'
import type { CommerceEvent } from '../../engine/base/event.ts'
import { saveOwnerNotice } from './save-owner-notice.ts'

/** What of a change is news to the rep: that the house is asked, and what the company did to what she proposed. */
function isNews({ topic, payload: { side, waitsFor } }: CommerceEvent): boolean {
	if (topic === 'order.change_proposed') return waitsFor === 'house'
	if (topic === 'order.change_refused') return side === 'house'
	if (topic === 'order.change_withdrawn') return side === 'buyer'
	return true
}

/** Tells the rep of the account of a change of an order that waits for her, was made, refused, taken back or ran out. */
export async function noticeChange(db: Db, event: CommerceEvent): Promise<void> {
	if (isNews(event)) await withTransaction(db, (tx) => saveOwnerNotice(tx, event))
}
