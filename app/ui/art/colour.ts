/** The pigments of the house: every drawing is mixed from these. */
export const pigment = {
	ink: '#2a211b',
	espresso: '#3b2a20',
	cream: '#f5ecdc',
	paper: '#fbf6ec',
	kraft: '#c79f72',
	steel: '#c3c9cc',
	coal: '#33302d',
	copper: '#bd6f42',
	brass: '#c99c4d',
	prussian: '#1f4c7c',
	brick: '#a8482f',
	forest: '#30604b',
	ochre: '#d29c3a',
	plum: '#6b4159',
	sky: '#8db3ca',
	rose: '#d9998a',
	walnut: '#7a4e30',
	glass: '#dfe9ea',
	coffee: '#4a2c1a',
} as const

function channels(hex: string): [number, number, number] {
	return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number]
}

/** From one colour towards another: 0 is the first, 1 the second. */
export function mix(from: string, to: string, share: number): string {
	const [a, b] = [channels(from), channels(to)]
	return `#${a
		.map((value, index) =>
			Math.round(value + ((b[index] ?? 0) - value) * share)
				.toString(16)
				.padStart(2, '0'),
		)
		.join('')}`
}

export const lit = (colour: string, share = 0.25) => mix(colour, '#fffaf0', share)
export const shaded = (colour: string, share = 0.25) => mix(colour, '#1c130d', share)

/** The colour as a letter on white paper: dark enough to read, still itself. */
export function deep(colour: string): string {
	return shaded(colour, inkOn(colour) === pigment.ink ? 0.62 : 0.35)
}

/** Ink or cream, whichever reads better on the colour. */
export function inkOn(colour: string): string {
	const [r, g, b] = channels(colour)
	return 0.299 * r + 0.587 * g + 0.114 * b > 150 ? pigment.ink : pigment.cream
}
