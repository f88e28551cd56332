import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import {
	lockStanding,
	readStanding,
	type StandingKey,
	type StandingState,
	saveAgreedPrices,
	setStandingQuantities,
	updateStanding,
} from '../../../db/queries/standing.ts'
import { deleteSkip, insertSkip, readSettledDays, settleHeldRun } from '../../../db/queries/standing-run.ts'
import { dayIn, instantAt } from '../../engine/base/calendar.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { parseQuantity, printQuantity } from '../../engine/base/units.ts'
import { nextRuns, RUN_HOUR, readSchedule, type Schedule } from '../../engine/standing/schedule.ts'
import type { Shopper } from '../../platform/actor.ts'
import { mayKeepLists, readerOf } from '../list/read-reader.ts'
import { priceNow } from './load-preview.ts'
import { readWish, type StandingWish } from './read-wish.ts'
import { saveStandingEvent } from './save-standing-event.ts'

export type StandingAct =
	| { kind: 'settings'; wish: StandingWish }
	| { kind: 'quantities'; lines: readonly { lineId: number; quantity: string }[] }
	/** `resume` also takes an end back. */
	| { kind: 'pause' | 'resume' | 'end' | 'skip' }
	| { kind: 'unskip'; runOn: string }
	/** A held run is tried again at today's prices, or left out. */
	| { kind: 'release' | 'leave'; runId: number }

type Changed = { ok: true } | { ok: false; refusals: Refusal[] }
const refused = (code: string): Changed => ({ ok: false, refusals: [refusal(code)] })

type Work = { key: StandingKey; locked: { state: StandingState; schedule: unknown; nextRunOn: string | null }; at: Date }

/** One act on a standing order, whole or not at all. Null: no such standing order of this account, or no such run of it. */
export async function changeStanding(
	db: Db,
	shopper: Shopper,
	{ standingOrderId, act, at }: { standingOrderId: number; act: StandingAct; at: Date },
): Promise<Changed | null> {
	const reader = readerOf(shopper)
	if (!reader) return null
	const key = { accountId: reader.accountId, standingOrderId }
	const changed = await withTransaction(db, async (tx) => {
		const locked = await lockStanding(tx, key)
		if (!locked) return null
		if (!mayKeepLists(shopper)) return refused('ROLE_MAY_NOT')
		const done = await perform(tx, shopper, { key, locked, at }, act)
		if (done?.ok) await saveStandingEvent(tx, shopper, { topic: 'standing_order.changed', standingOrderId, change: act.kind, at })
		return done
	})
	return changed && !changed.ok && changed.refusals.length === 0 ? null : changed
}

function perform(tx: Tx, shopper: Shopper, work: Work, act: StandingAct): Promise<Changed | null> {
	switch (act.kind) {
		case 'settings':
			return settle(tx, shopper, work, act.wish)
		case 'quantities':
			return setQuantities(tx, work, act.lines)
		case 'release':
		case 'leave':
			return settleRun(tx, shopper, work, act)
		case 'skip':
		case 'unskip':
			return skip(tx, shopper, work, act.kind === 'unskip' ? act.runOn : null)
		default:
			return setState(tx, shopper, work, act.kind)
	}
}

/** The next day of a schedule that is not settled yet: a day that was skipped or ordered is not run a second time. */
async function nextOf(tx: Tx, { seller }: Shopper, { key, at }: Work, schedule: Schedule | null, after?: string): Promise<{ on: string; at: Date } | null> {
	const from = after ?? dayIn(at, seller.timeZone)
	const settled = new Set(await readSettledDays(tx, key, from))
	const on = schedule ? nextRuns(schedule, from, settled.size + 1).find((day) => !settled.has(day)) : undefined
	return on === undefined ? null : { on, at: instantAt(on, RUN_HOUR, seller.timeZone) }
}

async function settle(tx: Tx, shopper: Shopper, work: Work, said: StandingWish): Promise<Changed> {
	const read = readWish(said)
	if (!read.ok) return read
	const { state } = work.locked
	const next = state === 'active' ? await nextOf(tx, shopper, work, read.wish.schedule) : null
	if (state === 'active' && !next) return refused('STANDING_SCHEDULE')
	await updateStanding(tx, work.key, { ...read.wish, state, next, at: work.at })
	return { ok: true }
}

async function setQuantities(tx: Tx, { key }: Work, lines: readonly { lineId: number; quantity: string }[]): Promise<Changed> {
	const read = lines.map(({ lineId, quantity }) => ({ lineId, quantity: parseQuantity(quantity.trim().replace(',', '.') || '0') }))
	if (read.some(({ quantity }) => quantity === null || quantity > 1_000_000 * 10_000)) return refused('NOT_A_QUANTITY')
	const known = await setStandingQuantities(
		tx,
		key,
		read.map(({ lineId, quantity }) => ({ lineId, quantity: printQuantity(quantity ?? 0) })),
	)
	// As a refusal, so that nothing of it stays.
	return known === lines.length ? { ok: true } : { ok: false, refusals: [] }
}

async function setState(tx: Tx, shopper: Shopper, work: Work, kind: 'pause' | 'resume' | 'end'): Promise<Changed> {
	const state = ({ pause: 'paused', resume: 'active', end: 'ended' } as const)[kind]
	const next = state === 'active' ? await nextOf(tx, shopper, work, readSchedule(work.locked.schedule)) : null
	if (state === 'active' && !next) return refused('STANDING_SCHEDULE')
	await updateStanding(tx, work.key, { state, next, at: work.at })
	return { ok: true }
}

/** Leaves the next day out; `undoOf` takes that back and brings the day forward again if it is still to come. */
async function skip(tx: Tx, shopper: Shopper, work: Work, undoOf: string | null): Promise<Changed | null> {
	const { state, nextRunOn, schedule } = work.locked
	if (state !== 'active' || nextRunOn === null) return refused('STANDING_NOT_ACTIVE')
	if (undoOf === null ? !(await insertSkip(tx, work.key, nextRunOn, work.at)) : !(await deleteSkip(tx, work.key, undoOf))) return null
	const next = await nextOf(tx, shopper, work, readSchedule(schedule))
	if (!next) return refused('STANDING_SCHEDULE')
	await updateStanding(tx, work.key, { state, next, at: work.at })
	return { ok: true }
}

async function settleRun(tx: Tx, shopper: Shopper, { key, at }: Work, { kind, runId }: { kind: 'release' | 'leave'; runId: number }): Promise<Changed | null> {
	if (!(await settleHeldRun(tx, key, runId, kind === 'release' ? 'due' : 'skipped', at))) return null
	if (kind === 'leave') return { ok: true }
	const standing = await readStanding(tx, key, shopper.locale)
	// Whoever releases it agrees to what she sees now; the worker measures from here, and holds it again if prices move meanwhile.
	if (standing) await saveAgreedPrices(tx, key, await priceNow(tx, shopper, standing, at))
	return { ok: true }
}
