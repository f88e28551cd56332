import { type Refusal, type Result, refusal } from '../base/refusal.ts'

export type AssignTo = { kind: 'user' | 'group' | 'queue' | 'rule'; id: number | null }

/**
 * One thing that marketing does to people by itself: completion actions of an asset, automation rules and the steps of a
 * programme all do the same ones (sync-core.md B14). Kept as JSON; `parseActions` is the only way in.
 */
export type MarketingAction =
	| { kind: 'list_add' | 'list_remove'; listId: number }
	| { kind: 'tag_add' | 'tag_remove'; tag: string }
	| { kind: 'score'; points: number }
	| { kind: 'field'; field: ActionField | OwnField; value: string | null }
	| { kind: 'campaign_member'; crmCampaignId: number; status: string | null }
	| { kind: 'source_campaign'; campaignId: number }
	| { kind: 'assign'; to: AssignTo }
	| { kind: 'task'; subject: string; dueDays: number; priority: 'low' | 'normal' | 'high' }
	| { kind: 'notify'; userId: number }
	| { kind: 'webhook'; url: string }
	| { kind: 'enrol'; programId: number }
	| { kind: 'allow_recreate' }

export type ActionKind = MarketingAction['kind']

/** In the order in which a person is offered them. */
export const actionKinds = [
	...['list_add', 'list_remove', 'tag_add', 'tag_remove', 'score', 'field', 'campaign_member', 'source_campaign'],
	...['assign', 'task', 'notify', 'webhook', 'enrol', 'allow_recreate'],
] as const as readonly ActionKind[]

/** A prospect's own fields that an action may write; her address, her score and her consent have ways of their own. */
export const actionFields = ['firstName', 'lastName', 'company', 'title', 'phone', 'locale'] as const
export type ActionField = (typeof actionFields)[number]
/** A field of the house's own, by its name. */
export type OwnField = `custom.${string}`
export const isOwnField = (field: string): field is OwnField => /^custom\.[a-z][a-z0-9_]{0,39}$/.test(field)

const mostActions = 20
const mostPoints = 1000
const mostDays = 365
const longestOwn = 4000
const languages = ['en', 'fr-CA', 'es', 'ja', 'cs']

/**
 * Actions as they were stored or typed. Refuses `ACTIONS_TOO_MANY`, `ACTION_UNKNOWN` by name, and `ACTION_INCOMPLETE` with
 * the kind and what is missing or out of bounds; all at once, `line` is the action's place from 1.
 */
export function parseActions(input: unknown): Result<{ actions: MarketingAction[] }> {
	if (!Array.isArray(input)) return { ok: false, refusals: [refusal('ACTION_UNKNOWN', { kind: '' })] }
	if (input.length > mostActions) return { ok: false, refusals: [refusal('ACTIONS_TOO_MANY', { most: mostActions })] }
	const parsed = input.map((one, index) => parseOne(one, index + 1))
	const refusals = parsed.flatMap((one) => ('code' in one ? [one] : []))
	return refusals.length > 0 ? { ok: false, refusals } : { ok: true, actions: parsed.flatMap((one) => ('code' in one ? [] : [one])) }
}

type Given = Record<string, unknown>

function parseOne(input: unknown, line: number): MarketingAction | Refusal {
	const given: Given = typeof input === 'object' && input !== null ? (input as Given) : {}
	const kind = actionKinds.find((known) => known === given['kind'])
	if (!kind) return refusal('ACTION_UNKNOWN', { kind: String(given['kind'] ?? ''), place: line }, line)
	const action = readers[kind](given)
	return typeof action === 'string' ? refusal('ACTION_INCOMPLETE', { kind, field: action, place: line }, line) : action
}

/** The action, or the name of the field that does not do. */
type Reader = (given: Given) => MarketingAction | string

const idIn = (given: Given, name: string) => (Number.isSafeInteger(given[name]) && (given[name] as number) > 0 ? (given[name] as number) : null)
const textIn = (given: Given, name: string, most: number) => {
	const value = typeof given[name] === 'string' ? given[name].trim() : ''
	return value !== '' && value.length <= most ? value : null
}
const wholeIn = (given: Given, name: string, least: number, most: number) => {
	const value = given[name]
	return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : null
}

const listOf =
	(kind: 'list_add' | 'list_remove'): Reader =>
	(given) => {
		const listId = idIn(given, 'listId')
		return listId === null ? 'listId' : { kind, listId }
	}

const tagOf =
	(kind: 'tag_add' | 'tag_remove'): Reader =>
	(given) => {
		const tag = textIn(given, 'tag', 60)
		return tag === null ? 'tag' : { kind, tag }
	}

