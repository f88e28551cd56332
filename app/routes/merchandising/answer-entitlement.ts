import { data, redirect } from '@remix-run/node'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { Preview } from '../../flows/entitlement/preview-entitlement.ts'
import type { Saved } from '../../flows/entitlement/save-entitlement.ts'
import { notFound } from '../../platform/responses.ts'
import { idOf } from '../desk/read-form.ts'

/** What the address names: null is a new one, and 0 nothing at all. */
export const subjectIn = (id: string | undefined) => (id === 'new' ? null : (idOf(id) ?? 0))

type Undone = { ok: true; subjectId: number } | { ok: false; refusals: Refusal[] } | null

/** How an edit of a group or a policy ends: refused with what was typed, shown before it is saved, or done and told at its own address. */
export function answerEdit<Wish>(room: 'groups' | 'policies', answer: Preview | Saved | Undone, wish: Wish) {
	if (!answer) throw notFound()
	if (!answer.ok) return data({ refusals: answer.refusals, difference: null, wish }, { status: 422 })
	if ('difference' in answer) return data({ refusals: [], difference: answer.difference, wish })
	return redirect(
		'changeId' in answer ? `/merchandising/${room}/${answer.id}?done=${answer.changeId}` : `/merchandising/${room}/${answer.subjectId}?done=undone`,
	)
}
