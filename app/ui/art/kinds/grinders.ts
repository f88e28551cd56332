import { lit, pigment, shaded } from '../colour.ts'
import { box, disc, drum, type Easel, edge, face, glass, line, metal, n, round, shadow, side, TILT } from '../easel.ts'
import { caption } from '../lettering.ts'
import { type Draw, FLOOR, MIDDLE, type Subject } from './subject.ts'

/** Roasted beans inside a shape. */
export function beans(easel: Easel, area: { left: number; right: number; top: number; bottom: number }, count: number): string {
	return Array.from({ length: count }, () => {
		const x = n(area.left + easel.chance() * (area.right - area.left))
		const y = n(area.top + easel.chance() * (area.bottom - area.top))
		const tone = easel.pick(['#5a3520', '#6b412a', '#4a2a18'])
		return `<g transform="rotate(${Math.floor(easel.chance() * 180)} ${x} ${y})"><ellipse cx="${x}" cy="${y}" rx="6.5" ry="4.6" fill="${tone}"/><path d="M${n(x - 5.5)} ${y}q5.500-2.500 11 0" fill="none" stroke="#2c170b"/></g>`.replace(
			'q5.500-2.500',
			'q5.5-2.5',
		)
	}).join('')
}

function hopper(easel: Easel, top: number, bottom: number, radii: readonly [number, number]): string {
	const [a, b] = radii
	const shape = `M${MIDDLE - a} ${top}L${MIDDLE - b} ${bottom}H${MIDDLE + b}L${MIDDLE + a} ${top}Z`
	return [
		`<path d="${shape}" fill="#7a4f33" opacity=".35"/>`,
		`<g clip-path="${easel.clip(`<path d="${shape}"/>`)}">${box(MIDDLE - a, top + 30, a * 2, bottom - top, '#54301c')}${beans(easel, { left: MIDDLE - a, right: MIDDLE + a, top: top + 26, bottom: bottom }, 44)}</g>`,
		`<path d="${shape}" fill="${glass(easel)}" opacity=".34"/>`,
		edge(`M${MIDDLE - a + 12} ${top + 10}L${MIDDLE - b + 8} ${bottom - 6}`, 0.75, 4),
		drum(MIDDLE, top - 12, top, [a + 3, a + 3], round(easel, pigment.coal), lit(pigment.coal, 0.2)),
	].join('')
}

/** On demand: hopper, motor housing, fork and spout. */
function onDemand(easel: Easel, subject: Subject): string {
	const { colour } = subject
	return [
		shadow(easel, MIDDLE, FLOOR, 170),
		`<path d="M168 ${FLOOR - 16}H312L320 ${FLOOR}H160Z" fill="${shaded(colour, 0.4)}"/>`,
		box(178, 346, 124, 28, face(easel, shaded(colour, 0.12)), 4),
		`<path d="M300 202 322 212V362L302 374Z" fill="${side(easel, colour)}"/>`,
		`<path d="M178 214Q178 200 192 200H288Q302 200 302 214V374H178Z" fill="${face(easel, colour)}"/>`,
		`<rect x="196" y="284" width="88" height="92" rx="6" fill="${shaded(colour, 0.55)}"/>`,
		hopper(easel, 92, 178, [70, 42]),
		drum(MIDDLE, 176, 200, [48, 56], metal(easel)),
		line('M186 190H294', shaded(pigment.steel, 0.5), 1.5, 0.7),
		`<rect x="212" y="216" width="56" height="34" rx="4" fill="${pigment.ink}"/><path d="M220 233h12M238 233h8M252 233h8" stroke="#9fd0c2" stroke-width="4"/>`,
		`<path d="M222 262H258L250 292H230Z" fill="${metal(easel)}"/>`,
		line('M208 318H272M208 318V330M272 318V330', lit(pigment.steel, 0.3), 5),
		`<path d="M214 306H266V318Q240 330 214 318Z" fill="${metal(easel, '#aab0b3')}"/>`,
		disc(MIDDLE, 306, 26, pigment.coffee, 4.5),
		caption(subject.maker, MIDDLE, 364, { size: 9, colour: lit(colour, 0.75), width: 100, spacing: 0.24 }),
		edge('M185 214V340', 0.45, 3),
	].join('')
}

/** Single dose: a bent neck, a small cup, nothing too much. */
function singleDose(easel: Easel, subject: Subject): string {
	const { colour } = subject
	return [
		shadow(easel, 246, FLOOR, 168),
		drum(250, 366, FLOOR - 12, [84, 86], round(easel, shaded(colour, 0.1)), lit(colour, 0.14)),
		`<path d="M262 366V236Q262 220 246 214L196 196V150L268 158Q318 166 318 216V366Q290 378 262 366Z" fill="${easel.fill([
			[0, lit(colour, 0.24)],
			[0.5, colour],
			[1, shaded(colour, 0.36)],
		])}"/>`,
		`<g transform="rotate(10 222 170)">${drum(222, 136, 198, [50, 50], round(easel, colour))}${drum(222, 150, 166, [53, 53], metal(easel), undefined)}${drum(222, 100, 138, [44, 34], glass(easel), '#ffffff')}${disc(222, 100, 44, shaded(pigment.walnut, 0.1), 44 * TILT)}${disc(221, 98, 38, pigment.walnut, 38 * TILT)}${disc(221, 92, 9, lit(pigment.walnut, 0.2))}</g>`,
		line('M194 200 186 224', shaded(pigment.steel, 0.3), 16),
		line('M191 200 183 224', lit(pigment.steel, 0.5), 4),
		drum(192, 308, 362, [32, 26], metal(easel), shaded(pigment.steel, 0.55)),
		disc(192, 310, 25, pigment.coffee, 4),
		`<circle cx="300" cy="268" r="11" fill="${metal(easel)}"/>`,
		caption(subject.maker, 254, 384, { size: 8, colour: lit(colour, 0.75), width: 120, spacing: 0.24 }),
		edge('M272 240V356', 0.4, 3),
	].join('')
}

export const grinder: Draw = (easel, subject) => easel.pick([onDemand, singleDose])(easel, subject)
