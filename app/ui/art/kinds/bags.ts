import { lit, pigment, shaded } from '../colour.ts'
import { box, disc, type Easel, edge, face, line, shadow, side } from '../easel.ts'
import { label } from './labels.ts'
import { type Draw, FLOOR, MIDDLE, type Subject } from './subject.ts'

function valve(colour: string, x: number, y: number): string {
	return `${disc(x, y, 7.5, lit(colour, 0.22))}${disc(x + 0.8, y + 0.8, 6, shaded(colour, 0.12))}${disc(x, y, 1.6, shaded(colour, 0.6))}${disc(x - 3, y, 1, shaded(colour, 0.5))}${disc(x + 3, y, 1, shaded(colour, 0.5))}`
}

/** Flat-bottomed, folded at the head and held by a tin tie. */
function foldedBag(easel: Easel, subject: Subject): string {
	const { colour } = subject
	return [
		shadow(easel, MIDDLE, FLOOR, 190),
		`<path d="M326 130 352 146 356 ${FLOOR - 12} 330 ${FLOOR}Z" fill="${side(easel, colour)}"/>`,
		`<path d="M339 138 346 260 340 ${FLOOR - 8}" fill="none" stroke="${shaded(colour, 0.6)}" stroke-opacity=".4" stroke-width="1.5"/>`,
		`<path d="M146 130H326L330 ${FLOOR}Q240 ${FLOOR + 6} 144 ${FLOOR}Z" fill="${face(easel, colour)}"/>`,
		`<path d="M146 130H326L327 165Q240 176 145 163Z" fill="${shaded(colour, 0.5)}" opacity=".16"/>`,
		`<path d="M150 92Q240 86 332 92L352 146 326 136H146Z" fill="${shaded(colour, 0.22)}"/>`,
		`<path d="M148 92Q240 85 330 92L328 138Q240 144 146 138Z" fill="${easel.fill(
			[
				[0, lit(colour, 0.3)],
				[1, colour],
			],
			'y',
		)}"/>`,
		`<path d="M138 112Q240 104 340 112L341 124Q240 117 137 124Z" fill="${easel.fill([
			[0, lit(pigment.brass, 0.5)],
			[0.6, pigment.brass],
			[1, shaded(pigment.brass, 0.4)],
		])}"/>`,
		edge('M152 148V370', 0.3, 3),
		line('M318 168Q310 210 320 258', shaded(colour, 0.6), 1.5, 0.25),
		line('M158 182Q166 214 158 240', '#ffffff', 1.5, 0.3),
		valve(colour, 240, 160),
		label(easel, subject, { x: 238, y: 184, width: 142, height: 172 }),
	].join('')
}

/** A stand-up pouch with a zip, full and a little proud of it. */
function pouch(easel: Easel, subject: Subject): string {
	const { colour } = subject
	return [
		shadow(easel, MIDDLE, FLOOR, 196),
		`<path d="M156 92H326C330 170 344 250 340 ${FLOOR - 16}Q336 ${FLOOR} 318 ${FLOOR}Q240 ${FLOOR + 10} 162 ${FLOOR}Q144 ${FLOOR} 141 ${FLOOR - 16}C137 250 152 170 156 92Z" fill="${face(easel, colour)}"/>`,
		`<path d="M326 92C330 170 344 250 340 ${FLOOR - 16}Q336 ${FLOOR} 318 ${FLOOR}L300 ${FLOOR + 3}C320 300 318 180 308 92Z" fill="${shaded(colour, 0.7)}" opacity=".22"/>`,
		`<path d="M156 92H326L327 116Q240 122 155 116Z" fill="${lit(colour, 0.2)}"/>`,
		line('M155 116Q240 122 327 116', shaded(colour, 0.5), 1.5, 0.6),
		line('M153 132Q240 139 329 132M153 137Q240 144 329 137', '#ffffff', 1.3, 0.4),
		`<path d="M156 103l7 4-7 4Z" fill="${shaded(colour, 0.6)}" opacity=".5"/>`,
		`<path d="M142 ${FLOOR - 26}Q240 ${FLOOR - 66} 339 ${FLOOR - 26}" fill="none" stroke="${shaded(colour, 0.6)}" stroke-opacity=".3" stroke-width="2"/>`,
		edge(`M163 150C156 230 148 300 150 ${FLOOR - 40}`, 0.34, 4),
		valve(colour, 240, 158),
		label(easel, subject, { x: 240, y: 178, width: 146, height: 158 }),
	].join('')
}

