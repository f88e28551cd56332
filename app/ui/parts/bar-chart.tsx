import { ChartFigure, type ChartWords } from './chart-figure.tsx'

export interface Bar {
	key: string
	label: string
	value: number
	/** The figure as people read it, at the end of the line. */
	display: string
	/** Something to compare with: last year, the goal. Drawn as a mark across the bar. */
	reference?: { value: number; display: string }
	/** Drawn in a softer tone, so that the others stand out. */
	quiet?: boolean
}

const ROW = 44
const BAR_TOP = 24
const BAR = 10

/** Lying bars under their names and figures: for comparing things that have names. Lengths are shares of the width, so that the text keeps its size. */
export function BarChart({ words, bars }: { words: ChartWords; bars: readonly Bar[] }) {
	const most = Math.max(1, ...bars.flatMap(({ value, reference }) => [value, reference?.value ?? 0]))
	const length = (value: number) => `${(Math.max(0, value) / most) * 100}%`
	const rows = bars.map(({ key, label, display, reference }) => ({ key, name: label, values: reference ? [display, reference.display] : [display] }))
	return (
		<ChartFigure words={words} rows={rows}>
			<svg role="img" aria-label={words.title} width="100%" height={bars.length * ROW} className="overflow-visible text-sm">
				{bars.map(({ key, label, value, display, reference, quiet }, index) => (
					<g key={key} transform={`translate(0 ${index * ROW})`}>
						<text x="0" y="16" className="fill-ink">
							{label}
						</text>
						<text x="100%" y="16" textAnchor="end" className="fill-ink tabular-nums">
							{display}
							{reference ? (
								<tspan dx="6" className="fill-ink-soft">
									/ {reference.display}
								</tspan>
							) : null}
						</text>
						<rect x="0" y={BAR_TOP} width="100%" height={BAR} rx="1.5" className="fill-sunken" />
						<rect x="0" y={BAR_TOP} width={length(value)} height={BAR} rx="1.5" className={quiet ? 'fill-control' : 'fill-accent'} />
						{reference ? (
							<line x1={length(reference.value)} x2={length(reference.value)} y1={BAR_TOP - 3} y2={BAR_TOP + BAR + 3} strokeWidth="2" className="stroke-ink" />
						) : null}
					</g>
				))}
			</svg>
		</ChartFigure>
	)
}
