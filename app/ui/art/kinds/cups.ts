import { inkOn, lit, mix, pigment, shaded } from '../colour.ts'
import { disc, drum, type Easel, edge, line, metal, n, round, shadow, TILT } from '../easel.ts'
import { caption } from '../lettering.ts'
import { growing, motif } from '../motifs.ts'
import { type Draw, FLOOR, MIDDLE, type Subject } from './subject.ts'

/** A poured leaf on coffee. */
function latteArt(cx: number, cy: number, r: number): string {
	const ry = r * TILT
	const leaf = [0.8, 0.55, 0.3].map(
		(s, i) =>
			`<path d="M${n(cx - r * 0.5 * s)} ${n(cy - ry * 0.3 + i * 1.6)}Q${cx} ${n(cy + ry * (0.9 - i * 0.24))} ${n(cx + r * 0.5 * s)} ${n(cy - ry * 0.3 + i * 1.6)}" fill="none" stroke="${pigment.cream}" stroke-width="3" stroke-linecap="round"/>`,
	)
	return disc(cx, cy, r, '#8a5530', ry) + disc(cx, cy + 1, r * 0.86, '#a56a3e', ry * 0.84) + leaf.join('')
}

/** A cup on its saucer. */
export const cup: Draw = (easel, subject) => {
	const { colour } = subject
	return [
		shadow(easel, MIDDLE, FLOOR - 8, 230),
		disc(MIDDLE, 362, 128, shaded(colour, 0.3), 128 * TILT),
		disc(MIDDLE, 356, 128, lit(colour, 0.2), 128 * TILT),
		disc(MIDDLE + 4, 358, 84, shaded(colour, 0.14), 84 * TILT),
		`<path d="M318 232Q380 222 374 270Q368 312 296 310" fill="none" stroke="${shaded(colour, 0.24)}" stroke-width="15" stroke-linecap="round"/><path d="M320 230Q372 224 367 266" fill="none" stroke="${lit(colour, 0.35)}" stroke-width="4" stroke-linecap="round"/>`,
		`<path d="M144 214C144 300 176 350 214 356H266C304 350 336 300 336 214Z" fill="${round(easel, colour)}"/>`,
		disc(MIDDLE, 214, 96, lit(colour, 0.5), 96 * TILT),
		disc(MIDDLE, 216, 90, shaded(colour, 0.3), 90 * TILT),
		latteArt(MIDDLE, 219, 84),
		edge('M158 246Q166 304 198 336', 0.55, 6),
	].join('')
}

/** A tall mug with a printed sign. */
export const mug: Draw = (easel, subject) => {
	const { colour } = subject
	return [
		shadow(easel, MIDDLE - 8, FLOOR - 6, 176),
		`<path d="M312 216Q384 204 384 276Q384 344 306 334" fill="none" stroke="${shaded(colour, 0.26)}" stroke-width="18" stroke-linecap="round"/><path d="M314 211Q376 204 377 270" fill="none" stroke="${lit(colour, 0.3)}" stroke-width="5" stroke-linecap="round"/>`,
		drum(232, 178, FLOOR - 18, [88, 84], round(easel, colour)),
		disc(232, 178, 88, lit(colour, 0.5), 88 * TILT),
		disc(232, 180, 82, shaded(colour, 0.36), 82 * TILT),
		disc(232, 185, 77, pigment.coffee, 77 * TILT - 2),
		disc(222, 183, 50, lit(pigment.coffee, 0.14), 6),
		motif(easel.pick(growing), { x: 228, y: 282, size: 84 }, mix(inkOn(colour), colour, 0.12), pigment.ochre),
		edge('M158 212 162 348', 0.55, 7),
	].join('')
}

function sleeve(easel: Easel, subject: Subject, wall: string): string {
	return `<path d="M171 226A69 14 0 0 0 309 226L301 326A61 12 0 0 1 179 326Z" fill="${round(easel, wall)}"/>${motif('horn', { x: MIDDLE, y: 276, size: 56 }, lit(wall, 0.75), shaded(wall, 0.2))}${caption(subject.size, MIDDLE, 322, { size: 9, colour: inkOn(wall), width: 90 })}`
}

/** A paper cup with its lid. */
export const takeawayCup: Draw = (easel, subject) => {
	const { colour } = subject
	const wall = easel.pick([pigment.cream, pigment.kraft, lit(colour, 0.1)])
	const cover = easel.pick([pigment.coal, '#f6f2ea'])
	return [
		shadow(easel, MIDDLE, FLOOR - 6, 130),
		drum(MIDDLE, 172, FLOOR - 12, [76, 55], round(easel, wall)),
		sleeve(easel, subject, colour),
		drum(MIDDLE, 158, 176, [82, 81], round(easel, cover), lit(cover, 0.12)),
		drum(MIDDLE, 136, 158, [66, 74], round(easel, cover), lit(cover, 0.2)),
		disc(MIDDLE, 137, 58, shaded(cover, 0.14), 58 * TILT),
		`<ellipse cx="222" cy="142" rx="11" ry="3" fill="${shaded(cover, 0.7)}"/>`,
		edge('M168 192 182 356', 0.5, 5),
	].join('')
}

/** Lids by the stack. */
export const lid: Draw = (easel, subject) => {
	const { colour } = subject
	const one = (y: number) => drum(MIDDLE, y, y + 16, [104, 108], round(easel, colour), lit(colour, 0.16)) + disc(MIDDLE, y, 86, shaded(colour, 0.12), 86 * TILT)
	return [
		shadow(easel, MIDDLE, FLOOR - 14, 220),
		...[344, 322, 300, 278, 256].map(one),
		drum(MIDDLE, 226, 254, [78, 90], round(easel, colour), lit(colour, 0.26)),
		disc(MIDDLE, 227, 68, shaded(colour, 0.1), 68 * TILT),
		`<ellipse cx="206" cy="232" rx="14" ry="4" fill="${shaded(colour, 0.75)}"/>`,
		edge('M142 262Q150 274 168 280', 0.6, 3),
	].join('')
}

/** A pitcher for milk. */
export const pitcher: Draw = (easel, subject) => {
	const painted = easel.chance() < 0.4
	const wall = painted ? round(easel, subject.colour) : metal(easel)
	const tone = painted ? subject.colour : pigment.steel
	return [
		shadow(easel, 232, 362, 186),
		line('M304 206Q380 204 372 272Q366 326 314 334', shaded(tone, 0.42), 17),
		line('M304 201Q372 200 365 266Q360 312 314 326', lit(tone, 0.4), 5),
		`<path d="M144 172Q148 198 160 214Q138 268 142 352A92 18 0 0 0 322 352Q326 268 304 214Q308 196 308 176Z" fill="${wall}"/>`,
		`<path d="M144 172Q126 158 132 152Q150 156 166 166Q200 156 240 158Q300 160 308 176Q290 194 226 194Q166 194 144 172Z" fill="${lit(tone, 0.5)}"/>`,
		`<path d="M152 170Q190 162 238 164Q292 166 298 176Q280 187 226 187Q176 187 152 170Z" fill="${shaded(tone, 0.45)}"/>`,
		disc(232, 180, 54, '#fdfaf2', 5.5),
		line('M300 268h14M300 292h14M300 316h14', shaded(tone, 0.5), 1.6, 0.5),
		edge('M166 224Q150 280 154 344', 0.65, 7),
		subject.size ? caption(subject.size, 232, 344, { size: 10, colour: shaded(tone, 0.55), width: 90 }) : '',
	].join('')
}
