import { lit, mix, pigment, shaded } from '../colour.ts'
import { box, createEasel, disc, type Easel, line } from '../easel.ts'
import { caption } from '../lettering.ts'
import { motif } from '../motifs.ts'
import { bareTree, elevator, frame, hill, placed, snow } from './stage.ts'

const WIDTH = 1440
const HEIGHT = 640
const SNOW = '#f4f1f2'
const GLOW = '#ffd591'

function sky(easel: Easel): string {
	const dawn = easel.fill(
		[
			[0, '#5f7fa6'],
			[0.4, '#9fb4cb'],
			[0.72, '#f1cdb4'],
			[1, '#f9e3c8'],
		],
		'y',
	)
	return `<path fill="${dawn}" d="M0 0h${WIDTH}v${HEIGHT}H0z"/>${disc(360, 404, 240, easel.glow('#fff1d6', 0.95))}${disc(360, 408, 34, '#fff6e2')}`
}

function plain(easel: Easel): string {
	const far = '#b9c0d2'
	const rows = Array.from({ length: 22 }, (_, at) =>
		bareTree(20 + at * 34 + easel.chance() * 20, 438 + easel.chance() * 6, 18 + easel.chance() * 16, '#8d8ea6'),
	).join('')
	return [
		hill(
			[
				[0, 418],
				[200, 402],
				[420, 424],
				[700, 406],
				[1000, 420],
				[1440, 400],
			],
			HEIGHT,
			far,
		),
		elevator(128, 432, 0.8, '#9aa0b8', '#dfe1ea'),
		rows,
		hill(
			[
				[0, 446],
				[260, 434],
				[560, 452],
				[900, 440],
				[1440, 452],
			],
			HEIGHT,
			'#d9dae4',
		),
	].join('')
}

/** A window full of lamp light, with people's things in it. */
function shopWindow(easel: Easel, x: number, width: number): string {
	const light = easel.fill(
		[
			[0, '#ffe9bd'],
			[1, '#f3b867'],
		],
		'y',
	)
	const lamps = [0.3, 0.7]
		.map(
			(share) =>
				`${line(`M${x + width * share} 330V352`, '#5b3a1e', 2)}<path d="M${x + width * share - 14} 366q14-22 28 0Z" fill="${pigment.prussian}"/>${disc(x + width * share, 368, 30, easel.glow('#fffbe8', 0.95))}`,
		)
		.join('')
	const shelf = Array.from({ length: 5 }, (_, at) =>
		box(
			x + 16 + at * ((width - 32) / 5),
			420 + (at % 2) * 5,
			20,
			34 - (at % 2) * 5,
			easel.pick([pigment.brick, pigment.forest, pigment.espresso, pigment.prussian, pigment.kraft]),
			2,
		),
	).join('')
	return [
		box(x - 6, 324, width + 12, 166, shaded(pigment.walnut, 0.25), 3),
		box(x, 330, width, 154, light),
		lamps,
		shelf,
		box(x, 454, width, 6, '#8a5a30'),
		`<path d="M${x + width - 40} 484q-2-44 14-52a13 13 0 1 1 18 0q8 4 8 20v32Z" fill="#6a4526" opacity=".75"/>`,
		line(`M${x + width / 2} 330V484`, shaded(pigment.walnut, 0.25), 4),
		`<path d="M${x} 330h${width * 0.4}L${x + width * 0.16} 484H${x}Z" fill="#fff" opacity=".14"/>`,
	].join('')
}

function awning(x: number, width: number): string {
	const count = Math.round(width / 30)
	const step = width / count
	const stripes = Array.from(
		{ length: count },
		(_, at) =>
			`<path d="M${x + at * step} 290h${step}l${at < count / 2 ? 0 : 2} 34q-${step / 2} 14-${step} 0Z" fill="${at % 2 ? '#fbf3e3' : pigment.prussian}"/>`,
	).join('')
	return `${stripes}<path d="M${x - 6} 282q${width / 4}-12 ${width / 2}-6t${width / 2 + 12} 2v14H${x - 6}Z" fill="${SNOW}"/>`
}

function coffeehouse(easel: Easel): string {
	const brick = '#9a5a45'
	const courses = Array.from({ length: 60 }, () => `M${Math.round(770 + easel.chance() * 440)} ${Math.round(176 + easel.chance() * 64)}h14`).join('')
	const upper = [800, 920, 1040, 1160]
		.map(
			(x) =>
				`${box(x, 164, 54, 68, shaded(brick, 0.5), 2)}${box(
					x + 4,
					182,
					46,
					66,
					easel.fill(
						[
							[0, '#8fa6c2'],
							[1, '#4f6685'],
						],
						'xy',
					),
				)}${line(`M${x + 27} 168v60M${x + 4} 198h46`, '#f1e6d4', 3)}<path d="M${x - 4} 228q30-8 62 0v8h-62Z" fill="${SNOW}"/>`,
		)
		.join('')
	return [
		`<path d="M760 148H1230V496H760Z" fill="${easel.fill([
			[0, lit(brick, 0.2)],
			[0.6, brick],
			[1, shaded(brick, 0.22)],
		])}"/>`,
		line(courses, shaded(brick, 0.3), 2, 0.3),
		`<path d="M748 148q60-22 140-14t150-4 110 4 96 6v14H748Z" fill="${SNOW}"/>`,
		box(1150, 84, 40, 56, shaded(brick, 0.2)),
		`<path d="M1144 86q26-14 52 0v6h-52Z" fill="${SNOW}"/><path d="M1166 74c-14-20 16-26 4-48s10-28 4-40" fill="none" stroke="#fff" stroke-width="12" stroke-linecap="round" opacity=".4"/>`,
		upper,
		box(760, 250, 470, 246, shaded(pigment.espresso, 0.1)),
		box(772, 254, 446, 22, shaded(pigment.espresso, 0.4), 2),
		shopWindow(easel, 786, 148),
		shopWindow(easel, 1056, 148),
		box(962, 330, 66, 160, shaded(pigment.prussian, 0.15), 2),
		box(
			970,
			340,
			50,
			84,
			easel.fill(
				[
					[0, '#ffe3ae'],
					[1, '#f0b060'],
				],
				'y',
			),
		),
		disc(1018, 432, 3.5, pigment.brass),
		awning(774, 172),
		awning(1044, 172),
		caption('Café', 995, 270, { size: 17, colour: '#f9e7c6', width: 260, spacing: 1.2 }),
		`<g>${line('M742 262H700', pigment.ink, 4)}${disc(704, 296, 29, pigment.prussian)}${motif('horn', { x: 704, y: 296, size: 52 }, pigment.cream, pigment.prussian)}${line('M704 262v8', pigment.ink, 3)}</g>`,
	].join('')
}

