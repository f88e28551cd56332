import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { Badge } from '../parts/badge.tsx'
import { cn } from '../parts/cn.ts'
import { Money } from '../parts/money.tsx'

export type BudgetSums = { currency: string; amountMinor: number; beyondMinor: number; reservedMinor: number; spentMinor: number }

const share = (part: number, whole: number) => `${whole > 0 ? Math.min(100, (part / whole) * 100) : 0}%`

/** Spent and reserved of a budget as one bar; the figures beside it say the same. */
export function BudgetBar({ sums: { amountMinor, reservedMinor, spentMinor }, className }: { sums: BudgetSums; className?: string }) {
	const whole = Math.max(amountMinor, reservedMinor + spentMinor)
	const isOver = reservedMinor + spentMinor > amountMinor
	return (
		<div aria-hidden="true" className={cn('flex h-1.5 overflow-hidden rounded-full bg-sunken', className)}>
			<div className={cn('h-full', isOver ? 'bg-danger' : 'bg-accent')} style={{ width: share(spentMinor, whole) }} />
			<div className={cn('h-full', isOver ? 'bg-danger/60' : 'bg-accent/50')} style={{ width: share(reservedMinor, whole) }} />
		</div>
	)
}

/** Spent, reserved and left in figures, with the bar. */
export function BudgetFigures({ sums }: { sums: BudgetSums }) {
	const { t } = useTranslation('budgets')
	const { currency, amountMinor, reservedMinor, spentMinor } = sums
	const figures = [
		{ key: 'spent', ink: 'bg-accent', minor: spentMinor },
		{ key: 'reserved', ink: 'bg-accent/50', minor: reservedMinor },
		{ key: 'free', ink: 'bg-sunken', minor: Math.max(0, amountMinor - reservedMinor - spentMinor) },
	]
	return (
		<div className="grid gap-4">
			<BudgetBar sums={sums} className="h-2" />
			<dl className="grid grid-cols-2 gap-x-6 gap-y-4 text-sm sm:grid-cols-4">
				{figures.map(({ key, ink, minor }) => (
					<div key={key} className="grid content-start gap-0.5">
						<dt className="flex items-center gap-2 text-ink-soft">
							<span aria-hidden="true" className={cn('size-2 rounded-full', ink)} />
							{t(key)}
						</dt>
						<dd className="text-base tabular-nums">
							<Money minor={minor} currency={currency} />
						</dd>
					</div>
				))}
				<div className="grid content-start gap-0.5">
					<dt className="text-ink-soft">{t('periods.amount')}</dt>
					<dd className="text-base tabular-nums">
						<Money minor={amountMinor} currency={currency} />
					</dd>
				</div>
			</dl>
		</div>
	)
}

/** How far a period stands beyond its amount, and whether a yes let it. */
export function BeyondBadge({ sums: { currency, amountMinor, beyondMinor, reservedMinor, spentMinor } }: { sums: BudgetSums }) {
	const { t } = useTranslation('budgets')
	const { locale } = useReader()
	const overMinor = reservedMinor + spentMinor - amountMinor
	if (overMinor <= 0) return null
	const isReleased = beyondMinor >= overMinor
	return <Badge tone={isReleased ? 'warning' : 'danger'}>{t(isReleased ? 'beyond.by' : 'beyond.over', { amount: money(overMinor, currency, locale) })}</Badge>
}
