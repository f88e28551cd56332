import type { Tx } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { insertLinks } from '../../../db/queries/sync-link.ts'
import { readWould, type Would } from '../../../db/queries/sync-trial.ts'
import type { SidePort } from '../../connectors/sync/contract.ts'
import type { Role } from '../../engine/sync/types.ts'
import { fieldsOf } from '../sync/load-pairs.ts'
import { hasParents, namedParents } from '../sync/save-waits.ts'
import { isTrial, trialId } from './load-trial-side.ts'

type Page = readonly { side: Role; object: string; recordId: string }[]
type Seeding = { connection: Connection; ports: Readonly<Record<Role, SidePort>>; page: Page; runId: number; at: Date }

/**
 * The parents of these records as earlier batches of the same list would have left them: linked. Without it a contact would wait for the account that
 * the batch before would have made. No statement where no field names another record. Answers what the new ones are called, by the id under which they are tried.
 */
export async function saveWould(tx: Tx, { connection, ports, page, runId, at }: Seeding): Promise<Map<string, string>> {
	if (!hasParents(connection)) return new Map()
	const records = { crm: await read('crm'), ma: await read('ma') }
	const parents = namedParents(connection, records)
	const would = await readWould(tx, runId, parents)
	const rows = would.flatMap((one) => {
		const map = connection.objects.find(({ crmObject, maObject }) => crmObject === one.crmObject && maObject === one.maObject)
		return map ? [{ ...one, ...withIds(one), objectMapId: map.id, state: 'active' as const, stateReason: null }] : []
	})
	await insertLinks(tx, connection.id, rows, at)
	return new Map(would.flatMap(({ name, ...one }) => Object.values(withIds(one)).flatMap((id) => (isTrial(id) ? [[id, name] as const] : []))))

	async function read(side: Role) {
		const mine = page.filter((one) => one.side === side)
		const found = []
		for (const [object, some] of Map.groupBy(mine, (one) => one.object)) {
			const fields = fieldsOf(connection, { role: side, port: ports[side], object })
			const ids = some.map(({ recordId }) => recordId)
			found.push(...(await ports[side].readByIds(object, ids, fields)))
		}
		return found
	}
}

/** A record that is only to be made has the id by which it is tried. */
const withIds = ({ crmObject, crmId, maObject, maId }: Omit<Would, 'name'>) => ({
	crmId: crmId ?? trialId(crmObject, maId ?? ''),
	maId: maId ?? trialId(maObject, crmId ?? ''),
})
