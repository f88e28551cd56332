import { scaleLinear, scalePoint } from 'd3-scale'
import { curveMonotoneX, line } from 'd3-shape'
import { ChartFigure, type ChartWords } from './chart-figure.tsx'

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

const WIDTH = 640
const HEIGHT = 240
const PAD = { top: 12, right: 96, bottom: 28, left: 56 }
const pens = [
	{ stroke: 'stroke-accent', fill: 'fill-accent', dash: undefined },
	{ stroke: 'stroke-ink', fill: 'fill-ink', dash: '5 3' },
	{ stroke: 'stroke-control', fill: 'fill-ink-soft', dash: '1.5 3' },
] as const

/** Up to three runs over time, each named at its end; told apart by dash as well as by colour. `columns` draws the first as standing bars. */
export function LineChart({ words, steps, series, format, columns }: LineChartProps) {
	const most = Math.max(1, ...series.flatMap(({ values }) => values))
	const x = scalePoint(steps, [PAD.left, WIDTH - PAD.right]).padding(columns ? 0.5 : 0)
	const y = scaleLinear([0, most], [HEIGHT - PAD.bottom, PAD.top]).nice(4)
	const every = Math.ceil(steps.length / 8)
	const rows = steps.map((step, index) => ({ key: step, name: step, values: series.map(({ values }) => format(values[index] ?? 0)) }))
	return (
		<ChartFigure words={words} rows={rows}>
			<svg role="img" aria-label={words.title} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="h-auto w-full text-[12px]">
				{y.ticks(4).map((tick) => (
					<g key={tick}>
						<line x1={PAD.left} x2={WIDTH - PAD.right} y1={y(tick)} y2={y(tick)} className={tick === 0 ? 'stroke-ink' : 'stroke-rule'} />
						<text x={PAD.left - 8} y={y(tick)} textAnchor="end" dominantBaseline="central" className="fill-ink-soft tabular-nums">
							{format(tick)}
						</text>
					</g>
				))}
				{steps.map((step, index) =>
					index % every === 0 ? (
						<text key={step} x={x(step)} y={HEIGHT - 8} textAnchor="middle" className="fill-ink-soft">
							{step}
						</text>
					) : null,
				)}
				{columns && series[0] ? <Columns series={series[0]} steps={steps} x={(step) => x(step) ?? 0} y={y} width={Math.max(3, x.step() * 0.6)} /> : null}
				{(columns ? series.slice(1) : series).slice(0, pens.length).map((run, index) => (
					<Run key={run.key} run={run} steps={steps} x={(step) => x(step) ?? 0} y={y} pen={pens[columns ? index + 1 : index] ?? pens[0]} />
				))}
			</svg>
		</ChartFigure>
	)
}

type Place = { steps: readonly string[]; x: (step: string) => number; y: (value: number) => number }

function Columns({ series, steps, x, y, width }: Place & { series: Series; width: number }) {
	return (
		<g className="fill-accent">
			{steps.map((step, index) => (
				<rect
					key={step}
					x={x(step) - width / 2}
					y={y(series.values[index] ?? 0)}
					width={width}
					height={Math.max(0, y(0) - y(series.values[index] ?? 0))}
					rx={1.5}
				/>
			))}
		</g>
	)
}

function Run({ run, steps, x, y, pen }: Place & { run: Series; pen: (typeof pens)[number] }) {
	const path = line<number>((_, index) => x(steps[index] ?? ''), y).curve(curveMonotoneX)(run.values as number[])
	const end = run.values.length - 1
	const [endX, endY] = [x(steps[end] ?? ''), y(run.values[end] ?? 0)]
	return (
		<g>
			<path d={path ?? ''} fill="none" strokeWidth="2" strokeLinecap="round" strokeDasharray={pen.dash} className={pen.stroke} />
			<circle cx={endX} cy={endY} r="3" className={pen.fill} />
			<text x={endX + 8} y={endY} dominantBaseline="central" className={pen.fill}>
				{run.label}
			</text>
		</g>
	)
}
