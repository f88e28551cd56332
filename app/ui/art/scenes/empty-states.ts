import { lit, pigment, shaded } from '../colour.ts'
import { box, createEasel, disc, drum, edge, face, line, metal, round, shadow } from '../easel.ts'
import { motif } from '../motifs.ts'
import { frame } from './stage.ts'

const WOOD = '#c69a66'

function bird(x: number, y: number): string {
	const blue = pigment.prussian
	return `<g transform="translate(${x} ${y})"><path d="M-30-2Q-18-30 8-30Q14-46 28-44Q40-42 40-30L50-26 40-22Q36 0 8 2Q-6 4-14 0L-44 10Z" fill="${blue}"/><path d="M-24-4Q-8-26 14-20Q6 0-14-1Z" fill="${lit(blue, 0.3)}"/><path d="M40-30 52-26 40-22Z" fill="${pigment.ochre}"/><circle cx="31" cy="-34" r="2.6" fill="#fff"/>${line('M2 2V12M12 1V12', pigment.ink, 2)}</g>`
}

/** A hand truck with an open crate and nobody's order in it; a bird has sat down. 480 by 360, on no ground. */
export function emptyCart(): string {
	const easel = createEasel('empty cart')
	const slat = (y: number, width: number, x: number) => box(x, y, width, 30, face(easel, WOOD), 2)
	const body = [
		shadow(easel, 236, 320, 220),
		line('M150 70H128Q112 70 112 88V288', shaded(pigment.steel, 0.35), 11),
		line('M148 67H130Q116 67 114 84V286', lit(pigment.steel, 0.4), 3),
		box(104, 284, 250, 14, metal(easel, '#8d9396'), 4),
		box(138, 62, 40, 17, round(easel, pigment.brick), 7),
		`<path d="M142 172H352L338 196H156Z" fill="${shaded(WOOD, 0.55)}"/>`,
		box(136, 170, 12, 114, shaded(WOOD, 0.3)),
		slat(186, 220, 138),
		slat(220, 220, 138),
		slat(254, 220, 138),
		box(138, 176, 18, 110, face(easel, shaded(WOOD, 0.12)), 1),
		box(340, 176, 18, 110, face(easel, shaded(WOOD, 0.2)), 1),
		motif('horn', { x: 248, y: 235, size: 56 }, shaded(WOOD, 0.62), lit(WOOD, 0.1)),
		[
			[147, 200],
			[147, 268],
			[349, 200],
			[349, 268],
		]
			.map(([x, y]) => disc(x ?? 0, y ?? 0, 2.4, shaded(WOOD, 0.6)))
			.join(''),
		disc(132, 306, 21, '#2a2725'),
		disc(132, 306, 10, metal(easel)),
		disc(334, 306, 21, '#2a2725'),
		disc(334, 306, 10, metal(easel)),
		bird(300, 166),
		`<g transform="rotate(-20 412 314)"><ellipse cx="412" cy="314" rx="17" ry="12" fill="#5a3520"/><path d="M396 316q15-8 32-3" fill="none" stroke="#2c170b" stroke-width="2.500"/></g>`.replace(
			'2.500',
			'2.5',
		),
	].join('')
	return frame(480, 360, easel, body)
}

/** A glass over a ledger line with one bean under it: nothing matched. */
export function nothingFound(): string {
	const easel = createEasel('nothing found')
	const rules = Array.from({ length: 6 }, (_, at) => `M112 ${120 + at * 32}H330`).join('')
	const body = [
		shadow(easel, 222, 312, 240),
		`<path d="M92 78 344 70 356 306 100 316Z" fill="${shaded(pigment.paper, 0.14)}"/>`,
		`<path d="M88 74 340 66 350 300 96 310Z" fill="${face(easel, pigment.paper)}"/>`,
		line(rules, '#b9a98f', 1.6),
		line('M136 90 142 306', pigment.brick, 1.6, 0.7),
		line('M156 112h70M156 144h112M156 176h48', pigment.ink, 4, 0.3),
		line('M328 262 398 330', shaded(pigment.walnut, 0.2), 20),
		line('M328 258 394 322', lit(pigment.walnut, 0.25), 6),
		disc(272, 204, 76, metal(easel, pigment.brass)),
		disc(272, 204, 65, '#eaf2f2'),
		`<g transform="rotate(28 272 204)"><ellipse cx="272" cy="204" rx="22" ry="32" fill="#5a3520"/><path d="M272 174c-13 18 13 40 0 60" fill="none" stroke="#2c170b" stroke-width="4"/></g>`,
		`<path d="M222 186Q236 152 272 148" fill="none" stroke="#fff" stroke-width="8" stroke-linecap="round" opacity=".9"/>`,
	].join('')
	return frame(480, 360, easel, body)
}

/** Everything done: a closed ledger, a pencil, a cup that steams. */
export function allDone(): string {
	const easel = createEasel('all done')
	const blue = pigment.prussian
	const body = [
		shadow(easel, 220, 304, 250),
		`<path d="M78 268 120 222H352L372 268V300H78Z" fill="${shaded(blue, 0.4)}"/>`,
		`<path d="M84 272H366V294H84Z" fill="${easel.fill([
			[0, '#fbf6ea'],
			[1, '#d9cdb6'],
		])}"/>`,
		line('M86 279H366M86 286H366', '#b9a98f', 1.2),
		`<path d="M78 268 120 216H350L372 268Z" fill="${face(easel, blue)}"/>`,
		`<path d="M78 268H372V274H78ZM78 294H372V302H78Z" fill="${shaded(blue, 0.25)}"/>`,
		`<g transform="translate(222 243) scale(1 .44)">${motif('horn', { x: 0, y: 0, size: 62 }, pigment.cream, shaded(blue, 0.25))}</g>`,
		line('M150 214 306 190', pigment.ochre, 9),
		line('M150 211 304 187', lit(pigment.ochre, 0.5), 2.5),
		line('M306 190l14-2', '#e9cfa4', 8),
		line('M320 188l4-1', pigment.ink, 4),
		line('M412 236q34-4 32 22t-38 26', shaded(pigment.cream, 0.25), 10),
		drum(384, 216, 298, [38, 28], round(easel, pigment.cream)),
		disc(384, 216, 38, '#fffaf0', 7.6),
		disc(384, 217.5, 33, pigment.coffee, 5.6),
		edge('M354 232Q356 270 366 290', 0.8, 4),
		line('M374 200q-8-14 0-27t0-27M394 200q-8-14 0-27t0-27', '#b9ad9c', 4, 0.6),
	].join('')
	return frame(480, 360, easel, body)
}
