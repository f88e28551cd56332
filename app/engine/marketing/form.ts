import { type Refusal, refusal } from '../base/refusal.ts'

/** A text by language. */
export type Words = Readonly<Record<string, string>>

export const fieldKinds = ['text', 'long', 'email', 'phone', 'number', 'date', 'choice', 'choices', 'check'] as const
export type FieldKind = (typeof fieldKinds)[number]

/** What of a prospect a form may fill, and how long it may be. */
export const prospectFields = {
	email: { kind: 'email', most: 254 },
	firstName: { kind: 'text', most: 120 },
	lastName: { kind: 'text', most: 120 },
	company: { kind: 'text', most: 160 },
	title: { kind: 'text', most: 120 },
	phone: { kind: 'phone', most: 40 },
} as const satisfies Record<string, { kind: FieldKind; most: number }>
export type ProspectField = keyof typeof prospectFields

export type FormField = {
	/** What it fills: a field of the prospect, `custom.name` for one of the house's own, `answer.name` for what is kept with the submission alone. */
	key: string
	kind: FieldKind
	label: Words
	isRequired: boolean
	/** Not shown: it says its initial value. */
	isHidden: boolean
	initial: string
	choices: readonly { value: string; label: Words }[]
	/** Whether it replaces what is known already. */
	write: 'always' | 'if_blank'
}

/** What may be agreed to; never ticked before a person ticks it. */
export type ConsentTopic = { topic: string; label: Words }

export type FormDesign = {
	title: Words
	lead: Words
	submit: Words
	fields: readonly FormField[]
	topics: readonly ConsentTopic[]
	thanksTitle: Words
	thanksText: Words
	/** Where it leads when it was sent; empty: the thanks are said on the page. */
	redirectTo: string
	/** How the file of the form reaches her. */
	fileBy: 'mail' | 'page'
	/** Sites outside whose pages may send here: `https://example.com`. */
	origins: readonly string[]
}

export const mostFields = 30
export const mostTopics = 8
export const consentTopics = ['promotion', 'events', 'all'] as const

/** A text in a language, else in English, else in any. */
export const wordsIn = (words: Words, locale: string): string => words[locale] || words['en'] || Object.values(words).find((text) => text !== '') || ''

export const isSlug = (text: string) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && text.length <= 80

/** An address that people may be led to: a path of ours, or another site by https. */
export const isTarget = (text: string) => isOwnPath(text) || (/^https:\/\/[^\s\\]+$/.test(text) && URL.canParse(text) && text.length <= 2000)
export const isOwnPath = (text: string) => /^\/(?![/\\])[^\s\\]*$/.test(text)

export type AssetWish = { name: string; slug: string }

/** Name and address of an asset. Refuses ASSET_NAME_MISSING, ASSET_SLUG. */
export function checkAsset({ name, slug }: AssetWish): Refusal[] {
	return [...(name === '' ? [refusal('ASSET_NAME_MISSING')] : []), ...(isSlug(slug) ? [] : [refusal('ASSET_SLUG', { slug })])]
}

/**
 * What stands against a form in front of people. Refuses FORM_TITLE_MISSING, FORM_FIELDS_TOO_MANY, FORM_EMAIL_MISSING without
 * a required address in sight, FORM_FIELD_TWICE, FORM_LABEL_MISSING, FORM_CHOICES_MISSING, FORM_HIDDEN_EMPTY for a required
 * field that nobody sees and that says nothing, FORM_TOPIC_TEXT, FORM_REDIRECT and FORM_ORIGIN. `line` is the field's place, from 1.
 */
export function checkForm(design: FormDesign): Refusal[] {
	const { fields } = design
	const email = fields.find(({ key }) => key === 'email')
	return [
		...(wordsIn(design.title, 'en') === '' ? [refusal('FORM_TITLE_MISSING')] : []),
		...(fields.length > mostFields ? [refusal('FORM_FIELDS_TOO_MANY', { most: mostFields })] : []),
		...(email?.isRequired && !email.isHidden ? [] : [refusal('FORM_EMAIL_MISSING')]),
		...fields.flatMap((field, index) => againstField(field, fields.slice(0, index)).map((code) => refusal(code, { field: field.key }, index + 1))),
		...design.topics.filter(({ label }) => wordsIn(label, 'en') === '').map(({ topic }) => refusal('FORM_TOPIC_TEXT', { topic })),
		...(design.redirectTo === '' || isTarget(design.redirectTo) ? [] : [refusal('FORM_REDIRECT', { url: design.redirectTo.slice(0, 200) })]),
		...design.origins.filter((origin) => !isOrigin(origin)).map((origin) => refusal('FORM_ORIGIN', { origin: origin.slice(0, 200) })),
	]
}

function againstField(field: FormField, before: readonly FormField[]): string[] {
	const { key, kind, label, choices, isHidden, isRequired, initial } = field
	return [
		...(before.some((one) => one.key === key) ? ['FORM_FIELD_TWICE'] : []),
		...(wordsIn(label, 'en') === '' ? ['FORM_LABEL_MISSING'] : []),
		...((kind === 'choice' || kind === 'choices') && choices.length === 0 ? ['FORM_CHOICES_MISSING'] : []),
		...(isHidden && isRequired && initial === '' ? ['FORM_HIDDEN_EMPTY'] : []),
	]
}

/** Scheme and host alone, as browsers say it in `Origin`. */
export const isOrigin = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text

export type Move = { act: 'up' | 'down' | 'remove'; index: number }

/** The fields after one of them moved or went; an index that is none changes nothing. */
export function moveField<T>(fields: readonly T[], { act, index }: Move): T[] {
	const moved = [...fields]
	const [field] = moved.splice(index, 1)
	if (field === undefined || act === 'remove') return moved
	moved.splice(act === 'up' ? Math.max(0, index - 1) : index + 1, 0, field)
	return moved
}
