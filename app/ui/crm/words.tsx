import { useTranslation } from 'react-i18next'
import { languageNames, languages } from '../format/languages.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { TextField } from '../parts/text-field.tsx'

export type Words = Readonly<Record<string, string>>
export const wordsIn = (words: Words, locale: string) => words[locale] || words['en'] || ''

/** One text in every language: English first, the others under it; what is left out falls back to English. */
export function WordFields({ name, label, words, hint }: { name: string; label: string; words: Words; hint?: string }) {
	const { t } = useTranslation('crm')
	const others = languageNames.filter(([tag]) => tag !== 'en')
	return (
		<div className="grid gap-3">
			<TextField label={label} name={`${name}:en`} defaultValue={words['en'] ?? ''} maxLength={200} hint={hint} />
			<Disclosure summary={t('words.others')} open={others.some(([tag]) => words[tag])}>
				<div className="grid gap-3 sm:grid-cols-2">
					{others.map(([tag, language]) => (
						<TextField key={tag} label={language} name={`${name}:${tag}`} defaultValue={words[tag] ?? ''} maxLength={200} />
					))}
				</div>
			</Disclosure>
		</div>
	)
}

/** Texts by language as a form has them; empty ones are not there. */
export function readWords(form: FormData, name: string): Words {
	const found = languages.map((tag): [string, string] => [
		tag,
		String(form.get(`${name}:${tag}`) ?? '')
			.trim()
			.slice(0, 200),
	])
	return Object.fromEntries(found.filter(([, text]) => text !== ''))
}
