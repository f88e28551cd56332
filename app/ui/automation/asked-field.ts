import type { FieldType } from '../../engine/crm/record-fields.ts'
import { askedObject, objectFieldOf } from '../../engine/marketing/object-field.ts'
import { countFieldOf, customFieldOf, segmentFields } from '../../engine/marketing/segment.ts'
import type { DefView } from '../crm/custom-values.tsx'
import { type Words, wordsIn } from '../crm/words.tsx'
import type { Choice } from '../people/prospect-list.tsx'

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

/** By which an id in a question is named, or what a field of the house's own is restricted to. */
export function choicesOf(field: string, room: AskRoom): readonly Offer[] | null {
	const object = objectFieldOf(field)
	if (object) return restricted(room.objects.find(({ code }) => code === object.object)?.defs.find(({ name }) => name === object.field))
	const own = customFieldOf(field)
	if (own) return restricted(room.defs.find(({ name }) => name === own.name))
	if (field === 'list') return room.lists
	if (field === 'sourceCampaign') return room.campaigns
	return field === 'campaign' || field === 'campaignAnswered' ? room.crmCampaigns : null
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
