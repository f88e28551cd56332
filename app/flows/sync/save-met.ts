import type { Sql } from '../../../db/client.server.ts'
import type { Job } from '../../../db/queries/sync-job.ts'
import { insertLinks, type Link, readLinks, readLinksOf } from '../../../db/queries/sync-link.ts'
import { loadComers } from './load-comers.ts'
import { type Failed, saveMissing } from './save-missing.ts'
import type { Meeting } from './types.ts'

export type Met = { links: Link[]; jobs: Job[]; failed: Failed[]; refused: number }

/**
 * Records without a link find their counterpart or make it (sync-core.md B4). The ladder always goes from the marketing side to the
 * CRM, whichever side's mark brought it here; under a lock on each mail address, so that two workers never both create.
 * Answers links, each with its job: those just made, and those that somebody else made since the job was written.
 */
export async function saveMet(sql: Sql, meeting: Meeting): Promise<Met> {
	const { connection, ports, jobs, at } = meeting
	if (jobs.length === 0) return { links: [], jobs: [], failed: [], refused: 0 }
	const known = await readLinksOf(
		sql,
		connection.id,
		jobs.map(({ side, object, recordId }) => ({ side, object, id: recordId })),
	)
	const keyed = new Map(known.flatMap((link) => [[`crm:${link.crmObject}:${link.crmId}`, link] as const, [`ma:${link.maObject}:${link.maId}`, link] as const]))
	const linkOf = (job: Job) => keyed.get(`${job.side}:${job.object}:${job.recordId}`)
	const late = jobs.flatMap((job) => (linkOf(job) ? [{ ...job, linkId: linkOf(job)?.id ?? null }] : []))
	const comers = await loadComers(sql, { ...meeting, jobs: jobs.filter((job) => !linkOf(job)) })
	const { links, failed, refused } = await saveMissing(sql, meeting, comers)
	const made = await insertLinks(sql, connection.id, links, at)
	await nameCounterparts(ports.ma, made)
	const jobOf = new Map(comers.map(({ record, job }) => [`${record.object}:${record.id}`, job]))
	const fresh = made.flatMap((link) => {
		const job = jobOf.get(`${link.maObject}:${link.maId}`)
		return job ? [{ ...job, linkId: link.id }] : []
	})
	return {
		links: [
			...made,
			...(await readLinks(
				sql,
				late.flatMap(({ linkId }) => linkId ?? []),
			)),
		],
		jobs: [...late, ...fresh],
		failed,
		refused,
	}
}

/** The marketing record says from now on who it is in the CRM. */
async function nameCounterparts(port: Meeting['ports']['ma'], links: readonly Link[]): Promise<void> {
	const rows = links.flatMap(({ id, crmObject, crmId, maObject, maId }) => {
		const field = port.capabilities.counterparts[maObject]?.[crmObject]
		return field ? [{ key: String(id), object: maObject, id: maId, values: { [field]: crmId } }] : []
	})
	if (rows.length > 0) await port.write(rows)
}
