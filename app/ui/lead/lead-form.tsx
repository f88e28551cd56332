import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { PersonStanding } from '../../engine/crm/person-fields.ts'
import { PersonInputs, type Told } from '../crm/person-inputs.tsx'
import { Button } from '../parts/button.tsx'

/** Who a lead is; what was typed stays when it is refused. */
export function LeadForm({ lead, refusals, submit }: { lead: PersonStanding; refusals?: readonly Told[] | undefined; submit: string }) {
	const { t } = useTranslation('leads')
	const isPending = useNavigation().formData?.get('intent') === 'edit'
	const hints = { source: t('field.sourceHint'), company: t('field.companyHint'), locale: t('field.localeHint') }
	return (
		<Form method="post" noValidate className="grid max-w-3xl gap-6">
			<PersonInputs face="lead" values={lead} refusals={refusals} required={['lastName']} hints={hints} />
			<div>
				<Button type="submit" name="intent" value="edit" variant="primary" pending={isPending}>
					{submit}
				</Button>
			</div>
		</Form>
	)
}
