import type { Sql } from '../../../db/client.server.ts'
import { readErasedMails } from '../../../db/queries/erase.ts'
import { heldByCap } from '../../../db/queries/sync-cap.ts'
import type { ObjectMap } from '../../../db/queries/sync-connection.ts'
import type { Job } from '../../../db/queries/sync-job.ts'
import type { ErrorRow } from '../../../db/queries/sync-journal.ts'
import type { NewLink } from '../../../db/queries/sync-link.ts'
import { askParents } from '../../../db/queries/sync-wait.ts'
import type { SidePort, SideRecord, SideWrite } from '../../connectors/sync/contract.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'
import { decideCreate } from '../../engine/sync/decide-create.ts'
import { chooseObject, hasOwner, mayCreate } from '../../engine/sync/match.ts'
import type { FieldRefusal, SideFailure } from '../../engine/sync/types.ts'
import { loadCandidates } from './load-candidates.ts'
import { mailOf } from './load-comers.ts'
import { loadEarned } from './load-earned.ts'
import { admitArrivals, peopleMaps } from './save-cap.ts'
import { closeErrors, saveErrors } from './save-errors.ts'
import { writeNew } from './save-new.ts'
import { mayDouble, severalMatches } from './save-pairs.ts'
import { isPatient, parentsOf, patiently, saveWaits, toldOf, type Waiter, withParents } from './save-waits.ts'
import type { Comer, Meeting, PutOff } from './types.ts'

/** A creation that its side refused; what time mends is tried again. */
export type Failed = { job: Job; failure: SideFailure }

/** What the mapping does with whom it got through the source that the record says it came by; nobody's source counts as allowed. */
const policyOf = ({ policies }: ObjectMap, port: SidePort, { object, values }: SideRecord) =>
	policies.crm[String(values[port.capabilities.sources?.[object] ?? ''] ?? '')] ?? 'create'

/** `holding`: links that wait on; `reserved`: those who had a place, whatever became of them. */
type Made = { links: NewLink[]; failed: Failed[]; refused: number; holding: number[]; reserved: number[]; putOff: PutOff[] }

type Row = Omit<ErrorRow, 'linkId' | 'side' | 'object' | 'recordId' | 'errorClass'> & { comer: Comer }

/**
 * Links for everybody who found somebody, and records in the CRM for those who found nobody and may go over (sync-core.md A23, A24).
 * Who may not is left as she is; who cannot says why in the error list, and an error whose cause is gone closes itself.
 */
