import { useTranslation } from 'react-i18next'
import { Checkbox, ChoiceGroup } from '../parts/checkbox.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { DateField, TextField } from '../parts/text-field.tsx'

type Fields = {
	code: string
	name: string
	rung: string
	currency: string
	priority: string
	policy: string
	tierMode: string
	basis: string
	dateBasis: string
	isPromotable: boolean
	status: string
	validFrom: string | null
	validTo: string | null
	accounts: string
	groupIds: readonly number[]
}

type BookFormProps = {
	fields: Fields
	choices: { currencies: readonly string[]; groups: readonly { id: number; name: string; accounts: number }[] }
	isNew: boolean
}

/** What a price book is: its name and rule, when it holds, and for whom. */
export function BookForm({ fields, choices, isNew }: BookFormProps) {
	const { t } = useTranslation(['books', 'merchandising'])
	const options = (words: readonly string[], key: string) => words.map((value) => ({ value, label: t(`merchandising:${key}.${value}`) }))
	const rungs = isNew ? ['contract', 'group', 'sale', 'base'] : fields.rung === 'fx' ? ['fx'] : ['contract', 'group', 'sale', 'base']
	const currencies = [...new Set([...choices.currencies, ...(fields.currency ? [fields.currency] : [])])]
	return (
		<>
			<Section title={t('settings.what')}>
				<div className="grid gap-5 sm:grid-cols-2 lg:grid-cols-4">
					<TextField label={t('merchandising:field.name')} name="name" required defaultValue={fields.name} className="sm:col-span-2" />
					<TextField
						label={t('merchandising:field.code')}
						name="code"
						required
						readOnly={!isNew}
						defaultValue={fields.code}
						hint={isNew ? undefined : t('settings.codeStays')}
					/>
					{isNew ? (
						<SelectField
							label={t('merchandising:field.currency')}
							name="currency"
							defaultValue={fields.currency}
							options={currencies.map((value) => ({ value, label: value }))}
						/>
					) : (
						<TextField label={t('merchandising:field.currency')} name="currency" readOnly defaultValue={fields.currency} hint={t('settings.codeStays')} />
					)}
					<SelectField label={t('merchandising:books.rung')} name="rung" defaultValue={fields.rung} options={options(rungs, 'rung')} />
					<SelectField
						label={t('merchandising:status')}
						name="status"
						defaultValue={fields.status}
						options={options(['draft', 'published', 'retired'], 'statuses')}
					/>
					<DateField label={t('merchandising:field.validFrom')} name="validFrom" required defaultValue={fields.validFrom ?? ''} />
					<DateField label={t('merchandising:field.validTo')} name="validTo" defaultValue={fields.validTo ?? ''} hint={t('merchandising:promo.hint.validTo')} />
				</div>
			</Section>
			<Section title={t('settings.rule')}>
				<div className="grid gap-5 sm:grid-cols-2 lg:grid-cols-4">
					<SelectField label={t('settings.policy')} name="policy" defaultValue={fields.policy} options={options(['best_of', 'exclusive'], 'policy')} />
					<TextField
						label={t('merchandising:field.priority')}
						name="priority"
						inputMode="numeric"
						defaultValue={fields.priority}
						hint={t('settings.priorityHint')}
					/>
					<SelectField
						label={t('settings.tierMode')}
						name="tierMode"
						defaultValue={fields.tierMode}
						options={options(['all_units', 'graduated'], 'tierMode')}
					/>
					<SelectField
						label={t('settings.basis')}
						name="basis"
						defaultValue={fields.basis}
						options={options(['line', 'order', 'mix_group', 'account_period'], 'basis')}
					/>
					<SelectField
						label={t('settings.dateBasis')}
						name="dateBasis"
						defaultValue={fields.dateBasis}
						options={['ordered', 'delivery'].map((value) => ({ value, label: t(`settings.dates.${value}`) }))}
					/>
					<Checkbox label={t('settings.isPromotable')} name="isPromotable" defaultChecked={fields.isPromotable} className="self-end sm:col-span-2" />
				</div>
			</Section>
			<Section title={t('merchandising:promo.to')} aside={t('settings.toAll')}>
				{choices.groups.length === 0 ? null : (
					<ChoiceGroup legend={t('merchandising:field.groupIds')}>
						<div className="grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
							{choices.groups.map(({ id, name, accounts }) => (
								<Checkbox
									key={id}
									label={t('merchandising:promo.group', { name, count: accounts })}
									name="groupIds"
									value={id}
									defaultChecked={fields.groupIds.includes(id)}
								/>
							))}
						</div>
					</ChoiceGroup>
				)}
				<TextField
					label={t('merchandising:field.accounts')}
					name="accounts"
					defaultValue={fields.accounts}
					hint={t('settings.accountsHint')}
					className="max-w-xl"
				/>
			</Section>
		</>
	)
}
