import { useTranslation } from 'react-i18next'
import { microsOf } from '../../engine/base/money.ts'
import { UnitPrice } from '../parts/money.tsx'

/** Tiers given as two texts in step, one line each; nothing when there was no entry. */
export function TierList({ from, price, currency }: { from: string | null; price: string | null; currency: string }) {
	const { t } = useTranslation('merchandising')
	if (from === null || price === null) return <span className="text-ink-soft">{t('history.nothing')}</span>
	const prices = price.split(',')
	return (
		<ul className="grid gap-0.5 tabular-nums">
			{from.split(',').map((quantity, tier) => (
				<li key={quantity}>
					{t('history.tier', { quantity })} <UnitPrice micros={microsOf(prices[tier] ?? '0')} currency={currency} />
				</li>
			))}
		</ul>
	)
}
