import { lit, pigment, shaded } from '../colour.ts'
import { box, disc, drum, type Easel, edge, face, line, metal, n, round, shadow, TILT } from '../easel.ts'
import { caption } from '../lettering.ts'
import { band } from './labels.ts'
import { type Draw, FLOOR, MIDDLE } from './subject.ts'

/** Rings lie on the table, so they are seen flatter than upright things. */
const LAID = 0.42

function ring(easel: Easel, at: { x: number; y: number; outer: number; inner: number; thick: number }, colour: string): string {
	const { x, y, outer, inner, thick } = at
	const hole = `M${n(x - inner)} ${y}a${inner} ${n(inner * LAID)} 0 1 0 ${inner * 2} 0a${inner} ${n(inner * LAID)} 0 1 0 ${-inner * 2} 0Z`
	const outline = (dy: number) =>
		`M${n(x - outer)} ${y + dy}a${outer} ${n(outer * LAID)} 0 1 0 ${outer * 2} 0a${outer} ${n(outer * LAID)} 0 1 0 ${-outer * 2} 0Z`
	return [
		`<path d="M${n(x - outer)} ${y}V${y + thick}A${outer} ${n(outer * LAID)} 0 0 0 ${n(x + outer)} ${y + thick}V${y}A${outer} ${n(outer * LAID)} 0 0 1 ${n(x - outer)} ${y}Z" fill="${round(easel, shaded(colour, 0.2))}"/>`,
		`<path fill-rule="evenodd" d="${outline(0)}${hole}" fill="${face(easel, lit(colour, 0.14))}"/>`,
		`<path d="M${n(x - inner)} ${y}A${inner} ${n(inner * LAID)} 0 0 1 ${n(x + inner)} ${y}L${n(x + inner)} ${y + thick * 0.6}A${inner} ${n(inner * LAID)} 0 0 0 ${n(x - inner)} ${y + thick * 0.6}Z" fill="${shaded(colour, 0.5)}"/>`,
		edge(`M${n(x - outer + 8)} ${y - 6}A${outer - 6} ${n((outer - 6) * LAID)} 0 0 1 ${n(x - outer * 0.2)} ${n(y - outer * LAID + 5)}`, 0.45, 3),
	].join('')
}

export const gasket: Draw = (easel, subject) => {
	const colour = easel.pick([pigment.brick, pigment.coal, pigment.prussian, subject.colour])
	return [
		disc(254, 340, 178, easel.glow('#2a1c10', 0.5), 66),
		ring(easel, { x: 232, y: 306, outer: 136, inner: 96, thick: 26 }, colour),
		ring(easel, { x: 336, y: 356, outer: 52, inner: 34, thick: 14 }, shaded(colour, 0.2)),
	].join('')
}

export const screen: Draw = (easel) => {
	const rows = Array.from({ length: 9 }, (_, row) => row - 4)
	const holes = rows.flatMap((row) =>
		Array.from({ length: 15 }, (_, column) => ({ x: (column - 7) * 16 + (row % 2) * 8, y: row * 15 })).filter(
			({ x, y }) => Math.hypot(x, y) < 106 && Math.hypot(x, y) > 18,
		),
	)
	return [
		disc(258, 336, 172, easel.glow('#2a1c10', 0.55), 66),
		`<g transform="translate(240 310)"><ellipse cy="14" rx="138" ry="60" fill="${metal(easel)}"/><ellipse rx="138" ry="60" fill="${metal(easel, '#d3d8da')}"/><ellipse cx="-2" cy="-2" rx="124" ry="53" fill="${shaded(pigment.steel, 0.14)}"/><g transform="scale(1 .44)">${holes.map(({ x, y }) => `<circle cx="${x}" cy="${y}" r="4"/>`).join('')}</g><ellipse rx="15" ry="7" fill="${lit(pigment.steel, 0.5)}"/><ellipse rx="7" ry="3.2" fill="#3a3d3e"/></g>`,
		edge('M112 296A134 57 0 0 1 206 256', 0.8, 4),
	].join('')
}

export const valve: Draw = (easel, subject) => {
	const brass = pigment.brass
	const hex = (x: number, y: number, w: number, h: number) =>
		`<path d="M${x} ${y + 6}L${x + w * 0.25} ${y}H${x + w * 0.75}L${x + w} ${y + 6}V${y + h - 6}L${x + w * 0.75} ${y + h}H${x + w * 0.25}L${x} ${y + h - 6}Z" fill="${metal(easel, brass)}"/>${line(`M${x + w * 0.25} ${y + 2}V${y + h - 2}M${x + w * 0.75} ${y + 2}V${y + h - 2}`, shaded(brass, 0.4), 1.2, 0.6)}`
	const thread = (x: number) => Array.from({ length: 6 }, (_, at) => `M${x + at * 8} 296v50`).join('')
	return [
		shadow(easel, MIDDLE, FLOOR - 8, 240),
		box(
			98,
			298,
			64,
			46,
			easel.fill(
				[
					[0, lit(brass, 0.5)],
					[0.4, brass],
					[1, shaded(brass, 0.45)],
				],
				'y',
			),
			3,
		),
		box(
			318,
			298,
			64,
			46,
			easel.fill(
				[
					[0, lit(brass, 0.5)],
					[0.4, brass],
					[1, shaded(brass, 0.45)],
				],
				'y',
			),
			3,
		),
		line(thread(106) + thread(330), shaded(brass, 0.45), 2, 0.7),
		hex(156, 280, 168, 86),
		hex(206, 366 - 24, 68, 38),
		box(214, 232, 52, 52, metal(easel, brass), 3),
		box(186, 146, 108, 92, face(easel, subject.colour), 8),
		box(186, 146, 108, 14, lit(subject.colour, 0.3), 6),
		box(294, 176, 26, 32, shaded(subject.colour, 0.4), 3),
		line('M320 186h22M320 198h22', lit(pigment.steel, 0.3), 4),
		caption('230 V', MIDDLE, 196, { size: 13, colour: pigment.cream, width: 80, spacing: 0.1 }),
		caption('50/60 Hz', MIDDLE, 214, { size: 9, colour: pigment.cream, width: 80, spacing: 0.1 }),
		edge('M194 168V228', 0.5, 3),
	].join('')
}

