import { lit, mix, pigment, shaded } from '../colour.ts'
import { box, disc, drum, edge, face, glass, line, metal, n, round, shadow, sheet, side, TILT } from '../easel.ts'
import { caption } from '../lettering.ts'
import { type Draw, FLOOR, MIDDLE } from './subject.ts'

/** A batch brewer over a glass server. */
export const brewer: Draw = (easel, subject) => {
	const { colour } = subject
	return [
		shadow(easel, MIDDLE, FLOOR, 206),
		`<path d="M318 118 346 132V${FLOOR - 14}L318 ${FLOOR}Z" fill="${side(easel, colour)}"/>`,
		`<path d="M152 118 180 104H346V132L318 118Z" fill="${lit(colour, 0.36)}"/>`,
		box(152, 118, 166, FLOOR - 118, face(easel, colour), 3),
		box(
			164,
			206,
			142,
			158,
			easel.fill(
				[
					[0, shaded(colour, 0.72)],
					[1, shaded(colour, 0.5)],
				],
				'y',
			),
			3,
		),
		box(152, 362, 166, 26, sheet(easel), 3),
		drum(235, 180, 232, [58, 40], round(easel, pigment.coal)),
		box(170, 172, 130, 12, metal(easel), 3),
		`<path d="M292 206h22q6 0 6 6t-6 6h-22Z" fill="${pigment.coal}"/>`,
		`<path d="M204 262Q184 290 186 336Q187 358 206 360H264Q283 358 284 336Q286 290 266 262Z" fill="${pigment.coffee}"/>`,
		`<path d="M211 248H259V262Q284 290 284 336Q283 358 264 360H206Q187 358 186 336Q184 290 211 262Z" fill="${glass(easel)}" opacity=".16"/>`,
		drum(235, 240, 252, [28, 28], round(easel, pigment.coal), lit(pigment.coal, 0.15)),
		line('M276 264Q306 270 302 308Q300 330 284 334', pigment.coal, 9),
		edge('M204 284Q196 306 198 340', 0.8, 4),
		`<rect x="176" y="132" width="58" height="26" rx="3" fill="${pigment.ink}"/><text x="205" y="150" font-family="monospace" font-size="14" text-anchor="middle" fill="#9fd0c2">94°</text>`,
		disc(256, 145, 8, metal(easel)),
		disc(282, 145, 8, metal(easel)),
		caption(subject.maker, 235, 379, { size: 9, colour: pigment.ink, width: 130, spacing: 0.3 }),
		edge(`M158 124V356`, 0.45, 3),
	].join('')
}

/** A gooseneck kettle. */
export const kettle: Draw = (easel, subject) => {
	const { colour } = subject
	const handle = easel.pick([pigment.walnut, pigment.coal])
	const steel = easel.chance() < 0.5
	const body = steel ? metal(easel) : round(easel, colour)
	return [
		shadow(easel, 236, FLOOR - 4, 190),
		drum(246, 364, FLOOR - 14, [84, 88], round(easel, pigment.coal), lit(pigment.coal, 0.14)),
		`<path d="M178 346Q128 344 132 286Q134 246 106 226" fill="none" stroke="${shaded(steel ? pigment.steel : colour, 0.3)}" stroke-width="15" stroke-linecap="round"/><path d="M176 341Q131 336 136 284Q137 248 108 222" fill="none" stroke="${lit(steel ? pigment.steel : colour, 0.4)}" stroke-width="4" stroke-linecap="round"/>`,
		line('M304 226Q366 214 374 262Q376 312 350 336', shaded(handle, 0.25), 19),
		line('M304 222Q362 212 369 260Q371 306 348 330', lit(handle, 0.16), 7),
		drum(246, 206, 352, [58, 78], body),
		`<path d="M188 206A58 11.6 0 0 0 304 206L306 218A60 12 0 0 1 186 218Z" fill="#000" opacity=".12"/>`,
		drum(246, 198, 208, [58, 58], steel ? metal(easel) : round(easel, shaded(colour, 0.08)), steel ? lit(pigment.steel, 0.5) : lit(colour, 0.3)),
		drum(246, 186, 198, [40, 44], steel ? metal(easel) : round(easel, colour), steel ? lit(pigment.steel, 0.6) : lit(colour, 0.36)),
		drum(246, 166, 182, [12, 8], round(easel, handle), lit(handle, 0.25)),
		edge('M198 232 184 336', 0.5, 6),
		caption(subject.maker, 246, 379, { size: 7.5, colour: mix(pigment.cream, pigment.coal, 0.2), width: 110, spacing: 0.26 }),
	].join('')
}

