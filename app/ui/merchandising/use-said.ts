import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import { useReader } from '../format/locale.tsx'
import { formatFacts } from '../format/refusal-text.ts'
import type { RefusalText } from '../parts/refusals.tsx'

/** Refusals of the house's own rooms in the reader's words, each with the product or the field that it is about. */
export function useSaid(currency = 'USD'): (refusals: readonly Refusal[]) => RefusalText[] {
	const { t, i18n } = useTranslation(['refusals', 'merchandising'])
	const { locale } = useReader()
	const fieldOf = (key: unknown) => (typeof key === 'string' && i18n.exists(`merchandising:field.${key}`) ? t(`merchandising:field.${key}`) : '')
	return (refusals) =>
		refusals.map(({ code, facts, line }, index) => ({
			key: `${code}${line ?? ''}${index}`,
			where: String(facts['sku'] ?? '') || fieldOf(facts['key']),
			message: t(`refusals:${code}`, formatFacts(facts, currency, locale)),
		}))
}
