import { pigment } from './colour.ts'
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
import { studioWall } from './studio.ts'

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
const TABLE_EDGE = 328

/** The thing alone and the definitions it needs, for drawings that hold several. */
export function drawThing(drawing: ProductDrawing): { svg: string; defs: string; easel: Easel } {
	const { kind, seed, name, roast = null, origin = '', size = '', groups = 2, maker = 'Capricorn' } = drawing
	const easel = createEasel(`${kind} ${seed}`)
	const colour = drawing.colour ?? easel.pick(colours)
	const svg = kinds[kind](easel, { name, colour, roast, origin, size, groups, maker })
	return { svg, defs: easel.defs(), easel }
}

/**
 * A product as an SVG of 480 by 480 units: the same description gives the same bytes. Pure; some 3 to 6 kB.
 * All things stand on one table, seen from slightly above, in one light from the top left (experience.md section 4).
 */
export function drawProduct(drawing: ProductDrawing): string {
	const { svg, easel } = drawThing(drawing)
	const ground = drawing.backdrop === false ? '' : studioWall(easel, 480, 480, TABLE_EDGE)
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 480" role="img" aria-label="${escaped(drawing.name)}">${easel.defs()}${ground}<g transform="translate(-33.6 -44) scale(1.14)">${svg}</g></svg>`
}
