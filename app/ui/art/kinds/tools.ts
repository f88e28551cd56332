import { lit, pigment, shaded } from '../colour.ts'
import { box, disc, drum, edge, face, line, metal, n, round, shadow, sheet, TILT } from '../easel.ts'
import { caption } from '../lettering.ts'
import { motif } from '../motifs.ts'
import { type Draw, FLOOR, MIDDLE } from './subject.ts'

export const tamper: Draw = (easel, subject) => {
	const wood = easel.pick([pigment.walnut, subject.colour, pigment.coal])
	return [
		shadow(easel, MIDDLE, FLOOR - 12, 176),
		drum(MIDDLE, 330, FLOOR - 18, [84, 84], metal(easel), lit(pigment.steel, 0.6)),
		disc(MIDDLE, 330, 64, shaded(pigment.steel, 0.12), 64 * TILT),
		drum(MIDDLE, 284, 328, [16, 26], metal(easel)),
		`<path d="M222 286C214 250 196 232 196 186C196 150 214 136 240 136C266 136 284 150 284 186C284 232 266 250 258 286Q240 292 222 286Z" fill="${round(easel, wood)}"/>`,
		disc(MIDDLE, 150, 25, lit(wood, 0.3), 9),
		motif('horn', { x: MIDDLE, y: 150, size: 17 }, pigment.cream, shaded(wood, 0.3)),
		drum(MIDDLE, 280, 288, [18, 18], metal(easel, pigment.brass)),
		edge('M208 180Q208 224 222 254', 0.5, 5),
	].join('')
}

export const portafilter: Draw = (easel, subject) => {
	const wood = easel.pick([pigment.walnut, pigment.coal, subject.colour])
	return [
		shadow(easel, 232, 366, 250),
		`<path d="M262 312 384 354Q402 362 398 374Q392 386 374 380L252 336Z" fill="${easel.fill(
			[
				[0, lit(wood, 0.22)],
				[0.6, wood],
				[1, shaded(wood, 0.4)],
			],
			'y',
		)}"/>`,
		line('M276 322 384 360', '#ffffff', 3, 0.35),
		`<path d="M240 298 276 311 266 341 232 328Z" fill="${metal(easel, pigment.brass)}"/>`,
		`<path d="M112 344H150L146 366H118ZM176 346H212L206 366H180Z" fill="${metal(easel)}"/>`,
		drum(164, 268, 326, [84, 66], metal(easel)),
		`<path d="M98 326A66 13 0 0 0 230 326L216 346Q164 358 112 346Z" fill="${metal(easel, '#aeb4b7')}"/>`,
		disc(164, 268, 92, lit(pigment.steel, 0.55), 92 * TILT + 2),
		disc(164, 268, 82, shaded(pigment.steel, 0.4), 82 * TILT),
		disc(164, 271, 76, '#5b371f', 76 * TILT - 2),
		disc(156, 269, 56, '#6d4429', 9),
		`<path d="M70 262h14v14H70ZM244 262h16v14h-16Z" fill="${metal(easel)}"/>`,
		edge('M92 286 106 326', 0.6, 4),
	].join('')
}

export const scale: Draw = (easel, subject) => {
	const { colour } = subject
	return [
		shadow(easel, MIDDLE, FLOOR - 8, 250),
		`<path d="M112 346 134 300H346L368 346V368Q368 378 358 378H122Q112 378 112 368Z" fill="${shaded(colour, 0.35)}"/>`,
		`<path d="M112 346 134 300H346L368 346Z" fill="${face(easel, colour)}"/>`,
		`<path d="M128 336 144 304H336L352 336Z" fill="${sheet(easel)}"/>`,
		box(
			112,
			346,
			256,
			32,
			easel.fill([
				[0, lit(colour, 0.14)],
				[1, shaded(colour, 0.3)],
			]),
			6,
		),
		box(186, 352, 108, 20, '#161b1c', 3),
		'<text x="240" y="368" font-family="monospace" font-size="16" text-anchor="middle" fill="#9fe0cf">18.0 g 0:27</text>',
		disc(140, 362, 5, lit(colour, 0.5)),
		disc(340, 362, 5, lit(colour, 0.5)),
		drum(MIDDLE, 226, 314, [46, 34], round(easel, '#f6efe2')),
		disc(MIDDLE, 226, 46, '#fffdf7', 46 * TILT),
		disc(MIDDLE, 228, 41, pigment.coffee, 41 * TILT - 1),
		edge('M202 246 212 302', 0.7, 4),
		line('M226 206q-8-12 0-24t0-24M252 206q-8-12 0-24t0-24', '#ffffff', 4, 0.55),
	].join('')
}

