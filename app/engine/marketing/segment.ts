import { invariant } from '../base/invariant.ts'
import { type Comparison, fieldsOf, holds, type Predicate, type PredicateKind, type PredicateValue } from '../base/predicate.ts'
import { readPredicate } from '../base/read-predicate.ts'
import { type Result, refusal, refused } from '../base/refusal.ts'
import { type Custom, ofKind } from '../crm/custom-fields.ts'
import { askable, type RecordField } from '../crm/record-fields.ts'
import { type ObjectField, type ObjectRow, objectFieldOf, objectKind, objectValue } from './object-field.ts'

/**
 * What a segment, a rule, a criterion of a grade or a question of a programme may ask of a person (sync-core.md A8, A42,
 * B14). `one`: she has a single value. `set`: she has several, and one that answers is enough. Lists, campaigns are named by id.
 */
export type SegmentField = { name: string; kind: PredicateKind; shape: 'one' | 'set' }

const one = (kind: PredicateKind, ...names: string[]): SegmentField[] => names.map((name) => ({ name, kind, shape: 'one' }))
const set = (kind: PredicateKind, ...names: string[]): SegmentField[] => names.map((name) => ({ name, kind, shape: 'set' }))

export const segmentFields: readonly SegmentField[] = [
	...one(
		'text',
		'email',
		'firstName',
		'lastName',
		'company',
		'title',
		'phone',
		'locale',
		'grade',
		'leadStatus',
		'rating',
		'city',
		'region',
		'postalCode',
		'country',
		'accountName',
		'accountIndustry',
		'accountStanding',
	),
	...one('number', 'score', 'quietDays', 'sourceCampaign', 'recycled'),
	...one('boolean', 'optedOut', 'isBuyer', 'isLead', 'isAssigned'),
	...one('instant', 'createdAt'),
	...set('text', 'tag', 'accountGroup', 'owns', 'ownsClass', 'opportunityStage', 'opportunityState', 'opportunityType'),
	...set('number', 'list', 'campaign', 'campaignAnswered', 'opportunityAmount', 'opportunityProbability'),
	...set('day', 'opportunityCloseOn', 'opportunityCreatedOn'),
]

const known = new Map(segmentFields.map((field) => [field.name, field]))

/** `did:order.placed` or `did:order.placed:30`: how often she did it, ever or in so many days. */
export type CountField = { activity: string; days: number | null }

export function countFieldOf(name: string): CountField | null {
	const found = /^did:([a-z_]+(?:\.[a-z_]+)*)(?::([1-9]\d{0,3}))?$/.exec(name)
	return found?.[1] ? { activity: found[1], days: found[2] ? Number(found[2]) : null } : null
}

/** `custom.cups:number`: a field of the house's own. Its type never changes, so a question says it and nobody has to look it up (app/decisions/0420). */
export type CustomField = { name: string; kind: Exclude<PredicateKind, 'instant'> }

export function customFieldOf(name: string): CustomField | null {
	const found = /^custom\.([a-z][a-z0-9_]{0,39}):(text|number|boolean|day|choices)$/.exec(name)
	return found?.[1] ? { name: found[1], kind: found[2] as CustomField['kind'] } : null
}

/** Under this name a question asks for a field of the house's own. */
export const askedCustom = ({ name, type }: RecordField): string => `custom.${name}:${askable([{ name, type }])[name]}`

function segmentFieldOf(name: string): SegmentField | null {
	const object = objectFieldOf(name)
	if (object) return { name, kind: objectKind(object), shape: object.field === null ? 'one' : 'set' }
	const kind = customFieldOf(name)?.kind ?? (countFieldOf(name) ? 'number' : null)
	return known.get(name) ?? (kind && { name, kind, shape: 'one' })
}

