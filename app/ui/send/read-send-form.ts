import { languages } from '../format/languages.ts'
import { idIn, wordIn } from '../people/read-people-form.ts'

export const sendFields = ['subject', 'preheader', 'heading', 'body', 'button'] as const
const most: Readonly<Record<(typeof sendFields)[number], number>> = { subject: 150, preheader: 150, heading: 200, body: 5000, button: 60 }

/** A send as it is written: `subject-en`, `body-cs`; a language without a word is left out. */
export function readSendForm(form: FormData) {
	const texts = languages.map(
		(locale) => [locale, Object.fromEntries(sendFields.map((field) => [field, wordIn(form, `${field}-${locale}`, most[field])]))] as const,
	)
	return {
		...{ name: wordIn(form, 'name'), campaignId: idIn(wordIn(form, 'campaignId', 15)) ?? 0, listId: idIn(wordIn(form, 'listId', 15)) },
		...{ buyerGroupId: idIn(wordIn(form, 'buyerGroupId', 15)), sku: wordIn(form, 'sku', 60) },
		content: Object.fromEntries(texts.filter(([, text]) => sendFields.some((field) => text[field] !== ''))),
	}
}

/** `plan` with a time of the seller's clock, or `hold`; null: neither is asked. A time that is none counts as past. */
export function readPlan(form: FormData): { when: { day: string; minute: number } | null } | null {
	if (form.get('intent') === 'hold') return { when: null }
	if (form.get('intent') !== 'plan') return null
	const [, day, hour, minute] = /^(20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8]|29|30|31))T([01]\d|2[0-3]):([0-5]\d)$/.exec(wordIn(form, 'at', 16)) ?? []
	const isDay = day !== undefined && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
	return { when: isDay ? { day, minute: Number(hour) * 60 + Number(minute) } : { day: '2000-01-01', minute: 0 } }
}
