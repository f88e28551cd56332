import { lit, mix, pigment, shaded } from '../colour.ts'
import { box, disc, drum, edge, face, line, metal, round, shadow, side, TILT } from '../easel.ts'
import { motif } from '../motifs.ts'
import { band, label } from './labels.ts'
import { type Draw, FLOOR, MIDDLE } from './subject.ts'

const bottom = (r: number) => FLOOR - r * TILT

/** A round tin with a pressed lid. */
export const tin: Draw = (easel, subject) => {
	const { colour } = subject
	const r = 92
	const base = bottom(r)
	return [
		shadow(easel, MIDDLE, FLOOR - 4, 190),
		drum(MIDDLE, 140, base, [r, r], round(easel, colour)),
		drum(MIDDLE, base - 12, base, [r, r], metal(easel)),
		drum(MIDDLE, 118, 146, [r + 4, r + 4], metal(easel), lit(pigment.steel, 0.45)),
		disc(MIDDLE, 118, r - 8, shaded(pigment.steel, 0.1), (r - 8) * TILT),
		disc(MIDDLE - 3, 117, r - 20, lit(pigment.steel, 0.6), (r - 20) * TILT),
		label(easel, subject, { x: MIDDLE, y: 182, width: 128, height: 158 }),
		edge(`M160 172V${base - 20}`, 0.35, 5),
	].join('')
}

/** A caddy with a domed stopper and a leaf. */
export const teaTin: Draw = (easel, subject) => {
	const { colour } = subject
	const gold = pigment.brass
	return [
		shadow(easel, MIDDLE, FLOOR - 2, 176),
		`<path d="M316 168 344 182V${FLOOR - 14}L316 ${FLOOR}Z" fill="${side(easel, colour)}"/>`,
		box(154, 168, 162, FLOOR - 168, face(easel, colour), 3),
		`<path d="M154 168 182 154H344V182L316 168Z" fill="${lit(colour, 0.3)}"/>`,
		drum(248, 132, 162, [52, 52], metal(easel, gold), lit(gold, 0.5)),
		disc(248, 120, 12, round(easel, gold)),
		`<rect x="164" y="180" width="142" height="${FLOOR - 192}" rx="2" fill="none" stroke="${lit(gold, 0.3)}" stroke-width="2"/>`,
		motif('leaf', { x: 235, y: 226, size: 62 }, lit(gold, 0.35), shaded(colour, 0.35)),
		band(subject, { x: 235, y: 262, width: 138, height: 104 }, colour),
		edge(`M160 180V${FLOOR - 10}`, 0.35, 3),
	].join('')
}

/** Cleaning tablets or powder: a white tub with a screw lid in the colour of its use. */
export const cleaner: Draw = (easel, subject) => {
	const { colour } = subject
	const white = '#f4f2ec'
	const r = 80
	const base = bottom(r)
	const ridges = Array.from({ length: 17 }, (_, at) => MIDDLE - 80 + at * 10)
		.map((x) => `M${x} 124V158`)
		.join('')
	const tablets = [
		[118, 372],
		[142, 384],
		[356, 380],
	] as const
	return [
		shadow(easel, MIDDLE, FLOOR - 4, 176),
		drum(MIDDLE, 160, base, [r, r], round(easel, white)),
		drum(MIDDLE, 214, base - 26, [r + 0.5, r + 0.5], round(easel, colour)),
		drum(MIDDLE, 118, 162, [r + 6, r + 6], round(easel, shaded(colour, 0.15)), lit(colour, 0.28)),
		line(ridges, shaded(colour, 0.5), 1.4, 0.4),
		disc(MIDDLE, 118, r - 10, mix(colour, '#ffffff', 0.12), (r - 10) * TILT),
		band(subject, { x: MIDDLE, y: 240, width: 132, height: 96 }, colour),
		motif('flake', { x: MIDDLE, y: 197, size: 24 }, colour, colour),
		...tablets.map(([x, y]) => `${disc(x + 3, y + 5, 16, easel.glow('#2a1c10', 0.5), 6)}${drum(x, y - 6, y, [13, 13], round(easel, white), '#ffffff')}`),
		edge(`M172 226V${base - 44}`, 0.4, 5),
	].join('')
}

/** A tall bottle of syrup with a pourer. */
export const syrup: Draw = (easel, subject) => {
	const { colour } = subject
	const body = `M186 212Q186 186 214 170Q224 164 224 146V104H256V146Q256 164 266 170Q294 186 294 212V${FLOOR - 14}Q294 ${FLOOR} 280 ${FLOOR}H200Q186 ${FLOOR} 186 ${FLOOR - 14}Z`
	return [
		shadow(easel, MIDDLE, FLOOR, 126),
		`<path d="${body}" fill="${easel.fill([
			[0, shaded(colour, 0.3)],
			[0.16, lit(colour, 0.42)],
			[0.4, lit(colour, 0.08)],
			[0.8, shaded(colour, 0.38)],
			[1, shaded(colour, 0.1)],
		])}"/>`,
		`<path d="M224 128H256V146Q256 160 262 167H218Q224 160 224 146Z" fill="#fff" opacity=".25"/>`,
		box(219, 92, 42, 28, round(easel, pigment.coal), 4),
		`<path d="M232 92V62Q232 52 242 52H268Q276 52 276 60V68H262V64H248V92Z" fill="${metal(easel)}"/>`,
		box(188, 232, 104, 112, pigment.paper),
		box(188, 232, 104, 8, shaded(colour, 0.2)),
		box(188, 336, 104, 8, shaded(colour, 0.2)),
		box(268, 232, 24, 112, shaded(pigment.paper, 0.5)).replace('/>', ' opacity=".16"/>'),
		motif(/leaf|mint|tea|herb/i.test(subject.name) ? 'leaf' : 'branch', { x: MIDDLE, y: 262, size: 32 }, shaded(colour, 0.3), lit(colour, 0.1)),
		band(subject, { x: MIDDLE, y: 270, width: 104, height: 68 }, pigment.paper),
		edge(`M197 214V${FLOOR - 20}`, 0.6, 4),
		edge('M230 112V148', 0.5, 3),
	].join('')
}
