import { useTranslation } from 'react-i18next'
import { Checkbox } from '../parts/checkbox.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { DateField, TextField } from '../parts/text-field.tsx'
import { OwnBudgets } from './own-budgets.tsx'
import { PromotionAudience } from './promotion-audience.tsx'
import { PromotionBenefit } from './promotion-benefit.tsx'
import { PromotionConditions } from './promotion-conditions.tsx'
import { PromotionNames } from './promotion-names.tsx'
import type { PromotionPartProps } from './promotion-part.ts'

/** The builder reads as a sentence: give this, on these products, when that holds, to these people, from then to then. */
export function PromotionForm({ fields, choices }: PromotionPartProps) {
	const { t } = useTranslation('merchandising')
	return (
		<>
			<Section title={t('promo.give')}>
				<PromotionBenefit fields={fields} choices={choices} />
			</Section>
			<PromotionConditions fields={fields} choices={choices} />
			<PromotionAudience fields={fields} choices={choices} />
			<Section title={t('promo.stands')}>
				<PromotionStanding fields={fields} choices={choices} />
			</Section>
			<PromotionNames fields={fields} />
		</>
	)
}

function PromotionStanding({ fields, choices }: PromotionPartProps) {
	const { t } = useTranslation('merchandising')
	return (
		<div className="grid gap-5">
			<div className="flex flex-wrap items-start gap-3">
				<TextField label={t('field.code')} name="code" required defaultValue={fields.code} className="w-44" />
				<TextField label={t('field.lane')} name="lane" required list="lanes" defaultValue={fields.lane} hint={t('promo.hint.lane')} className="w-56" />
				<datalist id="lanes">
					{choices.lanes.map((lane) => (
						<option key={lane} value={lane} />
					))}
				</datalist>
				<TextField label={t('field.priority')} name="priority" inputMode="numeric" defaultValue={fields.priority} className="w-28" />
				<TextField label={t('field.couponCode')} name="couponCode" defaultValue={fields.couponCode} hint={t('promo.hint.couponCode')} className="w-44" />
			</div>
			<div className="flex flex-wrap items-start gap-3">
				<DateField label={t('field.validFrom')} name="validFrom" required defaultValue={fields.validFrom} className="w-44" />
				<DateField label={t('field.validTo')} name="validTo" defaultValue={fields.validTo} hint={t('promo.hint.validTo')} className="w-44" />
				<TextField label={t('field.budgetMoney')} name="budgetMoney" inputMode="decimal" defaultValue={fields.budgetMoney} className="w-36" />
				<TextField label={t('field.budgetUses')} name="budgetUses" inputMode="numeric" defaultValue={fields.budgetUses} className="w-32" />
				<SelectField
					label={t('field.budgetPolicy')}
					name="budgetPolicy"
					defaultValue={fields.budgetPolicy}
					options={(['reject', 'cap'] as const).map((value) => ({ value, label: t(`promo.policy.${value}`) }))}
					className="min-w-64 max-w-full"
				/>
			</div>
			<OwnBudgets budgets={fields.ownBudgets} />
			<Checkbox label={t('field.isExclusive')} name="isExclusive" defaultChecked={fields.isExclusive} />
			<Checkbox label={t('field.isProtected')} name="isProtected" defaultChecked={fields.isProtected} />
		</div>
	)
}
