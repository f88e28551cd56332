import type { Shopper } from '../../app/platform/actor.ts'
import { absentShopper } from '../../app/platform/session.server.ts'
import { type Db, openDb } from '../../db/client.server.ts'
import { asBuyer, asHouse } from '../../db/scope.server.ts'
import { isCounted } from '../support/statement-frame.ts'
import type { Buyer } from './make-house.ts'

/** One who works through documents with a connection of its own, so that its statements are counted apart from the others'. */
export type Lane = {
	house: Db
	/** Statements sent so far. */
	sent: () => number
	/** A buyer with the ship-to of a document, and the database as her requests have it. */
	enter: (buyer: Buyer, country: string) => Promise<{ shopper: Shopper; hers: Db }>
	close: () => Promise<void>
}

export function openLane(url: string): Lane {
	let sent = 0
	const pool = openDb(url, {
		max: 2,
		applicationName: 'kontor-replay',
		onStatement: (text) => {
			if (isCounted(text)) sent += 1
		},
	})
	const house = asHouse(pool)
	return {
		house,
		sent: () => sent,
		async enter({ accountId, contactId, places }, country) {
			const shopper = await absentShopper(house, { accountId, contactId })
			if (!shopper) throw new Error(`Account ${accountId} has no buyer`)
			return { shopper: { ...shopper, locationId: places.get(country) ?? null }, hers: asBuyer(pool, shopper.account) }
		},
		close: () => pool.end({ timeout: 5 }),
	}
}
