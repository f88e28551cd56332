import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { type Comparison, predicateOps } from '../../engine/base/predicate.ts'
import { decimalText } from '../format/number.ts'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import { conditionsOf, MOST_CONDITIONS } from './read-conditions.ts'

/** A field that a rule can ask about; `label` only where the house has given it one. */
export type AskedField = { name: string; type: string; label?: string }

export const fieldName = (t: TFunction, { name, label }: AskedField) => label ?? t(`crm:field.${name}`)

type Props = { fields: readonly AskedField[]; predicate: unknown; always: string }

/** Conditions of a rule as rows of a form, with room for two more; without a single one the rule holds `always`. */
export function ConditionFields({ fields, predicate, always }: Props) {
	const { t } = useTranslation('crm')
	const found = conditionsOf(predicate) ?? { join: 'all' as const, tests: [] }
	const count = Math.min(MOST_CONDITIONS, found.tests.length + 2)
	const rows = Array.from({ length: count }, (_, index) => ({ key: `row ${index}`, index, test: found.tests[index] }))
	const options = [{ value: '', label: t('conditions.none') }, ...fields.map((field) => ({ value: field.name, label: fieldName(t, field) }))]
	const ops = predicateOps.map((value) => ({ value, label: t(`conditions.op.${value}`) }))
	return (
		<fieldset className="grid gap-3">
			<legend className="mb-2 text-sm font-medium">{t('conditions.title')}</legend>
			<SelectField
				label={t('conditions.join.label')}
				hideLabel
				name="join"
				defaultValue={found.join}
				className="w-fit"
				options={(['all', 'any'] as const).map((value) => ({ value, label: t(`conditions.join.${value}`) }))}
			/>
			{rows.map(({ key, index, test }) => (
				<div key={key} className="grid gap-2 sm:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_minmax(0,1.2fr)]">
					<SelectField label={t('conditions.field')} hideLabel size="sm" name={`field-${index}`} defaultValue={test?.field ?? ''} options={options} />
					<SelectField label={t('conditions.how')} hideLabel size="sm" name={`op-${index}`} defaultValue={test?.op ?? 'eq'} options={ops} />
					<TextField
						label={t('conditions.value')}
						hideLabel
						size="sm"
						name={`value-${index}`}
						defaultValue={typedValue(test)}
						maxLength={200}
						placeholder={t('conditions.value')}
					/>
				</div>
			))}
			<p className="text-sm text-ink-soft">{always}</p>
		</fieldset>
	)
}

function typedValue(test: Comparison | undefined): string {
	const value = test?.value ?? ''
	return typeof value === 'object' ? value.join(', ') : String(value)
}

/** A rule's conditions as a sentence, its numbers as the reader writes them. */
export function conditionText(t: TFunction, predicate: unknown, fields: readonly AskedField[], locale: string): string {
	if (predicate === null) return t('crm:conditions.always')
	const found = conditionsOf(predicate)
	if (!found) return t('crm:conditions.nested')
	const parts = found.tests.map((test) => {
		const field = fields.find(({ name }) => name === test.field)
		return [
			field ? fieldName(t, field) : test.field,
			t(`crm:conditions.op.${test.op}`),
			field?.type === 'number' ? decimalText(typedValue(test), locale) : typedValue(test),
		]
			.filter((word) => word !== '')
			.join(' ')
	})
	return parts.join(` ${t(`crm:conditions.${found.join === 'all' ? 'and' : 'or'}`)} `)
}
