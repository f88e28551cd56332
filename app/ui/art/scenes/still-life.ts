import { pigment } from '../colour.ts'
import { drawThing, type ProductDrawing } from '../draw-product.ts'
import { createEasel } from '../easel.ts'
import { studioWall } from '../studio.ts'
import { frame, placed } from './stage.ts'

const WIDTH = 1440
const HEIGHT = 400
/** Words stand on the calm left; things share the rest. */
const FROM = 620

type Thing = Pick<ProductDrawing, 'kind' | 'name'> & Partial<ProductDrawing>

/** Category headers: some things of the category on the one table. */
const stillLifes = {
	coffee: [
		{ kind: 'bag', name: 'House Filter', colour: pigment.forest, roast: 'medium', size: '340 g' },
		{ kind: 'cup', name: 'Cup', colour: pigment.cream },
		{ kind: 'bag', name: 'Frost Line Espresso', colour: pigment.prussian, roast: 'dark', size: '1 kg' },
		{ kind: 'tin', name: 'Night Desk Decaf', colour: pigment.brick, size: '250 g' },
	],
	tea: [
		{ kind: 'teaTin', name: 'Assam Breakfast', colour: pigment.plum },
		{ kind: 'cup', name: 'Cup', colour: pigment.sky },
		{ kind: 'teaTin', name: 'Spring Sencha', colour: pigment.forest },
	],
	machines: [
		{ kind: 'grinder', name: 'Grinder', colour: pigment.espresso, seed: 'm' },
		{ kind: 'espressoMachine', name: 'Espresso machine', colour: pigment.prussian, groups: 2 },
		{ kind: 'brewer', name: 'Brewer', colour: pigment.brick },
	],
	brewing: [
		{ kind: 'kettle', name: 'Kettle', colour: pigment.prussian, seed: 'k' },
		{ kind: 'dripper', name: 'Dripper', colour: pigment.rose },
		{ kind: 'server', name: 'Server', colour: pigment.walnut },
		{ kind: 'filterPapers', name: 'Paper Filters No. 4', colour: pigment.ochre },
	],
	barware: [
		{ kind: 'pitcher', name: 'Pitcher', size: '0.6 l', seed: 'p' },
		{ kind: 'tamper', name: 'Tamper' },
		{ kind: 'portafilter', name: 'Portafilter' },
		{ kind: 'knockBox', name: 'Knock box', colour: pigment.forest },
	],
	cups: [
		{ kind: 'mug', name: 'Mug', colour: pigment.prussian },
		{ kind: 'takeawayCup', name: 'Cup', colour: pigment.brick, size: '12 oz' },
		{ kind: 'cup', name: 'Cup', colour: pigment.ochre },
		{ kind: 'lid', name: 'Lids', colour: '#efe9dc' },
	],
	syrups: [
		{ kind: 'syrup', name: 'Vanilla', colour: pigment.ochre, size: '0.7 l' },
		{ kind: 'syrup', name: 'Hazelnut', colour: pigment.walnut, size: '0.7 l' },
		{ kind: 'syrup', name: 'Winter Berry', colour: pigment.plum, size: '0.7 l' },
		{ kind: 'sugarSticks', name: 'Cane Sugar', colour: pigment.brick },
	],
	sweets: [
		{ kind: 'chocolate', name: 'Dark 70%', colour: pigment.forest, size: '80 g' },
		{ kind: 'biscuits', name: 'Caramel Biscuits', colour: pigment.prussian },
		{ kind: 'mug', name: 'Mug', colour: pigment.cream },
	],
	parts: [
		{ kind: 'hose', name: 'Hose', colour: pigment.prussian },
		{ kind: 'valve', name: 'Valve', colour: pigment.coal },
		{ kind: 'gasket', name: 'Gasket', colour: pigment.brick },
		{ kind: 'burrs', name: 'Burrs' },
	],
	cleaning: [
		{ kind: 'cleaner', name: 'Group Tablets', colour: '#3f6f78' },
		{ kind: 'waterFilter', name: 'Softener C50', colour: pigment.prussian },
		{ kind: 'brush', name: 'Brush', colour: pigment.brass },
		{ kind: 'towel', name: 'Towel', colour: pigment.sky },
	],
} satisfies Record<string, readonly Thing[]>

export type StillLife = keyof typeof stillLifes
export const stillLifeNames = Object.keys(stillLifes) as StillLife[]

/** The header of a category, 1440 by 400; the left two fifths are calm, for words. */
export function stillLife(name: StillLife): string {
	const easel = createEasel(`still life ${name}`)
	const things: readonly Thing[] = stillLifes[name]
	const room = (WIDTH - FROM - 20) / things.length
	const scale = Math.min(0.92, room / 285)
	const wall = studioWall(easel, WIDTH, HEIGHT, 262)
	const drawn = things.map((thing, at) => {
		// Every other thing stands a step nearer.
		const base = 318 + (at % 2) * 22
		const { svg, defs } = drawThing({ seed: `${name} ${at}`, ...thing })
		return { at, body: `${defs}${placed(svg, FROM + room * (at + 0.5) - 240 * scale, base - 388 * scale, Math.round(scale * 1000) / 1000)}` }
	})
	const backFirst = [...drawn.filter(({ at }) => at % 2 === 0), ...drawn.filter(({ at }) => at % 2 === 1)]
	return frame(WIDTH, HEIGHT, easel, wall + backFirst.map(({ body }) => body).join(''))
}
