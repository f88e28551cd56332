import type { Tx } from '../../../db/client.server.ts'
import { insertTasks } from '../../../db/queries/assignment.ts'
import { insertNotices } from '../../../db/queries/attention.ts'
import {
	type ActiveWorkflow,
	deleteEntered,
	insertEntered,
	insertMembers,
	readActiveRules,
	readActiveWorkflows,
	readEntered,
} from '../../../db/queries/crm-rule.ts'
import { updateCustomField } from '../../../db/queries/record.ts'
import { addDays, dayIn } from '../../engine/base/calendar.ts'
import type { Predicate } from '../../engine/base/predicate.ts'
import { readPredicate } from '../../engine/base/read-predicate.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { RecordObject } from '../../engine/crm/record-fields.ts'
import { validateRecord, type Writer } from '../../engine/crm/validate-record.ts'
import { decideWorkflows, readActions, type WorkflowAction } from '../../engine/crm/workflow.ts'
import { type LoadedRecord, loadRecords } from './load-records.ts'

export type CheckedWrite = { object: RecordObject; ids: readonly number[]; sellerEntityId: number; by: Writer; locale: string; at: Date }

/** What cannot be read holds of nothing. */
function read(json: unknown): Predicate {
	const answer = readPredicate(json)
	return answer.ok ? answer.predicate : { any: [] }
}

/**
 * Asks the house's rules about records as they stand after a write, in its transaction (sync-core.md A36), and lets the
 * workflows act that they entered. Refusals mean that the write may not stay: the flow answers them and its transaction rolls back.
 * Two statements where there are no rules; for any number of records the same.
 */
export async function saveChecked(tx: Tx, write: CheckedWrite): Promise<Refusal[]> {
	const { object, ids, sellerEntityId, by, locale } = write
	const rules = await readActiveRules(tx, sellerEntityId, object)
	const workflows = await readActiveWorkflows(tx, sellerEntityId, object)
	if (ids.length === 0 || rules.length + workflows.length === 0) return []
	const records = await loadRecords(tx, object, ids)
	const asked = rules.map(({ predicate, ...rule }) => ({ ...rule, predicate: read(predicate) }))
	const refusals = records.flatMap(({ asked: fields }) => validateRecord(asked, fields, { by, locale }))
	if (refusals.length > 0) return refusals
	if (workflows.length > 0) await runWorkflows(tx, write, workflows, records)
	return []
}

/**
 * What the house's workflows do about records that somebody else has checked already, as the sync's own writes are (A36). One statement where
 * there are none.
 */
export async function saveWorkflows(tx: Tx, write: CheckedWrite): Promise<void> {
	if (write.ids.length === 0) return
	const workflows = await readActiveWorkflows(tx, write.sellerEntityId, write.object)
	if (workflows.length > 0) await runWorkflows(tx, write, workflows, await loadRecords(tx, write.object, write.ids))
}

async function runWorkflows(tx: Tx, write: CheckedWrite, found: readonly ActiveWorkflow[], records: readonly LoadedRecord[]): Promise<void> {
	const timeZone = found[0]?.timeZone ?? 'UTC'
	const workflows = found.map(({ id, predicate, actions }) => {
		const parsed = readActions(actions)
		return { id, predicate: read(predicate), actions: parsed.ok ? parsed.actions : [] }
	})
	const pairs = await readEntered(
		tx,
		workflows.map(({ id }) => id),
		records.map(({ id }) => id),
	)
	const standing = records.map(({ id, asked }) => ({
		...{ id, fields: asked },
		entered: pairs.filter(({ recordId }) => recordId === id).map(({ workflowId }) => workflowId),
	}))
	const { entering, leaving } = decideWorkflows(workflows, standing)
	if (leaving.length > 0) await deleteEntered(tx, leaving)
	if (entering.length === 0) return
	const isNew = new Set((await insertEntered(tx, entering, write.at)).map(({ workflowId, recordId }) => `${workflowId}:${recordId}`))
	const byId = new Map(records.map((record) => [record.id, record]))
	for (const { id, actions } of workflows) {
		const entered = entering
			.filter(({ workflowId, recordId }) => workflowId === id && isNew.has(`${id}:${recordId}`))
			.flatMap(({ recordId }) => byId.get(recordId) ?? [])
		// As many statements as an administrator wrote actions, however many records.
		for (const [place, action] of actions.entries())
			if (entered.length > 0) await act(tx, write, action, { key: `workflow:${id}:${place}`, records: entered, timeZone })
	}
}

/** `at` is in the keys: a record that leaves and enters again is acted on again. */
async function act(
	tx: Tx,
	{ object, at }: CheckedWrite,
	action: WorkflowAction,
	{ key, records, timeZone }: { key: string; records: readonly LoadedRecord[]; timeZone: string },
): Promise<void> {
	const keyOf = (id: number) => `${key}:${object}:${id}:${at.getTime()}`
	switch (action.kind) {
		case 'field':
			return await updateCustomField(tx, object, { ids: records.map(({ id }) => id), name: action.name, value: action.value })
		case 'campaign_member':
			return await insertMembers(tx, { ...action, people: records.map(({ contactId, leadId }) => ({ contactId, leadId })), at })
		case 'task': {
			const dueOn = addDays(dayIn(at, timeZone), action.dueDays)
			const facts = (record: LoadedRecord) => ({ object, recordId: record.id, name: record.name })
			const owned = records.flatMap(({ ownerUserId, ...record }) => (ownerUserId === null ? [] : [{ ownerUserId, record: { ownerUserId, ...record } }]))
			return await insertTasks(
				tx,
				owned.map(({ ownerUserId, record }) => ({
					...{
						idempotencyKey: keyOf(record.id),
						ownerUserId,
						accountId: record.accountId,
						contactId: record.contactId,
						leadId: record.leadId,
						prospectId: null,
					},
					...{ subject: action.subject, facts: facts(record), dueOn, priority: 'normal' as const },
				})),
				at,
			)
		}
		case 'notice':
			return await insertNotices(
				tx,
				records.flatMap(({ id, ownerUserId, accountId, name }) =>
					ownerUserId === null
						? []
						: [{ idempotencyKey: keyOf(id), userId: ownerUserId, accountId, kind: 'workflow.entered', facts: { object, recordId: id, name }, at }],
				),
			)
	}
}
