import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { addressFields, fieldOf, fieldsOfFace, type PersonFace, type PersonField, type PersonStanding } from '../../engine/crm/person-fields.ts'
import { addressLines } from '../format/address-lines.ts'
import { useReader } from '../format/locale.tsx'
import { useFieldWord } from './person-inputs.tsx'

type Row = { key: string; label: string; value: ReactNode }

/** What is known of a person as rows of a list, in the order of its form: what is blank is left out, and so is her name, which stands above. */
export function usePersonRows(face: PersonFace, person: PersonStanding): Row[] {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	const word = useFieldWord()
	const names: readonly PersonField[] = fieldsOfFace[face]
	const lines = addressLines(person, locale)
	return names.flatMap((name): Row[] => {
		if (name === 'firstName' || name === 'lastName') return []
		if (name === 'street' && lines.length > 0) return [{ key: 'address', label: t('address'), value: <AddressLines lines={lines} /> }]
		const value = person[name] ?? ''
		if (value === '' || addressFields.some((one) => one === name)) return []
		return [{ key: name, label: t(`field.${name}`), value: <Shown name={name} value={word(name, value)} /> }]
	})
}

function Shown({ name, value }: { name: PersonField; value: string }) {
	const { kind } = fieldOf(name)
	if (kind !== 'email' && kind !== 'phone') return <span className={kind === 'lines' ? 'whitespace-pre-line' : undefined}>{value}</span>
	return (
		<a href={kind === 'email' ? `mailto:${value}` : `tel:${value.replaceAll(/[^\d+]/g, '')}`} className="text-accent underline">
			{value}
		</a>
	)
}

const AddressLines = ({ lines }: { lines: readonly string[] }) => <address className="whitespace-pre-line not-italic">{lines.join('\n')}</address>
