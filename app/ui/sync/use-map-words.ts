import { useTranslation } from 'react-i18next'
import type { FieldShape } from '../../engine/sync/types.ts'
import { useReader } from '../format/locale.tsx'
import { count, list } from '../format/number.ts'
import type { ShownLine } from './shown-mapping.ts'
import { useNames } from './use-names.ts'

/** A field map in sentences, and a field with what its side says of it. */
export function useMapWords() {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	const names = useNames()
	const sentence = ({ behaviour, blank, multi, overflow, transform, fallback, isConsent, crm, ma }: ShownLine): string => {
		if (behaviour === 'off') return t('says.off')
		if (isConsent) return t('says.consent')
		const parts = [t(`says.${behaviour}`), t(`says.blank.${behaviour.includes('_to_') ? 'oneWay' : 'both'}.${blank}`)]
		if (ma?.kind === 'multipicklist' && crm?.kind !== 'multipicklist') parts.push(t(`says.multi.${multi}`))
		if (overflow === 'truncate')
			parts.push(t('says.truncate', { count: Math.min(crm?.length ?? Number.MAX_SAFE_INTEGER, ma?.length ?? Number.MAX_SAFE_INTEGER) }))
		if (transform) parts.push(t(`says.transform.${transform.kind}`, { count: transform.kind === 'choices' ? Object.keys(transform.pairs).length : 1 }))
		if (fallback !== null) parts.push(t('says.fallback', { value: fallback }))
		return parts.join(' ')
	}
	const shape = ({ name, label, kind, length, values, updateable, required }: FieldShape): string => {
		const facts = [t(`kind.${kind}`)]
		if (length !== null) facts.push(t('shape.length', { length: count(length, locale) }))
		if (values) facts.push(t('shape.values', { values: list(values.slice(0, 6), locale, 'or') }))
		if (required) facts.push(t('shape.required'))
		if (!updateable) facts.push(t('shape.readOnly'))
		return `${names.field(name, label)} · ${facts.join(', ')}`
	}
	return { sentence, shape }
}
