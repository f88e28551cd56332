import type { Tx } from '../../../db/client.server.ts'
import { insertProposals, type NewProposal } from '../../../db/queries/merge-link.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import type { Job } from '../../../db/queries/sync-job.ts'
import { type DecisionRow, type ErrorRow, insertDecisions, type RunCount } from '../../../db/queries/sync-journal.ts'
import { forgetEchoes, type LinkChange, updateLinks } from '../../../db/queries/sync-link.ts'
import type { SideWrite } from '../../connectors/sync/contract.ts'
import { countTried } from '../../engine/sync/canary.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'
import type { FailureClass } from '../../engine/sync/failure-table.ts'
import type { FieldDecision, FieldRefusal, Role, SideFailure, SyncValue } from '../../engine/sync/types.ts'
import { blockedRows, saveConsents } from './save-consents.ts'
import { closeErrors, saveErrors } from './save-errors.ts'
import { isDone, ordersOf, settleOrders } from './save-orders.ts'
import type { DecidedPair, Ports, Written } from './types.ts'

/** What the connection itself shows or time mends; an answer that was lost is looked for. */
const waitsByItself: readonly FailureClass[] = ['auth', 'quota', 'transient', 'engine', 'internal']

type Whole = { connectionId: number; jobs: readonly Job[]; failure: SideFailure; at: Date }

/** A call that was refused as a whole by what only a person mends is said of each of its records, in the other side's own words; the next look closes it. */
export async function saveWhole(tx: Tx, { connectionId, jobs, failure, at }: Whole): Promise<void> {
	const { code, message } = failure
	const { class: errorClass } = classifyFailure(code, failure)
	if (waitsByItself.includes(errorClass)) return
	const rows = jobs.map(
		({ linkId, side, object, recordId }): ErrorRow => ({
			...{ linkId, side, object, recordId, fieldMapId: null, field: '', code, errorClass, message, value: null, facts: {} },
		}),
	)
	await saveErrors(tx, connectionId, rows, at)
}

/** Who was led to one of several waits for a person to say whether they are one; that her fields agree says nothing of it. */
export const severalMatches = 'DUPLICATE_MATCH'

const roles: readonly Role[] = ['crm', 'ma']

/** What a decision wants written on one side; nothing where nothing must change. */
export function writesOf(pairs: readonly DecidedPair[], role: Role): SideWrite[] {
	return pairs.flatMap(({ link, job, decision, crm, ma }) => {
		const values = decision[role]
		const record = role === 'crm' ? crm : ma
		if (!record || !hasAny(values)) return []
		return {
			key: String(link.id),
			object: record.object,
			id: record.id,
			values,
			...(record.modifiedAt ? { ifModifiedAt: record.modifiedAt } : {}),
			...mayDouble(job),
		}
	})
}

/** A person allowed it for this one write. */
export const mayDouble = ({ causes }: Pick<Job, 'causes'>) => (causes.includes('allow_duplicate') ? { allowDuplicate: true as const } : {})

const hasAny = (values: object) => {
	for (const _ in values) return true
	return false
}

type Saving = {
	connection: Connection
	ports: Ports
	pairs: readonly DecidedPair[]
	written: Written
	runId: number
	trace: string
	at: Date
	/** Links of which something is still on its way: what troubles their records is not mended yet. */
	underWay?: ReadonlySet<number>
}

/**
 * The bases, the journal, the words on consent and the errors of a batch, in the transaction of its writes or of their confirmation; the
 * same statements however many links. What a side refused, or was not asked, leaves the base where it was.
 */
export async function savePairs(tx: Tx, { connection, ports, pairs, written, runId, trace, at, underWay }: Saving): Promise<RunCount> {
	const failed = failuresOf(pairs, written)
	await updateLinks(
		tx,
		pairs.flatMap((pair) => changeOf(pair, written)),
		at,
	)
	await insertDecisions(tx, { connectionId: connection.id, runId, at, rows: pairs.flatMap((pair) => decisionRows(pair, written)) })
	await settleOrders(tx, pairs, written)
	await saveConsents(tx, { connection, ports, pairs, at })
	const errors = [
		...pairs.flatMap(refusalRows),
		...pairs.flatMap(blockedRows),
		...failed.flatMap(({ pair, role, failure }) => failureRows(pair, role, failure)),
	]
	await saveErrors(tx, connection.id, errors, at)
	await insertProposals(tx, { connectionId: connection.id, rows: errors.flatMap(proposalOf), at })
	const looked = underWay ? pairs.filter(({ link }) => !underWay.has(link.id)) : pairs
	await closeErrors(tx, connection.id, { looked: looked.flatMap(recordsOf), seen: errors, at, stays: [severalMatches] })
	await forgetEchoes(tx, { connectionId: connection.id, trace, records: roles.flatMap((role) => echoesOf(pairs, role, written)) })
	return {
		...{ jobs: pairs.length, equalFields: pairs.reduce((sum, { decision }) => sum + decision.equal, 0), refusals: errors.length },
		...{ writesCrm: written.crm.size, writesMa: written.ma.size },
	}
}

/** Links that were tried, and how many of them have a field that was refused; `others`: records that could not even be made. */
export function triedOf(pairs: readonly DecidedPair[], written: Written, others: number): { tried: number; refused: number } {
	const failed = new Set(failuresOf(pairs, written).map(({ pair }) => pair.link.id))
	const linked = countTried(pairs.map(({ link, decision }) => ({ failed: failed.has(link.id), codes: decision.refusals.map(({ code }) => code) })))
	return { tried: linked.tried + others, refused: linked.refused + others }
}

