import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { type CategoryChoice, choiceName } from './category-choice.ts'

type DeleteProps = { category: { id: number; products: number }; choices: readonly CategoryChoice[]; moveTo: number | null }

/** Deletes a category once it is said where its products go; it can be undone. */
export function DeleteCategory({ category, choices, moveTo }: DeleteProps) {
	const { t } = useTranslation('categories')
	const others = choices.filter(({ id }) => id !== category.id).map((one) => ({ value: String(one.id), label: choiceName(one) }))
	return (
		<Section title={t('delete')} aside={t('deleteHint')}>
			<Form method="post" noValidate className="flex flex-wrap items-end gap-4">
				{category.products > 0 ? (
					<SelectField
						label={t('moveTo')}
						name="moveTo"
						defaultValue={String(moveTo ?? '')}
						options={[{ value: '', label: t('moveNowhere') }, ...others]}
						className="w-full sm:w-112"
					/>
				) : null}
				<Button type="submit" name="intent" value="delete" variant="danger" icon="trash">
					{t('delete')}
				</Button>
			</Form>
		</Section>
	)
}