export async function saveMissing(sql: Sql, given: Meeting, comers: readonly Comer[]): Promise<Made> {
	const named = comers.map(({ record }) => record)
	const meeting = { ...given, connection: await withParents(sql, given.connection, { crm: [], ma: named }) }
	const { connection, ports, at } = meeting
	const erased = await erasedOf(sql, meeting, comers)
	const earned = await loadEarned(sql, connection, comers)
	const gate = await passGate(
		meeting,
		comers.flatMap((comer) => foundLink(meeting, comer)),
		comers.flatMap((comer) => (erased.includes(comer) ? [] : creation(meeting, comer, earned.has(comer)))),
	)
	const { found, making } = gate
	// At a cap a place is taken before somebody is made, so nobody is put off there.
	const putOff =
		meeting.putsOff && ports.crm.capabilities.upsertByExternalId && connection.prospectCap === null
			? making.flatMap(({ comer, write }) => (write && !ports.crm.capabilities.keyless?.includes(write.object) ? [{ job: comer.job, write }] : []))
			: []
	const later = new Set(putOff.map(({ write }) => write))
	const rows = making.flatMap(({ write }) => (write && !later.has(write) ? [write] : []))
	const answers = await loadCandidates(
		ports.crm,
		rows.map(({ key, object, id, values }) => ({ key, object, id, mail: values[ports.crm.capabilities.mailField] })),
		await writeNew(ports.crm, rows, meeting.shapes.crm),
	)
	const made = making.flatMap(({ comer, map, write }) => {
		const answer = write && answers.get(write.key)
		return answer?.ok ? [{ ...linkOf(comer, map), crmId: answer.id, stateReason: null, ...gate.place(comer) }] : []
	})
	const waits = await saveWaits(sql, connection.id, making.flatMap(waiterOf), at)
	// What opens the gate for her opens it for her company, which nobody may have looked at since.
	const awaited = making.flatMap(({ comer, parents }) => (earned.has(comer) ? parents.map((key) => ({ key, job: comer.job })) : []))
	await askParents(sql, connection.id, awaited, at)
	const refused = making.flatMap(({ comer, refusals, write }) => {
		const answer = write && answers.get(write.key)
		const failure =
			answer && !answer.ok
				? [
						{
							comer,
							fieldMapId: null,
							field: answer.failure.fields[0] ?? '',
							code: answer.failure.code,
							message: answer.failure.message,
							value: write.values[answer.failure.fields[0] ?? ''] ?? null,
							facts: answer.failure.duplicates ? { candidates: answer.failure.duplicates } : {},
						},
					]
				: []
		return [...toldOf(refusals, waits.get(comer.job.id)).map((one) => refusalRow(comer, one)), ...failure]
	})
	const errors = [...refused, ...comers.flatMap((comer) => matchRow(meeting, comer)), ...erased.map(erasedRow)].map(errorOf)
	await saveErrors(sql, connection.id, errors, at)
	const seen = [...errors, ...gate.held.map((comer) => errorOf({ comer, fieldMapId: null, field: '', code: heldByCap, message: null, value: null, facts: {} }))]
	await closeErrors(sql, connection.id, { looked: comers.map(({ record }) => ({ side: 'ma', object: record.object, recordId: record.id })), seen, at })
	const failed = making.flatMap(({ comer, write }) => {
		const answer = write && answers.get(write.key)
		return answer && !answer.ok ? [{ job: comer.job, failure: answer.failure }] : []
	})
	const links = [...found.map(({ comer, link }) => ({ ...link, ...gate.place(comer) })), ...made]
	return { links, failed, refused: making.length - made.length - waits.size, holding: gate.holding, reserved: gate.reserved, putOff }
}

/** Whom nobody on the other side knows and who asked to be forgotten: she is not made anew (B11). */
async function erasedOf(sql: Sql, { connection, ports }: Meeting, comers: readonly Comer[]): Promise<Comer[]> {
	const fresh = comers.flatMap((comer) => (comer.match.kind === 'create' ? [{ comer, mail: mailOf(comer.record, ports.ma) }] : []))
	if (fresh.length === 0) return []
	const erased = await readErasedMails(
		sql,
		connection.sellerEntityId,
		fresh.flatMap(({ mail }) => mail ?? []),
	)
	return fresh.flatMap(({ comer, mail }) => (mail !== null && erased.has(mail) ? [comer] : []))
}

const erasedRow = (comer: Comer): Row => ({ comer, fieldMapId: null, field: '', code: 'ERASED', message: null, value: null, facts: {} })

/** Those of a cap go only as far as there is room, in the order in which they came (A9); records that cannot be made take no place. */
async function passGate({ connection, ports, inTx, at }: Meeting, found: readonly Found[], making: readonly Creation[]) {
	const all = { found: [...found], making: [...making], held: [] as Comer[], holding: [] as number[], reserved: [] as number[], place: (_: Comer) => ({}) }
	if (connection.prospectCap === null) return all
	const eligible = [
		...found,
		...making.flatMap(({ comer, map, write }) => (write ? [{ comer, link: { ...linkOf(comer, map), crmId: null, stateReason: null } }] : [])),
	]
	const mapIds = peopleMaps(connection, ports.ma.capabilities)
	const arrivals = eligible.map(({ comer, link }) => ({
		link,
		held: comer.held,
		arrivedAt: comer.job.firstAt,
		cause: comer.job.causes.join(','),
		actor: comer.job.actor,
	}))
	const places = await inTx((tx) => admitArrivals(tx, { connection, mapIds, arrivals, at }))
	if (places === null) return all
	const held = eligible.filter(({ comer, link }) => mapIds.includes(link.objectMapId) && !places.has(keyOf(comer))).map(({ comer }) => comer)
	const passes = ({ comer }: { comer: Comer }) => !held.includes(comer)
	const place = (comer: Comer) => (places.has(keyOf(comer)) ? { heldId: places.get(keyOf(comer)) } : {})
	const holding = held.flatMap((comer) => comer.held?.id ?? [])
	return { found: found.filter(passes), making: making.filter(passes), held, holding, reserved: [...places.values()], place }
}

