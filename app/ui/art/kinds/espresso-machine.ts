import { lit, mix, pigment, shaded } from '../colour.ts'
import { box, disc, drum, type Easel, edge, face, line, metal, n, round, shadow, sheet } from '../easel.ts'
import { caption } from '../lettering.ts'
import { type Draw, FLOOR, MIDDLE, type Subject } from './subject.ts'

const STEEL = '#c6cbcd'

/** A group head with its locked-in portafilter, and a cup below. */
function group(easel: Easel, x: number, handle: string): string {
	return [
		box(x - 26, 214, 52, 24, metal(easel), 4),
		drum(x, 238, 252, [22, 22], metal(easel)),
		drum(x, 256, 268, [26, 25], metal(easel, '#a9afb2')),
		`<path d="M${x - 10} 270H${x + 10}L${x + 7} 282H${x - 7}Z" fill="${metal(easel)}"/>`,
		`<path d="M${x - 6} 262Q${x - 9} 286 ${x - 8} 306Q${x} 314 ${x + 8} 306Q${x + 9} 286 ${x + 6} 262Z" fill="${round(easel, handle)}"/>`,
		edge(`M${x - 4} 276V302`, 0.4, 1.6),
	].join('')
}

function cupRow(easel: Easel, left: number, right: number, y: number): string {
	const count = Math.floor((right - left) / 34)
	const gap = (right - left) / count
	return Array.from({ length: count }, (_, at) => {
		const x = left + gap * (at + 0.5)
		return `${drum(n(x), y - 19, y - 2, [10, 13.5], round(easel, '#f3ede1'))}${disc(x, y - 19, 10, '#fffaf0', 2)}`
	}).join('')
}

function steamWand(easel: Easel, x: number, out: number): string {
	return `<path d="M${x} 214V240Q${x} 250 ${x + out * 6} 258L${x + out * 16} 318" fill="none" stroke="${shaded(STEEL, 0.4)}" stroke-width="7" stroke-linecap="round"/><path d="M${x - 1.5} 214V240Q${x - 1.5} 250 ${x + out * 6 - 1.5} 258L${x + out * 16 - 1.5} 318" fill="none" stroke="#f4f6f6" stroke-width="2" stroke-linecap="round"/>${box(x - 7, 252, 14, 16, round(easel, pigment.coal), 4)}`
}

function gauge(x: number, y: number): string {
	return `${disc(x, y, 15, shaded(STEEL, 0.45))}${disc(x, y, 12.5, pigment.paper)}${line(`M${x} ${y}L${x + 6} ${y - 6}`, pigment.brick, 2)}${line(`M${x - 9} ${y + 3}A9.5 9.5 0 1 1 ${x + 9} ${y + 3}`, pigment.ink, 1, 0.5)}`
}

function tray(easel: Easel, left: number, right: number): string {
	const bars = Array.from({ length: Math.floor((right - left - 24) / 9) }, (_, at) => `M${left + 16 + at * 9} 350l-3 7`).join('')
	return `<path d="M${left + 8} 346H${right - 8}L${right} 360H${left}Z" fill="${shaded(STEEL, 0.5)}"/>${line(bars, lit(STEEL, 0.5), 2.4)}${box(left, 360, right - left, 18, sheet(easel, shaded(STEEL, 0.08)), 2)}`
}

function controls(easel: Easel, subject: Subject, groups: readonly number[], left: number, right: number): string {
	const knob = (x: number) =>
		`${disc(x, 190, 15, shaded(STEEL, 0.35))}${disc(x - 1, 189, 12, round(easel, pigment.coal))}${line(`M${x - 1} 179v8`, pigment.cream, 2)}`
	const keys = groups.map((x) => [-21, -7, 7, 21].map((dx) => disc(x + dx, 198, 4, lit(subject.colour, 0.7))).join('')).join('')
	return knob(left + 28) + knob(right - 28) + keys
}

/** One, two or three groups; the body in steel, the flanks and the back panel in the colour. */
export const espressoMachine: Draw = (easel, subject) => {
	const { colour, groups: count } = subject
	const half = { 1: 108, 2: 158, 3: 196 }[count]
	const [left, right] = [MIDDLE - half, MIDDLE + half]
	const handle = easel.pick([pigment.walnut, pigment.coal, pigment.espresso])
	const span = { 1: 0, 2: 92, 3: 106 }[count]
	const groups = Array.from({ length: count }, (_, at) => MIDDLE + (at - (count - 1) / 2) * span)
	const feet = [left + 26, right - 26].map((x) => drum(x, 378, FLOOR - 3, [12, 10], metal(easel, '#8d9396'))).join('')
	return [
		shadow(easel, MIDDLE, FLOOR, half * 2 + 20),
		feet,
		cupRow(easel, left + 20, right - 20, 132),
		`<path d="M${left + 10} 122H${right - 10}L${right} 138H${left}Z" fill="${lit(STEEL, 0.5)}"/>`,
		line(`M${left + 8} 124H${right - 8}M${left + 12} 110H${right - 12}`, shaded(STEEL, 0.3), 3),
		line(`M${left + 14} 110V124M${right - 14} 110V124`, shaded(STEEL, 0.3), 3),
		`<rect x="${left + 14}" y="212" width="${half * 2 - 28}" height="136" fill="${easel.fill(
			[
				[0, shaded(STEEL, 0.62)],
				[0.35, shaded(STEEL, 0.34)],
				[1, shaded(STEEL, 0.2)],
			],
			'y',
		)}"/>`,
		box(left, 138, half * 2, 76, face(easel, colour), 6),
		box(left, 138, half * 2, 9, lit(colour, 0.4), 4),
		box(left, 168, half * 2, 44, sheet(easel, STEEL)),
		`<path d="M${left} 212h22v148h-22q-5-74 0-148Z" fill="${face(easel, colour)}"/><path d="M${right} 212h-22v148h22q5-74 0-148Z" fill="${easel.fill([
			[0, shaded(colour, 0.1)],
			[1, shaded(colour, 0.4)],
		])}"/>`,
		caption(subject.maker, MIDDLE, 160, { size: 10, colour: mix(pigment.cream, colour, 0.1), width: half * 1.3, spacing: 0.3 }),
		controls(easel, subject, groups, left, right),
		count === 1 ? gauge(MIDDLE + 62, 192) : gauge(MIDDLE, 192),
		steamWand(easel, left + 40, count === 1 ? -0.5 : 1),
		count > 1 ? steamWand(easel, right - 40, -1) : '',
		tray(easel, left, right),
		...groups.map(
			(x) => `${drum(x, 324, 348, [17, 12], round(easel, '#f6f0e4'))}${disc(x, 324, 17, '#fffdf6', 3.4)}${disc(x, 324.5, 13, pigment.coffee, 2.4)}`,
		),
		...groups.map((x) => group(easel, x, handle)),
		edge(`M${left + 6} 150V206`, 0.6, 3),
	].join('')
}
