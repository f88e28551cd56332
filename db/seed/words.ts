export const locales = ['en', 'fr-CA', 'es', 'ja', 'cs'] as const
export type Locale = (typeof locales)[number]

/** One meaning in the five languages. */
export type Words = Readonly<Record<Locale, string>>

export const w = (en: string, frCa: string, es: string, ja: string, cs: string): Words => ({ en, 'fr-CA': frCa, es, ja, cs })

/** Fills `{name}` in each language with that language's word. */
export function say(template: Words, words: Readonly<Record<string, Words | string | number>> = {}): Words {
	const inLocale = (locale: Locale) =>
		template[locale].replaceAll(/\{(\w+)\}/g, (_, name: string) => {
			const word = words[name]
			if (word === undefined) throw new Error(`Nothing to say for {${name}} in "${template.en}"`)
			return typeof word === 'object' ? word[locale] : String(word)
		})
	return w(inLocale('en'), inLocale('fr-CA'), inLocale('es'), inLocale('ja'), inLocale('cs'))
}

/** Sentences one after the other; Japanese sets no space between them. */
export function together(...parts: readonly Words[]): Words {
	const join = (locale: Locale) => parts.map((part) => part[locale]).join(locale === 'ja' ? '' : ' ')
	return w(join('en'), join('fr-CA'), join('es'), join('ja'), join('cs'))
}

/** A whole number as people of the language group it: 1,650 / 1 650 / 1.650. */
export function grouped(value: number): Words {
	const plain = String(value)
	const at = plain.length - 3
	const cut = (mark: string) => (at > 0 ? `${plain.slice(0, at)}${mark}${plain.slice(at)}` : plain)
	return w(cut(','), cut('\u00a0'), plain.length > 4 ? cut('.') : plain, cut(','), cut('\u00a0'))
}
