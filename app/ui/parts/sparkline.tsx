import { scaleLinear } from 'd3-scale'
import { curveMonotoneX, line } from 'd3-shape'
import { cn } from './cn.ts'

/** A run of figures inside a row of text; `label` says in words what it shows. */
export function Sparkline({
	values,
	label,
	width = 120,
	height = 28,
	className,
}: {
	values: readonly number[]
	label: string
	width?: number
	height?: number
	className?: string
}) {
	const last = values.length - 1
	const x = scaleLinear([0, Math.max(1, last)], [2, width - 4])
	const y = scaleLinear([Math.min(...values, 0), Math.max(...values, 1)], [height - 3, 3])
	const path = line<number>((_, index) => x(index), y).curve(curveMonotoneX)(values as number[])
	return (
		<svg role="img" aria-label={label} viewBox={`0 0 ${width} ${height}`} width={width} height={height} className={cn('text-accent', className)}>
			<path d={path ?? ''} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round" />
			{values.length > 0 ? <circle cx={x(last)} cy={y(values[last] ?? 0)} r="2.5" fill="currentColor" /> : null}
		</svg>
	)
}
