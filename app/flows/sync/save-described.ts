import { createHash } from 'node:crypto'
import type { Tx } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { saveDescriptions } from '../../../db/queries/sync-mapping.ts'
import type { Role } from '../../engine/sync/types.ts'
import type { Shapes } from './types.ts'

type Describing = { connection: Pick<Connection, 'objects'>; role: Role; shapes: Shapes[Role] }

/** Keeps what another system just said of its mapped objects, for who may not ask it: forms are checked against it while they are built (A16 to A19). No statement while it says the same. */
export async function saveDescribed(tx: Tx, { connection, role, shapes }: Describing): Promise<void> {
	const told = new Map(
		Object.entries(shapes).map(([object, shape]) => [object, { shape, as: createHash('sha256').update(JSON.stringify(shape)).digest('base64url') }]),
	)
	const news = connection.objects.flatMap(({ id, crmObject, maObject, describedAs }) => {
		const now = told.get(role === 'crm' ? crmObject : maObject)
		return now && now.as !== describedAs ? [{ id, described: now.shape, describedAs: now.as }] : []
	})
	if (news.length > 0) await saveDescriptions(tx, news)
}
