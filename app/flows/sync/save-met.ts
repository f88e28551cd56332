import type { Sql } from '../../../db/client.server.ts'
import { releaseHeld } from '../../../db/queries/sync-cap.ts'
import type { Job } from '../../../db/queries/sync-job.ts'
import { insertLinks, type Link, liveLinks, type NewLink, readLinks, readLinksOf } from '../../../db/queries/sync-link.ts'
import type { SidePort } from '../../connectors/sync/contract.ts'
import { loadComers } from './load-comers.ts'
import { inOtherKind } from './save-kinds.ts'
import { type Failed, saveMissing } from './save-missing.ts'
import { saveProspects } from './save-prospects.ts'
import { hasParents, wakeBy } from './save-waits.ts'
import type { Meeting, PutOff } from './types.ts'

export type Met = { links: Link[]; jobs: Job[]; failed: Failed[]; refused: number; putOff: PutOff[] }

/**
 * Records without a link find their counterpart or make it (sync-core.md B4). The ladder always goes from the marketing side to the
 * CRM, whichever side's mark brought it here; under a lock on each mail address, so that two workers never both create.
 * Answers links, each with its job: those just made, and those that somebody else made since the job was written.
 */
export async function saveMet(sql: Sql, given: Meeting, waiting: readonly Link[] = []): Promise<Met> {
	const meeting = { ...given, jobs: asComers(given.jobs, waiting) }
	if (!hasParents(given.connection)) return await meetOnce(sql, meeting, waiting)
	const met: Met = { links: [], jobs: [], failed: [], refused: 0, putOff: [] }
	for (const jobs of byRank(meeting)) {
		const some = await meetOnce(sql, { ...meeting, jobs }, waiting.filter(isOf(jobs)))
		await wakeBy(sql, given.connection, some.links, given.at)
		met.links.push(...some.links)
		met.jobs.push(...some.jobs)
		met.failed.push(...some.failed)
		met.refused += some.refused
		met.putOff.push(...some.putOff)
	}
	return met
}

/** Parents before children (B7): what stands higher in the mapping meets first, so that the others find it linked. */
function byRank({ connection, jobs }: Meeting): Job[][] {
	const rankOf = (job: Job) =>
		Math.min(...connection.objects.filter((map) => map[job.side === 'crm' ? 'crmObject' : 'maObject'] === job.object).map(({ rank }) => rank))
	return [...Map.groupBy(jobs, rankOf)].sort(([a], [b]) => a - b).map(([, some]) => some)
}

const isOf = (jobs: readonly Job[]) => {
	const keys = new Set(jobs.map(({ side, object, recordId }) => `${side}:${object}:${recordId}`))
	return ({ crmObject, crmId, maObject, maId }: Link) => keys.has(maId === null ? `crm:${crmObject}:${crmId}` : `ma:${maObject}:${maId}`)
}

async function meetOnce(sql: Sql, meeting: Meeting, waiting: readonly Link[]): Promise<Met> {
	const { connection, ports, jobs, at } = meeting
	if (jobs.length === 0) return { links: [], jobs: [], failed: [], refused: 0, putOff: [] }
	const known = (
		await readLinksOf(
			sql,
			connection.id,
			jobs.flatMap((job) => [namedOf(job), ...inOtherKind(ports, namedOf(job))]),
		)
	).filter(({ state }) => state !== 'held')
	const keyed = new Map<string, Link>(
		known.flatMap((link) => [[`crm:${link.crmObject}:${link.crmId}`, link] as const, [`ma:${link.maObject}:${link.maId}`, link] as const]),
	)
	// What became of another kind has a link already, under the name of the one before.
	const linkOf = (job: Job) =>
		keyed.get(keyOf(namedOf(job))) ??
		inOtherKind(ports, namedOf(job))
			.flatMap((other) => keyed.get(keyOf(other)) ?? [])
			.find(({ state }) => state !== 'archived')
	const late = jobs.flatMap((job) => (linkOf(job) ? [{ ...job, linkId: linkOf(job)?.id ?? null }] : []))
	const comers = await loadComers(sql, { ...meeting, jobs: jobs.filter((job) => !linkOf(job)) })
	const over = await saveMissing(sql, meeting, comers)
	const met = await saveNewLinks(sql, meeting, over.links)
	// Whoever of sales is asked for, or goes over by herself, and whom the ladder did not reach, becomes a prospect (A26).
	const back = await saveProspects(
		sql,
		{ ...meeting, jobs: jobs.filter((job) => job.side === 'crm' && !linkOf(job)) },
		waiting.filter(({ maId }) => maId === null),
	)
	const made = [...met, ...(await saveNewLinks(sql, meeting, back.links))]
	// Whoever had a place, or waited for one, and came to nothing leaves the line: those behind her go on.
	const stays = new Set([...made.map(({ id }) => id), ...over.holding, ...back.holding])
	const inLine = new Set([...waiting.map(({ id }) => id), ...comers.flatMap(({ held }) => held?.id ?? []), ...over.reserved, ...back.reserved])
	await releaseHeld(
		sql,
		[...inLine].filter((id) => !stays.has(id)),
		at,
	)
	const jobOf = new Map([...comers.map(({ record, job }) => [`${record.object}:${record.id}`, job] as const), ...back.jobs])
	const linked = made.flatMap((one) => {
		const job = jobOf.get(`${one.maObject}:${one.maId}`) ?? jobOf.get(`crm:${one.crmObject}:${one.crmId}`)
		return job ? [{ ...job, linkId: one.id }] : []
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
		failed: [...over.failed, ...back.failed],
		refused: over.refused + back.refused,
		putOff: over.putOff,
	}
}

const namedOf = ({ side, object, recordId }: Job) => ({ side, object, id: recordId })
const keyOf = ({ side, object, id }: ReturnType<typeof namedOf>) => `${side}:${object}:${id}`

/** Links as they are from now on; the marketing record says who it is in the CRM. */
export async function saveNewLinks(
	sql: Sql,
	{ connection, ports, at }: Pick<Meeting, 'connection' | 'at'> & { ports: { ma: SidePort } },
	links: readonly NewLink[],
): Promise<Link[]> {
	const [fresh, waited] = [links.filter(({ heldId }) => heldId === undefined), links.filter(({ heldId }) => heldId !== undefined)]
	const made = [...(await insertLinks(sql, connection.id, fresh, at)), ...(await liveLinks(sql, waited))]
	await nameCounterparts(ports.ma, made)
	return made
}

/** Who is held is led up the ladder again, from her marketing side. */
function asComers(jobs: readonly Job[], waiting: readonly Link[]): Job[] {
	const byId = new Map(waiting.map((link) => [link.id, link]))
	return jobs.flatMap((job) => {
		const link = job.linkId === null ? undefined : byId.get(job.linkId)
		if (job.linkId === null) return [job]
		if (!link) return []
		const named =
			link.maId === null
				? { side: 'crm' as const, object: link.crmObject, recordId: link.crmId ?? '' }
				: { side: 'ma' as const, object: link.maObject, recordId: link.maId }
		return [{ ...job, linkId: null, ...named }]
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
