import {
	type ConsentTopic,
	consentTopics,
	type FieldKind,
	type FormDesign,
	type FormField,
	fieldKinds,
	mostFields,
	moveField,
	prospectFields,
	type Words,
} from '../../engine/marketing/form.ts'
import { type ActionRow, readActionRows } from '../automation/read-automation-form.ts'
import { languages } from '../format/languages.ts'

const most = { short: 200, long: 4000 }
const textIn = (form: FormData | URLSearchParams, name: string, length = most.short) => {
	const value = form.get(name)
	return typeof value === 'string' ? value.trim().slice(0, length) : ''
}
const idIn = (form: FormData | URLSearchParams, name: string) => (/^[1-9]\d{0,14}$/.test(textIn(form, name)) ? Number(textIn(form, name)) : null)

/** A text in each language in which it was written. */
export function wordsIn(form: FormData, name: string, length = most.long): Words {
	return Object.fromEntries(languages.map((tag) => [tag, textIn(form, `${name}.${tag}`, length)]).filter(([, text]) => text !== ''))
}

/** The list as its address asks for it; anything unknown counts as not said. */
export function readAssetFilter(search: URLSearchParams, limit = 40) {
	return {
		text: textIn(search, 'q', 100) || null,
		status: (['draft', 'published', 'archived'] as const).find((one) => one === search.get('status')) ?? null,
		campaignId: idIn(search, 'campaign'),
		after: idIn(search, 'after'),
		limit,
	}
}

/** Choices stand one in a line; what is kept is the English line, or the first language's. */
function choicesIn(form: FormData, index: number) {
	const lines = languages.map(
		(tag) =>
			[
				tag,
				textIn(form, `choices.${index}.${tag}`, most.long)
					.split('\n')
					.map((line) => line.trim().slice(0, 120)),
			] as const,
	)
	const values = (lines.find(([, all]) => all.some((line) => line !== ''))?.[1] ?? []).filter((line) => line !== '')
	return [...new Set(values)]
		.slice(0, 50)
		.map((value, place) => ({ value, label: Object.fromEntries(lines.map(([tag, all]) => [tag, all[place] ?? '']).filter(([, label]) => label !== '')) }))
}

const ownField = (key: string): { kind: FieldKind; most: number } | undefined =>
	key in prospectFields ? prospectFields[key as keyof typeof prospectFields] : undefined

function fieldIn(form: FormData, index: number): FormField {
	const key = textIn(form, `key.${index}`, 80)
	const own = ownField(key)
	const kind: FieldKind = own?.kind ?? fieldKinds.find((one) => one === textIn(form, `kind.${index}`)) ?? 'text'
	return {
		...{ key, kind, label: wordsIn(form, `label.${index}`, most.short), isRequired: form.has(`required.${index}`), isHidden: form.has(`hidden.${index}`) },
		...{ initial: textIn(form, `initial.${index}`, most.short), choices: kind === 'choice' || kind === 'choices' ? choicesIn(form, index) : [] },
		write: textIn(form, `write.${index}`) === 'if_blank' ? 'if_blank' : 'always',
	}
}

const isKey = (key: string) => key in prospectFields || /^(custom|answer)\.[A-Za-z0-9_]{1,60}$/.test(key)

/** A new question is named by its words: `answer.how_many_cups`. */
function newKey(typed: string, taken: readonly string[]): string {
	const word =
		typed
			.normalize('NFKD')
			.replaceAll(/[^A-Za-z0-9]+/g, '_')
			.replaceAll(/^_|_$/g, '')
			.toLowerCase()
			.slice(0, 40) || 'question'
	const free = [word, ...Array.from({ length: mostFields }, (_, n) => `${word}_${n + 2}`)].find((one) => !taken.includes(`answer.${one}`))
	return `answer.${free ?? word}`
}

/** The words of a field that is added, in every language. */
export type LabelsOf = (key: string) => Words

function added(form: FormData, fields: readonly FormField[], labelsOf: LabelsOf): FormField[] {
	const chosen = textIn(form, 'add', 80)
	if (chosen === '' || fields.length >= mostFields) return []
	const question = textIn(form, 'question')
	const key =
		chosen === 'question'
			? newKey(
					question,
					fields.map((field) => field.key),
				)
			: chosen
	if (!isKey(key) || fields.some((field) => field.key === key)) return []
	const own = ownField(key)
	const language = textIn(form, 'language', 10)
	const label = chosen === 'question' ? { [languages.find((tag) => tag === language) ?? 'en']: question } : key.startsWith('custom.') ? {} : labelsOf(key)
	return [{ key, kind: own?.kind ?? 'text', label, isRequired: false, isHidden: false, initial: '', choices: [], write: 'always' }]
}

export type FormEdit = { name: string; slug: string; campaignId: number; fileId: number | null; version: number; design: FormDesign; actions: ActionRow[] }

/** A form as its builder has it, with the field that was just added, moved or taken out: `intent` is `add`, `up:2`, `down:2` or `remove:2`. */
export function readFormEdit(form: FormData, labelsOf: LabelsOf): FormEdit {
	const count = Math.min(Number(textIn(form, 'fields', 3)) || 0, mostFields)
	const fields = Array.from({ length: count }, (_, index) => fieldIn(form, index)).filter(({ key }) => isKey(key))
	const [act, place] = textIn(form, 'intent').split(':')
	const moved = act === 'up' || act === 'down' || act === 'remove' ? moveField(fields, { act, index: Number(place) }) : fields
	const topics: ConsentTopic[] = consentTopics
		.filter((topic) => form.has(`topic.${topic}`))
		.map((topic) => ({ topic, label: wordsIn(form, `topicLabel.${topic}`) }))
	return {
		...{ name: textIn(form, 'name', 120), slug: textIn(form, 'slug', 80).toLowerCase(), campaignId: idIn(form, 'campaignId') ?? 0 },
		...{ fileId: idIn(form, 'fileId'), version: idIn(form, 'version') ?? 0, actions: readActionRows(form) },
		design: {
			...{ title: wordsIn(form, 'title'), lead: wordsIn(form, 'lead'), submit: wordsIn(form, 'submit', 60), topics },
			fields: act === 'add' ? [...moved, ...added(form, moved, labelsOf)] : moved,
			...{ thanksTitle: wordsIn(form, 'thanksTitle'), thanksText: wordsIn(form, 'thanksText'), redirectTo: textIn(form, 'redirectTo', 2000) },
			fileBy: textIn(form, 'fileBy') === 'page' ? 'page' : 'mail',
			origins: textIn(form, 'origins', 2000).split(/\s+/).filter(Boolean).slice(0, 20),
		},
	}
}

/** An address made of a name. */
export const slugOf = (name: string) =>
	name
		.normalize('NFKD')
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '-')
		.replaceAll(/^-+|-+$/g, '')
		.slice(0, 60)
