import type { Tx } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { upsertErrors } from '../../../db/queries/sync-journal.ts'
import { freeFieldMaps, stopFieldMaps } from '../../../db/queries/sync-mapping.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'
import { fieldMissing, findGone } from '../../engine/sync/find-gone.ts'
import type { Shapes } from './types.ts'

/**
 * A mapped field that vanished stands still, alone, with one error for its mapping; once it is there again the error closes itself and the
 * records of the mapping are looked at again (sync-core.md A18). No statement while nothing vanished. Whether
 * something travels again: the mapping at hand does not know it yet.
 */
export async function saveGone(tx: Tx, { connection, shapes, at }: { connection: Connection; shapes: Shapes; at: Date }): Promise<boolean> {
	const found = connection.objects.map((map) => ({ map, ...findGone(map.fields, { crm: shapes.crm[map.crmObject], ma: shapes.ma[map.maObject] }) }))
	const gone = found.flatMap((one) => one.gone.map((field) => ({ ...field, map: one.map })))
	if (gone.length > 0) {
		await stopFieldMaps(
			tx,
			gone.map(({ key }) => key),
			fieldMissing,
		)
		const errors = gone.map(({ key, side, field, map }) => ({
			...{ linkId: null, side, object: side === 'crm' ? map.crmObject : map.maObject, recordId: '', fieldMapId: Number(key), field },
			...{ code: fieldMissing, errorClass: classifyFailure(fieldMissing).class, message: null, value: null, facts: {} },
		}))
		await upsertErrors(tx, connection.id, errors, at)
	}
	const back = found.flatMap((one) => one.back)
	if (back.length > 0) await freeFieldMaps(tx, { connectionId: connection.id, keys: back, code: fieldMissing, at })
	return back.length > 0
}
