import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type LockedCase, lockCase, moveCase, type WhoseCase } from '../../../db/queries/case.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { type CaseTopic, caseActs, decideCase } from '../../engine/crm/decide-case.ts'
import { actedBy, type Shopper, type StaffMember } from '../../platform/actor.ts'
import { deskOf } from '../desk/read-desk.ts'
import { saveEvents } from '../event/save-events.ts'

export type AnswerCase = { number: string; act: string | null; text: string | null; at: Date }
export type CaseAnswered = { ok: true } | { ok: false; refusals: Refusal[] }

type Speaker = { side: 'buyer' | 'house'; contactId: number | null; userId: number | null; userName: string | null }
type Moved = { locked: LockedCase; topic: CaseTopic }

/** What a buyer says to a case of her company, closes or opens again. Refuses what `decideCase` does. Null: none of this account. */
export async function answerCaseAsBuyer(db: Db, shopper: Shopper, input: AnswerCase): Promise<CaseAnswered | null> {
	const { accountId } = shopper.account
	if (accountId === null || shopper.contactId === null) return null
	const { contactId, userName } = shopper
	const { actedByUserId } = actedBy(shopper)
	return withTransaction(db, async (tx) => {
		const moved = await move(tx, { accountId }, input, { side: 'buyer', contactId, userId: actedByUserId, userName })
		return moved && (moved.ok ? { ok: true } : moved)
	})
}

/** What the house says to a case of one of its desk's accounts; on record. Null: none of this desk. */
export async function answerCase(db: Db, staff: StaffMember, { requestId, ...input }: AnswerCase & { requestId: string }): Promise<CaseAnswered | null> {
	const { userId, name } = staff
	return withTransaction(db, async (tx) => {
		const moved = await move(tx, deskOf(staff), input, { side: 'house', contactId: null, userId, userName: name })
		if (!moved?.ok) return moved
		const { accountId, id, number } = moved.locked
		const after = { number, note: input.text }
		await insertAudit(tx, [{ userId, accountId, action: moved.topic, subject: `case:${id}`, after, requestId, at: input.at }])
		return { ok: true }
	})
}

async function move(
	tx: Tx,
	whose: WhoseCase,
	{ number, act, text, at }: AnswerCase,
	speaker: Speaker,
): Promise<({ ok: true } & Moved) | { ok: false; refusals: Refusal[] } | null> {
	const locked = await lockCase(tx, number, whose)
	if (!locked) return null
	const known = caseActs.find((one) => one === act)
	if (!known) return { ok: false, refusals: [refusal('CASE_TEXT_MISSING')] }
	const decided = decideCase(locked.status, { side: speaker.side, act: known, text })
	if (!decided.ok) return decided
	const { contactId, userId, userName, side } = speaker
	await moveCase(tx, locked, { status: decided.status, act: decided.act, text, contactId, userId, at })
	const { accountId, ownerUserId, id } = locked
	const payload = { caseId: id, number, note: text, ownerUserId, userName, byHouse: side === 'house' }
	// A rep's own word is no news to her; the buyer's is, whoever typed it.
	const actedByUserId = side === 'house' ? userId : null
	await saveEvents(tx, [{ topic: decided.topic, subject: `case:${id}`, accountId, contactId: locked.contactId, actedByUserId, payload, occurredAt: at }])
	return { ok: true, locked, topic: decided.topic }
}
