import { quotePrices } from '../../flows/pricing/quote-prices.ts'
import { buyerDoor, done } from './call.server.ts'
import { readPrice, readPrices } from './contract/catalog.ts'

/** GET /api/v1/prices: what one product costs in this quantity, unit, ship-to and day, and why. */
export const loader = buyerDoor(readPrice, async ({ db, house, shopper, query }) => {
	const quoted = await quotePrices(db, shopper, { wishes: [query], at: house.at })
	if (!quoted.ok) return quoted
	const [price] = quoted.prices
	return price ? done(price) : null
})

/** POST /api/v1/prices: the same for up to 500 at once, in the same statements. */
export const action = buyerDoor(readPrices, async ({ db, house, shopper, body }) => {
	const quoted = await quotePrices(db, shopper, { wishes: body.lines, at: house.at })
	return quoted.ok ? done({ prices: quoted.prices }) : quoted
})
