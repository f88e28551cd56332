import type { Db } from '../../../db/client.server.ts'
import { addToBackfill } from '../../../db/queries/sync-scope.ts'
import { mayGo } from '../sync/save-prospects.ts'
import type { Ports } from '../sync/types.ts'
import { loadDryPage } from './load-dry-page.ts'
import { keep, type Step, unlessItWaits } from './save-rest.ts'

/**
 * A page of a back-fill with another system (sync-core.md A26): who is there, linked to nobody, wanted and allowed becomes a job behind everything urgent,
 * of the run that counts them down. Whose address somebody has here is led to her by the same job.
 */
export const saveBackfillPage = (db: Db, step: Step): Promise<number> => unlessItWaits(db, step, (ports) => page(db, step, ports))

const job = { causes: ['backfill'] }

async function page(db: Db, step: Step, ports: Ports): Promise<number> {
	const { run, connection, at } = step
	const { rests: _, ...cursor } = run.cursor
	const objectMapId = Number(run.subject['objectMapId'])
	const { found, records, isThrough, ...next } = await loadDryPage(db, { connection, ports, cursor, change: { backfill: { objectMapId } } })
	const map = connection.objects.find(({ id }) => id === objectMapId)
	const ids = found.flatMap((record) => (map && mayGo(map, ports.crm, { record, job, isHeld: false }) ? [record.id] : []))
	return await keep(db, step, {
		...{ stage: isThrough ? 'done' : 'listing', cursor: next.cursor, looked: records.length },
		also: async (tx) => addToBackfill(tx, { run, object: map?.crmObject ?? '', ids, at }),
	})
}
