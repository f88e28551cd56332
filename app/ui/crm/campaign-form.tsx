import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { type CampaignWish, campaignKinds, campaignStatuses } from '../../engine/crm/campaign.ts'
import { Button } from '../parts/button.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { DateField, TextField } from '../parts/text-field.tsx'
import { FieldsFor } from '../shell/roles.tsx'
import { CustomInputs, type DefView, type Values } from './custom-values.tsx'

type Props = { wish: CampaignWish | null; values: Values; defs: readonly DefView[]; others: readonly { id: number; name: string }[]; currency: string }

/** What a campaign is, costs and should bring, with the house's own fields. */
export function CampaignForm({ wish, values, defs, others, currency }: Props) {
	const { t } = useTranslation('crm')
	const amount = (name: 'budgetedCost' | 'actualCost' | 'expectedRevenue') => (
		<TextField label={t(`field.${name}`)} name={name} inputMode="decimal" defaultValue={wish?.[name] ?? ''} maxLength={20} aside={currency} />
	)
	return (
		<Form method="post">
			<FieldsFor roles={['marketer']} className="grid max-w-3xl gap-6">
				<input type="hidden" name="act" value="save" />
				<div className="grid gap-4 sm:grid-cols-2">
					<TextField label={t('field.name')} name="name" defaultValue={wish?.name ?? ''} maxLength={120} required />
					<TextField label={t('field.code')} name="code" defaultValue={wish?.code ?? ''} maxLength={40} hint={t('campaigns.codeHint')} required />
					<SelectField
						label={t('field.kind')}
						name="kind"
						defaultValue={wish?.kind ?? 'email'}
						options={campaignKinds.map((value) => ({ value, label: t(`campaigns.kind.${value}`) }))}
					/>
					<SelectField
						label={t('field.status')}
						name="status"
						defaultValue={wish?.status ?? 'planned'}
						options={campaignStatuses.map((value) => ({ value, label: t(`campaigns.status.${value}`) }))}
					/>
					<DateField label={t('field.startsOn')} name="startsOn" defaultValue={wish?.startsOn ?? ''} />
					<DateField label={t('field.endsOn')} name="endsOn" defaultValue={wish?.endsOn ?? ''} />
				</div>
				<div className="grid gap-4 sm:grid-cols-3">
					{amount('budgetedCost')}
					{amount('actualCost')}
					{amount('expectedRevenue')}
				</div>
				<SelectField
					label={t('campaigns.parent')}
					name="parentId"
					defaultValue={wish?.parentId ?? ''}
					options={[{ value: '', label: t('campaigns.noParent') }, ...others.map(({ id, name }) => ({ value: String(id), label: name }))]}
				/>
				{defs.length > 0 ? <CustomInputs defs={defs} values={values} /> : null}
				<Button type="submit" variant="primary" className="w-fit">
					{t('save')}
				</Button>
			</FieldsFor>
		</Form>
	)
}
