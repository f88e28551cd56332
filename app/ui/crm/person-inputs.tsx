import { useTranslation } from 'react-i18next'
import { countries } from '../../engine/base/countries.ts'
import { addressFields, fieldOf, fieldsOfFace, type PersonFace, type PersonField, type PersonStanding } from '../../engine/crm/person-fields.ts'
import { languageNames } from '../format/languages.ts'
import { useReader } from '../format/locale.tsx'
import type { FieldWords } from '../parts/field.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextArea, TextField } from '../parts/text-field.tsx'
import { fieldWord } from './field-word.ts'

export type Told = { code: string; facts: Record<string, unknown> }
type Props = {
	face: PersonFace
	/** What was typed, else what stands. */
	values: PersonStanding
	/** What stands against what was typed: each at its field. */
	refusals?: readonly Told[] | undefined
	required?: readonly PersonField[]
	/** A word under a field. */
	hints?: Partial<Record<PersonField, string>>
	/** What is not said here, with why: it is shown and not sent. */
	fixed?: Partial<Record<PersonField, { value: string | null; why: string }>>
}

/** Two side by side where there is room for them, also in a narrow column of a wide page. */
const columns = 'grid grid-cols-[repeat(auto-fill,minmax(min(100%,18rem),1fr))] items-start gap-x-6 gap-y-5'
/** Refusals that name their field by what they are. */
const fieldOfCode: Readonly<Record<string, PersonField>> = { EMAIL_INVALID: 'email', LEAD_NAME_MISSING: 'lastName', PERSON_NAME_MISSING: 'lastName' }
const isAddress = (name: PersonField) => addressFields.some((one) => one === name)

/** The fields of a person, as app/engine/crm/person-fields.ts has them; her address by itself, what is long at the end. */
export function PersonInputs(props: Props) {
	const { t } = useTranslation('crm')
	const names: readonly PersonField[] = fieldsOfFace[props.face]
	const plain = names.filter((name) => !isAddress(name) && name !== 'note')
	const inputs = (some: readonly PersonField[]) => some.map((name) => <PersonInput key={name} name={name} {...props} />)
	return (
		<>
			<div className={columns}>{inputs(plain)}</div>
			{names.some(isAddress) ? (
				<fieldset className={columns}>
					<legend className="mb-3 font-medium">{t('address')}</legend>
					{inputs(names.filter(isAddress))}
				</fieldset>
			) : null}
			{inputs(names.filter((name) => name === 'note'))}
		</>
	)
}

function PersonInput({ name, values, refusals = [], required = [], hints = {}, fixed = {} }: Props & { name: PersonField }) {
	const { t } = useTranslation(['crm', 'refusals'])
	const word = useFieldWord()
	const { kind } = fieldOf(name)
	const value = values[name] ?? ''
	const against = refusals.filter(({ code, facts }) => facts['field'] === name || fieldOfCode[code] === name)
	const shared = { label: t(`crm:field.${name}`), hint: hints[name], error: against.map(({ code, facts }) => t(`refusals:${code}`, facts)) }
	const stuck = fixed[name]
	if (stuck) {
		// A company is sent along, as it stands; of all else only what it says is shown.
		const [sent, blank] = name === 'company' ? [name, ''] : [undefined, t('crm:unsaid')]
		return <TextField {...shared} hint={stuck.why} name={sent} readOnly defaultValue={word(name, stuck.value ?? '') || blank} />
	}
	if (kind === 'lines')
		return <TextArea {...shared} name={name} rows={name === 'note' ? 3 : 2} className="col-span-full" autoComplete="off" defaultValue={value} />
	if (kind === 'locale' || kind === 'choice' || kind === 'country')
		return <ChoiceInput {...shared} name={name} value={kind === 'locale' ? value || 'en' : value} />
	return (
		<TextField
			{...shared}
			name={name}
			type={kind === 'email' ? 'email' : kind === 'phone' ? 'tel' : 'text'}
			autoComplete="off"
			required={required.includes(name)}
			defaultValue={value}
		/>
	)
}

/** What may be chosen, each in the reader's words; a word that another system sent stays among them. */
function ChoiceInput({ name, value, ...words }: FieldWords & { name: PersonField; value: string }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	const word = useFieldWord()
	const { kind, choices = [] } = fieldOf(name)
	const known = kind === 'country' ? countries : kind === 'locale' ? languageNames.map(([tag]) => tag) : choices
	const options = known.map((one) => ({ value: one, label: word(name, one) }))
	if (kind === 'country') options.sort((a, b) => a.label.localeCompare(b.label, locale))
	const foreign = value === '' || known.includes(value) ? [] : [{ value, label: word(name, value) }]
	const none = kind === 'locale' ? [] : [{ value: '', label: t('unsaid') }]
	return <SelectField {...words} name={name} autoComplete="off" defaultValue={value} options={[...none, ...foreign, ...options]} />
}

export function useFieldWord(): (name: PersonField, value: string) => string {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	return (name, value) => fieldWord(t, locale, { name, value })
}
