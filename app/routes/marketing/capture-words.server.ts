import type { FormDesign, Words } from '../../engine/marketing/form.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { locales } from '../../platform/locale.ts'

/** A text of ours in every language: what a new form says until somebody writes it anew. */
const inEvery = (key: string): Words => Object.fromEntries(locales.map((locale) => [locale, fixedT(locale, 'form')(key)]))

export const labelsOf = (key: string): Words => inEvery(`field.${key}`)

export const topicTexts = () => Object.fromEntries((['promotion', 'events', 'all'] as const).map((topic) => [topic, inEvery(`topic.${topic}`)]))

/** How a form begins: who she is, and her company. */
export function firstDesign(title: string, locale: string): FormDesign {
	const field = (key: string, isRequired: boolean) => ({
		...{ key, kind: key === 'email' ? ('email' as const) : ('text' as const), label: labelsOf(key), isRequired },
		...{ isHidden: false, initial: '', choices: [], write: 'always' as const },
	})
	return {
		...{ title: { [locale]: title }, lead: {}, submit: inEvery('send') },
		fields: [field('email', true), field('firstName', true), field('lastName', true), field('company', false)],
		...{ topics: [], thanksTitle: inEvery('thanks.title'), thanksText: inEvery('thanks.text'), redirectTo: '', fileBy: 'mail', origins: [] },
	}
}
