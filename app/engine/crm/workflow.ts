import { type Fields, holds, type Predicate } from '../base/predicate.ts'
import { type Refusal, type Result, refusal } from '../base/refusal.ts'

/** What a workflow does: a field of the house's own is set, the owner gets a task or is told, the person joins a campaign. */
export type WorkflowAction =
	| { kind: 'field'; name: string; value: string }
	| { kind: 'task'; subject: string; dueDays: number }
	| { kind: 'notice' }
	| { kind: 'campaign_member'; campaignId: number; status: string }

export type Workflow = { id: number; predicate: Predicate; actions: readonly WorkflowAction[] }
/** `entered`: workflows of which it was so before. */
export type WorkflowRecord = { id: number; fields: Fields; entered: readonly number[] }

export type WorkflowOutcome = {
	/** Records of which a predicate came to hold: their actions run now, once. */
	entering: { workflowId: number; recordId: number; actions: readonly WorkflowAction[] }[]
	/** Records of which it holds no more: they may enter again. */
	leaving: { workflowId: number; recordId: number }[]
}

/** Which workflows act on which records after a write (sync-core.md A36): on entering, not at every write while it stays so. */
export function decideWorkflows(workflows: readonly Workflow[], records: readonly WorkflowRecord[]): WorkflowOutcome {
	const outcome: WorkflowOutcome = { entering: [], leaving: [] }
	for (const { id: recordId, fields, entered } of records)
		for (const { id: workflowId, predicate, actions } of workflows) {
			const [is, was] = [holds(predicate, fields), entered.includes(workflowId)]
			if (is && !was) outcome.entering.push({ workflowId, recordId, actions })
			if (!is && was) outcome.leaving.push({ workflowId, recordId })
		}
	return outcome
}

const MOST_DAYS = 365

/** Actions out of JSON or a form. Refuses `WORKFLOW_ACTION_UNKNOWN`, `WORKFLOW_ACTION_MISSING`. */
export function readActions(raw: unknown): Result<{ actions: WorkflowAction[] }> {
	const read = (Array.isArray(raw) ? raw : []).map(readAction)
	const refusals: Refusal[] = read.some((one) => one === null)
		? [refusal('WORKFLOW_ACTION_UNKNOWN')]
		: read.length === 0
			? [refusal('WORKFLOW_ACTION_MISSING')]
			: []
	return refusals.length > 0 ? { ok: false, refusals } : { ok: true, actions: read.filter((one) => one !== null) }
}

function readAction(raw: unknown): WorkflowAction | null {
	if (typeof raw !== 'object' || raw === null) return null
	const { kind, name, value, subject, dueDays, campaignId, status } = raw as Record<string, unknown>
	if (kind === 'notice') return { kind }
	if (kind === 'field') return typeof name === 'string' && name !== '' && typeof value === 'string' ? { kind, name, value } : null
	if (kind === 'task')
		return typeof subject === 'string' && subject !== '' && Number.isSafeInteger(dueDays) && Number(dueDays) >= 0 && Number(dueDays) <= MOST_DAYS
			? { kind, subject, dueDays: Number(dueDays) }
			: null
	if (kind === 'campaign_member')
		return Number.isSafeInteger(campaignId) && typeof status === 'string' && status !== '' ? { kind, campaignId: Number(campaignId), status } : null
	return null
}
