import { deep, inkOn, lit, pigment, shaded } from '../colour.ts'
import { box, disc, drum, type Easel, edge, face, line, n, round, shadow, side } from '../easel.ts'
import { caption, title } from '../lettering.ts'
import { motif } from '../motifs.ts'
import { band } from './labels.ts'
import { type Draw, FLOOR, MIDDLE } from './subject.ts'

/** A bar in its wrapper, two squares broken off in front. */
export const chocolate: Draw = (easel, subject) => {
	const { colour } = subject
	const brown = '#57321f'
	const square = (x: number, y: number) =>
		`<path d="M${x} ${y}h44l8 6v20l-6 6H${x + 2}l-6-7Z" fill="${shaded(brown, 0.35)}"/><rect x="${x}" y="${y}" width="46" height="24" rx="2" fill="${brown}"/><rect x="${x + 6}" y="${y + 4}" width="34" height="14" rx="2" fill="${lit(brown, 0.16)}"/>`
	return [
		shadow(easel, MIDDLE, FLOOR, 180),
		`<g transform="rotate(-4 240 250)"><path d="M322 110 336 118V${FLOOR - 6}L322 ${FLOOR}Z" fill="${side(easel, colour)}"/>`,
		box(158, 110, 164, FLOOR - 110, face(easel, colour), 2),
		box(
			158,
			110,
			164,
			16,
			easel.fill([
				[0, lit(pigment.brass, 0.6)],
				[0.5, pigment.brass],
				[1, lit(pigment.brass, 0.3)],
			]),
		),
		box(172, 148, 136, 176, pigment.paper, 2),
		caption(subject.maker, MIDDLE, 172, { size: 9, colour: deep(colour), width: 110, spacing: 0.24 }),
		motif('branch', { x: MIDDLE, y: 208, size: 54 }, shaded(colour, 0.3), lit(colour, 0.15)),
		title(subject.name, { x: MIDDLE, y: 236, width: 118, height: 62, colour: deep(colour), largest: 24 }),
		caption(subject.size, MIDDLE, 315, { size: 9, colour: deep(colour), width: 100 }),
		edge(`M163 130V${FLOOR - 8}`, 0.4, 3),
		'</g>',
		disc(132, 398, 50, easel.glow('#2a1c10', 0.5), 12),
		square(86, 368),
		square(136, 376),
	].join('')
}

function biscuit(x: number, y: number, tone: string): string {
	const holes = [-12, 0, 12].map((dx) => disc(x + dx, y - 1, 1.6, shaded(tone, 0.5), 1)).join('')
	return `${disc(x, y + 7, 34, shaded(tone, 0.35), 13)}${disc(x, y, 34, tone, 13)}${disc(x - 3, y - 2, 26, lit(tone, 0.25), 9)}${holes}`
}

/** A box with a window and a little stack beside it. */
export const biscuits: Draw = (easel, subject) => {
	const { colour } = subject
	const tone = '#cf9a58'
	return [
		shadow(easel, 228, FLOOR, 206),
		`<path d="M300 146 334 130V${FLOOR - 18}L300 ${FLOOR}Z" fill="${side(easel, colour)}"/>`,
		`<path d="M126 146 160 130H334L300 146Z" fill="${lit(colour, 0.34)}"/>`,
		box(126, 146, 174, FLOOR - 146, face(easel, colour)),
		`<rect x="142" y="282" width="142" height="82" rx="41" fill="${shaded(colour, 0.5)}"/>`,
		`<g clip-path="${easel.clip('<rect x="142" y="282" width="142" height="82" rx="41"/>')}">${[
			[176, 346],
			[218, 352],
			[256, 344],
			[196, 326],
			[240, 322],
			[214, 300],
		]
			.map(([x, y]) => biscuit(x ?? 0, y ?? 0, tone))
			.join('')}</g>`,
		band(subject, { x: 213, y: 158, width: 156, height: 112 }, colour),
		edge(`M131 152V${FLOOR - 6}`, 0.4, 3),
		disc(366, 396, 48, easel.glow('#2a1c10', 0.5), 13),
		biscuit(356, 386, tone),
		biscuit(360, 374, tone),
		biscuit(354, 362, tone),
	].join('')
}

