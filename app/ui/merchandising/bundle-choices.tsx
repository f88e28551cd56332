import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PartContent } from '../../engine/catalog/product-part.ts'
import { languages } from '../format/languages.ts'
import { Button } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import type { Option } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import { useLanguageName } from './use-language-name.ts'

type ChoiceRow = Record<string, string>

/** The choices of a bundle that are there and one more to fill in; a row names one by its code, which nobody has to know. */
export function useBundleChoices(content: PartContent) {
	const { t } = useTranslation('merchandising')
	const [blank, setBlank] = useState(1)
	const there = content.choices ?? []
	const taken = new Set(there.map(({ code }) => code))
	const free = Array.from({ length: there.length + blank }, (_, index) => `choice-${index + 1}`).filter((code) => !taken.has(code))
	const choices: ChoiceRow[] = [...there, ...free.slice(0, blank).map((code) => ({ code }))]
	const named = (choice: ChoiceRow, index: number) => choice['name.en'] || t('part.choice.number', { number: index + 1 })
	return {
		...{ choices, there: there.length, named, addChoice: () => setBlank((count) => count + 1) },
		options: [
			{ value: '', label: t('part.choice.always') },
			...choices.map((choice, index): Option => ({ value: choice['code'] ?? '', label: named(choice, index) })),
		],
	}
}

/** What buyers choose inside a bundle: names in each language, and how many of its rows are taken. */
export function BundleChoices({ choices, there, named, addChoice }: ReturnType<typeof useBundleChoices>) {
	const { t } = useTranslation('merchandising')
	return (
		<div className="grid gap-4">
			<div className="grid gap-1">
				<h2 className="text-lg">{t('part.choice.title')}</h2>
				<p className="max-w-prose text-sm text-ink-soft">{t('part.choice.lead')}</p>
			</div>
			{choices.map((choice, index) => (
				<details key={choice['code']} open={index < there} className="border-t border-rule pt-3">
					<summary className="min-h-6 font-medium text-accent hover:text-accent-strong">
						{index < there ? named(choice, index) : t('part.choice.new', { number: index + 1 })}
					</summary>
					<ChoiceFields choice={choice} index={index} isThere={index < there} />
				</details>
			))}
			<Button icon="plus" className="justify-self-start" onClick={addChoice}>
				{t('part.choice.another')}
			</Button>
		</div>
	)
}

function ChoiceFields({ choice, index, isThere }: { choice: ChoiceRow; index: number; isThere: boolean }) {
	const { t } = useTranslation('merchandising')
	const languageName = useLanguageName()
	const name = (key: string) => `choice.${index}.${key}`
	return (
		<fieldset className="mt-3 grid gap-4">
			<legend className="sr-only">{t('part.choice.number', { number: index + 1 })}</legend>
			<input type="hidden" name={name('code')} value={choice['code']} />
			<div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-5">
				{languages.map((locale) => (
					<TextField
						key={locale}
						size="sm"
						lang={locale}
						label={languageName(locale)}
						name={name(`name.${locale}`)}
						defaultValue={choice[`name.${locale}`] ?? ''}
						maxLength={120}
					/>
				))}
			</div>
			<div className="flex flex-wrap items-end gap-x-6 gap-y-3">
				{(['minimum', 'maximum'] as const).map((key) => (
					<TextField
						key={key}
						size="sm"
						label={t(`part.choice.${key}`)}
						name={name(key)}
						inputMode="numeric"
						defaultValue={choice[key] ?? '1'}
						className="w-32"
						inputClassName="text-right tabular-nums"
					/>
				))}
				{isThere ? (
					<Checkbox className="pb-1" label={t('part.choice.remove')} name={name('remove')} value="1" defaultChecked={choice['remove'] === '1'} />
				) : null}
			</div>
		</fieldset>
	)
}
