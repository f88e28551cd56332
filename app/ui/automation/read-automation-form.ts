import type { Predicate } from '../../engine/base/predicate.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { type MarketingAction, parseActions } from '../../engine/marketing/action.ts'
import { objectFieldOf } from '../../engine/marketing/object-field.ts'
import { countFieldOf, readSegment, segmentFields } from '../../engine/marketing/segment.ts'
import { wordIn } from '../people/read-people-form.ts'

type Words = FormData | URLSearchParams

/** One row of a question as its form has it; `days` of what somebody did, `named` of what hangs off her. */
export type QuestionRow = { field: string; op: string; value: string; days: string; named: string }
export const emptyRow: QuestionRow = { field: '', op: 'eq', value: '', days: '', named: '' }
export type QuestionView = { join: 'all' | 'any'; rows: QuestionRow[] }

/** One row of what is done; `value` means what its kind needs. */
export type ActionRow = { kind: string; value: string; more: string }

export const mostRows = 12
const valueless = new Set(['blank', 'not_blank'])
const several = (text: string) =>
	text
		.split(',')
		.map((one) => one.trim())
		.filter((one) => one !== '')

/** The question of a form: rows `field-1`, `op-1`, `value-1`, `days-1`, `named-1`, joined by `join`. A row without a field is none. */
export function readQuestionRows(form: Words): QuestionView {
	const rows = Array.from({ length: mostRows }, (_, n) => ({
		field: wordIn(form, `field-${n}`, 100),
		op: wordIn(form, `op-${n}`, 12) || 'eq',
		value: wordIn(form, `value-${n}`, 400),
		days: wordIn(form, `days-${n}`, 4),
		named: wordIn(form, `named-${n}`, 120),
	}))
	return { join: form.get('join') === 'any' ? 'any' : 'all', rows: rows.filter(({ field }) => field !== '') }
}

type Read<T> = { ok: true; value: T } | { ok: false; refusals: Refusal[] }

export function predicateOf({ join, rows }: QuestionView): Read<Predicate> {
	const parts = rows.map(({ field, op, value, days, named }) => {
		const isRecent = field.startsWith('did:') && /^[1-9]\d{0,3}$/.test(days)
		const name = isRecent ? `${field}:${days}` : field.startsWith('object.') && named !== '' ? `${field}=${named}` : field
		if (valueless.has(op)) return { field: name, op }
		return { field: name, op, value: op === 'in' ? several(value) : value }
	})
	const answer = readSegment({ [join]: parts })
	return answer.ok ? { ok: true, value: answer.predicate } : answer
}

/** A predicate as rows, where it is one level of all or any; null: it was written by other hands and is deeper than the form. */
export function questionOf(predicate: Predicate | null): QuestionView | null {
	if (predicate === null) return { join: 'all', rows: [] }
	if ('not' in predicate) return null
	if ('field' in predicate) return { join: 'all', rows: [rowOf(predicate)] }
	const join = 'all' in predicate ? 'all' : 'any'
	const parts = 'all' in predicate ? predicate.all : predicate.any
	const rows = parts.flatMap((part) => ('field' in part ? [rowOf(part)] : []))
	return rows.length === parts.length && rows.length <= mostRows ? { join, rows } : null
}

function rowOf({ field, op, value }: Extract<Predicate, { field: string }>): QuestionRow {
	const count = countFieldOf(field)
	const named = objectFieldOf(field)?.named ?? ''
	const text = Array.isArray(value) ? value.join(', ') : value === undefined ? '' : String(value)
	const plain = count ? `did:${count.activity}` : named === '' ? field : field.slice(0, -named.length - 1)
	return { field: plain, op, value: text, days: count?.days ? String(count.days) : '', named }
}

export const activityKinds = [
	...[
		'form.succeeded',
		'page.viewed',
		'product.viewed',
		'search.performed',
		'campaign.touch_confirmed',
		'file.opened',
		'cart.created',
		'cart.abandoned',
		'cart.recovered',
	],
	...['order.placed', 'order.cancelled', 'order.shipped', 'order.delivered', 'quote.requested', 'quote.accepted', 'quote.declined'],
	...['invoice.paid', 'reorder.due', 'login.dormant', 'contact.signed_in', 'lead.recycled'],
] as const

