import { useTranslation } from 'react-i18next'
import { microsOf } from '../../engine/base/money.ts'
import type { Instant } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { unitPrice } from '../format/money.ts'

export type Finding = {
	key: string
	reason: string
	title: string
	detail: string
	count: number | null
	price: string | null
	limit: string | null
	currency: string | null
	from: Instant | null
	to: Instant | null
	bookId: number | null
	accountId: number | null
	promotionId: number | null
	sku: string | null
}

/** What a finding of the coverage report says, in the reader's words. */
export function useFindingWords(): (finding: Finding) => string {
	const { t } = useTranslation('coverage')
	const { locale } = useReader()
	return ({ reason, count, price, limit, currency }) => {
		const shown = (text: string | null) => (text === null ? '' : unitPrice(microsOf(text), currency ?? 'USD', locale))
		return t(`reason.${reason}`, { count: count ?? 0, price: shown(price), limit: shown(limit) })
	}
}
