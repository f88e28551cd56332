import { lit, mix, pigment, shaded } from './colour.ts'

type Stop = readonly [at: number, colour: string]

/** One drawing under way: its own chances, and the gradients it has used so far. */
export interface Easel {
	/** The next chance in [0, 1); the same seed gives the same row of chances. */
	chance: () => number
	pick: <T>(choices: readonly T[]) => T
	/** A fill running left to right ('x'), top to bottom ('y') or from the light to the far corner ('xy'). */
	fill: (stops: readonly Stop[], way?: 'x' | 'y' | 'xy') => string
	/** A soft spot fading to nothing. */
	glow: (colour: string, opacity: number) => string
	clip: (shape: string) => string
	defs: () => string
}

/** FNV-1a: small, stable, and spreads near-equal product numbers apart. */
export function hash(text: string): number {
	let value = 0x811c9dc5
	for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
	return value >>> 0
}

export function createEasel(seed: string): Easel {
	let state = hash(seed)
	const prefix = state.toString(36)
	const kept = new Map<string, string>()
	function keep(body: (id: string) => string): string {
		const key = body('')
		const id = kept.get(key) ?? `${prefix}${kept.size}`
		if (!kept.has(key)) kept.set(key, id)
		bodies.set(id, body(id))
		return `url(#${id})`
	}
	const bodies = new Map<string, string>()
	function chance(): number {
		// mulberry32
		state = (state + 0x6d2b79f5) >>> 0
		let mixed = Math.imul(state ^ (state >>> 15), state | 1)
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
	}
	const ways = { x: '', y: ' x2="0" y2="1"', xy: ' x2="1" y2="1"' }
	return {
		chance,
		pick: (choices) => choices[Math.floor(chance() * choices.length)] as never,
		fill: (stops, way = 'x') =>
			keep(
				(id) =>
					`<linearGradient id="${id}"${ways[way]}>${stops.map(([at, colour]) => `<stop offset="${at}" stop-color="${colour}"/>`).join('')}</linearGradient>`,
			),
		glow: (colour, opacity) =>
			keep(
				(id) =>
					`<radialGradient id="${id}"><stop stop-color="${colour}" stop-opacity="${opacity}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>`,
			),
		clip: (shape) => keep((id) => `<clipPath id="${id}">${shape}</clipPath>`),
		defs: () => `<defs>${[...bodies.values()].join('')}</defs>`,
	}
}

// --- Surfaces: how the one light, from the top left, falls on things ---

/** Something round standing upright, of one colour. */
export function round(easel: Easel, colour: string): string {
	return easel.fill([
		[0, shaded(colour, 0.14)],
		[0.2, lit(colour, 0.3)],
		[0.46, colour],
		[0.84, shaded(colour, 0.34)],
		[1, shaded(colour, 0.22)],
	])
}

/** A flat face towards us. */
export function face(easel: Easel, colour: string): string {
	return easel.fill(
		[
			[0, lit(colour, 0.16)],
			[0.55, colour],
			[1, shaded(colour, 0.16)],
		],
		'xy',
	)
}

/** A flat face away from the light. */
export function side(easel: Easel, colour: string): string {
	return easel.fill([
		[0, shaded(colour, 0.3)],
		[1, shaded(colour, 0.44)],
	])
}

/** Brushed metal, upright and round. */
export function metal(easel: Easel, tint: string = pigment.steel): string {
	return easel.fill([
		[0, shaded(tint, 0.34)],
		[0.14, lit(tint, 0.55)],
		[0.28, lit(tint, 0.75)],
		[0.44, tint],
		[0.7, shaded(tint, 0.32)],
		[0.88, shaded(tint, 0.52)],
		[1, shaded(tint, 0.24)],
	])
}

/** Sheet metal towards us. */
export function sheet(easel: Easel, tint: string = pigment.steel): string {
	return easel.fill(
		[
			[0, lit(tint, 0.7)],
			[0.35, lit(tint, 0.15)],
			[0.62, shaded(tint, 0.12)],
			[1, shaded(tint, 0.28)],
		],
		'xy',
	)
}

export function glass(easel: Easel): string {
	return easel.fill([
		[0, mix(pigment.glass, '#8aa0a4', 0.45)],
		[0.16, '#ffffff'],
		[0.4, pigment.glass],
		[0.86, mix(pigment.glass, '#8aa0a4', 0.5)],
		[1, mix(pigment.glass, '#8aa0a4', 0.25)],
	])
}

// --- Shapes that many things are made of ---

/** An upright body with round ends; radii may differ, so it is a cup or a cone as well. */
export function drum(cx: number, top: number, bottom: number, radii: readonly [number, number], fill: string, lid?: string): string {
	const [a, b] = radii
	const [ra, rb] = [a * TILT, b * TILT]
	const body = `<path d="M${n(cx - a)} ${top}L${n(cx - b)} ${bottom}A${b} ${n(rb)} 0 0 0 ${n(cx + b)} ${bottom}L${n(cx + a)} ${top}Z" fill="${fill}"/>`
	return lid ? `${body}<ellipse cx="${cx}" cy="${top}" rx="${a}" ry="${n(ra)}" fill="${lid}"/>` : body
}

/** The eye stands a little above the table: circles become ellipses of this height. */
export const TILT = 0.2

/** One decimal is finer than anyone sees, and keeps files small. */
export function n(value: number): number {
	return Math.round(value * 10) / 10
}

/** What a thing leaves on the table: a close dark seam and a wide soft pool away from the light. */
export function shadow(easel: Easel, cx: number, y: number, width: number): string {
	return `<ellipse cx="${n(cx + width * 0.16)}" cy="${y + 3}" rx="${n(width * 0.74)}" ry="${n(width * 0.15 + 7)}" fill="${easel.glow('#2a1c10', 0.42)}"/><ellipse cx="${n(cx + 3)}" cy="${y + 1}" rx="${n(width * 0.53)}" ry="${n(width * 0.06 + 4)}" fill="${easel.glow('#20140a', 0.6)}"/>`
}

/** A line of light along an edge that faces it. */
export function edge(path: string, opacity = 0.55, width = 2): string {
	return `<path d="${path}" fill="none" stroke="#fff" stroke-opacity="${opacity}" stroke-width="${width}" stroke-linecap="round"/>`
}

/** A drawn line in ink. */
export function line(path: string, colour: string = pigment.ink, width = 2, opacity = 1): string {
	return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"${opacity < 1 ? ` opacity="${opacity}"` : ''}/>`
}

export function disc(cx: number, cy: number, r: number, fill: string, ry = r): string {
	return `<ellipse cx="${n(cx)}" cy="${n(cy)}" rx="${n(r)}" ry="${n(ry)}" fill="${fill}"/>`
}

export function box(x: number, y: number, width: number, height: number, fill: string, radius = 0): string {
	return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"${radius ? ` rx="${radius}"` : ''} fill="${fill}"/>`
}
