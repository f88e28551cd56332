import { useTranslation } from 'react-i18next'

/** A unit of measure by its name in the reader's language; a code of the company's own is shown as it is. */
export function useUnitName(): (code: string) => string {
	const { t, i18n } = useTranslation('common')
	// A look-up costs as much as a cell, and a list asks for few units many times.
	const names = new Map<string, string>()
	return (code) => {
		const known = names.get(code) ?? (i18n.exists(`common:units.${code}`) ? t(`units.${code}`) : code)
		names.set(code, known)
		return known
	}
}
