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
	const seen = idOf(String(form.get('version') ?? ''))
	const word = { approves: intent === 'approve', note: String(form.get('note') ?? ''), seenVersion: seen === 0 ? null : seen }
	const answered = await answerApproval(db, shopper, { requestId, ...word, locale, at })
	return answered?.ok ? { ok: true, to: here } : answered
}

export type AnsweredOne = { requestId: number; name: string; currency: string; state: string | null; number: string | null; refusals: readonly Refusal[] }

/** As many as a page shows. */
const AT_ONCE = 25

/** One answer to several requests, each by itself: what cannot be placed keeps no other. Those of another account are left out. */
export async function answerMany({ db, at, locale }: House, shopper: Shopper, form: FormData): Promise<AnsweredOne[]> {
	const approves = form.get('intent') === 'approve'
	const note = String(form.get('note') ?? '')
	const answered: AnsweredOne[] = []
	for (const requestId of new Set(
		form
			.getAll('request')
			.slice(0, AT_ONCE)
			.map((id) => idOf(String(id))),
	)) {
		const one = await answerApproval(db, shopper, { requestId, approves, note, seenVersion: null, locale, at })
		if (!one) continue
		const { askedByName: name = '', currency = shopper.account.currency } = one.about ?? {}
		answered.push({
			requestId,
			name,
			currency,
			...(one.ok ? { state: one.state, number: one.number, refusals: [] } : { state: null, number: null, refusals: one.refusals }),
		})
	}
	return answered
}
