import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { percent } from '../format/number.ts'
import { ProgressBar } from '../parts/progress-bar.tsx'

type Budget = { limitMinor: number | null; usedMinor: number; limitUses: number | null; usedUses: number }

/** How much of a promotion's budget is spent or promised. */
export function BudgetBar({ budget, currency }: { budget: Budget; currency: string | null }) {
	const { t } = useTranslation('merchandising')
	const { locale } = useReader()
	const { limitMinor, usedMinor, limitUses, usedUses } = budget
	if (limitMinor === null && limitUses === null) return <span className="text-ink-soft">{t('promotions.noBudget')}</span>
	const tone = (share: number) => (share >= 1 ? 'danger' : share >= 0.8 ? 'warning' : 'accent')
	const share = (used: number, limit: number) => (limit === 0 ? 1 : used / limit)
	return (
		<div className="grid gap-2">
			{limitMinor === null ? null : (
				<ProgressBar
					label={t('promotions.spent', { used: money(usedMinor, currency ?? 'USD', locale), limit: money(limitMinor, currency ?? 'USD', locale) })}
					value={usedMinor}
					max={limitMinor}
					note={percent(share(usedMinor, limitMinor), locale)}
					tone={tone(share(usedMinor, limitMinor))}
				/>
			)}
			{limitUses === null ? null : (
				<ProgressBar
					label={t('promotions.uses', { used: usedUses, limit: limitUses })}
					value={usedUses}
					max={limitUses}
					note={percent(share(usedUses, limitUses), locale)}
					tone={tone(share(usedUses, limitUses))}
				/>
			)}
		</div>
	)
}
