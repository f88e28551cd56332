import { useTranslation } from 'react-i18next'
import { Checkbox, ChoiceGroup } from '../parts/checkbox.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { Section } from '../parts/page-header.tsx'
import { TextField } from '../parts/text-field.tsx'
import type { PromotionPartProps } from './promotion-part.ts'

/** To whom. Nobody chosen is everybody. */
export function PromotionAudience({ fields, choices }: PromotionPartProps) {
	const { t } = useTranslation('merchandising')
	return (
		<Section title={t('promo.to')} aside={t('promo.toAll')}>
			<ChoiceGroup legend={t('field.groupIds')}>
				<div className="grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
					{choices.groups.map((group) => (
						<Checkbox
							key={group.id}
							label={t('promo.group', { name: group.name, count: group.accounts })}
							name="groupIds"
							value={group.id}
							defaultChecked={fields.groupIds.includes(group.id)}
						/>
					))}
				</div>
			</ChoiceGroup>
			<TextField label={t('field.accounts')} name="accounts" defaultValue={fields.accounts} hint={t('promo.hint.accounts')} className="max-w-xl" />
			<Disclosure summary={t('promo.onlyThose')} open={fields.onlyGroupIds.length > 0 || fields.onlyAccounts !== ''}>
				<p className="mb-3 text-ink-soft">{t('promo.hint.onlyThose')}</p>
				<ChoiceGroup legend={t('field.onlyGroupIds')}>
					<div className="grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
						{choices.groups.map(({ id, name }) => (
							<Checkbox key={id} label={name} name="onlyGroupIds" value={id} defaultChecked={fields.onlyGroupIds.includes(id)} />
						))}
					</div>
				</ChoiceGroup>
				<TextField label={t('field.onlyAccounts')} name="onlyAccounts" defaultValue={fields.onlyAccounts} className="mt-3 max-w-xl" />
			</Disclosure>
		</Section>
	)
}
