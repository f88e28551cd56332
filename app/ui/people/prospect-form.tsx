import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { fieldOf, type PersonField, type PersonStanding } from '../../engine/crm/person-fields.ts'
import { CustomInputs, type DefView, type Values } from '../crm/custom-values.tsx'
import { PersonInputs, type Told } from '../crm/person-inputs.tsx'
import { Button } from '../parts/button.tsx'

type FormProps = {
	prospect: PersonStanding
	custom: Values
	defs: readonly DefView[]
	submit: string
	ofAccount?: string | null
	/** What sales alone say of her, and what they say. */
	told?: readonly PersonField[]
	standing?: PersonStanding
	refusals?: readonly Told[] | undefined
}

/** Who a prospect is; what was typed stays when it is refused. A buyer's company is her account's, `ofAccount`, and is not written here; nor is what sales say of a lead. */
export function ProspectForm({ prospect, custom, defs, submit, ofAccount = null, told = [], standing = prospect, refusals }: FormProps) {
	const { t } = useTranslation('people')
	const isPending = useNavigation().formData?.get('intent') === 'edit'
	const ofSales = told.flatMap((name) => (fieldOf(name).ofSales ? [[name, { value: standing[name] ?? null, why: t('field.ofSales') }] as const] : []))
	const fixed = { ...Object.fromEntries(ofSales), ...(ofAccount === null ? {} : { company: { value: ofAccount, why: t('field.ofAccount') } }) }
	return (
		<Form method="post" noValidate className="grid max-w-3xl gap-6">
			<PersonInputs face="prospect" values={prospect} refusals={refusals} fixed={fixed} />
			{defs.length > 0 ? <CustomInputs defs={defs} values={custom} /> : null}
			<div>
				<Button type="submit" name="intent" value="edit" variant="primary" pending={isPending}>
					{submit}
				</Button>
			</div>
		</Form>
	)
}
