import type { Tx } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import type { Link } from '../../../db/queries/sync-link.ts'
import { type RecordObject, recordObjects } from '../../engine/crm/record-fields.ts'
import type { Role } from '../../engine/sync/types.ts'
import { saveWorkflows } from '../crm/save-checked.ts'
import type { DecidedPair, Written } from './types.ts'

type Acting = { connection: Connection; roles: readonly Role[]; written: Written; pairs: readonly DecidedPair[]; met: readonly Link[]; at: Date }

const isRecord = (object: string): object is RecordObject => (recordObjects as readonly string[]).includes(object)

/**
 * The house's workflows act on what the sync wrote or made on our own sides, as on every other write and in its transaction (sync-core.md A36); a statement for
 * each object that was written, however many records.
 */
export async function actWorkflows(tx: Tx, { connection, roles, written, pairs, met, at }: Acting): Promise<void> {
	const idsOf = new Map<RecordObject, Set<number>>()
	const note = (object: string, id: string | null) => {
		if (id !== null && isRecord(object) && /^\d+$/.test(id)) idsOf.set(object, (idsOf.get(object) ?? new Set()).add(Number(id)))
	}
	for (const role of roles) {
		for (const { link } of pairs) {
			const answer = written[role].get(String(link.id))
			if (answer?.ok) note(role === 'crm' ? link.crmObject : link.maObject, answer.id)
		}
		for (const link of met) note(role === 'crm' ? link.crmObject : link.maObject, role === 'crm' ? link.crmId : link.maId)
	}
	for (const [object, ids] of idsOf) await saveWorkflows(tx, { object, ids: [...ids], sellerEntityId: connection.sellerEntityId, by: 'sync', locale: 'en', at })
}
