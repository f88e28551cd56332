import { useTranslation } from 'react-i18next'
import { BeyondBadge, BudgetBar } from '../budget/budget-bar.tsx'
import type { ShownBudget } from '../budget/budget-list.tsx'
import { periodText } from '../budget/period-text.ts'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { Section } from '../parts/page-header.tsx'

/** What the company lets be ordered, and how much of it is left: why an order of hers may wait or be refused. */
export function AccountBudgets({ budgets }: { budgets: readonly ShownBudget[] }) {
	const { t } = useTranslation('budgets')
	const { locale } = useReader()
	if (budgets.length === 0) return null
	return (
		<Section title={t('title')}>
			<ul className="grid">
				{budgets.map((budget) => {
					const { id, name, of, period, startsOn, onBeyond, currency, amountMinor, reservedMinor, spentMinor } = budget
					const leftMinor = Math.max(0, amountMinor - reservedMinor - spentMinor)
					return (
						<li key={id} className="grid gap-2 border-b border-rule py-3 text-sm last:border-b-0">
							<div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
								<span className="font-medium">{name}</span>
								<span className="tabular-nums">{t('left', { amount: money(leftMinor, currency, locale), total: money(amountMinor, currency, locale) })}</span>
							</div>
							<BudgetBar sums={budget} />
							<p className="flex flex-wrap items-baseline gap-x-2 text-ink-soft">
								{[...(name === of ? [] : [of]), periodText(startsOn, period, locale), t(`beyond.${onBeyond}`)].join(' · ')}
								<BeyondBadge sums={budget} />
							</p>
						</li>
					)
				})}
			</ul>
		</Section>
	)
}
