import { addToCart } from '../../app/flows/cart/add-to-cart.ts'
import type { Account, Shopper, StaffMember } from '../../app/platform/actor.ts'
import type { Db } from '../../db/client.server.ts'
import { readSession } from '../../db/queries/session.ts'
import { asShopper } from './as-shopper.ts'
import { type Company, makeCompany } from './company.ts'
import { morning as at, placeRows, storyRows } from './placed.ts'
import { makeStaff } from './staff.ts'

export type MergedPair = Awaited<ReturnType<typeof makeAccountPair>>

/** Who signed in with this token shops where her log-in stands by now. */
export async function shopperOf(db: Db, company: Company, token: string): Promise<Shopper> {
	const row = await readSession(db, token, at)
	if (!row) throw new Error('The buyer could not sign in')
	return { ...company.shopper, account: row.account as unknown as Account, contactId: row.contactId, sessionHash: token }
}

/** A second account of the seller, of the same company in truth: Mina with a log-in, an order placed, a cart open, a code and a number that the winner has too. */
export async function makeAccountPair(db: Db, lot: string) {
	const winner = await makeCompany(db, lot)
	const { userId } = await makeStaff(db, winner.sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
	const ada = { kind: 'staff', userId, seller: winner.shopper.seller, roles: ['administrator'] } as unknown as StaffMember
	const [made] = await db<{ id: number; contactId: number }[]>`
		with a as (insert into account (seller_entity_id, number, name, currency, standing, standing_source, onboarding_step, terms_days) values (${winner.sellerId}, ${`B-${lot}`}, ${`Beside ${lot}`}, 'USD', 'good', 'review', 'full_terms', 30) returning id),
			k as (insert into credit_profile (account_id, currency, limit_minor) select id, 'USD', 400000 from a), g as (insert into buyer_group_member (account_id, buyer_group_id) select id, ${winner.groupId} from a),
			l as (insert into location (account_id, code, name, line1, city, region, postal_code, country, is_default) select a.id, c, c, '1 Main St', 'Fargo', 'ND', '58102', 'US', c = 'A' from a, unnest(array['A','X','Y']) c),
			c as (insert into contact (account_id, first_name, last_name, email, role) select id, 'Mina', 'Park', ${`mina@${lot}.test`}, 'buyer' from a returning account_id, id)
		select a.id, c.id as contact_id from a, c`
	const { id: accountId = 0, contactId = 0 } = made ?? {}
	const [login] = await db<
		{ id: number }[]
	>`insert into login (email, account_id, contact_id) values (${`mina@${lot}.test`}, ${accountId}, ${contactId}) returning id`
	await db`insert into session (token_hash, login_id, expires_at) values (${`mina-${lot}`}, ${login?.id ?? 0}, '2027-01-01')`
	const [a = 0, b = 0, c = 0] = (await db<{ id: number }[]>`select id from location where account_id = ${accountId} order by code`).map(({ id }) => id)
	const mina = await shopperOf(db, winner, `mina-${lot}`)
	const loser: Company = { ...winner, accountId, contactId, locations: { ...winner.locations, a, b, c }, shopper: mina }
	const own = await placeRows(db, winner, storyRows(winner), 'PO-7')
	const placed = await placeRows(db, loser, storyRows(loser), 'PO-7')
	const cart = await addToCart(asShopper(db, mina), mina, {
		cartId: null,
		rows: [{ sku: winner.skus.jug, quantity: '2', unit: null, locationId: a, requestedOn: null }],
		locale: 'en',
		at,
	})
	if (!cart?.ok) throw new Error(JSON.stringify(cart))
	await db`update outbox_delivery set state = 'done', delivered_at = ${at}`
	return { winner, loser, ada, own, placed, cart, pair: { winnerId: winner.accountId, loserId: accountId, requestId: 'test', at } }
}
