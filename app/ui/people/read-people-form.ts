import { funnelSteps } from '../../engine/crm/influence.ts'
import { knownSteps } from '../../engine/crm/ways.ts'
import type { AssignTo, MarketingAction } from '../../engine/marketing/action.ts'
import { grades } from '../../engine/marketing/grade.ts'
import { readCustomValues } from '../crm/custom-values.tsx'
import { readPersonForm } from '../crm/read-person-form.ts'
import { readWaysQuery } from '../crm/way-room.tsx'

type Words = FormData | URLSearchParams

export const wordIn = (form: Words, name: string, most = 120) => {
	const value = form.get(name)
	return typeof value === 'string' ? value.trim().slice(0, most) : ''
}
export const idIn = (text: string | undefined) => (text && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null)
const wholeIn = (text: string) => (/^-?\d{1,7}$/.test(text) ? Number(text) : null)

export const faces = ['buyer', 'lead', 'prospect'] as const

function readAfter(text: string): { score: number; id: number } | null {
	const found = /^(-?\d{1,9})\.([1-9]\d{0,14})$/.exec(text)
	return found ? { score: Number(found[1]), id: Number(found[2]) } : null
}

/** A figure of the way to an order (`wayHref`); null: none is asked for. */
function readWayStep(search: URLSearchParams) {
	const step = knownSteps.find((one) => one === search.get('step'))
	return step ? { step, ...readWaysQuery(search), key: search.has('way') ? wordIn(search, 'way', 40) : null } : null
}

/** The list as its address asks for it; anything unknown counts as not said. */
export function readProspectFilter(search: URLSearchParams, limit = 50) {
	return {
		text: wordIn(search, 'q', 100) || null,
		face: faces.find((one) => one === search.get('face')) ?? null,
		grade: grades.find((one) => one === search.get('grade')) ?? null,
		minimumScore: wholeIn(wordIn(search, 'score', 8)),
		tagId: idIn(wordIn(search, 'tag', 15)),
		listId: idIn(wordIn(search, 'list', 15)),
		own: wordIn(search, 'own', 40) || null,
		ownValue: wordIn(search, 'is', 255),
		way: readWayStep(search),
		funnel: funnelSteps.find((one) => one === search.get('lead')) ?? null,
		sort: search.get('sort') === 'score' ? ('score' as const) : ('newest' as const),
		after: readAfter(wordIn(search, 'after', 30)),
		limit,
	}
}

/** What is done to a person by hand: on and off lists and tags. */
function readDoing(form: FormData): MarketingAction | null {
	const intent = form.get('intent')
	const tag = wordIn(form, 'tag', 60)
	const listId = idIn(wordIn(form, 'listId', 15))
	const programId = idIn(wordIn(form, 'programId', 15))
	if ((intent === 'tag_add' || intent === 'tag_remove') && tag) return { kind: intent, tag }
	if (intent === 'enrol' && programId) return { kind: intent, programId }
	return (intent === 'list_add' || intent === 'list_remove') && listId ? { kind: intent, listId } : null
}

/** `user:7` or `queue:3`. */
function readAssignee(text: string): AssignTo | null {
	const [kind, id] = text.split(':')
	const known = (['user', 'queue'] as const).find((one) => one === kind)
	return known && idIn(id) ? { kind: known, id: idIn(id) } : null
}

/** One edit of the person page; null: nothing that it knows. */
export function readPersonEdit(form: FormData) {
	const intent = form.get('intent')
	if (intent === 'edit') return { act: 'edit' as const, wish: readPersonForm('prospect', form), typed: readCustomValues(form) }
	if (intent === 'source') return { act: 'source' as const, campaignId: idIn(wordIn(form, 'campaignId', 15)) }
	if (intent === 'profile') return { act: 'profile' as const, profileId: idIn(wordIn(form, 'profileId', 15)) }
	const [taskId, status] = [idIn(wordIn(form, 'taskId', 15)), (['open', 'done', 'dropped'] as const).find((one) => one === form.get('status'))]
	if (intent === 'task' && taskId && status) return { act: 'task' as const, taskId, status }
	const kind = (['opt_in', 'opt_out'] as const).find((one) => one === intent)
	if (kind) return { act: 'consent' as const, kind, reason: wordIn(form, 'reason', 500) }
	const to = intent === 'assign' ? readAssignee(wordIn(form, 'to', 30)) : null
	if (to) return { act: 'assign' as const, to }
	const action = readDoing(form)
	return action ? { act: 'do' as const, action } : null
}
