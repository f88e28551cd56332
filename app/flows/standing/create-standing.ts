import { type Db, withTransaction } from '../../../db/client.server.ts'
import {
	insertStanding,
	insertStandingLines,
	readCartSource,
	readListSource,
	readOrderSource,
	readStanding,
	type SourceRow,
	saveAgreedPrices,
} from '../../../db/queries/standing.ts'
import { dayIn, instantAt } from '../../engine/base/calendar.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { MAX_LINES } from '../../engine/cart/limits.ts'
import { nextRuns, RUN_HOUR } from '../../engine/standing/schedule.ts'
import type { Shopper } from '../../platform/actor.ts'
import { mayKeepLists, readerOf } from '../list/read-reader.ts'
import { priceNow } from './load-preview.ts'
import { readWish, type StandingWish } from './read-wish.ts'
import { saveStandingEvent } from './save-standing-event.ts'

export type StandingFrom = { kind: 'cart' } | { kind: 'order'; number: string } | { kind: 'list'; listId: number; locationId: number | null }
type Made = { ok: true; standingOrderId: number } | { ok: false; refusals: Refusal[] }

function readSource(db: Db, reader: { accountId: number; contactId: number }, from: StandingFrom): Promise<SourceRow[]> {
	if (from.kind === 'cart') return readCartSource(db, reader)
	return from.kind === 'order' ? readOrderSource(db, reader.accountId, from.number) : readListSource(db, { ...reader, ...from })
}

/**
 * Makes a standing order of what a cart, an order or a list holds, location by location, at the prices of this moment: from them the guardrail measures.
 * Refuses what `readWish` does, `STANDING_NOTHING` (nothing to take over) and `ROLE_MAY_NOT`. Null: nobody who has any.
 */
export async function createStanding(db: Db, shopper: Shopper, { wish, from, at }: { wish: StandingWish; from: StandingFrom; at: Date }): Promise<Made | null> {
	const reader = readerOf(shopper)
	if (!reader) return null
	if (!mayKeepLists(shopper)) return { ok: false, refusals: [refusal('ROLE_MAY_NOT')] }
	const read = readWish(wish)
	const rows = await readSource(db, reader, from)
	const nothing = rows.length === 0 ? [refusal('STANDING_NOTHING')] : []
	const tooMany = rows.length > MAX_LINES ? [refusal('CART_LINES_LIMIT', { limit: MAX_LINES, count: rows.length })] : []
	if (!read.ok || nothing.length + tooMany.length > 0) return { ok: false, refusals: [...(read.ok ? [] : read.refusals), ...nothing, ...tooMany] }
	const { timeZone } = shopper.seller
	const [nextRunOn] = nextRuns(read.wish.schedule, dayIn(at, timeZone), 1)
	if (!nextRunOn) return { ok: false, refusals: [refusal('STANDING_SCHEDULE')] }
	return withTransaction(db, async (tx): Promise<Made> => {
		const standingOrderId = await insertStanding(tx, { ...reader, ...read.wish, nextRunOn, nextRunAt: instantAt(nextRunOn, RUN_HOUR, timeZone), at })
		const key = { accountId: reader.accountId, standingOrderId }
		await insertStandingLines(tx, key, rows)
		const standing = await readStanding(tx, key, shopper.locale)
		if (standing) await saveAgreedPrices(tx, key, await priceNow(tx, shopper, standing, at))
		await saveStandingEvent(tx, shopper, { topic: 'standing_order.made', standingOrderId, at })
		return { ok: true, standingOrderId }
	})
}