function van(easel: Easel): string {
	const blue = pigment.prussian
	const wheel = (x: number) => `${disc(x, 586, 30, '#23211f')}${disc(x, 586, 15, '#c8ccd0')}${disc(x, 586, 6, '#55585a')}`
	return [
		disc(480, 614, 220, easel.glow('#3b4a63', 0.55), 20),
		`<path d="M306 446Q306 434 318 434H520Q560 436 586 492L628 506Q644 512 644 530V584H306Z" fill="${easel.fill(
			[
				[0, lit(blue, 0.24)],
				[0.5, blue],
				[1, shaded(blue, 0.25)],
			],
			'y',
		)}"/>`,
		`<path d="M528 448Q552 452 572 494H508V448Z" fill="${easel.fill(
			[
				[0, '#dbe8f2'],
				[1, '#7f9bb8'],
			],
			'xy',
		)}"/>`,
		`<path d="M300 440q4-16 22-16 100-10 200 2l10 12Z" fill="${SNOW}"/>`,
		line('M498 446V580M306 552H644', shaded(blue, 0.4), 2, 0.6),
		motif('horn', { x: 366, y: 500, size: 62 }, pigment.cream, lit(blue, 0.18)),
		caption('Capricorn Coffee', 446, 505, { size: 12, colour: pigment.cream, width: 92, spacing: 0.1 }),
		`<path d="M628 524q14 2 14 14h-12Z" fill="${GLOW}"/>${disc(664, 540, 66, easel.glow(GLOW, 0.65), 26)}`,
		box(298, 568, 350, 12, '#2d2a28', 4),
		wheel(376),
		wheel(576),
	].join('')
}

function street(easel: Easel): string {
	const pool = (x: number) => disc(x, 516, 130, easel.glow(GLOW, 0.75), 30)
	const steps = Array.from({ length: 9 }, (_, at) => disc(986 - at * 17, 510 + at * 11, 6, '#c4c6d6', 3)).join('')
	return [
		hill(
			[
				[0, 498],
				[300, 486],
				[640, 500],
				[1000, 492],
				[1440, 500],
			],
			HEIGHT,
			easel.fill(
				[
					[0, SNOW],
					[1, '#c9cfe0'],
				],
				'y',
			),
		),
		pool(860),
		pool(1130),
		steps,
		`<path d="M0 566Q360 544 760 562T1440 556V640H0Z" fill="${easel.fill(
			[
				[0, '#dfe3ee'],
				[1, '#aab5cc'],
			],
			'y',
		)}"/>`,
		line('M0 604Q400 584 760 600T1440 594', '#b9c2d6', 5, 0.8),
		line('M0 622Q400 604 760 618T1440 612', '#b9c2d6', 5, 0.6),
	].join('')
}

function lamp(easel: Easel, x: number): string {
	return `${line(`M${x} 506V300`, '#2b3440', 7)}${line(`M${x - 18} 300H${x + 18}`, '#2b3440', 5)}<path d="M${x - 13} 298 ${x - 9} 262H${x + 9}L${x + 13} 298Z" fill="${GLOW}"/><path d="M${x - 15} 262 ${x} 246 ${x + 15} 262Z" fill="#2b3440"/><path d="M${x - 16} 260q16-18 32 0l-4 3q-12-8-24 0Z" fill="${SNOW}"/>${disc(x, 282, 110, easel.glow(GLOW, 0.7))}<path d="M${x - 16} 508q16-12 32 0Z" fill="#fff"/>`
}

/** Dawn after snow: the delivery has come before the first guests. 1440 by 640; the left sky is calm, for words. */
export function winterMorning(): string {
	const easel = createEasel('winter morning')
	const body = [
		sky(easel),
		plain(easel),
		placed(bareTree(0, 0, 260, '#5d5a6b'), 1330, 500),
		coffeehouse(easel),
		street(easel),
		lamp(easel, 1280),
		lamp(easel, 690),
		van(easel),
		`<path d="M0 630Q300 606 640 628T1440 622V640H0Z" fill="${mix(SNOW, '#ffffff', 0.5)}"/>`,
		snow(easel, { x: 0, y: 0, width: WIDTH, height: HEIGHT }, 190),
	].join('')
	return frame(WIDTH, HEIGHT, easel, body)
}
