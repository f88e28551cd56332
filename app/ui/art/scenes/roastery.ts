import { lit, mix, pigment, shaded } from '../colour.ts'
import { box, createEasel, disc, type Easel, edge, face, line, metal, n, round } from '../easel.ts'
import { beans } from '../kinds/grinders.ts'
import { caption } from '../lettering.ts'
import { motif } from '../motifs.ts'
import { bareTree, elevator, frame, hill, snow } from './stage.ts'

const WIDTH = 1440
const HEIGHT = 640
const WALL = '#e6d6bf'

function room(easel: Easel): string {
	const boards = Array.from({ length: 13 }, (_, at) => `M${at * 132 - 80} 640L${260 + at * 78} 500`).join('')
	return [
		`<path fill="${easel.fill([
			[0, lit(WALL, 0.4)],
			[0.5, WALL],
			[1, shaded(WALL, 0.2)],
		])}" d="M0 0h1440v504H0z"/>`,
		`<path fill="${easel.fill(
			[
				[0, '#b78a5c'],
				[1, '#87603b'],
			],
			'y',
		)}" d="M0 500h1440v140H0z"/>`,
		line(boards, '#6d4a2b', 2, 0.35),
		box(0, 492, 1440, 10, '#8a6746'),
	].join('')
}

/** The big window, and the plains in snow outside. */
function view(easel: Easel): string {
	const [x, y, w, h] = [470, 74, 372, 300]
	const inside = [
		`<path fill="${easel.fill(
			[
				[0, '#84a4c4'],
				[0.7, '#dbe2e8'],
				[1, '#f6e4cf'],
			],
			'y',
		)}" d="M${x} ${y}h${w}v${h}h-${w}z"/>`,
		disc(x + 96, y + 190, 90, easel.glow('#fff3da', 0.95)),
		hill(
			[
				[x, 300],
				[x + 120, 286],
				[x + 260, 304],
				[x + w, 290],
			],
			y + h,
			'#c3cbd9',
		),
		elevator(x + 272, 306, 0.62, '#9aa5b8', '#f2f2f4'),
		hill(
			[
				[x, 330],
				[x + 140, 318],
				[x + 270, 334],
				[x + w, 322],
			],
			y + h,
			'#f1f0f2',
		),
		bareTree(x + 66, 334, 74, '#6f6c78'),
		bareTree(x + 196, 336, 44, '#85838f'),
		snow(easel, { x, y, width: w, height: h }, 46),
	].join('')
	return [
		box(x - 14, y - 14, w + 28, h + 28, '#5c4330', 3),
		`<g clip-path="${easel.clip(`<path d="M${x} ${y}h${w}v${h}h-${w}z"/>`)}">${inside}</g>`,
		line(`M${x + w / 3} ${y}v${h}M${x + (w * 2) / 3} ${y}v${h}M${x} ${y + h / 2}h${w}`, '#5c4330', 7),
		box(x - 26, y + h + 12, w + 52, 14, '#6e5139', 2),
		`<path d="M${x} ${y + h + 26}L${x - 190} 640H${x + 200}L${x + w} ${y + h + 26}Z" fill="#fff6dd" opacity=".2"/>`,
	].join('')
}

/** The drum roaster in the house blue, with brass. */
function roaster(easel: Easel): string {
	const blue = pigment.prussian
	return [
		disc(1040, 566, 300, easel.glow('#2a1c10', 0.55), 34),
		`<path d="M1146 0h48v240h-48Z" fill="${metal(easel, '#a8adb0')}"/>`,
		line('M1146 60h48M1146 64h48M1146 160h48M1146 164h48', '#6d7376', 3, 0.7),
		box(930, 472, 40, 90, face(easel, shaded(blue, 0.35)), 3),
		box(1150, 472, 40, 90, face(easel, shaded(blue, 0.35)), 3),
		box(900, 440, 320, 40, face(easel, shaded(blue, 0.2)), 6),
		`<path d="M960 236H1180Q1206 236 1206 262V444H934V262Q934 236 960 236Z" fill="${easel.fill([
			[0, lit(blue, 0.3)],
			[0.4, blue],
			[1, shaded(blue, 0.42)],
		])}"/>`,
		disc(1032, 344, 104, shaded(blue, 0.4)),
		disc(1028, 340, 98, metal(easel, pigment.brass)),
		disc(
			1028,
			340,
			84,
			easel.fill(
				[
					[0, lit(blue, 0.34)],
					[1, shaded(blue, 0.25)],
				],
				'xy',
			),
		),
		disc(1028, 340, 30, '#20140c'),
		disc(1028, 340, 26, '#53301b'),
		beans(easel, { left: 1010, right: 1046, top: 326, bottom: 356 }, 10),
		`<circle cx="1028" cy="340" r="28" fill="none" stroke="${pigment.brass}" stroke-width="5"/>`,
		Array.from(
			{ length: 10 },
			(_, at) => `<circle cx="1028" cy="266" r="4" fill="${shaded(pigment.brass, 0.3)}" transform="rotate(${at * 36} 1028 340)"/>`,
		).join(''),
		line('M1080 398l34 30', pigment.brass, 9),
		disc(1118, 432, 11, round(easel, pigment.coal)),
		`<path d="M970 96H1096L1060 190V240H1006V190Z" fill="${metal(easel)}"/><ellipse cx="1033" cy="96" rx="63" ry="13" fill="#5d3a22"/>${beans(easel, { left: 986, right: 1080, top: 90, bottom: 102 }, 22)}<ellipse cx="1033" cy="96" rx="63" ry="13" fill="none" stroke="#e4e8ea" stroke-width="5"/>`,
		[1160, 1186]
			.map(
				(x) =>
					`${disc(x, 276, 11, pigment.paper)}<circle cx="${x}" cy="276" r="11" fill="none" stroke="${pigment.brass}" stroke-width="3"/>${line(`M${x} 276l4-6`, pigment.brick, 2)}`,
			)
			.join(''),
		motif('horn', { x: 1170, y: 336, size: 52 }, pigment.cream, shaded(blue, 0.15)),
		caption('Capricorn No. 5', 1170, 384, { size: 9, colour: pigment.cream, width: 52, spacing: 0.1 }),
		edge('M944 268V430', 0.4, 4),
	].join('')
}

