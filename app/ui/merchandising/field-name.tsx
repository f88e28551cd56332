import { useTranslation } from 'react-i18next'

/** The name of a field, when it is one of the form; else what the engine calls it. */
export function FieldName({ name }: { name: string }) {
	const { t, i18n } = useTranslation('merchandising')
	return <>{i18n.exists(`merchandising:field.${name}`) ? t(`field.${name}`) : name}</>
}
