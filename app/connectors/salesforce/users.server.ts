import { longReference } from '../../engine/sync/long-reference.ts'
import type { OutsideUser } from '../../engine/sync/match-users.ts'
import { query } from './query.server.ts'
import type { Talk } from './talk.server.ts'

/** Everybody whom the org knows, those who left too: their records are still there. */
export async function readUsers(talk: Talk): Promise<OutsideUser[]> {
	// Asked first, so that a session is open and says whose it is.
	const { rows } = await query(talk, 'SELECT Id,Name,Email,IsActive FROM User')
	return rows.map(({ Id, Name, Email, IsActive }) => ({
		...{ id: longReference(Id), name: typeof Name === 'string' ? Name : Id, mail: typeof Email === 'string' ? Email : null },
		...{ isActive: IsActive === true, isUs: longReference(Id) === talk.me() },
	}))
}
