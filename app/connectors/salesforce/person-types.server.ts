import { longReference } from '../../engine/sync/long-reference.ts'
import type { SyncValue } from '../../engine/sync/types.ts'
import { personAccount } from './person-accounts.ts'
import { query } from './query.server.ts'
import type { Talk } from './talk.server.ts'

/** What a new row needs besides its values: a person's record type, the first of those that the org has. Asked once. */
export function openPersonTypes(talk: Talk): (object: string) => Promise<Record<string, SyncValue>> {
	let asked: Promise<string | null> | null = null
	const ask = async () => {
		const { rows } = await query(
			talk,
			"SELECT Id FROM RecordType WHERE SobjectType = 'Account' AND IsPersonType = true AND IsActive = true ORDER BY Id ASC LIMIT 1",
		)
		return rows[0] ? longReference(rows[0].Id) : null
	}
	return async (object) => {
		if (object !== personAccount) return {}
		asked ??= ask()
		asked.catch(() => {
			asked = null
		})
		return named(await asked)
	}
}

const named = (id: string | null): Record<string, SyncValue> => (id === null ? {} : { RecordTypeId: id })
