import { scaleLinear } from 'd3-scale'
import { ChartFigure, type ChartWords } from './chart-figure.tsx'

export interface Bar {
	key: string
	label: string
	value: number
	/** The figure as people read it, beside the bar. */
	display: string
	/** Something to compare with: last year, the goal. */
	reference?: { value: number; display: string }
	/** Drawn in ink instead of the accent: the one the text talks about is the other way round. */
	quiet?: boolean
}

const ROW = 32
const WIDTH = 640
const NAMES = 176
const FIGURES = 96

/** Lying bars with their names at the left and their figures at the end: for comparing things that have names. */
export function BarChart({ words, bars }: { words: ChartWords; bars: readonly Bar[] }) {
	const most = Math.max(1, ...bars.flatMap(({ value, reference }) => [value, reference?.value ?? 0]))
	const x = scaleLinear([0, most], [0, WIDTH - NAMES - FIGURES])
	const rows = bars.map(({ key, label, display, reference }) => ({ key, name: label, values: reference ? [display, reference.display] : [display] }))
	return (
		<ChartFigure words={words} rows={rows}>
			<svg role="img" aria-label={words.title} viewBox={`0 0 ${WIDTH} ${bars.length * ROW}`} className="h-auto w-full text-[13px]">
				{bars.map(({ key, label, value, display, reference, quiet }, index) => (
					<g key={key} transform={`translate(0 ${index * ROW})`}>
						<text x={NAMES - 12} y={ROW / 2} dominantBaseline="central" textAnchor="end" className="fill-ink">
							{label.length > 24 ? `${label.slice(0, 23)}…` : label}
						</text>
						<rect x={NAMES} y={8} width={Math.max(1, x(Math.max(0, value)))} height={ROW - 16} rx={1.5} className={quiet ? 'fill-control' : 'fill-accent'} />
						{reference ? (
							<line x1={NAMES + x(reference.value)} x2={NAMES + x(reference.value)} y1={4} y2={ROW - 4} strokeWidth={2} className="stroke-ink" />
						) : null}
						<text x={NAMES + x(Math.max(0, value, reference?.value ?? 0)) + 8} y={ROW / 2} dominantBaseline="central" className="fill-ink-soft tabular-nums">
							{display}
						</text>
					</g>
				))}
				<line x1={NAMES} x2={NAMES} y1={0} y2={bars.length * ROW} className="stroke-ink" />
			</svg>
		</ChartFigure>
	)
}
