import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type ClimberRow, readClimbers, saveTerms, stopLadder } from '../../../db/queries/ladder.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { parseMinor } from '../../engine/base/money.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { progressOn } from '../../engine/credit/climb.ts'
import { readLadderRules } from '../../engine/credit/ladder-rules.ts'
import { climbLadder, type LadderPlace, stepAfter } from '../../engine/credit/onboarding-ladder.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'
import { saveClimbed } from './save-climbed.ts'

export type LadderPage = Pick<ClimberRow, 'accountId' | 'name' | 'currency' | 'standing' | 'isStopped' | 'termsDays' | 'limitMinor'> & { place: LadderPlace }

/** `raise`: to the next step, on the terms she agrees to; `stop` and `resume` the climbing by rule. */
export type LadderChange = { intent: 'raise'; limit: string; termsDays: string } | { intent: 'stop' | 'resume' }

async function readOne(db: Db, staff: StaffMember, accountId: number): Promise<ClimberRow | null> {
	const [row] = await readClimbers(db, { afterId: 0, most: 1, accountId, sellerEntityId: staff.seller.id })
	return row ?? null
}

/** Where an account stands on the onboarding ladder, and what the next step needs. Null: none of this seller. */
export async function openLadder(db: Db, staff: StaffMember, { accountId, at }: { accountId: number; at: Date }): Promise<LadderPage | null> {
	const row = await readOne(db, staff, accountId)
	if (!row) return null
	const progress = progressOn(dayIn(at, row.timeZone), { ...row.paying, limitMinor: row.limitMinor, isStopped: row.isStopped })
	const { name, currency, standing, isStopped, termsDays, limitMinor } = row
	return { accountId, name, currency, standing, isStopped, termsDays, limitMinor, place: climbLadder(row.step, readLadderRules(row.ladder), progress) }
}

function readTerms({ limit, termsDays }: { limit: string; termsDays: string }, currency: string): { limitMinor: number; days: number } | Refusal[] {
	const limitMinor = parseMinor(limit.trim().replace(',', '.'), currency)
	const days = /^\d{1,3}$/.test(termsDays.trim()) ? Number(termsDays) : 0
	const refusals = [
		...(limitMinor === null || limitMinor <= 0 ? [refusal('AMOUNT_INVALID')] : []),
		...(days < 1 || days > 180 ? [refusal('TERMS_DAYS_INVALID')] : []),
	]
	return refusals.length > 0 || limitMinor === null ? refusals : { limitMinor, days }
}

/**
 * A credit manager raises an account by a step, with the limit and the days she agrees to, or keeps it where it stands
 * (commerce-engine.md section 8). Refuses `LADDER_TOP`, `AMOUNT_INVALID`, `TERMS_DAYS_INVALID`. Null: no account of this seller.
 */
export async function changeLadder(
	db: Db,
	staff: StaffMember,
	{ accountId, change, at, requestId }: { accountId: number; change: LadderChange; at: Date; requestId: string },
): Promise<{ ok: true } | { ok: false; refusals: Refusal[] } | null> {
	const row = await readOne(db, staff, accountId)
	if (!row) return null
	const audit = { userId: staff.userId, accountId, subject: `account:${accountId}`, requestId, at }
	if (change.intent !== 'raise') {
		const isStopped = change.intent === 'stop'
		await withTransaction(db, async (tx) => {
			await stopLadder(tx, { accountId, at: isStopped ? at : null })
			await insertAudit(tx, [{ ...audit, action: 'account.ladder_stopped', before: { isStopped: row.isStopped }, after: { isStopped } }])
		})
		return { ok: true }
	}
	const step = stepAfter(row.step)
	if (!step) return { ok: false, refusals: [refusal('LADDER_TOP')] }
	const terms = readTerms(change, row.currency)
	if (Array.isArray(terms)) return { ok: false, refusals: terms }
	const { limitMinor, days } = terms
	return withTransaction(db, async (tx) => {
		await saveTerms(tx, { accountId, currency: row.currency, limitMinor, termsDays: days })
		const before = { limitMinor: row.limitMinor, termsDays: row.termsDays }
		await insertAudit(tx, [{ ...audit, action: 'account.terms_agreed', before, after: { limitMinor, termsDays: days } }])
		await saveEvents(tx, [
			{
				topic: 'terms.changed',
				subject: `account:${accountId}`,
				accountId,
				actedByUserId: staff.userId,
				payload: { before, after: { limitMinor, termsDays: days } },
				occurredAt: at,
			},
		])
		await saveClimbed(tx, [{ row, step }], { userId: staff.userId, requestId, at })
		return { ok: true as const }
	})
}
