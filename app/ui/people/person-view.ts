import type { TFunction } from 'i18next'
import type { FieldOf, PersonField } from '../../engine/crm/person-fields.ts'
import type { DefView, Values } from '../crm/custom-values.tsx'
import type { Words } from '../crm/words.tsx'
import type { IconName } from '../parts/icon.tsx'
import type { Choice } from './prospect-list.tsx'

/** A person as her page has her: as the flow answers, dates as JSON has them. */
export type PersonView = Record<FieldOf<'prospect'>, string | null> & {
	id: number
	name: string
	/** What sales alone say of her. */
	told: PersonField[]
	score: number
	grade: string
	optedOut: boolean
	recycled: number
	isRecycled: boolean
	createdAt: Date | string
	sourceCampaign: Choice | null
	profileId: number | null
	owner: Choice | null
	queue: Choice | null
	contact: { id: number; role: string; isActive: boolean; accountId: number; accountName: string; accountNumber: string; isPersonAccount: boolean } | null
	login: { id: number; email: string; isActive: boolean; lastSignedInAt: string | null } | null
	lead: { id: number; status: string; ownerName: string | null; convertedAt: string | null } | null
	visitors: number
	tags: Choice[]
	lists: (Choice & { kind: string })[]
	campaigns: (Choice & { status: string; hasResponded: boolean; waits: boolean })[]
	consents: { kind: string; source: string; topic: string; reason: string | null; at: string }[]
	walks: (Choice & { state: string; enteredAt: string; leftAt: string | null })[]
	activities: { id: number; kind: string; score: number; at: string; facts: Record<string, unknown>; isVisit: boolean }[]
	custom: Values
	ledger: { kind: string; times: number; score: number }[]
	did: { cause: string; name: string | null; at: string }[]
	taskCount: number
	tasks: {
		id: number
		subject: string
		facts: Record<string, unknown>
		dueOn: string | null
		priority: string
		status: 'open' | 'done' | 'dropped'
		isLog: boolean
		ownerName: string
	}[]
}

export type RoomView = {
	tags: Choice[]
	lists: Choice[]
	campaigns: Choice[]
	users: Choice[]
	queues: Choice[]
	programs: Choice[]
	profiles: Choice[]
	defs: readonly DefView[]
	/** What may hang off her, by object. */
	objects: readonly { code: string; labels: Words; defs: readonly DefView[] }[]
}
export type GradeView = { profile: string; grade: string; criteria: { name: string; weight: number; holds: boolean }[] }

/** An activity in words; a kind without words is told as what it is: something that she did. */
export function activityName(t: TFunction<'people'>, kind: string): string {
	const key = `activity.${kind.replaceAll('.', '_')}`
	const text = t(key, { defaultValue: '' })
	return text || t('activity.any')
}

const icons: readonly (readonly [starts: string, icon: IconName])[] = [
	['order', 'cart'],
	['cart', 'cart'],
	['campaign', 'mail'],
	['mail', 'mail'],
	['form', 'document'],
	['invoice', 'card'],
]

export const activityIcon = (kind: string): IconName => icons.find(([starts]) => kind.startsWith(starts))?.[1] ?? 'user'

/** Where a word on mails comes from; a form is named by its address. */
export function sourceName(t: TFunction<'people'>, source: string): string {
	const [kind = '', name] = source.split(':')
	const word = t(`consentSource.${kind}`, { defaultValue: source })
	return name ? `${word} ${name}` : word
}
