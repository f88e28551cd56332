import { type Refusal, type Result, refusal } from '../base/refusal.ts'

export const caseKinds = ['missing', 'damaged', 'wrong', 'question'] as const
export type CaseKind = (typeof caseKinds)[number]
export const caseActs = ['say', 'close', 'reopen'] as const
export type CaseAct = (typeof caseActs)[number]
/** `open` waits for the house, `waiting` for the buyer. */
export type CaseStatus = 'open' | 'waiting' | 'closed'

export type CaseTopic = 'case.asked' | 'case.answered' | 'case.closed' | 'case.reopened'

/**
 * What becomes of a case when one side says or does something: whoever spoke last waits for the other. A word of the
 * buyer opens a closed case again; the house says nothing into a closed one without opening it. Refuses
 * `CASE_TEXT_MISSING`, `CASE_CLOSED`, `CASE_NOT_CLOSED`.
 */
export function decideCase(
	status: CaseStatus,
	{ side, act, text }: { side: 'buyer' | 'house'; act: CaseAct; text: string | null },
): Result<{ status: CaseStatus; act: CaseAct; topic: CaseTopic }> {
	const isClosed = status === 'closed'
	const refusals: Refusal[] = [
		...(act === 'say' && text === null ? [refusal('CASE_TEXT_MISSING')] : []),
		...(isClosed && (act === 'close' || (act === 'say' && side === 'house')) ? [refusal('CASE_CLOSED')] : []),
		...(act === 'reopen' && !isClosed ? [refusal('CASE_NOT_CLOSED')] : []),
	]
	if (refusals.length > 0) return { ok: false, refusals }
	if (act === 'close') return { ok: true, status: 'closed', act, topic: 'case.closed' }
	const turn = side === 'buyer' ? 'open' : 'waiting'
	if (isClosed) return { ok: true, status: turn, act: 'reopen', topic: 'case.reopened' }
	return { ok: true, status: turn, act, topic: side === 'buyer' ? 'case.asked' : 'case.answered' }
}
