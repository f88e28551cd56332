import type { Predicate } from '../../engine/base/predicate.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { type Branch, type StepBody, type StepKind, stepKinds } from '../../engine/marketing/programme.ts'
import type { Edit, Place } from '../../engine/marketing/programme-edit.ts'
import { readWait } from '../../engine/marketing/programme-time.ts'
import { actionsOf, activityKinds, predicateOf, readActionRows, readQuestionRows } from '../automation/read-automation-form.ts'
import { idIn, wordIn } from '../people/read-people-form.ts'

const branches = ['next', 'yes', 'no'] as const satisfies readonly Branch[]

/** `start`, or `s3.yes`: a way out of a step. */
export function placeIn(word: string): Place | null {
	if (word === 'start') return 'start'
	const [after, branch] = word.split('.')
	const known = branches.find((one) => one === branch)
	return after && known ? { after, branch: known } : null
}
export const placeWord = (from: string | null, branch: Branch | 'start') => (from === null ? 'start' : `${from}.${branch}`)

type Read<T> = { ok: true; value: T } | { ok: false; refusals: Refusal[] }

/** The edit that a form asks for; null: none that is known. */
export function readEdit(form: FormData): Read<Edit | 'undo' | 'redo'> | null {
	const intent = form.get('intent')
	const key = wordIn(form, 'key', 20)
	const place = placeIn(wordIn(form, 'place', 30))
	if (intent === 'undo' || intent === 'redo') return { ok: true, value: intent }
	if (intent === 'delete' && key) return { ok: true, value: { kind: 'delete', key } }
	if (intent === 'add' && place) return { ok: true, value: { kind: 'add', place, step: stepKinds.find((one) => one === form.get('step')) ?? 'wait' } }
	if (intent === 'move' && place && key) return { ok: true, value: { kind: 'move', key, place } }
	if (intent === 'join' && place && key) return { ok: true, value: { kind: 'join', place, to: key } }
	if (intent !== 'change' || !key) return null
	const body = readBody(form)
	return body.ok ? { ok: true, value: { kind: 'change', key, body: body.value } } : body
}

function readBody(form: FormData): Read<StepBody> {
	const kind = stepKinds.find((one): one is StepKind => one === form.get('step')) ?? 'end'
	if (kind === 'send') return { ok: true, value: { kind, sendId: idIn(wordIn(form, 'sendId', 15)), next: null } }
	if (kind === 'wait') {
		const amount = wordIn(form, 'amount', 6)
		const given = { amount: /^\d+$/.test(amount) ? Number(amount) : 0, unit: form.get('unit'), at: wordIn(form, 'at', 5), window: form.get('window') }
		return { ok: true, value: { kind, wait: readWait(given), next: null } }
	}
	if (kind === 'action') {
		const read = actionsOf(readActionRows(form))
		return read.ok ? { ok: true, value: { kind, actions: read.actions, next: null } } : read
	}
	if (kind === 'end') return { ok: true, value: { kind } }
	const asked = predicateOf(readQuestionRows(form))
	return asked.ok ? { ok: true, value: { kind, question: asked.value, yes: null, no: null } } : asked
}

/** Who enters and what ends it, as typed and, where the exit's question is whole or empty, as it is. */
export function readSettings(form: FormData) {
	const question = readQuestionRows(form)
	const days = wordIn(form, 'reentryDays', 4)
	const settings = {
		name: wordIn(form, 'name'),
		entryListId: idIn(wordIn(form, 'entryListId', 15)),
		entryTopic: activityKinds.find((one) => one === form.get('entryTopic')) ?? null,
		exitTopics: activityKinds.filter((one) => form.getAll('exitTopics').includes(one)),
		reentryDays: form.get('reentry') === 'never' ? null : /^\d{1,4}$/.test(days) ? Math.min(3650, Number(days)) : 0,
		takesRecycled: form.get('takesRecycled') !== null,
		yieldsToReps: form.get('yieldsToReps') !== null,
	}
	const asked: Read<Predicate | null> = question.rows.length === 0 ? { ok: true, value: null } : predicateOf(question)
	return { settings, question, asked }
}