/** Beans coming out to cool. */
function coolingTray(easel: Easel): string {
	const arms = [20, 140, 260].map((turn) => `<path d="M0 0L112 0" stroke="#e1e5e7" stroke-width="7" transform="rotate(${turn})"/>`).join('')
	return [
		`<path d="M862 426 930 396 946 426 900 462Z" fill="${metal(easel)}"/>`,
		box(782, 492, 22, 76, metal(easel, '#8d9396')),
		box(900, 492, 22, 76, metal(easel, '#8d9396')),
		`<path d="M724 456V494A128 30 0 0 0 980 494V456Z" fill="${metal(easel)}"/>`,
		disc(852, 456, 128, lit(pigment.steel, 0.4), 34),
		disc(852, 458, 118, '#54301c', 29),
		`<g clip-path="${easel.clip('<ellipse cx="852" cy="458" rx="118" ry="29"/>')}">${beans(easel, { left: 736, right: 968, top: 430, bottom: 486 }, 130)}<g transform="translate(852 458) scale(1 .25)">${arms}</g></g>`,
		disc(852, 456, 10, pigment.brass, 5),
		`<path d="M800 424c-10-22 12-30 2-54s10-30 4-46M870 418c-10-20 12-30 2-52s10-30 4-44" fill="none" stroke="#fff" stroke-width="9" stroke-linecap="round" opacity=".34"/>`,
	].join('')
}

function jute(easel: Easel, x: number, y: number, turn: number): string {
	const cloth = '#c2a074'
	return `<g transform="translate(${x} ${y}) rotate(${turn})"><path d="M-74 0Q-86-70-70-132Q-30-146 0-140Q40-148 70-132Q86-70 76 0Q0 12-74 0Z" fill="${easel.fill(
		[
			[0, lit(cloth, 0.3)],
			[0.5, cloth],
			[1, shaded(cloth, 0.34)],
		],
	)}"/><path d="M-70-132Q0-118 70-132Q40-160 52-168Q0-150-50-170Q-38-152-70-132Z" fill="${shaded(cloth, 0.18)}"/>${line('M-60-128Q0-112 62-128', shaded(cloth, 0.5), 4)}${motif('horn', { x: 0, y: -66, size: 60 }, shaded(cloth, 0.62), mix(cloth, '#ffffff', 0.12))}${line('M-56-110Q-64-60-56-14M54-108Q66-60 58-14', shaded(cloth, 0.4), 1.5, 0.5)}</g>`
}

function shelf(easel: Easel): string {
	const colours = [pigment.brick, pigment.forest, pigment.prussian, pigment.ochre, pigment.plum, pigment.espresso]
	const bags = (y: number, from: number) =>
		Array.from({ length: 5 }, (_, at) => {
			const [x, colour] = [from + at * 44, colours[(at + from) % colours.length] ?? pigment.brick]
			return `${box(
				x,
				y - 56,
				36,
				56,
				easel.fill([
					[0, lit(colour, 0.24)],
					[0.5, colour],
					[1, shaded(colour, 0.3)],
				]),
				2,
			)}${box(x + 7, y - 38, 22, 26, pigment.paper, 1)}${box(x, y - 56, 36, 7, shaded(colour, 0.25), 2)}${disc(x + 18, y - 28, 5, colour)}`
		}).join('')
	return `${box(1226, 190, 230, 8, '#6e5139')}${box(1226, 300, 230, 8, '#6e5139')}${bags(190, 1232)}${bags(300, 1232)}<path d="M1226 198h230v14h-230zM1226 308h230v14h-230z" opacity=".14"/>`
}

function lampAt(easel: Easel, x: number, y: number): string {
	return `${line(`M${x} 0V${y - 30}`, '#3a2c21', 3)}<path d="M${x - 40} ${y}Q${x - 34} ${y - 36} ${x} ${y - 38}Q${x + 34} ${y - 36} ${x + 40} ${y}Z" fill="${round(easel, pigment.prussian)}"/><ellipse cx="${x}" cy="${y}" rx="40" ry="6" fill="#fff3cf"/>${disc(x, n(y + 30), 150, easel.glow('#fff0c4', 0.6))}`
}

/** The roastery on a winter day. 1440 by 640; the left wall is calm, for words. */
export function roastery(): string {
	const easel = createEasel('roastery')
	const body = [
		room(easel),
		view(easel),
		shelf(easel),
		roaster(easel),
		coolingTray(easel),
		disc(1330, 596, 200, easel.glow('#2a1c10', 0.5), 24),
		jute(easel, 1392, 590, 3),
		jute(easel, 1276, 604, -4),
		lampAt(easel, 400, 92),
		lampAt(easel, 905, 70),
	].join('')
	return frame(WIDTH, HEIGHT, easel, body)
}
