import { scaleLinear, scalePoint } from 'd3-scale'
import { curveMonotoneX, line } from 'd3-shape'
import { ChartFigure, type ChartWords } from './chart-figure.tsx'
import { cn } from './cn.ts'

export interface Series {
	key: string
	label: string
	values: readonly number[]
}

type LineChartProps = {
	words: ChartWords
	/** What stands under the line, one per value: months, weeks. */
	steps: readonly string[]
	series: readonly Series[]
	/** How a figure reads on the scale and in the table. */
	format: (value: number) => string
	columns?: boolean
}

// The drawing is stretched to its place and only the pen keeps its width; words stand beside it in their own size.
const WIDTH = 1000
const HEIGHT = 240
const MOST_STEP_NAMES = 6
const pens = [
	{ stroke: 'stroke-accent', text: 'text-accent', dash: undefined },
	{ stroke: 'stroke-ink', text: 'text-ink', dash: '6 4' },
	{ stroke: 'stroke-control', text: 'text-ink-soft', dash: '2 4' },
] as const

/** Up to three runs over time, each named at its end; told apart by dash as well as by colour. `columns` draws the first as standing bars. */
export function LineChart({ words, steps, series, format, columns }: LineChartProps) {
	const most = Math.max(1, ...series.flatMap(({ values }) => values))
	const x = scalePoint(steps, [0, WIDTH]).padding(columns ? 0.5 : 0.1)
	const y = scaleLinear([0, most], [HEIGHT, 8]).nice(4)
	const place = { steps, x: (step: string) => x(step) ?? 0, y: (value: number) => y(value) }
	const runs = series.slice(0, pens.length)
	const rows = steps.map((step, index) => ({ key: step, name: step, values: series.map(({ values }) => format(values[index] ?? 0)) }))
	return (
		<ChartFigure words={words} rows={rows}>
			<div className="grid grid-cols-[auto_1fr_auto] gap-x-3 text-xs text-ink-soft">
				<div aria-hidden="true" className="relative w-10 tabular-nums">
					{y.ticks(4).map((tick) => (
						<span key={tick} className="absolute right-0 -translate-y-1/2" style={{ top: y(tick) }}>
							{format(tick)}
						</span>
					))}
				</div>
				<svg
					role="img"
					aria-label={words.title}
					viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
					preserveAspectRatio="none"
					width="100%"
					height={HEIGHT}
					className="overflow-visible"
				>
					{y.ticks(4).map((tick) => (
						<line key={tick} x2={WIDTH} y1={y(tick)} y2={y(tick)} vectorEffect="non-scaling-stroke" className={tick === 0 ? 'stroke-ink' : 'stroke-rule'} />
					))}
					{columns && series[0] ? <Columns series={series[0]} {...place} width={Math.max(3, x.step() * 0.6)} /> : null}
					{runs.map((run, index) => (columns && index === 0 ? null : <Run key={run.key} run={run} {...place} pen={pens[index] ?? pens[0]} />))}
				</svg>
				<div aria-hidden="true" className="relative w-14">
					{runs.map((run, index) => (
						<span key={run.key} className={cn('absolute -translate-y-1/2 font-medium', pens[index]?.text)} style={{ top: y(run.values.at(-1) ?? 0) }}>
							{run.label}
						</span>
					))}
				</div>
				<div aria-hidden="true" className="relative col-start-2 mt-2 h-4">
					<StepNames steps={steps} x={place.x} />
				</div>
			</div>
		</ChartFigure>
	)
}

type Place = { steps: readonly string[]; x: (step: string) => number; y: (value: number) => number }

function StepNames({ steps, x }: Pick<Place, 'steps' | 'x'>) {
	const named = steps.filter((_, index) => index % Math.ceil(steps.length / MOST_STEP_NAMES) === 0)
	return named.map((step, index) => (
		<span
			key={step}
			className={cn('absolute -translate-x-1/2 whitespace-nowrap', index % 2 === 1 && 'max-sm:hidden')}
			style={{ left: `${(x(step) / WIDTH) * 100}%` }}
		>
			{step}
		</span>
	))
}

function Columns({ series, steps, x, y, width }: Place & { series: Series; width: number }) {
	return (
		<g className="fill-accent">
			{steps.map((step, index) => (
				<rect key={step} x={x(step) - width / 2} y={y(series.values[index] ?? 0)} width={width} height={Math.max(0, y(0) - y(series.values[index] ?? 0))} />
			))}
		</g>
	)
}

function Run({ run, steps, x, y, pen }: Place & { run: Series; pen: (typeof pens)[number] }) {
	const path = line<number>((_, index) => x(steps[index] ?? ''), y).curve(curveMonotoneX)(run.values as number[])
	return (
		<path
			d={path ?? ''}
			fill="none"
			strokeWidth="2"
			strokeLinecap="round"
			strokeDasharray={pen.dash}
			vectorEffect="non-scaling-stroke"
			className={pen.stroke}
		/>
	)
}
