import type { Tx } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { closeMended, upsertErrors } from '../../../db/queries/sync-journal.ts'
import { readMatches, readOpenUsers, readOwnUsers, saveUsers } from '../../../db/queries/sync-user.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'
import { matchUsers, type OutsideUser } from '../../engine/sync/match-users.ts'

const code = 'OWNER_UNMAPPED'

/** The other system's people as they are now, each with who she is here. */
export async function saveUserMatches(tx: Tx, connection: Connection, outside: readonly OutsideUser[], at: Date): Promise<void> {
	const own = await readOwnUsers(tx, connection.sellerEntityId)
	const matches = new Map(matchUsers(outside, own, await readMatches(tx, connection.id)).map((one) => [one.outsideId, one]))
	await saveUsers(
		tx,
		connection.id,
		outside.flatMap((user) => {
			const match = matches.get(user.id)
			return match ? [{ ...user, ...match }] : []
		}),
		at,
	)
	await saveUserWarnings(tx, connection, at, outside)
}

/** Who has no counterpart is an open warning as long as owners travel, and closes by itself (A22). */
export async function saveUserWarnings(tx: Tx, connection: Connection, at: Date, looked: readonly { id: string }[]): Promise<void> {
	if (!connection.objects.some(({ fields }) => fields.some(({ transform }) => transform?.kind === 'users'))) return
	const side = connection.crmSystem.startsWith('embedded_') ? 'ma' : 'crm'
	const seen = (await readOpenUsers(tx, connection.id)).map(({ outsideId, name }) => ({
		...{ linkId: null, side, object: 'User', recordId: outsideId, fieldMapId: null, field: '', code, errorClass: classifyFailure(code).class },
		...({ message: null, value: name, facts: {} } as const),
	})) satisfies Parameters<typeof upsertErrors>[2]
	await upsertErrors(tx, connection.id, seen, at)
	await closeMended(tx, connection.id, { looked: looked.map(({ id }) => ({ side, object: 'User', recordId: id })), seen, at })
}
