import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { decimalText } from '../format/number.ts'
import { Checkbox, ChoiceGroup } from '../parts/checkbox.tsx'
import { DayText } from '../parts/date-text.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { DateField, TextArea, TextField } from '../parts/text-field.tsx'
import { type Words, wordsIn } from './words.tsx'

export type DefView = {
	name: string
	labels: Words
	type: string
	length: number | null
	precision: number | null
	scale: number | null
	choices: readonly string[] | null
	isRequired: boolean
}
export type Value = string | boolean | readonly string[]
export type Values = Readonly<Record<string, Value>>

/** Long enough to want a box of lines. */
const LONG = 200

/** The house's own fields of a record, each as its type wants it. */
export function CustomInputs({ defs, values }: { defs: readonly DefView[]; values: Values }) {
	return (
		<div className="grid gap-4 sm:grid-cols-2">
			{defs.map((def) => (
				<CustomInput key={def.name} def={def} value={values[def.name]} />
			))}
		</div>
	)
}

function CustomInput({ def, value }: { def: DefView; value: Value | undefined }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	const { name, type, choices, isRequired, length, precision, scale } = def
	const label = wordsIn(def.labels, locale)
	const shared = { name: `custom:${name}`, label, required: isRequired, defaultValue: typeof value === 'object' ? '' : String(value ?? '') }
	if (type === 'boolean') return <SelectField {...shared} options={['', 'true', 'false'].map((one) => ({ value: one, label: t(`yesNo.${one || 'open'}`) }))} />
	if (type === 'picklist')
		return <SelectField {...shared} options={[{ value: '', label: t('choose') }, ...(choices ?? []).map((one) => ({ value: one, label: one }))]} />
	if (type === 'multipicklist')
		return (
			<ChoiceGroup legend={label}>
				<input type="hidden" name={`custom:${name}`} value="" />
				{(choices ?? []).map((one) => (
					<Checkbox key={one} label={one} name={`custom:${name}`} value={one} defaultChecked={Array.isArray(value) && value.includes(one)} />
				))}
			</ChoiceGroup>
		)
	if (type === 'date') return <DateField {...shared} />
	if (type === 'number')
		return <TextField {...shared} inputMode="decimal" hint={t('custom.numberHint', { digits: (precision ?? 15) - (scale ?? 0), scale: scale ?? 0 })} />
	return (length ?? 0) > LONG ? (
		<TextArea {...shared} maxLength={length ?? undefined} className="sm:col-span-2" />
	) : (
		<TextField {...shared} maxLength={length ?? undefined} />
	)
}

/** What stands in a field of the house's own, to read. */
export function CustomShown({ def, value }: { def: DefView; value: Value | null }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	if (value === null) return '–'
	if (typeof value === 'boolean') return t(`yesNo.${value}`)
	if (typeof value === 'object') return value.join(', ')
	return def.type === 'date' ? <DayText day={value} /> : def.type === 'number' ? decimalText(value, locale) : value
}

/** The house's own fields that hold something, to read. */
export function CustomFacts({ defs, values }: { defs: readonly DefView[]; values: Values }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	const rows = defs.flatMap((def) => {
		const value = values[def.name]
		return value === undefined ? [] : [{ key: def.name, label: wordsIn(def.labels, locale), value: <CustomShown def={def} value={value} /> }]
	})
	return rows.length === 0 ? <p className="text-sm text-ink-soft">{t('custom.none')}</p> : <KeyValueList rows={rows} />
}

/** The house's own fields of a form, by their names: `custom:seats`. Several of one name are a list. */
export function readCustomValues(form: FormData): Record<string, string | string[]> {
	const typed: Record<string, string | string[]> = {}
	for (const key of new Set(form.keys())) {
		if (!key.startsWith('custom:')) continue
		const all = form.getAll(key).map((value) => (typeof value === 'string' ? value.slice(0, 5000) : ''))
		typed[key.slice('custom:'.length)] = all.length > 1 ? all.filter((one) => one !== '') : (all[0] ?? '')
	}
	return typed
}