/** Kraft paper, rolled down at the top. */
function rolledBag(easel: Easel, subject: Subject): string {
	const paper = pigment.kraft
	return [
		shadow(easel, MIDDLE, FLOOR, 186),
		`<path d="M318 140 346 156 348 ${FLOOR - 12} 324 ${FLOOR}Z" fill="${side(easel, paper)}"/>`,
		`<path d="M152 140H318L324 ${FLOOR}Q240 ${FLOOR + 5} 150 ${FLOOR}Z" fill="${face(easel, paper)}"/>`,
		line('M152 190 170 214 156 250M306 168l-10 30M164 330l14 20M310 320l-12 22', shaded(paper, 0.45), 1.3, 0.35),
		`<path d="M144 104Q240 96 326 104L352 120Q352 142 344 158L320 146H148Q140 124 144 104Z" fill="${shaded(paper, 0.2)}"/>`,
		`<path d="M144 104Q240 96 324 104Q330 124 322 146Q240 152 147 146Q138 124 144 104Z" fill="${easel.fill(
			[
				[0, lit(paper, 0.42)],
				[0.6, paper],
				[1, shaded(paper, 0.22)],
			],
			'y',
		)}"/>`,
		line('M147 146Q240 152 322 146', shaded(paper, 0.55), 1.6, 0.5),
		`<path d="M150 ${FLOOR - 34}Q240 ${FLOOR - 28} 323 ${FLOOR - 34}L324 ${FLOOR}Q240 ${FLOOR + 5} 150 ${FLOOR}Z" fill="${subject.colour}"/>`,
		`<path d="M324 ${FLOOR - 34} 347 ${FLOOR - 44} 348 ${FLOOR - 12} 324 ${FLOOR}Z" fill="${shaded(subject.colour, 0.34)}"/>`,
		edge('M157 152V344', 0.35, 3),
		label(easel, subject, { x: 237, y: 168, width: 138, height: 170 }),
	].join('')
}

/** Five kilograms and more: a pillow of a sack with stitched ends. */
function sack(easel: Easel, subject: Subject): string {
	const { colour } = subject
	return [
		shadow(easel, MIDDLE, FLOOR, 230),
		`<path d="M140 84H340C336 150 364 240 358 ${FLOOR - 24}Q354 ${FLOOR} 334 ${FLOOR}Q240 ${FLOOR + 8} 146 ${FLOOR}Q126 ${FLOOR} 122 ${FLOOR - 24}C116 240 144 150 140 84Z" fill="${face(easel, colour)}"/>`,
		`<path d="M340 84C336 150 364 240 358 ${FLOOR - 24}Q354 ${FLOOR} 334 ${FLOOR}H312C340 300 330 160 318 84Z" fill="${shaded(colour, 0.7)}" opacity=".24"/>`,
		box(138, 76, 204, 24, lit(colour, 0.16), 2),
		`<path d="M142 92H338" stroke="${pigment.cream}" stroke-width="3" stroke-dasharray="9 5"/>`,
		line('M168 118q8 22 2 44M312 118q-10 20-2 46M140 330q22 10 30 30M342 330q-20 8-26 28', shaded(colour, 0.6), 1.6, 0.3),
		edge('M152 130C140 200 132 290 136 350', 0.3, 4),
		label(easel, subject, { x: 240, y: 132, width: 162, height: 200 }),
	].join('')
}

/** Coffee bags: small ones differ by seed, large ones are sacks. */
export const bag: Draw = (easel, subject) => {
	const large = /\b([5-9]|[1-9]\d)\s?(kg|lb)/i.test(subject.size)
	return (large ? sack : easel.pick([foldedBag, pouch, rolledBag]))(easel, subject)
}
