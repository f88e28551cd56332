import { deep, inkOn, lit, mix, pigment, shaded } from '../colour.ts'
import { box, type Easel, n } from '../easel.ts'
import { caption, title } from '../lettering.ts'
import { growing, motif, motifFor } from '../motifs.ts'
import type { Subject } from './subject.ts'

export interface LabelPlace {
	x: number
	y: number
	width: number
	height: number
}

const ROASTS = { light: 1, medium: 3, dark: 5 } as const

/** Five beans, filled up to the roast. */
function roastScale(x: number, y: number, roast: NonNullable<Subject['roast']>, ink: string): string {
	const filled = ROASTS[roast]
	return Array.from({ length: 5 }, (_, at) => {
		const cx = n(x + (at - 2) * 13)
		return `<ellipse cx="${cx}" cy="${y}" rx="3.6" ry="4.8" transform="rotate(24 ${cx} ${y})" ${at < filled ? `fill="${ink}"` : `fill="none" stroke="${ink}" stroke-width="1.2"`}/>`
	}).join('')
}

/** The house label: maker, sign, name, roast and weight, in the order a buyer reads them. */
export function label(easel: Easel, subject: Subject, place: LabelPlace): string {
	const { colour, name, origin, size, roast, maker } = subject
	const style = easel.pick(['paper', 'window', 'full'] as const)
	const ground = style === 'full' ? mix(colour, pigment.cream, 0.1) : style === 'window' ? shaded(colour, 0.3) : pigment.paper
	const ink = style === 'paper' ? deep(colour) : inkOn(ground)
	const accent = style === 'paper' ? lit(colour, 0.12) : mix(pigment.ochre, ink, 0.15)
	const { x, y, width, height } = place
	const left = x - width / 2
	const sign = motif(
		motifFor(`${origin} ${name}`, () => easel.pick(growing)),
		{ x, y: y + height * 0.28, size: height * 0.3 },
		ink,
		accent,
	)
	const foot = y + height - 13
	return [
		box(left, y, width, height, ground, 3),
		style === 'full'
			? ''
			: `<rect x="${n(left + 4)}" y="${n(y + 4)}" width="${n(width - 8)}" height="${n(height - 8)}" rx="1.5" fill="none" stroke="${ink}" stroke-opacity=".45"/>`,
		caption(maker, x, y + height * 0.1 + 3, { size: 8.5, colour: ink, width: width - 22, spacing: 0.24 }),
		sign,
		title(name, { x, y: y + height * 0.44, width: width - 18, height: height * 0.34, colour: ink, largest: Math.min(26, width * 0.19) }),
		`<path d="M${n(left + 14)} ${n(y + height * 0.81)}H${n(left + width - 14)}" stroke="${ink}" stroke-opacity=".5"/>`,
		roast ? roastScale(size ? left + 42 : x, foot, roast, ink) : '',
		size ? caption(size, roast ? left + width - 28 : x, foot + 3.5, { size: 9, colour: ink, width: 60, spacing: 0.06 }) : '',
	].join('')
}

/** A short label for small round things: a band with the name. */
export function band(subject: Subject, place: LabelPlace, ground: string): string {
	const ink = inkOn(ground)
	const { x, y, width, height } = place
	return [
		caption(subject.maker, x, y + height * 0.2, { size: 7.5, colour: ink, width: width - 12, spacing: 0.22 }),
		title(subject.name, { x, y: y + height * 0.24, width: width - 12, height: height * 0.54, colour: ink, largest: Math.min(22, width * 0.19) }),
		subject.size ? caption(subject.size, x, y + height * 0.93, { size: 8, colour: ink, width: width - 12, spacing: 0.1 }) : '',
	].join('')
}
