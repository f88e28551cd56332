import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type BenefitKind, benefitKinds, type PartFields, type PromotionFields } from '../../engine/promotion/promotion-fields.ts'
import { Button } from '../parts/button.tsx'
import { Checkbox, ChoiceGroup } from '../parts/checkbox.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import type { PromotionPartProps } from './promotion-part.ts'
import { SelectorFields, withChosen } from './selector-fields.tsx'

type Part = 'percent' | 'amount' | 'buy' | 'get' | 'maxUses' | 'cap' | 'days' | 'giftSku' | 'giftUnit' | 'every'

/** Which fields a benefit is made of. */
const parts: Record<BenefitKind, readonly Part[]> = {
	percent_line: ['percent'],
	percent_order: ['percent'],
	amount_unit: ['amount'],
	amount_line: ['amount'],
	amount_order: ['amount'],
	fixed_price: ['amount'],
	free_units: ['buy', 'get', 'percent', 'maxUses'],
	bundle_price: ['amount', 'maxUses'],
	gift: ['giftSku', 'get', 'giftUnit', 'every', 'maxUses'],
	shipping_percent: ['percent', 'cap'],
	shipping_cap: ['amount'],
	terms: ['days'],
}

/** What is given: its kind, the figures it is made of, and what it picks beside the conditions. */
export function PromotionBenefit({ fields, choices }: PromotionPartProps) {
	const { t, i18n } = useTranslation('merchandising')
	const [kind, setKind] = useState(fields.kind)
	const hintOf = (part: string) => (i18n.exists(`merchandising:promo.hint.${part}`) ? t(`promo.hint.${part}`) : undefined)
	const option = (key: string) => (value: string) => ({ value, label: t(`promo.${key}.${value}`) })
	return (
		<>
			<div className="flex flex-wrap items-start gap-3">
				<SelectField
					label={t('field.kind')}
					name="kind"
					defaultValue={fields.kind}
					onChange={(event) => setKind(event.currentTarget.value as BenefitKind)}
					options={benefitKinds.map(option('kind'))}
					className="w-full sm:w-auto sm:min-w-80 sm:max-w-full"
				/>
				{parts[kind].map((part) => (
					<TextField
						key={part}
						label={t(`field.${part}`)}
						hint={hintOf(part)}
						name={part}
						inputMode={part === 'giftSku' || part === 'giftUnit' ? undefined : 'decimal'}
						defaultValue={fields[part]}
						className="w-40"
					/>
				))}
				{kind === 'percent_line' || kind === 'percent_order' ? (
					<SelectField
						label={t('field.percentOf')}
						name="percentOf"
						defaultValue={fields.percentOf}
						options={['phase_entry', 'resolved_price'].map(option('basis'))}
						className="min-w-56 max-w-full"
					/>
				) : null}
				<SelectField
					label={t('field.currency')}
					name="currency"
					defaultValue={fields.currency}
					options={[...choices.currencies.map((value) => ({ value, label: value })), { value: '', label: t('promo.anyCurrency') }]}
					className="min-w-40 max-w-full"
				/>
			</div>
			{kind === 'free_units' ? <Reward fields={fields} choices={choices} /> : null}
			{kind === 'bundle_price' ? <BundleParts fields={fields} choices={choices} /> : null}
			{kind === 'shipping_percent' || kind === 'shipping_cap' ? <Methods fields={fields} choices={choices} /> : null}
		</>
	)
}

function Reward({ fields, choices }: PromotionPartProps) {
	const { t } = useTranslation('merchandising')
	const [from, setFrom] = useState(fields.getFrom)
	return (
		<div className="grid gap-3">
			<SelectField
				label={t('field.getFrom')}
				name="getFrom"
				defaultValue={fields.getFrom}
				onChange={(event) => setFrom(event.currentTarget.value as PromotionFields['getFrom'])}
				options={['same', 'others'].map((value) => ({ value, label: t(`promo.getFrom.${value}`) }))}
				className="w-full sm:w-auto sm:min-w-80 sm:max-w-full"
			/>
			{from === 'others' ? (
				<fieldset className="grid gap-3 border-l-2 border-rule pl-4">
					<legend className="sr-only">{t('promo.getFrom.others')}</legend>
					<SelectorFields prefix="reward." fields={fields.reward} choices={choices} />
				</fieldset>
			) : null}
		</div>
	)
}

const anyProduct: PartFields = {
	...{ quantity: '', skus: '', excludedSkus: '', categoryIds: [], excludedCategoryIds: [] },
	...{ units: '', relation: '', relationOf: 'owned', relationSkus: '' },
}

/** Two parts at least, and always an empty one for the next, so that it works without scripts. */
function BundleParts({ fields, choices }: PromotionPartProps) {
	const { t } = useTranslation('merchandising')
	const [count, setCount] = useState(Math.max(2, fields.parts.length + 1))
	return (
		<div className="grid gap-5">
			{Array.from({ length: count }, (_, index) => index).map((index) => {
				const part = fields.parts[index] ?? anyProduct
				return (
					<fieldset key={index} className="grid gap-3 border-l-2 border-rule pl-4">
						<legend className="mb-2 font-medium">{t('promo.part', { number: index + 1 })}</legend>
						<TextField
							label={t('field.quantity')}
							name="partQuantity"
							inputMode="decimal"
							defaultValue={part.quantity}
							hint={t('promo.hint.part')}
							className="w-56"
						/>
						<SelectorFields prefix={`part${index}.`} fields={part} choices={choices} />
					</fieldset>
				)
			})}
			<div>
				<Button type="button" icon="plus" onClick={() => setCount(count + 1)}>
					{t('promo.anotherPart')}
				</Button>
			</div>
		</div>
	)
}

function Methods({ fields, choices }: PromotionPartProps) {
	const { t } = useTranslation('merchandising')
	return (
		<ChoiceGroup legend={t('field.methods')} hint={t('promo.hint.methods')}>
			<div className="flex flex-wrap gap-x-6 gap-y-1">
				{withChosen(choices.methods, fields.methods).map((method) => (
					<Checkbox key={method} label={method} name="methods" value={method} defaultChecked={fields.methods.includes(method)} />
				))}
			</div>
		</ChoiceGroup>
	)
}
