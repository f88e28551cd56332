import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PromotionFields } from '../../engine/promotion/promotion-fields.ts'
import { Checkbox } from '../parts/checkbox.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { DateField, TextField } from '../parts/text-field.tsx'
import { PromotionAudience } from './promotion-audience.tsx'
import { PromotionConditions } from './promotion-conditions.tsx'
import { PromotionNames } from './promotion-names.tsx'
import type { PromotionPartProps } from './promotion-part.ts'

/** The builder reads as a sentence: give this, on these products, when that holds, to these people, from then to then. */
export function PromotionForm({ fields, choices, isPartlyKept }: PromotionPartProps & { isPartlyKept: boolean }) {
	const { t } = useTranslation('merchandising')
	return (
		<>
			<Section title={t('promo.give')}>
				<PromotionBenefit fields={fields} choices={choices} />
			</Section>
			<PromotionConditions fields={fields} choices={choices} isPartlyKept={isPartlyKept} />
			<PromotionAudience fields={fields} choices={choices} />
			<Section title={t('promo.stands')}>
				<PromotionStanding fields={fields} choices={choices} />
			</Section>
			<PromotionNames fields={fields} />
		</>
	)
}

const kinds = ['percent_line', 'percent_order', 'amount_unit', 'amount_line', 'amount_order', 'fixed_price', 'free_units', 'gift'] as const
const laterKinds = ['shipping_percent', 'shipping_cap', 'terms'] as const

/** Which fields a benefit is made of. */
const parts: Record<PromotionFields['kind'], readonly ('percent' | 'amount' | 'buy' | 'get' | 'maxUses' | 'cap' | 'days' | 'giftSku' | 'every')[]> = {
	percent_line: ['percent'],
	percent_order: ['percent'],
	amount_unit: ['amount'],
	amount_line: ['amount'],
	amount_order: ['amount'],
	fixed_price: ['amount'],
	free_units: ['buy', 'get', 'percent', 'maxUses'],
	gift: ['giftSku', 'get', 'every', 'maxUses'],
	shipping_percent: ['percent', 'cap'],
	shipping_cap: ['amount'],
	terms: ['days'],
	kept: [],
}

function PromotionBenefit({ fields, choices }: PromotionPartProps) {
	const { t, i18n } = useTranslation('merchandising')
	const [kind, setKind] = useState(fields.kind)
	const options = [...(fields.kind === 'kept' ? (['kept'] as const) : []), ...kinds, ...laterKinds].map((value) => ({ value, label: t(`promo.kind.${value}`) }))
	const hintOf = (part: string) => (i18n.exists(`merchandising:promo.hint.${part}`) ? t(`promo.hint.${part}`) : undefined)
	return (
		<div className="flex flex-wrap items-start gap-3">
			<SelectField
				label={t('field.kind')}
				name="kind"
				defaultValue={fields.kind}
				onChange={(event) => setKind(event.currentTarget.value as PromotionFields['kind'])}
				options={options}
				className="w-full sm:w-80"
			/>
			{parts[kind].map((part) => (
				<TextField
					key={part}
					label={t(`field.${part}`)}
					hint={hintOf(part)}
					name={part}
					inputMode={part === 'giftSku' ? undefined : 'decimal'}
					defaultValue={fields[part]}
					className="w-40"
				/>
			))}
			<SelectField
				label={t('field.currency')}
				name="currency"
				defaultValue={fields.currency}
				options={[...choices.currencies.map((value) => ({ value, label: value })), { value: '', label: t('promo.anyCurrency') }]}
				className="w-40"
			/>
		</div>
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
					className="w-64"
				/>
			</div>
			<Checkbox label={t('field.isExclusive')} name="isExclusive" defaultChecked={fields.isExclusive} />
			<Checkbox label={t('field.isProtected')} name="isProtected" defaultChecked={fields.isProtected} />
		</div>
	)
}