function readField(given: Given): MarketingAction | string {
	const asked = String(given['field'] ?? '')
	const field = actionFields.find((known) => known === asked) ?? (isOwnField(asked) ? asked : null)
	if (!field) return 'field'
	const value = given['value'] === null || given['value'] === '' ? null : textIn(given, 'value', isOwnField(field) ? longestOwn : 200)
	if (field === 'locale') return value !== null && languages.includes(value) ? { kind: 'field', field, value } : 'value'
	return value === null && given['value'] !== null && given['value'] !== '' ? 'value' : { kind: 'field', field, value }
}

function readAssign(given: Given): MarketingAction | string {
	const to = typeof given['to'] === 'object' && given['to'] !== null ? (given['to'] as Given) : {}
	const kind = (['user', 'group', 'queue', 'rule'] as const).find((known) => known === to['kind'])
	if (!kind) return 'to'
	// Without an id a rule is the active one; nobody else can be meant by silence.
	const id = idIn(to, 'id')
	return id === null && kind !== 'rule' ? 'to' : { kind: 'assign', to: { kind, id } }
}

function readTask(given: Given): MarketingAction | string {
	const subject = textIn(given, 'subject', 200)
	const dueDays = wholeIn(given, 'dueDays', 0, mostDays)
	const priority = (['low', 'normal', 'high'] as const).find((known) => known === (given['priority'] ?? 'normal'))
	if (subject === null) return 'subject'
	if (dueDays === null) return 'dueDays'
	return priority ? { kind: 'task', subject, dueDays, priority } : 'priority'
}

function readMember(given: Given): MarketingAction | string {
	const crmCampaignId = idIn(given, 'crmCampaignId')
	return crmCampaignId === null ? 'crmCampaignId' : { kind: 'campaign_member', crmCampaignId, status: textIn(given, 'status', 60) }
}

function readWebhook(given: Given): MarketingAction | string {
	const url = textIn(given, 'url', 500)
	return url !== null && /^https:\/\/[^\s/@]+(\/\S*)?$/i.test(url) ? { kind: 'webhook', url } : 'url'
}

const readers: Readonly<Record<ActionKind, Reader>> = {
	list_add: listOf('list_add'),
	list_remove: listOf('list_remove'),
	tag_add: tagOf('tag_add'),
	tag_remove: tagOf('tag_remove'),
	score: (given) => {
		const points = wholeIn(given, 'points', -mostPoints, mostPoints)
		return points === null || points === 0 ? 'points' : { kind: 'score', points }
	},
	field: readField,
	campaign_member: readMember,
	source_campaign: (given) => {
		const campaignId = idIn(given, 'campaignId')
		return campaignId === null ? 'campaignId' : { kind: 'source_campaign', campaignId }
	},
	assign: readAssign,
	task: readTask,
	notify: (given) => {
		const userId = idIn(given, 'userId')
		return userId === null ? 'userId' : { kind: 'notify', userId }
	},
	webhook: readWebhook,
	enrol: (given) => {
		const programId = idIn(given, 'programId')
		return programId === null ? 'programId' : { kind: 'enrol', programId }
	},
	allow_recreate: () => ({ kind: 'allow_recreate' }),
}

/** What actions name, by kind: each must be the seller's own. */
export const referenceKinds = ['list', 'crmCampaign', 'campaign', 'user', 'group', 'queue', 'rule', 'program'] as const
export type Reference = { kind: (typeof referenceKinds)[number]; id: number }

function referenceOf(action: MarketingAction): Reference | null {
	if ('listId' in action) return { kind: 'list', id: action.listId }
	if ('crmCampaignId' in action) return { kind: 'crmCampaign', id: action.crmCampaignId }
	if ('campaignId' in action) return { kind: 'campaign', id: action.campaignId }
	if ('userId' in action) return { kind: 'user', id: action.userId }
	if ('programId' in action) return { kind: 'program', id: action.programId }
	return action.kind === 'assign' && action.to.id !== null ? { kind: action.to.kind, id: action.to.id } : null
}

export const referencesOf = (actions: readonly MarketingAction[]): Reference[] => actions.flatMap((action) => referenceOf(action) ?? [])

/** Refuses `ACTION_INCOMPLETE`, by its place, for each action that names what the seller has not; `known` as `kind:id`. */
export function checkReferences(actions: readonly MarketingAction[], known: ReadonlySet<string>): Refusal[] {
	return actions.flatMap((action, place) => {
		const named = referenceOf(action)
		return !named || known.has(`${named.kind}:${named.id}`)
			? []
			: [refusal('ACTION_INCOMPLETE', { kind: action.kind, field: named.kind, place: place + 1 }, place + 1)]
	})
}
