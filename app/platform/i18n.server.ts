import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInstance, type i18n, type TFunction } from 'i18next'
import { defaultLocale, type Locale, locales } from './locale.ts'

type Texts = Record<string, Record<string, unknown>>

/** Every namespace of one language, from public/locales. */
function readTexts(folder: string, locale: Locale): Texts {
	const names = readdirSync(join(folder, locale)).filter((name) => name.endsWith('.json'))
	return Object.fromEntries(names.map((name) => [name.slice(0, -5), JSON.parse(readFileSync(join(folder, locale, name), 'utf8'))]))
}

/** One instance per language, made once: a request costs nothing, and two requests never share a current language. */
function openLanguages(folder = resolve('public/locales')): Map<Locale, i18n> {
	const texts = new Map(locales.map((locale) => [locale, readTexts(folder, locale)]))
	return new Map(locales.map((locale) => [locale, openLanguage(locale, texts)]))
}

function openLanguage(locale: Locale, texts: Map<Locale, Texts>): i18n {
	const instance = createInstance()
	const english = texts.get(defaultLocale) ?? {}
	const own = texts.get(locale) ?? {}
	void instance.init({
		lng: locale,
		fallbackLng: defaultLocale,
		resources: { [defaultLocale]: english, [locale]: own } as never,
		ns: Object.keys(english),
		defaultNS: 'common',
		initAsync: false,
		interpolation: { escapeValue: false },
		react: { useSuspense: false },
		saveMissing: true,
		// Reaches only keys that English lacks too; tests fail on it, and a page shows the key. What has words of its own for that case is not missing.
		missingKeyHandler: (_languages, namespace, key, _shown, _isUpdate, options) =>
			// biome-ignore lint/suspicious/noConsole: the one place where a mistake has no request to log it with
			options?.['defaultValue'] === undefined && console.error(`No text for ${namespace}:${key} in ${locale}`),
	})
	return instance
}

let opened: Map<Locale, i18n> | undefined

/** The shared instance of a language, for rendering. */
export function languageOf(locale: Locale): i18n {
	opened ??= openLanguages()
	const language = opened.get(locale)
	if (!language) throw new Error(`No language ${locale}`)
	return language
}

/** `t` for loaders, actions and mails: `const t = fixedT(locale, 'checkout')`. */
export function fixedT(locale: Locale, namespace: string | string[] = 'common'): TFunction {
	return languageOf(locale).getFixedT(locale, namespace)
}
