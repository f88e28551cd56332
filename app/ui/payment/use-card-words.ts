import { useTranslation } from 'react-i18next'
import type { CardFieldWords } from './card-field.tsx'

/** The words of the card field, in the person's language. */
export function useCardWords(): CardFieldWords {
	const { t } = useTranslation('common')
	return {
		label: t('cardField.label'),
		loading: t('cardField.loading'),
		unavailable: t('cardField.unavailable'),
		retry: t('cardField.retry'),
		refused: t('cardField.refused'),
	}
}
