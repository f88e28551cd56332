import { countries } from '../../engine/base/countries.ts'
import { leadStatuses } from '../../engine/crm/lead.ts'
import { ratings } from '../../engine/crm/person-fields.ts'
import type { FieldType } from '../../engine/crm/record-fields.ts'
import { grades } from '../../engine/marketing/grade.ts'
import { askedObject, objectFieldOf } from '../../engine/marketing/object-field.ts'
import { countFieldOf, customFieldOf, segmentFields } from '../../engine/marketing/segment.ts'
import type { DefView } from '../crm/custom-values.tsx'
import { type Words, wordsIn } from '../crm/words.tsx'
import { languageNames } from '../format/languages.ts'
import type { Choice } from '../people/prospect-list.tsx'
import { questionFields } from './read-automation-form.ts'

export type AskedDef = Omit<DefView, 'type'> & { type: FieldType }
export type AskedObject = { code: string; labels: Words; defs: readonly AskedDef[] }
export type AskRoom = {
	tags: Choice[]
	lists: Choice[]
	campaigns: Choice[]
	crmCampaigns: Choice[]
	defs: readonly AskedDef[]
	objects: readonly AskedObject[]
}

type Offer = { id: string | number; name: string }
const rowName = { name: 'name', type: 'text' as const }

const fieldKinds = new Map(segmentFields.map(({ name, kind }) => [name, kind]))
export const kindOf = (field: string) =>
	objectFieldOf(field)?.kind ?? customFieldOf(field)?.kind ?? (countFieldOf(field) ? 'number' : (fieldKinds.get(field) ?? 'text'))

const restricted = (def: AskedDef | undefined): readonly Offer[] | null => def?.choices?.map((choice) => ({ id: choice, name: choice })) ?? null

/** Codes that a field is one of; `wordOf` of the editor names them. */
const codesOf: Readonly<Record<string, readonly string[]>> = {
	accountStanding: ['good', 'watch', 'hold', 'new'],
	opportunityState: ['open', 'won', 'lost', 'deleted'],
}

/** By which an id or a code in a question is named, or what a field of the house's own is restricted to. */
export function choicesOf(field: string, room: AskRoom, wordOf: (field: string, code: string) => string): readonly Offer[] | null {
	const codes = codesOf[field]
	if (codes) return codes.map((code) => ({ id: code, name: wordOf(field, code) }))
	if (field === 'grade') return grades.toReversed().map((grade) => ({ id: grade, name: grade }))
	if (field === 'locale') return languageNames.map(([tag, name]) => ({ id: tag, name }))
	const object = objectFieldOf(field)
	if (object) return restricted(room.objects.find(({ code }) => code === object.object)?.defs.find(({ name }) => name === object.field))
	const own = customFieldOf(field)
	if (own) return restricted(room.defs.find(({ name }) => name === own.name))
	if (field === 'list') return room.lists
	if (field === 'sourceCampaign') return room.campaigns
	return field === 'campaign' || field === 'campaignAnswered' ? room.crmCampaigns : null
}

/** Codes of the house, beside which another system may bring words of its own. */
const openCodes: Readonly<Record<string, readonly string[]>> = {
	opportunityStage: ['prospecting', 'qualification', 'proposal', 'negotiation', 'closed_won', 'closed_lost'],
	leadStatus: leadStatuses,
	rating: ratings,
	country: countries,
}

/** Values that are offered while typing, where another system may bring others too. */
export function suggestionsOf(field: string, room: AskRoom, wordOf: (field: string, code: string) => string): readonly Offer[] {
	if (field === 'tag') return room.tags.map(({ name }) => ({ id: name, name }))
	return (openCodes[field] ?? []).map((code) => ({ id: code, name: wordOf(field, code) }))
}

const groups = {
	account: (field: string) => /^(account|owns)/.test(field),
	opportunity: (field: string) => field.startsWith('opportunity'),
	belongs: (field: string) => ['tag', 'list', 'campaign', 'campaignAnswered', 'sourceCampaign'].includes(field),
	did: (field: string) => field.startsWith('did:'),
}
export type QuestionGroup = 'person' | keyof typeof groups

/** The fields of a question by what they are of, the person's own first. `own`: fields of the house's own. */
export function groupedFields(own: readonly string[]): [QuestionGroup, readonly string[]][] {
	const others = Object.entries(groups) as [QuestionGroup, (field: string) => boolean][]
	const isOthers = (field: string) => others.some(([, holds]) => holds(field))
	return [
		['person', [...questionFields.filter((field) => !isOthers(field)), ...own]],
		...others.map(([group, holds]) => [group, questionFields.filter(holds)] as [QuestionGroup, string[]]),
	]
}

/** What may be asked of an object: what it is called, its fields, and how many there are. One that is in use no more stays where it is asked for. */
export function objectOffers({ code, defs }: AskedObject, asked: string): string[] {
	const all = [askedObject(code, rowName), ...defs.map((def) => askedObject(code, def)), askedObject(code, null)]
	return [...all, ...(objectFieldOf(asked)?.object === code && !all.includes(asked) ? [asked] : [])]
}

export type ObjectWords = { rowName: string; howMany: (object: string) => string; of: (object: string, field: string) => string }

/** An asked field of an object in words; null: it asks for none. */
export function objectFieldName(asked: string, objects: readonly AskedObject[], { words, locale }: { words: ObjectWords; locale: string }): string | null {
	const found = objectFieldOf(asked)
	if (!found) return null
	const object = objects.find(({ code }) => code === found.object)
	const called = wordsIn(object?.labels ?? {}, locale) || found.object
	if (found.field === null) return words.howMany(called)
	const label = found.field === 'name' ? words.rowName : wordsIn(object?.defs.find(({ name }) => name === found.field)?.labels ?? {}, locale)
	return words.of(called, label || found.field)
}
