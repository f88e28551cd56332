import { scaleLinear } from 'd3-scale'
import { area, curveStepAfter, line } from 'd3-shape'
import { useTranslation } from 'react-i18next'
import type { BurnDownDay } from '../../engine/promotion/burn-down.ts'
import { day as dayText } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { ChartFigure } from '../parts/chart-figure.tsx'

const WIDTH = 1000
const HEIGHT = 120

/** A budget running down from what it was to what is left, each end named, with the same figures as a table. */
export function BurnDown({ days, limit, currency }: { days: readonly BurnDownDay[]; limit: { minor: number | null; uses: number | null }; currency: string }) {
	const { t } = useTranslation('merchandising')
	const { locale } = useReader()
	const isMoney = limit.minor !== null
	const format = (value: number) => (isMoney ? money(value, currency, locale) : t('promotions.usesLeft', { count: value }))
	const whole = (isMoney ? limit.minor : limit.uses) ?? 0
	const left = days.map(({ leftMinor, leftUses }) => Math.max(0, (isMoney ? leftMinor : leftUses) ?? 0))
	const rows = days.map(({ day }, index) => ({ key: day, name: dayText(day, locale), values: [format(left[index] ?? 0)] }))
	const name = (at: number) => (days[at] ? dayText(days[at].day, locale) : '')
	return (
		<ChartFigure
			words={{ title: t('promotions.burnDown'), showTable: t('promotions.asTable'), columns: { name: t('promotions.day'), values: [t('promotions.left')] } }}
			rows={rows}
		>
			<div className="grid gap-1 text-xs text-ink-soft">
				<p aria-hidden="true" className="tabular-nums">
					{format(whole)}
				</p>
				<Drawing title={t('promotions.burnDown')} whole={whole} left={left} />
				<div aria-hidden="true" className="flex flex-wrap justify-between gap-x-3">
					<span>{name(0)}</span>
					<span>{days.length > 1 ? name(days.length - 1) : null}</span>
				</div>
				<p aria-hidden="true" className="text-right font-medium text-accent tabular-nums">
					{t('promotions.leftNow', { left: format(left.at(-1) ?? 0) })}
				</p>
			</div>
		</ChartFigure>
	)
}

/** The whole stands at the left edge before the first day; each day's fall is a step. */
function Drawing({ title, whole, left }: { title: string; whole: number; left: readonly number[] }) {
	const x = scaleLinear([0, left.length + 1], [0, WIDTH])
	const y = scaleLinear([0, Math.max(1, whole)], [HEIGHT, 4])
	const points = [whole, ...left, left.at(-1) ?? whole]
	const path = line<number>((_, index) => x(index), y).curve(curveStepAfter)(points)
	const under = area<number>((_, index) => x(index), HEIGHT, y).curve(curveStepAfter)(points)
	return (
		<svg role="img" aria-label={title} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" width="100%" height={HEIGHT}>
			<line x2={WIDTH} y1={y(whole)} y2={y(whole)} vectorEffect="non-scaling-stroke" strokeDasharray="2 4" className="stroke-control" />
			<path d={under ?? ''} className="fill-accent-soft" />
			<path d={path ?? ''} fill="none" strokeWidth="2" vectorEffect="non-scaling-stroke" className="stroke-accent" />
			<line x2={WIDTH} y1={HEIGHT} y2={HEIGHT} vectorEffect="non-scaling-stroke" className="stroke-ink" />
		</svg>
	)
}
