import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OwnBudgetFields } from '../../engine/promotion/promotion-fields.ts'
import { Button } from '../parts/button.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'

const none: OwnBudgetFields = { kind: 'store', who: '', policy: 'reject', money: '', uses: '' }

/** Budgets of single stores, accounts and groups, beside that of the whole. An emptied row is none. */
export function OwnBudgets({ budgets }: { budgets: readonly OwnBudgetFields[] }) {
	const { t } = useTranslation('merchandising')
	const [count, setCount] = useState(budgets.length + 1)
	const options = (key: string, values: readonly string[]) => values.map((value) => ({ value, label: t(`promo.${key}.${value}`) }))
	return (
		<Disclosure summary={t('promo.ownBudgets', { count: budgets.length })} open={budgets.length > 0}>
			<p className="mb-3 text-ink-soft">{t('promo.hint.ownBudgets')}</p>
			<div className="grid gap-4">
				{Array.from({ length: count }, (_, index) => index).map((index) => {
					const own = budgets[index] ?? none
					return (
						<fieldset key={index} className="flex flex-wrap items-start gap-3 border-l-2 border-rule pl-4">
							<legend className="sr-only">{t('promo.ownBudget', { number: index + 1 })}</legend>
							<SelectField
								label={t('field.ownKind')}
								name="ownKind"
								defaultValue={own.kind}
								options={options('ownKind', ['store', 'account', 'group'])}
								className="min-w-36 max-w-full"
							/>
							<TextField label={t('field.ownWho')} name="ownWho" defaultValue={own.who} hint={t('promo.hint.ownWho')} className="w-full sm:w-56" />
							<TextField label={t('field.ownMoney')} name="ownMoney" inputMode="decimal" defaultValue={own.money} className="w-32" />
							<TextField label={t('field.ownUses')} name="ownUses" inputMode="numeric" defaultValue={own.uses} className="w-28" />
							<SelectField
								label={t('field.budgetPolicy')}
								name="ownPolicy"
								defaultValue={own.policy}
								options={options('policy', ['reject', 'cap'])}
								className="min-w-64 max-w-full"
							/>
						</fieldset>
					)
				})}
				<div>
					<Button type="button" icon="plus" onClick={() => setCount(count + 1)}>
						{t('promo.anotherBudget')}
					</Button>
				</div>
			</div>
		</Disclosure>
	)
}
