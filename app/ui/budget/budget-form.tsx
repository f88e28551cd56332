import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { TypedBudget } from '../../engine/budget/read-budget.ts'
import { Button } from '../parts/button.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'

export type BudgetFormChoices = {
	stores: readonly { id: number; name: string }[]
	people: readonly { id: number; name: string }[]
	costCentres: readonly string[]
}

type Props = {
	currency: string
	/** Null for a budget that stands: whom it is of and its period stay. */
	choices: BudgetFormChoices | null
	typed: TypedBudget
}

export const blank: TypedBudget = { name: '', locationId: '', costCentre: '', contactId: '', period: 'month', amount: '', onBeyond: 'refuse' }

const optionOf = ({ id, name }: { id: number; name: string }) => ({ value: String(id), label: name })

/** A budget to be set or changed. */
export function BudgetForm({ currency, choices, typed }: Props) {
	const { t } = useTranslation('budgets')
	const { formData } = useNavigation()
	const intent = choices ? 'add' : 'save'
	const periods = (['month', 'quarter'] as const).map((value) => ({ value, label: t(`period.${value}`) }))
	const beyond = (['refuse', 'ask'] as const).map((value) => ({ value, label: t(`form.${value}`) }))
	return (
		<Form method="post" className="grid gap-4 sm:grid-cols-2">
			{choices ? <ScopeFields choices={choices} typed={typed} /> : null}
			<TextField
				label={t('form.amount', { currency })}
				name="amount"
				required
				inputMode="decimal"
				defaultValue={typed.amount}
				inputClassName="text-right tabular-nums"
			/>
			{choices ? <SelectField label={t('form.period')} name="period" defaultValue={typed.period} options={periods} /> : null}
			<SelectField label={t('form.onBeyond')} name="onBeyond" defaultValue={typed.onBeyond} options={beyond} />
			<TextField
				label={t('form.name')}
				{...(choices ? { aside: t('optional'), hint: t('form.nameHint') } : { required: true })}
				name="name"
				maxLength={120}
				defaultValue={typed.name}
			/>
			<div className="sm:col-span-2">
				<Button type="submit" name="intent" value={intent} variant="primary" pending={formData?.get('intent') === intent}>
					{t(`form.${intent}`)}
				</Button>
			</div>
		</Form>
	)
}

function ScopeFields({ choices, typed }: { choices: BudgetFormChoices; typed: TypedBudget }) {
	const { t } = useTranslation('budgets')
	return (
		<fieldset className="grid gap-4 sm:col-span-2 sm:grid-cols-3">
			<legend className="mb-2 text-sm text-ink-soft">{t('form.oneOf')}</legend>
			<SelectField
				label={t('scope.store')}
				name="locationId"
				defaultValue={typed.locationId}
				options={[{ value: '', label: t('form.noStore') }, ...choices.stores.map(optionOf)]}
			/>
			<TextField label={t('scope.centre')} name="costCentre" maxLength={80} list="budget-centres" defaultValue={typed.costCentre} />
			<datalist id="budget-centres">
				{choices.costCentres.map((name) => (
					<option key={name} value={name} />
				))}
			</datalist>
			<SelectField
				label={t('scope.buyer')}
				name="contactId"
				defaultValue={typed.contactId}
				options={[{ value: '', label: t('form.noBuyer') }, ...choices.people.map(optionOf)]}
			/>
		</fieldset>
	)
}
