import { useTranslation } from 'react-i18next'
import { languages } from '../format/languages.ts'
import { useLanguageName } from '../merchandising/use-language-name.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { TextArea, TextField } from '../parts/text-field.tsx'

type WordsFieldProps = { label: string; name: string; words: Readonly<Record<string, string>>; rows?: number; hint?: string; most?: number; className?: string }

/** A text in the reader's language, the others beneath it: what is missing in one is read in English. */
export function WordsField({ label, name, words, rows, hint, most = 4000, className = '' }: WordsFieldProps) {
	const { t, i18n } = useTranslation('capture')
	const languageName = useLanguageName()
	const own = languages.find((tag) => tag === i18n.language) ?? 'en'
	const others = languages.filter((tag) => tag !== own)
	const written = others.filter((tag) => words[tag]).length
	const field = (tag: string, text: string, note?: string) =>
		rows ? (
			<TextArea key={tag} label={text} name={`${name}.${tag}`} rows={rows} maxLength={most} lang={tag} hint={note} defaultValue={words[tag] ?? ''} />
		) : (
			<TextField key={tag} label={text} name={`${name}.${tag}`} maxLength={most} lang={tag} hint={note} defaultValue={words[tag] ?? ''} />
		)
	return (
		<div className={`grid content-start gap-2 ${className}`}>
			{field(own, label, hint)}
			<Disclosure summary={t('otherLanguages', { written, count: others.length })}>
				<div className="grid gap-3">{others.map((tag) => field(tag, t('inLanguage', { label, language: languageName(tag) })))}</div>
			</Disclosure>
		</div>
	)
}
