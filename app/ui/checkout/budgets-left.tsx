import { useTranslation } from 'react-i18next'
import type { ShownBudget } from '../../engine/order/shown-cart.ts'
import { periodText } from '../budget/period-text.ts'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { cn } from '../parts/cn.ts'

type Props = { budgets: readonly ShownBudget[]; currency: string; className?: string }

/** What this order leaves of budgets in their present period, or how far it goes beyond. */
export function BudgetsLeft({ budgets, currency, className }: Props) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	if (budgets.length === 0) return null
	return (
		<ul className={cn('grid gap-0.5 text-sm', className)}>
			{budgets.map(({ budgetId, name, period, startsOn, leftMinor, limitMinor, amountMinor, shortMinor, onBeyond }) => {
				const facts = {
					...{ name, period: periodText(startsOn, period, locale), total: money(limitMinor, currency, locale) },
					...{ left: money(leftMinor - amountMinor, currency, locale), short: money(shortMinor, currency, locale) },
				}
				return (
					<li key={budgetId} className={shortMinor > 0 ? (onBeyond === 'ask' ? 'text-warning' : 'text-danger') : 'text-ink-soft'}>
						{t(shortMinor > 0 ? `budget.short_${onBeyond}` : 'budget.left', facts)}
					</li>
				)
			})}
		</ul>
	)
}

/** The budgets of one delivery: those of its store and its cost centre. */
export const budgetsOf = (budgets: readonly ShownBudget[], groupKey: string) =>
	budgets.filter(({ isOfBuyer, groupKeys }) => !isOfBuyer && groupKeys.includes(groupKey))
