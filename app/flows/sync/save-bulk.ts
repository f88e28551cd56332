import type { Tx } from '../../../db/client.server.ts'
import { type Bulk, type BulkDecision, type BulkRow, type BulkWrite, finishBulkJobs, freeJobs, lockSent } from '../../../db/queries/sync-bulk.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { type DecisionRow, type ErrorRow, insertDecisions, insertRun, takeRunId } from '../../../db/queries/sync-journal.ts'
import { type NewLink, updateLinks } from '../../../db/queries/sync-link.ts'
import { settleWrites } from '../../../db/queries/sync-write.ts'
import type { SideWritten } from '../../connectors/sync/contract.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'
import { createWithout } from '../../engine/sync/leave-behind.ts'
import type { Role, SideFailure } from '../../engine/sync/types.ts'
import { closeErrors, saveErrors } from './save-errors.ts'
import { agreedBy, type Looked, type Working } from './save-looked.ts'
import { saveNewLinks } from './save-met.ts'
import { fieldRefused, preparedOf, retryOf } from './save-outside.ts'
import { wakeBy } from './save-waits.ts'
import type { DecidedPair } from './types.ts'

/** A pair without what goes to the other system: that is decided, and saved once it is known to have happened. */
export function withoutSide(pair: DecidedPair, outside: Role): DecidedPair {
	const { decision } = pair
	const later = new Set(decision.decisions.filter(({ wrote }) => wrote === outside).map(({ key }) => key))
	const agreed = Object.fromEntries(Object.entries(decision.agreed).filter(([key]) => !later.has(key)))
	return { ...pair, decision: { ...decision, [outside]: {}, agreed, decisions: decision.decisions.filter(({ wrote }) => wrote !== outside) } }
}

/** What goes to the other system of a batch that was looked at: changes of those who are linked, and those who are to be made. */
export function bulkWritesOf({ pairs, met }: Looked, outside: Role): BulkWrite[] {
	const changes = pairs.flatMap((pair) =>
		preparedOf(pair, outside).map((one) => ({ ...one, decisions: one.decisions.map((line) => withTimes(line, pair)), jobId: pair.job.id })),
	)
	const made = met.putOff.map(({ job, write }) => ({
		...{ idempotencyKey: write.key, linkId: null, side: outside, object: write.object, recordId: null, values: write.values, decisions: [], jobId: job.id },
	}))
	return [...changes, ...made]
}

const withTimes = (line: DecidedPair['decision']['decisions'][number], { link, crmStamps, maStamps }: DecidedPair): BulkDecision => ({
	...{ ...line, crmAt: crmStamps[line.crmField] ?? null, maAt: maStamps[line.maField] ?? null, agreed: link.agreed[line.key] },
})

type Answered = { row: BulkRow; answer: SideWritten }
type Confirming = { bulk: Bulk; written: readonly SideWritten[] }
type Told = { landed: number; refused: number }

/**
 * Each row is confirmed by its own result: base, journal, error and job together (sync-core.md B7), as many statements for one as for thousands. A
 * result that was taken already finds no row any more.
 */
export async function saveResults(tx: Tx, working: Working, { bulk, written }: Confirming): Promise<Told> {
	const { connection, outside, clock, random } = working
	const [part, at] = [{ bulkId: bulk.id, object: bulk.object ?? '', isNew: bulk.isNew ?? false }, clock()]
	const answers = new Map(written.map((answer) => [answer.key, answer]))
	const rows = await lockSent(tx, { ...part, names: [...answers.keys()] })
	const answered = rows.flatMap((row): Answered[] => {
		const answer = answers.get(row.recordId ?? row.idempotencyKey)
		return answer ? [{ row, answer }] : []
	})
	if (answered.length === 0) return { landed: 0, refused: 0 }
	await sayCause(tx, { cause: 'sync', actor: `sync:${connection.id}` })
	const runId = await takeRunId(tx)
	const landed = answered.filter(({ answer }) => answer.ok)
	await updateLinks(
		tx,
		landed.flatMap(({ row }) => (row.linkId === null ? [] : { id: row.linkId, agreed: agreedBy(row), unpinned: [], frozen: [] })),
		at,
	)
	await insertDecisions(tx, { connectionId: connection.id, runId, at, rows: answered.flatMap(decisionRows) })
	const errors = answered.flatMap((one) => errorRows(one, outside))
	await saveErrors(tx, connection.id, errors, at)
	await closeErrors(tx, connection.id, { looked: answered.flatMap((one) => recordsOf(one, outside)), seen: errors, at, before: bulk.startedAt })
	const links = await saveNewLinks(
		tx,
		{ connection, ports: { ma: working.ownIn(tx) }, at },
		landed.flatMap((one) => newLinkOf(working, one)),
	)
	await wakeBy(tx, connection, links, at)
	await settleWrites(
		tx,
		answered.map(({ row, answer }) => ({ idempotencyKey: row.idempotencyKey, state: answer.ok ? ('confirmed' as const) : ('refused' as const) })),
		at,
	)
	const refused = answered.length - landed.length
	await insertRun(tx, {
		...{ id: runId, connectionId: connection.id, kind: 'live', startedAt: bulk.since, endedAt: at, jobs: 0, equalFields: 0, refusals: errors.length },
		...{ writesCrm: outside === 'crm' ? landed.length : 0, writesMa: outside === 'ma' ? landed.length : 0 },
	})
	const again = answered.flatMap((one) => againOf(one, { at, random }))
	await freeJobs(tx, again)
	const open = new Set(again.map(({ id }) => id))
	await finishBulkJobs(
		tx,
		answered.flatMap(({ row }) => (open.has(row.jobId) ? [] : row.jobId)),
	)
	return { landed: landed.length, refused }
}

