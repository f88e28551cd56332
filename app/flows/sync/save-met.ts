import type { Sql } from '../../../db/client.server.ts'
import { releaseHeld } from '../../../db/queries/sync-cap.ts'
import type { Job } from '../../../db/queries/sync-job.ts'
import { insertLinks, type Link, liveLinks, readLinks, readLinksOf } from '../../../db/queries/sync-link.ts'
import { loadComers } from './load-comers.ts'
import { type Failed, saveMissing } from './save-missing.ts'
import type { Meeting } from './types.ts'

export type Met = { links: Link[]; jobs: Job[]; failed: Failed[]; refused: number }

/**
 * Records without a link find their counterpart or make it (sync-core.md B4). The ladder always goes from the marketing side to the
 * CRM, whichever side's mark brought it here; under a lock on each mail address, so that two workers never both create.
 * Answers links, each with its job: those just made, and those that somebody else made since the job was written.
 */
export async function saveMet(sql: Sql, given: Meeting, waiting: readonly Link[] = []): Promise<Met> {
	const meeting = { ...given, jobs: asComers(given.jobs, waiting) }
	const { connection, ports, jobs, at } = meeting
	if (jobs.length === 0) return { links: [], jobs: [], failed: [], refused: 0 }
	const known = (
		await readLinksOf(
			sql,
			connection.id,
			jobs.map(({ side, object, recordId }) => ({ side, object, id: recordId })),
		)
	).filter(({ state }) => state !== 'held')
	const keyed = new Map(known.flatMap((link) => [[`crm:${link.crmObject}:${link.crmId}`, link] as const, [`ma:${link.maObject}:${link.maId}`, link] as const]))
	const linkOf = (job: Job) => keyed.get(`${job.side}:${job.object}:${job.recordId}`)
	const late = jobs.flatMap((job) => (linkOf(job) ? [{ ...job, linkId: linkOf(job)?.id ?? null }] : []))
	const comers = await loadComers(sql, { ...meeting, jobs: jobs.filter((job) => !linkOf(job)) })
	const { links, failed, refused, holding, reserved } = await saveMissing(sql, meeting, comers)
	const made = [
		...(await insertLinks(
			sql,
			connection.id,
			links.filter(({ heldId }) => heldId === undefined),
			at,
		)),
		...(await liveLinks(
			sql,
			links.filter(({ heldId }) => heldId !== undefined),
		)),
	]
	await nameCounterparts(ports.ma, made)
	// Whoever had a place, or waited for one, and came to nothing leaves the line: those behind her go on.
	const stays = new Set([...made.map(({ id }) => id), ...holding])
	const inLine = new Set([...waiting.map(({ id }) => id), ...comers.flatMap(({ held }) => held?.id ?? []), ...reserved])
	await releaseHeld(
		sql,
		[...inLine].filter((id) => !stays.has(id)),
		at,
	)
	const jobOf = new Map(comers.map(({ record, job }) => [`${record.object}:${record.id}`, job]))
	const linked = made.flatMap((link) => {
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
		jobs: [...late, ...linked],
		failed,
		refused,
	}
}

/** Who is held is led up the ladder again, from her marketing side. */
function asComers(jobs: readonly Job[], waiting: readonly Link[]): Job[] {
	const byId = new Map(waiting.map((link) => [link.id, link]))
	return jobs.flatMap((job) => {
		const link = job.linkId === null ? undefined : byId.get(job.linkId)
		if (job.linkId === null) return [job]
		return link?.maId ? [{ ...job, linkId: null, side: 'ma' as const, object: link.maObject, recordId: link.maId }] : []
	})
}

/** The marketing record says from now on who it is in the CRM. */
async function nameCounterparts(port: Meeting['ports']['ma'], links: readonly Link[]): Promise<void> {
	const rows = links.flatMap(({ id, crmObject, crmId, maObject, maId }) => {
		const field = port.capabilities.counterparts[maObject]?.[crmObject]
		return field ? [{ key: String(id), object: maObject, id: maId, values: { [field]: crmId } }] : []
	})
	if (rows.length > 0) await port.write(rows)
}
