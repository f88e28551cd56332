import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { languages } from '../../format/languages.ts'
import { useReader } from '../../format/locale.tsx'
import { Button } from '../../parts/button.tsx'
import { Checkbox } from '../../parts/checkbox.tsx'
import { SelectField } from '../../parts/select-field.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { useLanguageName } from '../use-language-name.ts'
import type { RuleKind, TypedRule } from './search-rule.ts'

/** On the line of the fields, below where their labels stand. */
const besideFields = 'sm:mt-8.5'

type RuleFormProps = {
	kind: RuleKind
	typed: TypedRule | null
	/** The newest rule: when another comes, the form is empty again. */
	newest: number
	term: string
	language: string | null
	categories: readonly { code: string; name: string }[]
}

/** One new rule, on one line where there is room. What was refused stands here again. */
export function RuleForm({ kind, typed, newest, term, language, categories }: RuleFormProps) {
	const { t } = useTranslation('merchandising')
	const { locale } = useReader()
	const languageName = useLanguageName()
	const isBusy = useNavigation().state === 'submitting'
	return (
		<Form method="post" key={JSON.stringify([kind, typed, newest, term])} className="flex flex-wrap items-start gap-3 border-y border-rule py-4">
			<input type="hidden" name="intent" value="add" />
			<input type="hidden" name="tab" value={kind} />
			<SelectField
				label={t('searchRoom.language')}
				name="locale"
				defaultValue={typed?.locale ?? language ?? languages.find((one) => one === locale) ?? 'en'}
				options={languages.map((value) => ({ value, label: languageName(value) }))}
				className="min-w-44 max-w-full"
			/>
			<TextField label={t('searchRoom.termAsked')} name="term" required defaultValue={typed?.term ?? term} maxLength={200} className="w-full sm:w-56" />
			{kind === 'synonyms' ? <Synonym typed={typed} /> : kind === 'redirects' ? <Redirect typed={typed} /> : <Boost typed={typed} categories={categories} />}
			<Button type="submit" variant="primary" pending={isBusy} className="sm:mt-6.5">
				{t('searchRoom.add')}
			</Button>
		</Form>
	)
}

function Synonym({ typed }: { typed: TypedRule | null }) {
	const { t } = useTranslation('merchandising')
	return (
		<>
			<TextField label={t('searchRoom.means')} hint={t('searchRoom.meansHint')} name="means" required defaultValue={typed?.means} className="w-full sm:w-72" />
			<Checkbox label={t('searchRoom.bothWays')} name="bothWays" defaultChecked={typed?.bothWays ?? false} className={besideFields} />
		</>
	)
}

function Redirect({ typed }: { typed: TypedRule | null }) {
	const { t } = useTranslation('merchandising')
	return (
		<TextField
			label={t('searchRoom.target')}
			hint={t('searchRoom.targetHint')}
			name="target"
			required
			defaultValue={typed?.target}
			placeholder={`/catalog/…`}
			className="w-full sm:w-72"
		/>
	)
}

function Boost({ typed, categories }: { typed: TypedRule | null; categories: RuleFormProps['categories'] }) {
	const { t } = useTranslation('merchandising')
	return (
		<>
			<SelectField
				label={t('searchRoom.effect')}
				name="effect"
				defaultValue={typed?.effect ?? 'pin'}
				options={(['pin', 'up', 'down'] as const).map((value) => ({ value, label: t(`searchRoom.effects.${value}`) }))}
				className="min-w-40 max-w-full"
			/>
			<TextField label={t('searchRoom.sku')} name="sku" defaultValue={typed?.sku} className="w-full sm:w-44" />
			<SelectField
				label={t('searchRoom.orCategory')}
				name="category"
				defaultValue={typed?.category ?? ''}
				options={[{ value: '', label: '–' }, ...categories.map(({ code, name }) => ({ value: code, label: name }))]}
				className="min-w-52 max-w-full"
			/>
		</>
	)
}