/** Rows of the part that nobody says anything of: their records are looked at before they are written again. */
export async function saveUnknown(tx: Tx, { clock }: Working, bulk: Bulk, known: ReadonlySet<string>): Promise<void> {
	const sent = await lockSent(tx, { bulkId: bulk.id, object: bulk.object ?? '', isNew: bulk.isNew ?? false, names: null })
	const rows = sent.filter(({ recordId, idempotencyKey }) => !known.has(recordId ?? idempotencyKey))
	// Whoever was to be made is looked for by her key when she is made again: her write says nothing more.
	await settleWrites(
		tx,
		rows.map(({ idempotencyKey, linkId }) => ({ idempotencyKey, state: linkId === null ? ('refused' as const) : ('unknown' as const) })),
		clock(),
	)
	await freeJobs(
		tx,
		rows.map(({ jobId }) => ({ id: jobId, dueAt: clock(), waitsFor: 'OUTCOME_UNKNOWN' })),
	)
}

/** Made: her link is looked at once more, and what both sides have then is what they agree on. Refused: as time mends it. */
function againOf({ row, answer }: Answered, { at, random }: { at: Date; random: () => number }): { id: number; dueAt: Date; waitsFor: string | null }[] {
	const job = { id: row.jobId, attempts: row.attempts }
	if (answer.ok) return row.linkId === null ? [{ id: row.jobId, dueAt: at, waitsFor: null }] : []
	// One field that is refused holds no other up: the rest goes in portions, without what is known of it.
	if (createWithout(row.values, answer.failure, () => false)) return [{ id: row.jobId, dueAt: at, waitsFor: fieldRefused }]
	return retryOf(job, answer.failure, { at, random })
}

function decisionRows({ row, answer }: Answered): DecisionRow[] {
	if (row.linkId === null) return []
	const shared = { linkId: row.linkId, cause: row.causes.join(','), actor: row.actor }
	return row.decisions.map((one) => ({ ...one, agreed: one.agreed, ...(answer.ok ? {} : { wrote: null, note: 'refused' as const }), ...shared }))
}

/** Of a record that is there its own row, of one that is to be made the row of whom she is made for. */
const named = ({ row }: Answered, outside: Role) =>
	row.linkId === null
		? { linkId: null, side: row.jobSide, object: row.jobObject, recordId: row.jobRecordId }
		: { linkId: row.linkId, side: outside, object: row.object, recordId: row.recordId ?? '' }

function errorRows(one: Answered, outside: Role): ErrorRow[] {
	if (one.answer.ok) return []
	const { code, message, fields }: SideFailure = one.answer.failure
	const kind = classifyFailure(code, { object: one.row.object, message })
	if (kind.class === 'internal' || kind.cause === 'already_member') return []
	return (fields.length > 0 ? fields : ['']).map((field) => ({
		...{ ...named(one, outside), fieldMapId: null, field, code, errorClass: kind.class, message, value: one.row.values[field] ?? null, facts: {} },
	}))
}

const recordsOf = (one: Answered, outside: Role) => {
	const { side, object, recordId } = named(one, outside)
	return [{ side, object, recordId }]
}

function newLinkOf({ connection }: Working, { row, answer }: Answered): NewLink[] {
	if (row.linkId !== null || !answer.ok) return []
	const map = connection.objects.find(({ crmObject, maObject }) => crmObject === row.object && maObject === row.jobObject)
	if (!map || row.jobSide !== 'ma') return []
	return [{ objectMapId: map.id, crmObject: row.object, crmId: answer.id, maObject: row.jobObject, maId: row.jobRecordId, state: 'active', stateReason: null }]
}