/** A cone on its foot, ribs inside. */
export const dripper: Draw = (easel, subject) => {
	const { colour } = subject
	const ribs = Array.from(
		{ length: 9 },
		(_, at) => `M${n(152 + at * 22)} ${n(186 + Math.abs(at - 4) * -2.4 + 6)}Q${n(206 + at * 8.5)} 236 ${n(222 + at * 4.6)} 262`,
	).join('')
	return [
		shadow(easel, MIDDLE, FLOOR - 8, 170),
		drum(MIDDLE, 300, FLOOR - 24, [66, 84], glass(easel)),
		`<path d="M172 316Q160 340 158 364A84 16.8 0 0 0 322 364Q320 340 308 316Z" fill="${pigment.coffee}" opacity=".88"/>`,
		disc(MIDDLE, 317, 68, lit(pigment.coffee, 0.16), 12),
		edge('M182 322 172 360', 0.7, 4),
		drum(MIDDLE, 290, 300, [92, 92], round(easel, colour), lit(colour, 0.2)),
		`<path d="M336 214Q386 214 380 252Q374 282 304 280" fill="none" stroke="${shaded(colour, 0.28)}" stroke-width="14" stroke-linecap="round"/>`,
		drum(MIDDLE, 178, 284, [112, 34], round(easel, colour)),
		disc(MIDDLE, 178, 112, lit(colour, 0.4), 112 * TILT),
		disc(MIDDLE, 180, 104, shaded(colour, 0.34), 104 * TILT),
		`<g clip-path="${easel.clip(`<ellipse cx="${MIDDLE}" cy="180" rx="104" ry="${104 * TILT}"/>`)}">${line(ribs, lit(colour, 0.2), 2.4, 0.6)}</g>`,
		edge('M146 206 204 282', 0.55, 5),
	].join('')
}

/** A glass server with a collar. */
export const server: Draw = (easel, subject) => {
	const { colour } = subject
	const body = 'M206 176V210Q206 226 186 252Q152 298 156 340Q160 384 206 384H274Q320 384 324 340Q328 298 294 252Q274 226 274 210V176Z'
	return [
		shadow(easel, MIDDLE, FLOOR - 4, 182),
		`<path d="${body}" fill="#f3f8f8" fill-opacity=".6" stroke="${mix(pigment.glass, '#6d8388', 0.6)}" stroke-width="2"/>`,
		`<path d="M168 296Q152 320 157 346Q162 383 206 383H274Q318 383 323 346Q328 320 312 296Z" fill="${easel.fill([
			[0, lit(pigment.coffee, 0.2)],
			[0.4, pigment.coffee],
			[1, shaded(pigment.coffee, 0.4)],
		])}"/>`,
		disc(MIDDLE, 296, 72, lit(pigment.coffee, 0.26), 13),
		`<path d="${body}" fill="${glass(easel)}" opacity=".14"/>`,
		`<path d="M200 196H280L276 232Q240 244 204 232Z" fill="${round(easel, colour)}"/>`,
		line('M202 214Q240 224 278 214', shaded(pigment.walnut, 0.4), 4),
		`<ellipse cx="${MIDDLE}" cy="176" rx="34" ry="7" fill="#f4f8f8" stroke="${mix(pigment.glass, '#6d8388', 0.6)}" stroke-width="2"/>`,
		edge('M182 268Q164 300 168 344', 0.85, 6),
		edge('M308 300Q318 320 314 346', 0.4, 3),
		line('M292 330h14M296 312h10', '#ffffff', 2, 0.7),
	].join('')
}
