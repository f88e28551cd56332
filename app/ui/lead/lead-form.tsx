import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { languageNames } from '../format/languages.ts'
import { Button } from '../parts/button.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextArea, TextField } from '../parts/text-field.tsx'
import type { LeadFields } from './lead-view.ts'

const fields = [
	['firstName', 120],
	['lastName', 120],
	['company', 120],
	['title', 120],
	['email', 254],
	['phone', 40],
	['source', 120],
] as const

/** Who a lead is; what was typed stays when it is refused. */
export function LeadForm({ lead, submit }: { lead: Partial<LeadFields>; submit: string }) {
	const { t } = useTranslation('leads')
	const isPending = useNavigation().formData?.get('intent') === 'edit'
	return (
		<Form method="post" noValidate className="grid max-w-3xl gap-5">
			<div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
				{fields.map(([name, most]) => (
					<TextField
						key={name}
						label={t(`field.${name}`)}
						name={name}
						type={name === 'email' ? 'email' : name === 'phone' ? 'tel' : 'text'}
						autoComplete="off"
						maxLength={most}
						required={name === 'lastName'}
						hint={name === 'source' ? t('field.sourceHint') : name === 'company' ? t('field.companyHint') : undefined}
						defaultValue={lead[name] ?? ''}
					/>
				))}
				<SelectField
					label={t('field.locale')}
					name="locale"
					hint={t('field.localeHint')}
					defaultValue={lead.locale ?? 'en'}
					options={languageNames.map(([value, label]) => ({ value, label }))}
				/>
			</div>
			<TextArea label={t('field.note')} name="note" rows={3} maxLength={2000} defaultValue={lead.note ?? ''} />
			<div>
				<Button type="submit" name="intent" value="edit" variant="primary" pending={isPending}>
					{submit}
				</Button>
			</div>
		</Form>
	)
}
