import { n } from './easel.ts'

/** Small signs for labels, drawn on a 100-unit square in two colours: where the coffee grows, or what the thing is about. */
const motifs: Record<string, (ink: string, accent: string) => string> = {
	peaks: (ink, accent) =>
		`<circle cx="64" cy="34" r="15" fill="${accent}"/><path d="M4 82 36 30 56 62 66 48 96 82Z" fill="${ink}"/><path d="m36 30 8.5 13-9 5-8-4Z" fill="${accent}"/>`,
	sun: (ink, accent) =>
		`<circle cx="50" cy="50" r="18" fill="${accent}"/>${Array.from({ length: 16 }, (_, i) => `<path d="M50 ${i % 2 ? 20 : 12}V26" stroke="${ink}" stroke-width="3" stroke-linecap="round" transform="rotate(${i * 22.5} 50 50)"/>`).join('')}`,
	waves: (ink, accent) =>
		`<circle cx="50" cy="36" r="17" fill="${accent}"/>${[54, 67, 80].map((y) => `<path d="M6 ${y}q11-10 22 0t22 0 22 0 22 0" fill="none" stroke="${ink}" stroke-width="4.5" stroke-linecap="round"/>`).join('')}`,
	branch: (ink, accent) =>
		`<path d="M12 86C34 66 56 48 88 14" stroke="${ink}" stroke-width="3.5" fill="none" stroke-linecap="round"/><path d="M36 64C30 44 14 40 8 42c2 14 14 24 28 22Zm20-20C54 24 40 14 32 14c-2 14 10 28 24 30ZM50 54c8 14 24 16 34 12-4-14-20-20-34-12Zm18-20c10 8 20 6 26 2-6-10-16-10-26-2Z" fill="${ink}"/><circle cx="42" cy="70" r="7" fill="${accent}"/><circle cx="54" cy="66" r="7" fill="${accent}"/><circle cx="64" cy="48" r="6" fill="${accent}"/>`,
	horn: (ink, accent) =>
		`<circle cx="50" cy="50" r="44" fill="${accent}"/><path d="M68 26C40 20 20 38 20 58c0 14 10 23 22.5 23C54 81 63 73 63 62c0-9-7-16-15.5-16C40 46 34.5 51 34.5 58c0 6 4.5 10 9.5 10" fill="none" stroke="${ink}" stroke-width="7" stroke-linecap="round"/>`,
	stars: (ink, accent) => {
		const points = [
			[10, 30],
			[30, 34],
			[52, 40],
			[86, 22],
			[72, 52],
			[60, 74],
			[40, 66],
			[22, 48],
		]
		const path = `M${points.map(([x, y]) => `${x} ${y}`).join('L')}Z`
		return `<path d="${path}" fill="none" stroke="${ink}" stroke-width="2" stroke-dasharray="1 5" stroke-linecap="round"/>${points.map(([x, y], i) => `<circle cx="${x}" cy="${y}" r="${i % 3 ? 4 : 6.5}" fill="${i % 3 ? ink : accent}"/>`).join('')}`
	},
	bird: (ink, accent) =>
		`<circle cx="30" cy="32" r="14" fill="${accent}"/><path d="M6 60c20-2 28-14 40-14 6-16 26-18 34-6l14 4-12 6c0 22-18 34-40 32C30 81 16 74 6 60Z" fill="${ink}"/><path d="M40 58c10 8 22 8 32-2" stroke="${accent}" stroke-width="4" fill="none" stroke-linecap="round"/><circle cx="72" cy="44" r="3" fill="${accent}"/>`,
	terraces: (ink, accent) =>
		`<circle cx="72" cy="28" r="13" fill="${accent}"/><path d="M4 84V66c22-14 40 4 92-16v34Z" fill="${ink}"/><path d="M4 56c26-14 44 2 92-18M8 44c20-10 34-2 52-10" stroke="${ink}" stroke-width="4" fill="none" stroke-linecap="round"/>`,
	flake: (ink, accent) =>
		`${Array.from({ length: 6 }, (_, i) => `<path d="M50 50V10M50 26l-10-9M50 26l10-9M50 38l-8-6M50 38l8-6" stroke="${ink}" stroke-width="4" fill="none" stroke-linecap="round" transform="rotate(${i * 60} 50 50)"/>`).join('')}<circle cx="50" cy="50" r="7" fill="${accent}"/>`,
	bean: (ink, accent) =>
		`<g transform="rotate(28 50 50)"><ellipse cx="50" cy="50" rx="27" ry="40" fill="${ink}"/><path d="M50 12c-16 22 16 48 0 76" fill="none" stroke="${accent}" stroke-width="5" stroke-linecap="round"/></g>`,
	leaf: (ink, accent) =>
		`<path d="M18 84C10 40 40 14 86 14c4 46-24 74-68 70Z" fill="${ink}"/><path d="M16 88C36 62 52 46 72 30M40 62V40M40 62h22M54 48V32M54 48h16" fill="none" stroke="${accent}" stroke-width="3.5" stroke-linecap="round"/>`,
	house: (ink, accent) =>
		`<circle cx="74" cy="26" r="12" fill="${accent}"/><path d="M12 84V50l26-22 26 22v34Z" fill="${ink}"/><path d="M44 34V18h8v22M64 84V62h24v22Z" fill="${ink}"/><path d="M30 84V64h16v20Z" fill="${accent}"/>`,
}

export type Motif = keyof typeof motifs
export const growing: readonly Motif[] = ['peaks', 'sun', 'waves', 'branch', 'stars', 'bird', 'terraces', 'horn', 'flake', 'house']

export function motif(name: Motif, place: { x: number; y: number; size: number }, ink: string, accent: string): string {
	const draw = motifs[name] ?? motifs['bean']
	return `<g transform="translate(${n(place.x - place.size / 2)} ${n(place.y - place.size / 2)}) scale(${Math.round(place.size * 10) / 1000})">${draw?.(ink, accent) ?? ''}</g>`
}

const places: readonly [RegExp, Motif][] = [
	[/ethiop|kenya|rwanda|burundi|yirga|sidam/i, 'sun'],
	[/colomb|huila|peru|bolivia|andes/i, 'peaks'],
	[/brazil|cerrado|santos|mogiana/i, 'terraces'],
	[/sumatra|java|indones|papua|hawai|jamaica/i, 'waves'],
	[/costa rica|guatem|hondur|salvador|nicarag|panama|mexic/i, 'bird'],
	[/india|monsoon|vietnam|yemen/i, 'branch'],
	[/frost|winter|snow|cold|ice|north/i, 'flake'],
	[/night|midnight|moon|decaf|star|capricorn/i, 'stars'],
	[/house|home|breakfast|morning/i, 'house'],
]

/** The sign that a name or origin asks for, or else one by chance. */
export function motifFor(words: string, otherwise: () => Motif): Motif {
	return places.find(([pattern]) => pattern.test(words))?.[1] ?? otherwise()
}
