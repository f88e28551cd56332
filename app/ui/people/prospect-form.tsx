import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { CustomInputs, type DefView, type Values } from '../crm/custom-values.tsx'
import { languageNames } from '../format/languages.ts'
import { Button } from '../parts/button.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import type { readProspectForm } from './read-people-form.ts'

const fields = [
	['firstName', 120],
	['lastName', 120],
	['email', 254],
	['phone', 40],
	['company', 120],
	['title', 120],
] as const

type Typed = { [Name in keyof ReturnType<typeof readProspectForm>]?: string | null }
type FormProps = { prospect: Typed; custom: Values; defs: readonly DefView[]; submit: string; ofAccount?: string | null }

/** Who a prospect is; what was typed stays when it is refused. A buyer's company is her account's, `ofAccount`, and is not written here. */
export function ProspectForm({ prospect, custom, defs, submit, ofAccount = null }: FormProps) {
	const { t } = useTranslation('people')
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
						readOnly={name === 'company' && ofAccount !== null}
						hint={name === 'company' && ofAccount !== null ? t('field.ofAccount') : undefined}
						defaultValue={(name === 'company' ? ofAccount : null) ?? prospect[name] ?? ''}
					/>
				))}
				<SelectField
					label={t('field.locale')}
					name="locale"
					defaultValue={prospect.locale ?? 'en'}
					options={languageNames.map(([value, label]) => ({ value, label }))}
				/>
			</div>
			{defs.length > 0 ? <CustomInputs defs={defs} values={custom} /> : null}
			<div>
				<Button type="submit" name="intent" value="edit" variant="primary" pending={isPending}>
					{submit}
				</Button>
			</div>
		</Form>
	)
}