export const questionFields: readonly string[] = [...segmentFields.map(({ name }) => name), ...activityKinds.map((kind) => `did:${kind}`)]

/** What is done, as rows `do-1`, `with-1`, `more-1`; each kind needs one thing, a task and a field two. */
export function readActionRows(form: Words): ActionRow[] {
	const rows = Array.from({ length: mostRows }, (_, n) => ({
		kind: wordIn(form, `do-${n}`, 30),
		value: wordIn(form, `with-${n}`, 500),
		more: wordIn(form, `more-${n}`, 4000),
	}))
	return rows.filter(({ kind }) => kind !== '')
}

const number = (text: string) => (/^-?\d{1,15}$/.test(text) ? Number(text) : null)

function actionOf({ kind, value, more }: ActionRow): unknown {
	if (kind === 'list_add' || kind === 'list_remove') return { kind, listId: number(value) }
	if (kind === 'tag_add' || kind === 'tag_remove') return { kind, tag: value }
	if (kind === 'score') return { kind, points: number(value) }
	if (kind === 'field') return { kind, field: value, value: more }
	if (kind === 'campaign_member') return { kind, crmCampaignId: number(value), status: more || null }
	if (kind === 'source_campaign') return { kind, campaignId: number(value) }
	if (kind === 'task') return { kind, subject: value, dueDays: number(more || '1') }
	if (kind === 'notify') return { kind, userId: number(value) }
	if (kind === 'webhook') return { kind, url: value }
	if (kind === 'enrol') return { kind, programId: number(value) }
	if (kind !== 'assign') return { kind }
	const [to, id] = value.split(':')
	return { kind, to: { kind: to, id: number(id ?? '') } }
}

/** Actions as typed, for whoever parses them. */
export const givenActions = (rows: readonly ActionRow[]): unknown[] => rows.map(actionOf)
export const actionsOf = (rows: readonly ActionRow[]) => parseActions(givenActions(rows))

/** Actions as rows of their form. */
export function actionRowOf(action: MarketingAction): ActionRow {
	const { kind } = action
	if ('listId' in action) return { kind, value: String(action.listId), more: '' }
	if ('tag' in action) return { kind, value: action.tag, more: '' }
	if ('points' in action) return { kind, value: String(action.points), more: '' }
	if ('field' in action) return { kind, value: action.field, more: action.value ?? '' }
	if ('crmCampaignId' in action) return { kind, value: String(action.crmCampaignId), more: action.status ?? '' }
	if ('campaignId' in action) return { kind, value: String(action.campaignId), more: '' }
	if ('subject' in action) return { kind, value: action.subject, more: String(action.dueDays) }
	if ('userId' in action) return { kind, value: String(action.userId), more: '' }
	if ('url' in action) return { kind, value: action.url, more: '' }
	if ('programId' in action) return { kind, value: String(action.programId), more: '' }
	return 'to' in action
		? { kind, value: action.to.id === null ? action.to.kind : `${action.to.kind}:${action.to.id}`, more: '' }
		: { kind, value: '', more: '' }
}

/** Stored actions as rows of their form. */
export function actionRowsOf(stored: unknown): ActionRow[] {
	const read = parseActions(stored)
	return read.ok ? read.actions.map(actionRowOf) : []
}

/** A rule as typed, and as it is when it is whole. */
export function readRuleForm(form: FormData) {
	const typed = {
		...{ name: wordIn(form, 'name'), repeatDays: wordIn(form, 'repeatDays', 4), isActive: form.get('isActive') !== null },
		...{ question: readQuestionRows(form), actions: readActionRows(form) },
	}
	const [predicate, actions] = [predicateOf(typed.question), actionsOf(typed.actions)]
	const days = number(typed.repeatDays)
	const refusals = [
		...(predicate.ok ? [] : predicate.refusals),
		...(actions.ok ? [] : actions.refusals),
		...(typed.repeatDays !== '' && (days === null || days < 1 || days > 3650) ? [refusal('RULE_REPEAT')] : []),
	]
	if (!predicate.ok || !actions.ok || refusals.length > 0) return { typed, read: { ok: false as const, refusals } }
	return {
		typed,
		read: { ok: true as const, value: { name: typed.name, predicate: predicate.value, actions: actions.actions, repeatDays: days, isActive: typed.isActive } },
	}
}
