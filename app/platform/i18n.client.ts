import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'

type Sent = { locale: string; version: string; texts: Record<string, Record<string, unknown>> }

/** The element that root.tsx renders the texts of the page into. */
export const textsElementId = 'texts'

/** The browser's instance: it begins with the texts of the page, and fetches a room's namespace when somebody walks there. */
export async function openBrowserLanguage(): Promise<i18n> {
	const sent = JSON.parse(document.getElementById(textsElementId)?.textContent ?? '{}') as Sent
	await i18next
		.use(initReactI18next)
		.use({
			type: 'backend',
			read: (language: string, namespace: string, done: (error: unknown, texts: unknown) => void) => {
				fetch(`/locales/${language}/${namespace}.json?v=${sent.version}`)
					.then((response) => (response.ok ? response.json() : Promise.reject(new Error(`${response.status}`))))
					.then(
						(texts) => done(null, texts),
						(error) => done(error, false),
					)
			},
		})
		.init({
			lng: sent.locale,
			fallbackLng: false,
			// 'fr-CA' alone: there is no 'fr' to fetch, and waiting for it would hold the page back.
			load: 'currentOnly',
			partialBundledLanguages: true,
			resources: { [sent.locale]: sent.texts } as never,
			ns: Object.keys(sent.texts),
			defaultNS: 'common',
			initAsync: false,
			interpolation: { escapeValue: false },
			react: { useSuspense: true },
		})
	return i18next
}
