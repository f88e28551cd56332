import { useTranslation } from 'react-i18next'
import type { SelectorFields as Fields } from '../../engine/promotion/promotion-fields.ts'
import { Checkbox } from '../parts/checkbox.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import type { PromotionChoices } from './promotion-part.ts'

const relations = ['', 'accessory', 'spare_part', 'cross_sell', 'up_sell', 'substitute', 'successor'] as const
const standings = ['owned', 'in_cart', 'products'] as const

type SelectorProps = { fields: Fields; choices: PromotionChoices; prefix?: string }

/** By what lines are picked: products, categories, units, and how a product stands to others. Everything given must hold. */
export function SelectorFields({ fields, choices, prefix = '' }: SelectorProps) {
	const { t } = useTranslation('merchandising')
	const option = (key: string) => (value: string) => ({ value, label: t(`promo.${key}.${value || 'none'}`) })
	const isRare = fields.relation !== '' || fields.units !== '' || fields.relationSkus !== ''
	return (
		<>
			<div className="flex flex-wrap items-start gap-3">
				<TextField label={t('field.skus')} name={`${prefix}skus`} defaultValue={fields.skus} hint={t('promo.hint.skus')} className="w-full sm:w-80" />
				<TextField label={t('field.excludedSkus')} name={`${prefix}excludedSkus`} defaultValue={fields.excludedSkus} className="w-full sm:w-64" />
			</div>
			<Categories name={`${prefix}categoryIds`} chosen={fields.categoryIds} choices={choices} words="promo.categories" />
			<Categories name={`${prefix}excludedCategoryIds`} chosen={fields.excludedCategoryIds} choices={choices} words="promo.notCategories" />
			<Disclosure summary={t('promo.narrower')} open={isRare}>
				<div className="flex flex-wrap items-start gap-3">
					<SelectField
						label={t('field.relation')}
						name={`${prefix}relation`}
						defaultValue={fields.relation}
						options={withChosen(relations, [fields.relation]).map(option('relation'))}
						className="min-w-56 max-w-full"
					/>
					<SelectField
						label={t('field.relationOf')}
						name={`${prefix}relationOf`}
						defaultValue={fields.relationOf}
						options={standings.map(option('relationOf'))}
						className="min-w-64 max-w-full"
					/>
					<TextField
						label={t('field.relationSkus')}
						name={`${prefix}relationSkus`}
						defaultValue={fields.relationSkus}
						hint={t('promo.hint.relationSkus')}
						className="w-full sm:w-64"
					/>
					<TextField
						label={t('field.units')}
						name={`${prefix}units`}
						defaultValue={fields.units}
						hint={choices.units.slice(0, 6).join(', ')}
						className="w-40"
					/>
				</div>
			</Disclosure>
		</>
	)
}

/** What can be chosen, and what was chosen before that is no longer offered. */
export function withChosen<T extends string>(offered: readonly T[], chosen: readonly string[]): string[] {
	return [...new Set<string>([...offered, ...chosen])]
}

function Categories({ name, chosen, choices, words }: { name: string; chosen: readonly number[]; choices: PromotionChoices; words: string }) {
	const { t } = useTranslation('merchandising')
	return (
		<Disclosure summary={t(words, { count: chosen.length })} open={chosen.length > 0}>
			<div className="gap-x-6 *:mb-1 *:break-inside-avoid sm:columns-2 lg:columns-3">
				{choices.categories.map((category) => (
					<Checkbox
						key={category.id}
						label={category.name}
						name={name}
						value={category.id}
						defaultChecked={chosen.includes(category.id)}
						className={category.depth > 0 ? 'pl-6' : undefined}
					/>
				))}
			</div>
		</Disclosure>
	)
}
