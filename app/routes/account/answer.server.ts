import type { Refusal } from '../../engine/base/refusal.ts'
import { answerApproval } from '../../flows/approval/answer-approval.ts'
import { takeUpReturned, withdrawApproval } from '../../flows/approval/withdraw-approval.ts'
import type { Shopper } from '../../platform/actor.ts'
import type { House } from '../../platform/house.ts'

export const idOf = (text: string | undefined): number => (/^\d{1,15}$/.test(text ?? '') ? Number(text) : 0)

export type Gone = { ok: true; to: string } | { ok: false; refusals: readonly Refusal[] }

/** One press on a request, from its page or from the link of a mail, and where it leads. Null: no such request. */
export async function answer({ db, at, locale }: House, shopper: Shopper, { requestId, form }: { requestId: number; form: FormData }): Promise<Gone | null> {
	const intent = form.get('intent')
	const here = `/approvals/${requestId}`
	if (intent === 'withdraw') {
		const withdrawn = await withdrawApproval(db, shopper, { requestId, at })
		return withdrawn?.ok ? { ok: true, to: withdrawn.isCart ? '/cart' : here } : withdrawn
	}
	if (intent === 'takeUp') {
		const taken = await takeUpReturned(db, shopper, requestId)
		return taken?.ok ? { ok: true, to: '/cart' } : taken
	}
	const answered = await answerApproval(db, shopper, { requestId, approves: intent === 'approve', note: String(form.get('note') ?? ''), locale, at })
	return answered?.ok ? { ok: true, to: here } : answered
}