/** The sides' own refusals, row by row. */
export function failuresOf(pairs: readonly DecidedPair[], written: Written): { pair: DecidedPair; role: Role; failure: SideFailure }[] {
	return pairs.flatMap((pair) =>
		roles.flatMap((role) => {
			const answer = written[role].get(String(pair.link.id))
			return answer && !answer.ok ? [{ pair, role, failure: answer.failure }] : []
		}),
	)
}

/** A field whose side refused it, or was not asked, is not agreed on. */
function changeOf(pair: DecidedPair, written: Written): LinkChange[] {
	const { link, decision, unpinned } = pair
	const open = new Set(decision.decisions.filter((one) => !isDone(pair, one, written)).map(({ key }) => key))
	const agreed = open.size > 0 ? Object.fromEntries(Object.entries(decision.agreed).filter(([key]) => !open.has(key))) : decision.agreed
	const frozen = decision.decisions.filter(({ note, key }) => note === 'frozen' && !link.frozen[key]).map(({ key }) => key)
	const orders = ordersOf(pair, written).filter(({ state }) => state !== 'open')
	const granted = orders.map(({ key }) => key)
	const pins = orders.filter(({ state, wish }) => state === 'done' && wish.pins).map(({ key }) => key)
	return hasAny(agreed) || unpinned.length > 0 || frozen.length > 0 || granted.length > 0 ? [{ id: link.id, agreed, unpinned, frozen, pins, granted }] : []
}

/** Of a write whose answer was lost nothing is known yet: its line follows once it is (sync_write). */
const isUnknown = ({ link }: DecidedPair, { wrote }: FieldDecision, written: Written) => {
	const answer = wrote && written[wrote].get(String(link.id))
	return answer ? !answer.ok && answer.failure.isUnknown : false
}

function decisionRows(pair: DecidedPair, written: Written): DecisionRow[] {
	const { link, job, decision, crmStamps, maStamps } = pair
	const cause = job.causes.join(',')
	const known = decision.decisions.filter((one) => !isUnknown(pair, one, written))
	return known.map((one) => ({
		...one,
		...(isDone(pair, one, written) ? {} : { wrote: null, note: 'refused' as const }),
		...{ linkId: link.id, crmAt: crmStamps[one.crmField] ?? null, maAt: maStamps[one.maField] ?? null, agreed: link.agreed[one.key] },
		...{ cause: one.wish?.cause ?? cause, actor: one.wish?.actor ?? job.actor },
	}))
}

function refusalRows({ link, decision }: DecidedPair): ErrorRow[] {
	// A frozen field is an open trouble as long as it is frozen, not only at the moment it was.
	const frozen = decision.decisions.flatMap(({ key, crmField, note, crm }) =>
		note === 'frozen' ? [{ key, field: crmField, role: 'crm' as const, code: 'LOOP_DETECTED', value: crm, facts: {} }] : [],
	)
	return [...decision.refusals, ...frozen].map(({ key, field, role, code, value, facts, message, duplicates }: FieldRefusal) => {
		const object = role === 'crm' ? link.crmObject : link.maObject
		return {
			...{ linkId: link.id, side: role, object, recordId: (role === 'crm' ? link.crmId : link.maId) ?? '' },
			...{ fieldMapId: Number(key), field, code, errorClass: classifyFailure(code).class, message: message ?? null, value },
			facts: { ...facts, ...alike(duplicates) },
		}
	})
}

function failureRows({ link, job, decision }: DecidedPair, role: Role, { code, message, fields, duplicates }: SideFailure): ErrorRow[] {
	const [object, recordId] = role === 'crm' ? [link.crmObject, link.crmId] : [link.maObject, link.maId]
	const kind = classifyFailure(code, { object, message })
	// A sibling's refusal is no trouble of this record, and who is a member already is what was wanted.
	if (kind.class === 'internal' || kind.cause === 'already_member') return []
	// What a record became meanwhile is found out by itself, once, before anybody hears of it (A30).
	if (kind.retry === 'relink' && job.attempts <= 1) return []
	const values: Readonly<Record<string, SyncValue>> = decision[role]
	return (fields.length > 0 ? fields : ['']).map((field) => ({
		...{ linkId: link.id, side: role, object, recordId: recordId ?? '', fieldMapId: null },
		...{ field, code, errorClass: kind.class, message, value: values[field] ?? null, facts: alike(duplicates) },
	}))
}

/** Records that a person may decide for. */
const alike = (candidates: readonly string[] | undefined) => (candidates && candidates.length > 0 ? { candidates } : {})

/** Whose value somebody else has may be that somebody (B4): the one who has it would stay. */
function proposalOf({ side, object, recordId, code, facts }: ErrorRow): NewProposal[] {
	const [holder, ...others] = (facts['candidates'] as string[] | undefined) ?? []
	if (code !== 'DUPLICATE_VALUE' || holder === undefined || others.length > 0) return []
	return [{ side, object, winnerId: holder.slice(object.length + 1), loserId: recordId, reason: 'MAIL_TAKEN' }]
}

function recordsOf({ link }: DecidedPair) {
	return [
		...(link.crmId ? [{ side: 'crm' as const, object: link.crmObject, recordId: link.crmId }] : []),
		...(link.maId ? [{ side: 'ma' as const, object: link.maObject, recordId: link.maId }] : []),
	]
}

/** Records that hold exactly what we wrote (B6.3). */
function echoesOf(pairs: readonly DecidedPair[], role: Role, written: Written): { object: string; id: string }[] {
	return pairs.flatMap(({ link, decision }) => {
		const answer = written[role].get(String(link.id))
		if (!answer?.ok || !answer.stored) return []
		const { stored } = answer
		const isEcho = Object.entries(decision[role]).every(([field, value]) => JSON.stringify(stored[field] ?? null) === JSON.stringify(value))
		return isEcho ? [{ object: role === 'crm' ? link.crmObject : link.maObject, id: answer.id }] : []
	})
}
