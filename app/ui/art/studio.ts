import { mix } from './colour.ts'
import type { Easel } from './easel.ts'

const walls = ['#e8ddca', '#dbe0d2', '#d8e0e4', '#ead8ca', '#e6dfd3', '#dcd7de'] as const

/** The studio: one wall, one table, the light from the top left. */
export function studioWall(easel: Easel, width: number, height: number, horizon: number): string {
	const wall = easel.pick(walls)
	const table = mix(wall, '#8a6f52', 0.13)
	const air = easel.fill(
		[
			[0, mix(wall, '#ffffff', 0.34)],
			[0.6, wall],
			[1, mix(wall, '#8a7a66', 0.16)],
		],
		'xy',
	)
	const board = easel.fill(
		[
			[0, mix(table, '#ffffff', 0.22)],
			[1, mix(table, '#5f4a34', 0.14)],
		],
		'xy',
	)
	return `<path fill="${air}" d="M0 0h${width}v${horizon + 2}H0z"/><path fill="${board}" d="M0 ${horizon}h${width}v${height - horizon}H0z"/><path fill="#fff" opacity=".35" d="M0 ${horizon}h${width}v1.5H0z"/><ellipse cx="${width * 0.31}" cy="${height * 0.25}" rx="${width * 0.54}" ry="${height * 0.44}" fill="${easel.glow('#ffffff', 0.5)}"/>`
}
