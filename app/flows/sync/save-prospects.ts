import type { Sql } from '../../../db/client.server.ts'
import { readErasedMails } from '../../../db/queries/erase.ts'
import { heldByCap } from '../../../db/queries/sync-cap.ts'
import type { ObjectMap } from '../../../db/queries/sync-connection.ts'
import type { Job } from '../../../db/queries/sync-job.ts'
import type { ErrorRow } from '../../../db/queries/sync-journal.ts'
import { type Link, lockMails, type NewLink, readLinksOf } from '../../../db/queries/sync-link.ts'
import type { SidePort, SideRecord, SideWritten } from '../../connectors/sync/contract.ts'
import { holds, type Predicate } from '../../engine/base/predicate.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'
import { type CreateDecision, decideCreate } from '../../engine/sync/decide-create.ts'
import { mayMakeProspect } from '../../engine/sync/match.ts'
import type { Wait } from '../../engine/sync/wait.ts'
import { knownHere, meetsOf } from './load-alike.ts'
import { mailOf } from './load-comers.ts'
import { fieldsOf } from './load-pairs.ts'
import { admitArrivals, arrivalKey, peopleMaps } from './save-cap.ts'
import { closeErrors, saveErrors } from './save-errors.ts'
import type { Failed } from './save-missing.ts'
import { writeNew } from './save-new.ts'
import { isPatient, parentsOf, patiently, saveWaits, toldOf, type Waiter, withParents } from './save-waits.ts'
import type { Meeting } from './types.ts'

type Made = { links: NewLink[]; failed: Failed[]; refused: number; holding: number[]; reserved: number[]; jobs: [string, Job][] }
type Goer = { map: ObjectMap; job: Job; record: SideRecord; mail: string | null; link: NewLink; held: Link | null; decision: CreateDecision }

/** Causes by which a person, or a back-fill, asks for records that would not go over by themselves. */
const isAsked = ({ causes }: Job) => causes.includes('send') || causes.includes('backfill')

/**
 * Records of sales become prospects (sync-core.md A26): those that were sent over by hand, those of a back-fill, and new ones of a mapping that makes
 * them by itself. Whoever has the address of a prospect is led to her by the ladder instead. At the cap they wait like everybody else (A9).
 */
export async function saveProspects(sql: Sql, meeting: Meeting, waiting: readonly Link[]): Promise<Made> {
	const { connection, ports, inTx, at } = meeting
	const { goers, errors: without, looked } = await findGoers(sql, meeting, waiting)
	const waits = await saveWaits(sql, connection.id, goers.flatMap(waiterOf), at)
	const able = goers.filter(({ job, decision }) => decision.ok && !waits.has(job.id))
	const mapIds = peopleMaps(connection, ports.ma.capabilities)
	const arrivals = able.map(({ link, held, job }) => ({ link, held, arrivedAt: job.firstAt, cause: job.causes.join(','), actor: job.actor }))
	const places = connection.prospectCap === null ? null : await inTx((tx) => admitArrivals(tx, { connection, mapIds, arrivals, at }))
	const going = able.filter(({ link }) => places === null || !mapIds.includes(link.objectMapId) || places.has(arrivalKey(link)))
	const kept = able.filter((goer) => !going.includes(goer))
	const answers = await write(meeting, going)
	const links = going.flatMap(({ link }): NewLink[] => {
		const answer = answers.get(arrivalKey(link))
		const place = places?.get(arrivalKey(link))
		return answer?.ok ? [{ ...link, maId: answer.id, ...(place === undefined ? {} : { heldId: place }) }] : []
	})
	const errors = [...without, ...goers.flatMap((goer) => refusedOf(goer, answers.get(arrivalKey(goer.link)), waits.get(goer.job.id)))]
	await saveErrors(sql, connection.id, errors, at)
	const seen = [...errors, ...kept.map((goer) => errorOf(goer, heldByCap))]
	await closeErrors(sql, connection.id, { looked: looked.map(({ object, id }) => ({ side: 'crm', object, recordId: id })), seen, at })
	const failed = going.flatMap(({ job, link }) => {
		const answer = answers.get(arrivalKey(link))
		return answer && !answer.ok ? [{ job, failure: answer.failure }] : []
	})
	const jobs = goers.map(({ link, job }): [string, Job] => [`crm:${link.crmObject}:${link.crmId}`, job])
	return {
		links,
		failed,
		refused: goers.length - kept.length - links.length - waits.size,
		holding: kept.flatMap(({ held }) => held?.id ?? []),
		reserved: [...(places?.values() ?? [])],
		jobs,
	}
}

async function write({ ports, shapes }: Meeting, going: readonly Goer[]): Promise<Map<string, SideWritten>> {
	const rows = going.flatMap(({ map, link, decision }) =>
		decision.ok ? [{ key: arrivalKey(link), object: map.maObject, id: null, values: decision.values, externalKey: `${link.crmObject}:${link.crmId}` }] : [],
	)
	return await writeNew(ports.ma, rows, shapes.ma)
}

