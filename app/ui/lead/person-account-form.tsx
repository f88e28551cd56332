import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { languageNames } from '../format/languages.ts'
import { Button } from '../parts/button.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import type { LeadFields, ShipToView } from './lead-view.ts'
import { ShipToFields } from './ship-to-fields.tsx'

type PersonFields = Pick<LeadFields, 'firstName' | 'lastName' | 'email' | 'phone' | 'locale'>

const fields = [
	['firstName', 120],
	['lastName', 120],
	['email', 254],
	['phone', 40],
] as const

/** Somebody who buys for herself, and where her goods go; what was typed stays when it is refused. */
export function PersonAccountForm({ person, shipTo, countries }: { person: Partial<PersonFields>; shipTo: Partial<ShipToView>; countries: readonly string[] }) {
	const { t } = useTranslation('leads')
	const isPending = useNavigation().state !== 'idle'
	return (
		<Form method="post" noValidate className="grid max-w-3xl gap-8">
			<div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
				{fields.map(([name, most]) => (
					<TextField
						key={name}
						label={t(`field.${name}`)}
						name={name}
						type={name === 'email' ? 'email' : name === 'phone' ? 'tel' : 'text'}
						autoComplete="off"
						maxLength={most}
						required={name === 'lastName' || name === 'email'}
						hint={name === 'email' ? t('personAccount.emailHint') : undefined}
						defaultValue={person[name] ?? ''}
					/>
				))}
				<SelectField
					label={t('field.locale')}
					name="locale"
					hint={t('field.localeHint')}
					defaultValue={person.locale ?? 'en'}
					options={languageNames.map(([value, label]) => ({ value, label }))}
				/>
			</div>
			<ShipToFields shipTo={shipTo} countries={countries} />
			<div>
				<Button type="submit" variant="primary" pending={isPending}>
					{t('personAccount.submit')}
				</Button>
			</div>
		</Form>
	)
}
