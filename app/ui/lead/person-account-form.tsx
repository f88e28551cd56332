import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { PersonStanding } from '../../engine/crm/person-fields.ts'
import { PersonInputs, type Told } from '../crm/person-inputs.tsx'
import { Button } from '../parts/button.tsx'
import type { ShipToView } from './lead-view.ts'
import { ShipToFields } from './ship-to-fields.tsx'

type Props = { person: PersonStanding; shipTo: Partial<ShipToView>; countries: readonly string[]; refusals?: readonly Told[] | undefined }

/** Somebody who buys for herself, and where her goods go; what was typed stays when it is refused. */
export function PersonAccountForm({ person, shipTo, countries, refusals }: Props) {
	const { t } = useTranslation('leads')
	const isPending = useNavigation().state !== 'idle'
	return (
		<Form method="post" noValidate className="grid max-w-3xl gap-8">
			<PersonInputs
				face="person_account"
				values={person}
				refusals={refusals}
				required={['lastName', 'email']}
				hints={{ email: t('personAccount.emailHint'), locale: t('field.localeHint') }}
			/>
			<ShipToFields shipTo={shipTo} countries={countries} />
			<div>
				<Button type="submit" variant="primary" pending={isPending}>
					{t('personAccount.submit')}
				</Button>
			</div>
		</Form>
	)
}
