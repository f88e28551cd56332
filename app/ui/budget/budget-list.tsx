import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { BeyondBadge, BudgetBar, type BudgetSums } from './budget-bar.tsx'
import { periodText } from './period-text.ts'

export type ShownBudget = BudgetSums & {
	id: number
	name: string
	of: string
	locationId: number | null
	costCentre: string | null
	period: 'month' | 'quarter'
	onBeyond: 'refuse' | 'ask'
	startsOn: string
}

/** Budgets with how their present period stands. */
export function BudgetList({ budgets }: { budgets: readonly ShownBudget[] }) {
	return (
		<ul className="grid gap-x-12 lg:grid-cols-2">
			{budgets.map((budget) => (
				<BudgetEntry key={budget.id} budget={budget} />
			))}
		</ul>
	)
}

function BudgetEntry({ budget }: { budget: ShownBudget }) {
	const { t } = useTranslation('budgets')
	const { locale } = useReader()
	const { id, name, of, period, startsOn, onBeyond, currency, amountMinor, reservedMinor, spentMinor } = budget
	const leftMinor = Math.max(0, amountMinor - reservedMinor - spentMinor)
	const kind = t(`scope.${budget.locationId !== null ? 'store' : budget.costCentre !== null ? 'centre' : 'buyer'}`)
	return (
		<li className="grid content-start gap-2 border-b border-rule py-4">
			<div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
				<Link to={`/company/budgets/${id}`} className="font-medium underline decoration-rule underline-offset-4 hover:decoration-ink">
					{name}
				</Link>
				<span className="text-sm tabular-nums">{t('left', { amount: money(leftMinor, currency, locale), total: money(amountMinor, currency, locale) })}</span>
			</div>
			<BudgetBar sums={budget} />
			<p className="flex flex-wrap items-baseline gap-x-2 gap-y-1 text-sm text-ink-soft">
				{[name === of ? kind : `${kind} ${of}`, periodText(startsOn, period, locale), t(`beyond.${onBeyond}`)].join(' · ')}
				<BeyondBadge sums={budget} />
			</p>
		</li>
	)
}
