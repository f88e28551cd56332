import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { insertTimeline } from '../../../db/queries/crm.ts'
import { type LockedAlert, lockAlert, moveAlert } from '../../../db/queries/desk.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { deskOf } from './read-desk.ts'

export const dismissReasons = ['in_touch', 'not_now', 'wrong_offer', 'not_interested'] as const
export type DismissReason = (typeof dismissReasons)[number]

export type AlertAct = { alertId: number; note: string; at: Date; requestId: string } & (
	| { kind: 'take' | 'call' | 'close' }
	/** Null: none was chosen. */
	| { kind: 'dismiss'; reason: DismissReason | null }
)

const NOTE_LENGTH = 500

/**
 * One act of a rep on an alert: take it, note a call (which takes it), close it, or dismiss it with a reason. Refuses
 * ALERT_CLOSED, DISMISS_REASON_MISSING and NOTE_TOO_LONG; null when the alert is not on this desk. Stored with audit, a
 * call also on the account's timeline.
 */
export async function actOnAlert(db: Db, staff: StaffMember, act: AlertAct): Promise<Result<{ status: string }> | null> {
	return withTransaction(db, async (tx) => {
		const alert = await lockAlert(tx, deskOf(staff), act.alertId)
		if (!alert) return null
		const problems = problemsOf(act, alert)
		if (problems.length > 0) return refused(...problems)
		const { status, outcome } = resultOf(act)
		await moveAlert(tx, { accountId: alert.accountId, alertId: alert.id, status, outcome, at: act.at })
		if (act.kind === 'call') await insertTimeline(tx, [callOf(alert, staff, act)])
		await insertAudit(tx, [
			{
				userId: staff.userId,
				accountId: alert.accountId,
				contactId: alert.contactId,
				action: `alert.${act.kind}`,
				subject: `alert:${alert.id}`,
				before: { status: alert.status },
				after: { status, outcome },
				requestId: act.requestId,
				at: act.at,
			},
		])
		return { ok: true, status } as const
	})
}

function problemsOf(act: AlertAct, alert: LockedAlert) {
	const problems = alert.status === 'open' || alert.status === 'taken' ? [] : [refusal('ALERT_CLOSED')]
	if (act.kind === 'dismiss' && act.reason === null) problems.push(refusal('DISMISS_REASON_MISSING'))
	if (act.note.length > NOTE_LENGTH) problems.push(refusal('NOTE_TOO_LONG', { most: NOTE_LENGTH }))
	return problems
}

function resultOf(act: AlertAct): { status: 'taken' | 'closed' | 'dismissed'; outcome: string | null } {
	if (act.kind === 'dismiss') return { status: 'dismissed', outcome: [act.reason, act.note].filter(Boolean).join(': ') }
	if (act.kind === 'close') return { status: 'closed', outcome: act.note || 'done' }
	return { status: 'taken', outcome: act.kind === 'call' ? act.note || 'called' : null }
}

function callOf(alert: LockedAlert, staff: StaffMember, { note, at, requestId }: AlertAct) {
	return {
		accountId: alert.accountId,
		sourceKey: `call:${alert.id}:${requestId}`,
		kind: 'call.noted',
		contactId: alert.contactId,
		actedByUserId: staff.userId,
		facts: { alertId: alert.id, note },
		occurredAt: at,
	}
}