const keyOf = ({ record }: Comer) => `${record.object}:${record.id}`

type Mapping = Meeting['connection']['objects'][number]

const linkOf = ({ record }: Comer, map: Mapping) => ({
	objectMapId: map.id,
	crmObject: map.crmObject,
	maObject: map.maObject,
	maId: record.id,
	state: 'active' as const,
})

type Found = { comer: Comer; link: NewLink }

function foundLink({ connection, ports }: Meeting, comer: Comer): Found[] {
	const { match, record } = comer
	if (match.kind !== 'link') return []
	const map = connection.objects.find(({ crmObject, maObject }) => crmObject === match.object && maObject === record.object)
	// Who came by a source that goes nowhere is left alone, even where sales knows her (A10).
	return map && policyOf(map, ports.ma, record) !== 'never' ? [{ comer, link: { ...linkOf(comer, map), crmId: match.id, stateReason: null } }] : []
}

/** `parents`: records that have to be over there first (B8 DEPENDENCY). */
type Creation = { comer: Comer; map: Mapping; write: SideWrite | null; refusals: readonly FieldRefusal[]; parents: readonly string[] }

const waiterOf = ({ comer, map, parents, refusals }: Creation): Waiter[] =>
	parents.length > 0 ? [{ job: comer.job, key: `ma:${keyOf(comer)}`, parents, isPatient: isPatient(map.fields, refusals) }] : []

function creation({ connection, ports, shapes }: Meeting, comer: Comer, isEarned: boolean): Creation[] {
	const { match, record, job } = comer
	if (match.kind !== 'create') return []
	const { values } = record
	const map = chooseObject(
		connection.objects.filter(({ maObject }) => maObject === record.object),
		values,
	)
	if (!map) return []
	const isAssigned = hasOwner(map.fields, values)
	const policy = policyOf(map, ports.ma, record)
	if (!mayCreate({ creates: map.createsCrm, isAssigned, isEarned, policy })) return []
	const target = shapes.crm[map.crmObject] ?? {}
	const decision = patiently(
		map.fields,
		decideCreate({ maps: map.fields, from: 'ma', source: { shape: shapes.ma[map.maObject] ?? {}, values }, target }),
		record.needs,
	)
	const key = `${connection.id}:${map.maObject}:${record.id}`
	const parents = parentsOf(map.fields, decision.refusals)
	const write =
		decision.ok && parents.length === 0 ? { key, object: map.crmObject, id: null, values: decision.values, externalKey: key, ...mayDouble(job) } : null
	return [{ comer, map, write, refusals: decision.refusals, parents }]
}

const refusalRow = (comer: Comer, { key, field, code, value, facts }: FieldRefusal): Row => ({
	comer,
	fieldMapId: Number(key),
	field,
	code,
	message: null,
	value,
	facts,
})

/** What the ladder has to say: nobody without an address goes over, and of several a person hears. */
function matchRow({ ports, shapes }: Meeting, comer: Comer): Row[] {
	const { match, record } = comer
	const row = (code: string, facts = {}) => [{ comer, fieldMapId: null, field: '', code, message: null, value: null, facts }]
	if (match.kind === 'none' && match.reason === 'NO_EMAIL') {
		// What has no address by its kind, as a campaign, misses none.
		return shapes.ma[record.object]?.[ports.ma.capabilities.mailField] ? row('NO_EMAIL') : []
	}
	if (match.kind === 'create') return []
	return match.duplicates.length > 0 ? row(severalMatches, { candidates: match.duplicates }) : []
}

const errorOf = ({ comer, ...row }: Row): ErrorRow => ({
	...row,
	...{ linkId: null, side: 'ma', object: comer.record.object, recordId: comer.record.id, errorClass: classifyFailure(row.code).class },
})
