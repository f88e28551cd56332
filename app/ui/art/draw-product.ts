import { mix, pigment } from './colour.ts'
import { createEasel, type Easel } from './easel.ts'
import { bag } from './kinds/bags.ts'
import { brewer, dripper, kettle, server } from './kinds/brewers.ts'
import { cup, lid, mug, pitcher, takeawayCup } from './kinds/cups.ts'
import { espressoMachine } from './kinds/espresso-machine.ts'
import { grinder } from './kinds/grinders.ts'
import { burrs, gasket, hose, screen, valve, waterFilter } from './kinds/spares.ts'
import type { Draw, Subject } from './kinds/subject.ts'
import { biscuits, chocolate, filterPapers, sugarSticks } from './kinds/sweets.ts'
import { cleaner, syrup, teaTin, tin } from './kinds/tins.ts'
import { brush, knockBox, portafilter, scale, tamper, towel } from './kinds/tools.ts'
import { escaped } from './lettering.ts'

const kinds = {
	bag,
	tin,
	teaTin,
	espressoMachine,
	grinder,
	brewer,
	kettle,
	dripper,
	server,
	scale,
	tamper,
	portafilter,
	pitcher,
	knockBox,
	brush,
	towel,
	cup,
	mug,
	takeawayCup,
	lid,
	syrup,
	chocolate,
	biscuits,
	sugarSticks,
	filterPapers,
	cleaner,
	gasket,
	screen,
	valve,
	burrs,
	hose,
	waterFilter,
} satisfies Record<string, Draw>

export type ProductKind = keyof typeof kinds
export const productKinds = Object.keys(kinds) as ProductKind[]

export interface ProductDrawing {
	kind: ProductKind
	/** Any stable text, best the product number: it chooses shape, colours and backdrop where they are not told. */
	seed: string
	/** Set on labels and given to screen readers. */
	name: string
	/** '#rrggbb'; else one of the house pigments by seed. */
	colour?: string
	roast?: Subject['roast']
	/** Chooses the sign on the label: a country, a region, a mood. */
	origin?: string
	/** As printed: '1 kg', '0.6 l'. */
	size?: string
	/** Espresso machines. */
	groups?: 1 | 2 | 3
	/** Who stands on the label. */
	maker?: string
	/** Without one, the thing stands on nothing, for use on any ground. */
	backdrop?: boolean
}

const colours = [
	pigment.prussian,
	pigment.brick,
	pigment.forest,
	pigment.ochre,
	pigment.plum,
	pigment.espresso,
	pigment.sky,
	pigment.rose,
	'#3f6f78',
	'#8b3f3a',
	'#56663a',
	'#e2d3b6',
]
const walls = ['#e8ddca', '#dbe0d2', '#d8e0e4', '#ead8ca', '#e6dfd3', '#dcd7de'] as const

/** The studio: one wall, one table, the light from the top left. */
function studio(easel: Easel): string {
	const wall = easel.pick(walls)
	const table = mix(wall, '#8a6f52', 0.13)
	const sky = easel.fill(
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
	return `<path fill="${sky}" d="M0 0h480v330H0z"/><path fill="${board}" d="M0 328h480v152H0z"/><path fill="#fff" opacity=".35" d="M0 328h480v1.500H0z"/><ellipse cx="150" cy="120" rx="260" ry="210" fill="${easel.glow('#ffffff', 0.5)}"/>`.replace(
		'1.500',
		'1.5',
	)
}

/**
 * A product as an SVG of 480 by 480 units: the same description gives the same bytes. Pure; some 3 to 6 kB.
 * All things stand on one table, seen from slightly above, in one light from the top left (experience.md section 4).
 */
export function drawProduct(drawing: ProductDrawing): string {
	const { kind, seed, name, roast = null, origin = '', size = '', groups = 2, maker = 'Capricorn', backdrop = true } = drawing
	const easel = createEasel(`${kind} ${seed}`)
	const colour = drawing.colour ?? easel.pick(colours)
	const ground = backdrop ? studio(easel) : ''
	const thing = kinds[kind](easel, { name, colour, roast, origin, size, groups, maker })
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 480" role="img" aria-label="${escaped(name)}">${easel.defs()}${ground}<g transform="translate(-33.6 -44) scale(1.14)">${thing}</g></svg>`
}
