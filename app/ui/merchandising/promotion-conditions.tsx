import { useTranslation } from 'react-i18next'
import { keep } from '../format/intl.ts'
import { useReader } from '../format/locale.tsx'
import { Checkbox, ChoiceGroup } from '../parts/checkbox.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import type { PromotionPartProps } from './promotion-part.ts'
import { SelectorFields, withChosen } from './selector-fields.tsx'

/** On which products, and when. */
export function PromotionConditions({ fields, choices }: PromotionPartProps) {
	const { t } = useTranslation('merchandising')
	const option = (key: string) => (value: string) => ({ value, label: t(`promo.${key}.${value || 'none'}`) })
	return (
		<>
			<Section title={t('promo.on')}>
				<SelectorFields fields={fields} choices={choices} />
			</Section>
			<Section title={t('promo.when')}>
				<div className="flex flex-wrap items-start gap-3">
					<TextField label={t('field.minAmount')} name="minAmount" inputMode="decimal" defaultValue={fields.minAmount} className="w-36" />
					<SelectField
						label={t('field.amountOver')}
						name="amountOver"
						defaultValue={fields.amountOver}
						options={['order', 'selected'].map(option('over'))}
						className="min-w-56 max-w-full"
					/>
					<SelectField
						label={t('field.amountOf')}
						name="amountOf"
						defaultValue={fields.amountOf}
						options={['phase_entry', 'resolved_price'].map(option('basis'))}
						className="min-w-56 max-w-full"
					/>
					<TextField label={t('field.minQuantity')} name="minQuantity" inputMode="decimal" defaultValue={fields.minQuantity} className="w-36" />
					<SelectField
						label={t('field.quantityPer')}
						name="quantityPer"
						defaultValue={fields.quantityPer}
						options={['selected', 'line', 'order'].map(option('per'))}
						className="min-w-56 max-w-full"
					/>
					<SelectField
						label={t('field.orders')}
						name="orders"
						defaultValue={fields.orders}
						options={['', 'first', 'later'].map(option('orders'))}
						className="min-w-52 max-w-full"
					/>
					<TextField label={t('field.stores')} name="stores" defaultValue={fields.stores} hint={t('promo.hint.stores')} className="w-full sm:w-80" />
				</div>
				<PromotionOccasions fields={fields} />
				{choices.campaigns.length > 0 ? (
					<Disclosure summary={t('promo.campaigns', { count: fields.campaignIds.length })} open={fields.campaignIds.length > 0}>
						<div className="gap-x-6 *:mb-1 *:break-inside-avoid sm:columns-2">
							{choices.campaigns.map(({ id, name }) => (
								<Checkbox key={id} label={name} name="campaignIds" value={id} defaultChecked={fields.campaignIds.includes(id)} />
							))}
						</div>
					</Disclosure>
				) : null}
			</Section>
		</>
	)
}

function PromotionOccasions({ fields }: Pick<PromotionPartProps, 'fields'>) {
	const { t } = useTranslation(['merchandising', 'engine'])
	const { locale } = useReader()
	const weekday = keep(`weekday short ${locale}`, () => new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }))
	return (
		<Disclosure
			summary={t('promo.occasions', { count: fields.channels.length + fields.paymentMethods.length + fields.weekdays.length })}
			open={fields.channels.length + fields.paymentMethods.length + fields.weekdays.length > 0}
		>
			<p className="mb-3 text-ink-soft">{t('promo.hint.occasions')}</p>
			<div className="flex flex-wrap gap-10">
				<ChoiceGroup legend={t('field.channels')}>
					{withChosen(['web', 'rep', 'api', 'standing_order'], fields.channels).map((value) => (
						<Checkbox key={value} label={t(`engine:channel.${value}`)} name="channels" value={value} defaultChecked={fields.channels.includes(value)} />
					))}
				</ChoiceGroup>
				<ChoiceGroup legend={t('field.paymentMethods')}>
					{withChosen(['po', 'card'], fields.paymentMethods).map((value) => (
						<Checkbox
							key={value}
							label={t(`engine:paymentMethod.${value}`)}
							name="paymentMethods"
							value={value}
							defaultChecked={fields.paymentMethods.includes(value)}
						/>
					))}
				</ChoiceGroup>
				<ChoiceGroup legend={t('field.weekdays')}>
					<div className="flex flex-wrap gap-x-4 gap-y-1">
						{/* 1 January 2023 was a Sunday. */}
						{[1, 2, 3, 4, 5, 6, 0].map((value) => (
							<Checkbox
								key={value}
								label={weekday.format(Date.UTC(2023, 0, 1 + value))}
								name="weekdays"
								value={value}
								defaultChecked={fields.weekdays.includes(value)}
							/>
						))}
					</div>
				</ChoiceGroup>
			</div>
		</Disclosure>
	)
}
