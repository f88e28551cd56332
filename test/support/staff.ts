import type { StaffRole } from '../../app/platform/actor.ts'
import { openSession } from '../../app/platform/session.server.ts'
import type { Db } from '../../db/client.server.ts'
import { testHouse } from './house.ts'

export type Staff = { userId: number; loginId: number; cookie: string }

/** Somebody who works at the seller's, signed in: the cookie opens the doors of these roles. */
export async function makeStaff(db: Db, sellerId: number, person: { firstName: string; lastName: string; roles: readonly StaffRole[] }): Promise<Staff> {
	const email = `${person.firstName}.${sellerId}@house.test`.toLowerCase()
	const [user] = await db<{ id: number }[]>`
		insert into crm_user (seller_entity_id, first_name, last_name, email, roles)
		values (${sellerId}, ${person.firstName}, ${person.lastName}, ${email}, ${[...person.roles]}::text[]) returning id`
	const userId = user?.id ?? 0
	const [login] = await db<{ id: number }[]>`insert into login (email, user_id) values (${email}, ${userId}) returning id`
	const loginId = login?.id ?? 0
	return { userId, loginId, cookie: (await openSession(testHouse(db), loginId)).split(';')[0] ?? '' }
}

/** The cookie of a buyer's login. */
export async function buyerCookie(db: Db, email: string): Promise<string> {
	const [login] = await db<{ id: number }[]>`select id from login where email = ${email}`
	return (await openSession(testHouse(db), login?.id ?? 0)).split(';')[0] ?? ''
}