/** A jar of paper sticks. */
export const sugarSticks: Draw = (easel, subject) => {
	const { colour } = subject
	const sticks = Array.from({ length: 9 }, (_, at) => {
		const x = 186 + at * 13
		const lean = (at - 4) * 3.4 + (easel.chance() - 0.5) * 4
		const top = 128 + Math.abs(at - 4) * 5 + easel.chance() * 14
		return `<g transform="rotate(${n(lean)} ${x} 380)">${box(x - 7, top, 14, 220, round(easel, at % 3 ? '#f8f4ea' : lit(colour, 0.1)), 2)}${box(x - 7, top, 14, 12, shaded(colour, 0.1), 2)}<path d="M${x - 7} ${n(top + 62)}h14M${x - 7} ${n(top + 70)}h14" stroke="${colour}" stroke-width="3"/></g>`
	}).join('')
	return [
		shadow(easel, MIDDLE, FLOOR - 4, 170),
		sticks,
		drum(MIDDLE, 248, 372, [82, 74], round(easel, pigment.cream)),
		`<ellipse cx="${MIDDLE}" cy="248" rx="82" ry="16.4" fill="none" stroke="${lit(pigment.cream, 0.6)}" stroke-width="5"/>`,
		`<path d="M159 254A82 16.4 0 0 0 321 254L320 266A81 16.200 0 0 1 160 266Z" fill="${colour}"/>`.replace('16.200', '16.2'),
		title(subject.name, { x: MIDDLE, y: 284, width: 124, height: 54, colour: deep(colour), largest: 22 }),
		caption(subject.size, MIDDLE, 356, { size: 9, colour: deep(colour), width: 110 }),
		edge('M170 276 176 356', 0.7, 5),
	].join('')
}

function papers(easel: Easel): string {
	const paper = '#f7f1e4'
	return Array.from({ length: 5 }, (_, at) => {
		const y = 384 - at * 5
		return `<path d="M300 ${y}L320 ${y - 62}Q352 ${y - 74} 386 ${y - 62}L402 ${y}Q352 ${y + 10} 300 ${y}Z" fill="${at === 4 ? face(easel, paper) : shaded(paper, 0.1 + at * 0.02)}" stroke="${shaded(paper, 0.3)}" stroke-width=".8"/>`
	}).join('')
}

/** A box of filter papers, with some out in front. */
export const filterPapers: Draw = (easel, subject) => {
	const { colour } = subject
	return [
		shadow(easel, 216, FLOOR, 200),
		`<path d="M288 156 326 138V${FLOOR - 20}L288 ${FLOOR}Z" fill="${side(easel, colour)}"/>`,
		`<path d="M116 156 154 138H326L288 156Z" fill="${lit(colour, 0.36)}"/>`,
		box(116, 156, 172, FLOOR - 156, face(easel, colour)),
		`<path d="M150 262H254L226 330H178Z" fill="${pigment.paper}"/><path d="M150 262H254L249 274H155Z" fill="${shaded(pigment.paper, 0.12)}"/>`,
		line('M170 276 186 326M202 276V328M234 276 218 326', shaded(pigment.paper, 0.3), 1.5),
		`<path d="M196 342q6 8 6 12a6 6 0 0 1-12 0q0-4 6-12Z" fill="${inkOn(colour)}" opacity=".8"/>`,
		band(subject, { x: 202, y: 166, width: 150, height: 92 }, colour),
		edge(`M121 162V${FLOOR - 6}`, 0.4, 3),
		disc(352, 394, 62, easel.glow('#2a1c10', 0.5), 13),
		papers(easel),
	].join('')
}
