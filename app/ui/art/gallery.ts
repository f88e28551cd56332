import { allDone, emptyCart, nothingFound } from './scenes/empty-states.ts'
import { roastery } from './scenes/roastery.ts'
import { stillLife, stillLifeNames } from './scenes/still-life.ts'
import { winterMorning } from './scenes/winter-morning.ts'

/** Every picture of the house that is not a product, by the name of its file. */
export const gallery: Record<string, () => string> = {
	roastery,
	'winter-morning': winterMorning,
	'empty-cart': emptyCart,
	'nothing-found': nothingFound,
	'all-done': allDone,
	...Object.fromEntries(stillLifeNames.map((name) => [`category-${name}`, () => stillLife(name)])),
}
