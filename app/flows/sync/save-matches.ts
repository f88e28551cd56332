import type { Sql } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import type { Link } from '../../../db/queries/sync-link.ts'
import { closeMatches, readOpenMatches } from '../../../db/queries/sync-match.ts'
import { mailOf } from './load-comers.ts'
import { fieldsOf } from './load-pairs.ts'
import { severalMatches } from './save-pairs.ts'
import type { Ports } from './types.ts'

type Settling = { connection: Connection; ports: Ports; links: readonly Link[]; at: Date }

/**
 * A choice among several is none any more once no two of them are left that share an address, as after a merge in another system (sync-core.md A14).
 * One statement where nothing of the kind is open about these links.
 */
export async function settleMatches(sql: Sql, { connection, ports, links, at }: Settling): Promise<void> {
	const records = links.flatMap(({ maObject, maId }) => (maId === null ? [] : [{ object: maObject, id: maId }]))
	const open = await readOpenMatches(sql, { connectionId: connection.id, code: severalMatches, records })
	if (open.length === 0) return
	const named = open.flatMap(({ candidates }) => candidates.map(partsOf))
	const mails = new Map<string, string | null>()
	for (const [object, some] of Map.groupBy(named, (one) => one.object)) {
		const ids = [...new Set(some.map(({ id }) => id))]
		for (const record of await ports.crm.readByIds(object, ids, fieldsOf(connection, { role: 'crm', port: ports.crm, object })))
			if (!record.deletedAt && !record.mergedInto) mails.set(`${object}:${record.id}`, mailOf(record, ports.crm))
	}
	const settled = open.filter(({ candidates }) => {
		const left = candidates.flatMap((one) => mails.get(one) ?? [])
		// Of one alone nobody knew more than that she is somebody else's already: that is a person's to say.
		return candidates.length > 1 && new Set(left).size === left.length
	})
	await closeMatches(
		sql,
		settled.map(({ id }) => id),
		at,
	)
}

const partsOf = (name: string) => ({ object: name.slice(0, name.indexOf(':')), id: name.slice(name.indexOf(':') + 1) })
