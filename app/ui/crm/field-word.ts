import type { TFunction } from 'i18next'
import { fieldOf, type PersonField } from '../../engine/crm/person-fields.ts'
import { languageNames } from '../format/languages.ts'
import { countryName } from '../format/place-name.ts'

/** A value of a person's field in the reader's words, out of the texts of `crm`: a choice, a country, a language; all else as it stands. */
export function fieldWord(t: TFunction<'crm'>, locale: string, { name, value }: { name: PersonField; value: string }): string {
	const { kind, choices } = fieldOf(name)
	if (kind === 'country') return countryName(value, locale)
	if (kind === 'locale') return languageNames.find(([tag]) => tag === value)?.[1] ?? value
	return choices?.includes(value) || (name === 'leadStatus' && value === 'converted') ? t(`${name}.${value}`) : value
}