/** A predicate about people out of JSON. Refuses what `readPredicate` refuses, and `SEGMENT_EMPTY` where nothing is asked. */
export function readSegment(json: unknown): Result<{ predicate: Predicate }> {
	const shaped = readPredicate(json)
	if (!shaped.ok) return shaped
	const names = fieldsOf(shaped.predicate)
	if (names.length === 0) return refused(refusal('SEGMENT_EMPTY'))
	const kinds = names.flatMap((name) => {
		const field = segmentFieldOf(name)
		return field ? [[name, field.kind] as const] : []
	})
	return readPredicate(json, Object.fromEntries(kinds))
}

/**
 * A predicate with what the database must know of each field: its kind, whether it is one value, several or a count, and
 * whether the question holds for whoever never did it.
 */
export type SegmentPlan = { all: readonly SegmentPlan[] } | { any: readonly SegmentPlan[] } | { not: SegmentPlan } | PlannedQuestion
export type PlannedQuestion = {
	ask: Comparison
	kind: PredicateKind
	shape: 'one' | 'set' | 'count'
	own: CustomField | null
	/** Of what hangs off her. */
	rows: ObjectField | null
	count: CountField | null
	isOfNought: boolean
}

/** Throws for a field that is none: the predicate was read by `readSegment`. */
export function planSegment(predicate: Predicate): SegmentPlan {
	if ('not' in predicate) return { not: planSegment(predicate.not) }
	if ('all' in predicate) return { all: predicate.all.map(planSegment) }
	if ('any' in predicate) return { any: predicate.any.map(planSegment) }
	const field = segmentFieldOf(predicate.field)
	invariant(field, `${predicate.field} is no field of a person`)
	const [own, rows, count] = [customFieldOf(predicate.field), objectFieldOf(predicate.field), countFieldOf(predicate.field)]
	const isCount = count !== null || rows?.field === null
	const shape = isCount ? 'count' : field.shape
	return { ask: predicate, kind: field.kind, shape, own, rows, count, isOfNought: isCount && holds(predicate, { [predicate.field]: 0 }) }
}

/** Whether the answer can change while nothing happens but time. */
export function isTimely(predicate: Predicate): boolean {
	return fieldsOf(predicate).some((name) => name === 'quietDays' || countFieldOf(name)?.days != null)
}

/** Whether it asks who is in one of these segments. */
export function namesSegment(predicate: Predicate, segmentIds: ReadonlySet<number>): boolean {
	if ('not' in predicate) return namesSegment(predicate.not, segmentIds)
	if ('all' in predicate) return predicate.all.some((part) => namesSegment(part, segmentIds))
	if ('any' in predicate) return predicate.any.some((part) => namesSegment(part, segmentIds))
	return predicate.field === 'list' && [predicate.value ?? []].flat().some((id) => segmentIds.has(Number(id)))
}

/** What is known of a person, as the database tells it. */
export type SegmentFacts = {
	values: Readonly<Record<string, PredicateValue>>
	custom: Custom
	lastActivityAt: Date | null
	activities: readonly { kind: string; at: Date }[]
	/** What hangs off her, her account and her opportunities. */
	rows: readonly ObjectRow[]
}

const dayMs = 86_400_000

/** The values of the fields that a predicate asks for, at an instant. */
export function segmentValues(facts: SegmentFacts, fields: readonly string[], at: Date): Record<string, PredicateValue> {
	const { custom, lastActivityAt, activities, rows } = facts
	const quietDays = lastActivityAt === null ? null : Math.floor((at.getTime() - lastActivityAt.getTime()) / dayMs)
	const counted = fields.flatMap((name) => {
		const count = countFieldOf(name)
		if (!count) return []
		const since = count.days === null ? Number.NEGATIVE_INFINITY : at.getTime() - count.days * dayMs
		return [[name, activities.filter((one) => one.kind === count.activity && one.at.getTime() > since).length] as const]
	})
	const own = fields.flatMap((name) => {
		const field = customFieldOf(name)
		return field ? [[name, ofKind(field.kind, custom[field.name])] as const] : []
	})
	const hanging = fields.flatMap((name) => {
		const field = objectFieldOf(name)
		return field ? [[name, objectValue(rows, field)] as const] : []
	})
	return { ...facts.values, quietDays, ...Object.fromEntries([...counted, ...own, ...hanging]) }
}