export const burrs: Draw = (easel) => {
	const steel = '#b9bfc2'
	const one = (x: number, y: number, r: number) => {
		const teeth = Array.from(
			{ length: 20 },
			(_, at) => `<path d="M34 0Q70 -16 ${r} -6L${r} 8Q70 2 36 8Z" transform="rotate(${at * 18})" fill="${at % 2 ? shaded(steel, 0.36) : lit(steel, 0.5)}"/>`,
		).join('')
		const holes = [30, 150, 270].map((turn) => `<circle cx="${r * 0.66}" r="8" transform="rotate(${turn})" fill="#3d4042"/>`).join('')
		return `<ellipse cx="${x}" cy="${y + 20}" rx="${r + 4}" ry="${n((r + 4) * 0.5)}" fill="${metal(easel, '#959b9f')}"/><g transform="translate(${x} ${y}) scale(1 .5)"><circle r="${r + 4}" fill="${lit(steel, 0.35)}"/>${teeth}${holes}<circle r="34" fill="${shaded(steel, 0.7)}"/><circle r="34" fill="none" stroke="${lit(steel, 0.4)}" stroke-width="3"/></g>`
	}
	return [disc(252, 362, 190, easel.glow('#2a1c10', 0.5), 58), one(176, 276, 92), one(292, 330, 98)].join('')
}

export const hose: Draw = (easel, subject) => {
	const path = 'M118 340C118 220 362 210 362 300C362 382 172 372 176 310C180 256 300 262 300 300'
	const nut = (x: number, y: number, turn: number) =>
		`<g transform="translate(${x} ${y}) rotate(${turn})">${box(-15, -6, 30, 26, metal(easel, pigment.brass), 3)}${box(-11, 18, 22, 16, metal(easel), 2)}${line('M-6 -4V18M6 -4V18', shaded(pigment.brass, 0.4), 1.4, 0.6)}</g>`
	return [
		disc(246, 372, 170, easel.glow('#2a1c10', 0.48), 40),
		line(path, shaded(pigment.steel, 0.5), 24),
		line(path, pigment.steel, 19),
		`<path d="${path}" fill="none" stroke="${subject.colour}" stroke-width="19" stroke-dasharray="3 9" opacity=".8"/>`,
		`<path d="${path}" fill="none" stroke="#fff" stroke-opacity=".55" stroke-width="4" transform="translate(-4 -4)"/>`,
		nut(118, 340, 0),
		nut(300, 298, 0),
	].join('')
}

/** A cartridge for the water line, with its head. */
export const waterFilter: Draw = (easel, subject) => {
	const { colour } = subject
	const white = '#f3f4f1'
	return [
		shadow(easel, MIDDLE, FLOOR - 4, 130),
		drum(MIDDLE, 168, FLOOR - 18, [62, 62], round(easel, white)),
		`<path d="M178 ${FLOOR - 18}A62 26 0 0 0 302 ${FLOOR - 18}Z" fill="${round(easel, shaded(white, 0.08))}"/>`,
		drum(MIDDLE, 222, 330, [62.5, 62.5], round(easel, colour)),
		`<path d="M178 206A62 12 0 0 0 302 206V214A62 12 0 0 1 178 214Z" fill="${lit(colour, 0.35)}"/>`,
		band(subject, { x: MIDDLE, y: 248, width: 108, height: 84 }, colour),
		`<path d="M240 186q9 12 9 19a9 9 0 0 1-18 0q0-7 9-19Z" fill="${colour}"/>`,
		drum(MIDDLE, 132, 168, [70, 66], round(easel, pigment.coal), lit(pigment.coal, 0.16)),
		box(
			134,
			106,
			212,
			30,
			easel.fill(
				[
					[0, lit(pigment.coal, 0.35)],
					[1, shaded(pigment.coal, 0.2)],
				],
				'y',
			),
			8,
		),
		box(112, 110, 26, 22, metal(easel, pigment.brass), 3),
		box(342, 110, 26, 22, metal(easel, pigment.brass), 3),
		disc(MIDDLE, 118, 40, lit(pigment.coal, 0.1), 40 * TILT),
		line('M158 121h26l-7-6m7 6-7 6M296 121h26l-7-6m7 6-7 6', pigment.cream, 2.4),
		edge('M190 226V352', 0.5, 5),
	].join('')
}