/** Who goes over: asked for or new, wanted by the filter, with an address that no prospect has; of several with one address the first. */
async function findGoers(sql: Sql, meeting: Meeting, waiting: readonly Link[]): Promise<{ goers: Goer[]; errors: ErrorRow[]; looked: SideRecord[] }> {
	const { connection, ports, jobs } = meeting
	const found = { goers: [] as Goer[], errors: [] as ErrorRow[], looked: [] as SideRecord[] }
	const waits = new Set(waiting.map(({ crmObject, crmId }) => `${crmObject}:${crmId}`))
	for (const map of connection.objects) {
		const goes = (job: Job) => job.object === map.crmObject && (map.createsMa === 'always' || isAsked(job) || waits.has(`${job.object}:${job.recordId}`))
		const jobOf = new Map(jobs.filter(goes).map((job) => [job.recordId, job]))
		if (jobOf.size === 0) continue
		const records = await ports.crm.readByIds(map.crmObject, [...jobOf.keys()], fieldsOf(connection, { role: 'crm', port: ports.crm, object: map.crmObject }))
		const linked = new Map(
			(
				await readLinksOf(
					sql,
					connection.id,
					records.map(({ object, id }) => ({ side: 'crm', object, id })),
				)
			).map((link) => [link.crmId, link]),
		)
		const open = records.flatMap((record) => {
			const [job, held] = [jobOf.get(record.id), waiting.find(({ crmObject, crmId }) => crmObject === record.object && crmId === record.id) ?? null]
			const isFree = !record.convertedTo && !record.deletedAt && (!linked.has(record.id) || held !== null)
			return job && isFree && mayGo(map, ports.crm, { record, job, isHeld: held !== null }) ? [{ record, job, held, mail: mailOf(record, ports.crm) }] : []
		})
		found.looked.push(...open.map(({ record }) => record))
		const meets = meetsOf(ports, map)
		if (meets) {
			const known = await knownHere(
				sql,
				meeting,
				meets,
				open.map(({ record }) => record),
			)
			const filled = await withParents(sql, connection, { crm: open.map(({ record }) => record), ma: [] })
			const its = filled.objects.find(({ id }) => id === map.id) ?? map
			for (const one of open) {
				if (known.has(one.record.id)) found.errors.push(errorOf(one, 'DUPLICATE_MATCH'))
				else found.goers.push({ ...one, map: its, link: linkOf(map, one.record), decision: decide(meeting, its, one.record) })
			}
			continue
		}
		found.errors.push(...open.flatMap(({ record, mail }) => (mail === null ? [errorOf({ record }, 'NO_EMAIL')] : [])))
		const mails = [...new Set(open.flatMap(({ mail }) => mail ?? []))]
		await lockMails(sql, mails)
		const asMa = fieldsOf(connection, { role: 'ma', port: ports.ma, object: map.maObject })
		const taken = new Set((mails.length > 0 ? await ports.ma.findMatches(map.maObject, mails, asMa) : []).map((record) => mailOf(record, ports.ma)))
		// Who asked to be forgotten is not made anew because another system still has her (B11).
		const erased = await readErasedMails(sql, connection.sellerEntityId, mails)
		found.errors.push(...open.flatMap(({ record, mail }) => (mail !== null && erased.has(mail) ? [errorOf({ record }, 'ERASED')] : [])))
		for (const one of open) {
			if (one.mail === null || taken.has(one.mail) || erased.has(one.mail)) continue
			taken.add(one.mail)
			found.goers.push({ ...one, mail: one.mail, map, link: linkOf(map, one.record), decision: decide(meeting, map, one.record) })
		}
	}
	return found
}

const linkOf = (map: ObjectMap, record: SideRecord): NewLink => ({
	...{ objectMapId: map.id, crmObject: map.crmObject, crmId: record.id, maObject: map.maObject, maId: null, state: 'active', stateReason: null },
})

const decide = ({ shapes }: Meeting, map: ObjectMap, { values }: SideRecord) =>
	patiently(
		map.fields,
		decideCreate({ maps: map.fields, from: 'crm', source: { shape: shapes.crm[map.crmObject] ?? {}, values }, target: shapes.ma[map.maObject] ?? {} }),
	)

/** Whether a record of sales may become a prospect for this reason. Who was let wait at the cap was allowed then. */
export function mayGo(map: ObjectMap, port: SidePort, { record, job, isHeld }: { record: SideRecord; job: Pick<Job, 'causes'>; isHeld: boolean }): boolean {
	const isWanted = map.filter === null || holds(map.filter as Predicate, record.values)
	const source = String(record.values[port.capabilities.sources?.[record.object] ?? ''] ?? '')
	const [creates, policy, since] = [map.createsMa, map.policies.ma[source] ?? 'create', map.createsMaSince]
	return mayMakeProspect({ creates, policy, isWanted, since, causes: isHeld ? ['send'] : job.causes, createdAt: record.createdAt ?? null })
}

const errorOf = ({ record }: { record: SideRecord }, code: string): ErrorRow => ({
	...{ linkId: null, side: 'crm', object: record.object, recordId: record.id, fieldMapId: null, field: '', code, errorClass: classifyFailure(code).class },
	...{ message: null, value: null, facts: {} },
})

/** Whose parent is not here yet waits for it (B8 DEPENDENCY). */
function waiterOf({ map, job, record, decision }: Goer): Waiter[] {
	const parents = parentsOf(map.fields, decision.refusals)
	return parents.length > 0 ? [{ job, key: `crm:${record.object}:${record.id}`, parents, isPatient: isPatient(map.fields, decision.refusals) }] : []
}

function refusedOf(goer: Goer, answer: SideWritten | undefined, wait: Wait | undefined): ErrorRow[] {
	const said = toldOf(goer.decision.refusals, wait).map(({ key, field, code, value, facts }) => ({
		...errorOf(goer, code),
		fieldMapId: Number(key),
		field,
		value,
		facts,
	}))
	if (!answer || answer.ok) return said
	return [...said, { ...errorOf(goer, answer.failure.code), field: answer.failure.fields[0] ?? '', message: answer.failure.message }]
}