export const knockBox: Draw = (easel, subject) => {
	const { colour } = subject
	return [
		shadow(easel, MIDDLE, FLOOR - 8, 220),
		drum(MIDDLE, 226, FLOOR - 20, [108, 94], round(easel, colour)),
		disc(MIDDLE, 226, 108, lit(colour, 0.36), 108 * TILT),
		disc(MIDDLE, 229, 100, shaded(colour, 0.62), 100 * TILT),
		disc(MIDDLE + 6, 238, 76, '#4b2d1b', 10),
		`<path d="M130 228 350 222" stroke="${shaded(pigment.coal, 0.2)}" stroke-width="17" stroke-linecap="round"/><path d="M132 224 348 218" stroke="${lit(pigment.coal, 0.34)}" stroke-width="4" stroke-linecap="round"/>`,
		`<path d="M134 244A108 21.600 0 0 0 346 244" fill="none" stroke="${lit(colour, 0.3)}" stroke-width="3" opacity=".5"/>`.replace('21.600', '21.6'),
		caption(subject.maker, MIDDLE, 330, { size: 10, colour: lit(colour, 0.6), width: 130, spacing: 0.28 }),
		edge('M146 256 156 352', 0.5, 7),
	].join('')
}

export const brush: Draw = (easel, subject) => {
	const hair = easel.pick(['#d8b98a', '#3a322c', '#e9dcc2'])
	const hairs = Array.from(
		{ length: 15 },
		(_, at) => `M${n(148 + at * 3.1)} 352Q${n(134 + at * 4)} 372 ${n(122 + at * 5.4 + easel.chance() * 4)} ${n(386 + easel.chance() * 6)}`,
	).join('')
	return [
		shadow(easel, 216, FLOOR + 2, 220),
		`<g transform="rotate(38 170 350)">`,
		`<path d="M156 312C146 250 152 190 160 128Q164 104 171 104Q178 104 182 128C190 190 196 250 186 312Z" fill="${round(easel, pigment.walnut)}"/>`,
		disc(171, 122, 4, shaded(pigment.walnut, 0.6)),
		edge('M163 150Q156 220 162 296', 0.45, 4),
		box(148, 308, 46, 44, metal(easel, subject.colour), 3),
		line('M148 320h46M148 338h46', shaded(subject.colour, 0.4), 2, 0.6),
		`<path d="M148 350H194L206 388Q171 402 128 390Z" fill="${hair}"/>`,
		line(hairs, shaded(hair, 0.4), 1.2, 0.6),
		'</g>',
	].join('')
}

export const towel: Draw = (easel, subject) => {
	const { colour } = subject
	const layer = (y: number, tone: string) =>
		`<path d="M104 ${y}Q100 ${y - 26} 122 ${y - 28}H352Q378 ${y - 26} 376 ${y - 4}Q376 ${y + 10} 352 ${y + 10}H122Q104 ${y + 8} 104 ${y}Z" fill="${tone}"/><path d="M118 ${y + 1}H360" stroke="${shaded(colour, 0.4)}" stroke-opacity=".3" stroke-width="2"/>`
	const weave = Array.from({ length: 12 }, (_, at) => `M${128 + at * 20} 268l12 58`).join('')
	return [
		shadow(easel, MIDDLE, FLOOR - 2, 280),
		layer(
			374,
			easel.fill([
				[0, lit(colour, 0.1)],
				[1, shaded(colour, 0.3)],
			]),
		),
		layer(
			342,
			easel.fill([
				[0, lit(colour, 0.16)],
				[1, shaded(colour, 0.26)],
			]),
		),
		`<path d="M104 316Q100 262 130 260H346Q380 262 376 300Q376 322 352 322H122Q106 322 104 316Z" fill="${face(easel, lit(colour, 0.1))}"/>`,
		line(weave, shaded(colour, 0.3), 1, 0.35),
		`<path d="M150 260H176L186 322H158ZM190 260H200L211 322H200Z" fill="${pigment.cream}" opacity=".85"/>`,
		box(300, 290, 34, 18, pigment.paper, 2),
		motif('horn', { x: 317, y: 299, size: 14 }, pigment.paper, colour),
		edge('M118 274Q110 290 112 306', 0.5, 4),
	].join('')
}
