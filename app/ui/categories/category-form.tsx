import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { languages } from '../format/languages.ts'
import { useLanguageName } from '../merchandising/use-language-name.ts'
import { Button } from '../parts/button.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import { type CategoryChoice, choiceName } from './category-choice.ts'

type Wish = { code: string; parentId: number | null; names: Record<string, string> }
type CategoryFormProps = { category: { parentId: number | null; names: Record<string, string> } | null; choices: readonly CategoryChoice[]; wish: Wish | null }

/** Names of a category by language, and where it stands. */
export function CategoryForm({ category, choices, wish }: CategoryFormProps) {
	const { t } = useTranslation('categories')
	const languageName = useLanguageName()
	const isBusy = useNavigation().state !== 'idle'
	const parents = choices.filter(({ isWithin }) => !isWithin).map((one) => ({ value: String(one.id), label: choiceName(one) }))
	return (
		<Section title={t('names')} aside={t('namesHint')}>
			<Form method="post" noValidate className="grid gap-6">
				<div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
					{languages.map((locale) => (
						<TextField
							key={locale}
							label={languageName(locale)}
							name={`name.${locale}`}
							lang={locale}
							maxLength={200}
							required={locale === 'en'}
							defaultValue={wish?.names[locale] ?? category?.names[locale] ?? ''}
						/>
					))}
					{category ? null : (
						<TextField label={t('code')} name="code" required maxLength={60} hint={t('entitlement:hint.code')} defaultValue={wish?.code ?? ''} />
					)}
					<SelectField
						label={t('parent')}
						name="parentId"
						defaultValue={String((wish ? wish.parentId : category?.parentId) ?? '')}
						options={[{ value: '', label: t('top') }, ...parents]}
					/>
				</div>
				<div className="flex flex-wrap items-center gap-3">
					<Button type="submit" name="intent" value="save" variant="primary" pending={isBusy}>
						{t('save')}
					</Button>
					<p className="text-sm text-ink-soft">{t('entitlement:edit.hint')}</p>
				</div>
			</Form>
		</Section>
	)
}
