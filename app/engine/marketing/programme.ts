import type { Predicate } from '../base/predicate.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { type MarketingAction, parseActions } from './action.ts'
import { readWait, type Wait } from './programme-time.ts'
import { readSegment } from './segment.ts'

/**
 * One step of a programme (sync-core.md B14). `next` (`yes` and `no` of a question) is the key of the step that follows;
 * null: it leads nowhere yet, which a draft may and a published programme may not.
 */
export type ProgrammeStep = { key: string } & StepBody
export type StepBody =
	| { kind: 'send'; sendId: number | null; next: string | null }
	| { kind: 'wait'; wait: Wait; next: string | null }
	| { kind: 'if'; question: Predicate | null; yes: string | null; no: string | null }
	| { kind: 'action'; actions: readonly MarketingAction[]; next: string | null }
	| { kind: 'end' }

export type StepKind = ProgrammeStep['kind']
/** In the order in which they are offered. */
export const stepKinds = ['send', 'wait', 'if', 'action', 'end'] as const satisfies readonly StepKind[]

export type Programme = { firstKey: string | null; steps: readonly ProgrammeStep[] }

/** One branch out of a step. */
export type Branch = 'next' | 'yes' | 'no'
export const mostSteps = 60

export const emptyProgramme: Programme = { firstKey: 's1', steps: [{ key: 's1', kind: 'end' }] }

export function branchesOf(step: ProgrammeStep): { branch: Branch; to: string | null }[] {
	if (step.kind === 'end') return []
	if (step.kind !== 'if') return [{ branch: 'next', to: step.next }]
	return [
		{ branch: 'yes', to: step.yes },
		{ branch: 'no', to: step.no },
	]
}

export const stepOf = ({ steps }: Programme, key: string | null): ProgrammeStep | null => steps.find((step) => step.key === key) ?? null

/** Steps in the order in which people meet them, those that nobody meets at the end: a step's number is its place here, from 1. */
export function inOrder(programme: Programme): ProgrammeStep[] {
	const byKey = new Map(programme.steps.map((step) => [step.key, step]))
	const seen = new Set<string>()
	const visit = (key: string | null): ProgrammeStep[] => {
		const step = key === null ? undefined : byKey.get(key)
		if (!step || seen.has(step.key)) return []
		seen.add(step.key)
		return [step, ...branchesOf(step).flatMap(({ to }) => visit(to))]
	}
	const met = visit(programme.firstKey)
	return [...met, ...programme.steps.filter(({ key }) => !seen.has(key))]
}

/** A programme as it was stored; what does not read is left out, and shows as a step that leads nowhere. */
export function readProgramme(firstKey: string | null, json: unknown): Programme {
	const steps = (Array.isArray(json) ? json : []).flatMap((one) => readStep(one) ?? [])
	return { firstKey: steps.some(({ key }) => key === firstKey) ? firstKey : null, steps }
}

type Given = Record<string, unknown>
const keyIn = (given: Given, name: string) => (typeof given[name] === 'string' ? given[name] : null)

function readStep(json: unknown): ProgrammeStep | null {
	if (typeof json !== 'object' || json === null) return null
	const given = json as Given
	const key = keyIn(given, 'key')
	const next = keyIn(given, 'next')
	if (key === null) return null
	if (given['kind'] === 'end') return { key, kind: 'end' }
	if (given['kind'] === 'send') return { key, kind: 'send', sendId: Number.isSafeInteger(given['sendId']) ? (given['sendId'] as number) : null, next }
	if (given['kind'] === 'wait') return { key, kind: 'wait', wait: readWait(given['wait']), next }
	if (given['kind'] === 'action') {
		const read = parseActions(given['actions'])
		return { key, kind: 'action', actions: read.ok ? read.actions : [], next }
	}
	if (given['kind'] !== 'if') return null
	const asked = readSegment(given['question'])
	return { key, kind: 'if', question: asked.ok ? asked.predicate : null, yes: keyIn(given, 'yes'), no: keyIn(given, 'no') }
}

/** What a programme's steps name: mails by id, that are written wholly. */
export type ProgrammeKnown = { mails: ReadonlySet<number> }

/**
 * What stands against publishing, all at once; `line` and the fact `step` are the step's number. `PROGRAMME_EMPTY`: nothing
 * is done. `STEP_LEADS_NOWHERE`, `STEP_LOOP` (one that comes back to itself without a wait), `STEP_MAIL_MISSING`,
 * `STEP_QUESTION_MISSING`, `STEP_DOES_NOTHING`, `STEP_UNREACHED`, `STEP_WAIT_SHORT` (a wait of nothing), `PROGRAMME_LONG`.
 */
export function checkProgramme(programme: Programme, known: ProgrammeKnown): Refusal[] {
	const steps = inOrder(programme)
	if (programme.firstKey === null || steps.every(({ kind }) => kind === 'end' || kind === 'wait')) return [refusal('PROGRAMME_EMPTY')]
	if (steps.length > mostSteps) return [refusal('PROGRAMME_LONG', { most: mostSteps })]
	const met = reached(programme)
	return steps.flatMap((step, place) => {
		const at = { step: place + 1 }
		const said = (code: string) => refusal(code, at, place + 1)
		return [
			...(met.has(step.key) ? [] : [said('STEP_UNREACHED')]),
			...(branchesOf(step).some(({ to }) => stepOf(programme, to) === null) ? [said('STEP_LEADS_NOWHERE')] : []),
			...(step.kind === 'send' && (step.sendId === null || !known.mails.has(step.sendId)) ? [said('STEP_MAIL_MISSING')] : []),
			...(step.kind === 'if' && step.question === null ? [said('STEP_QUESTION_MISSING')] : []),
			...(step.kind === 'action' && step.actions.length === 0 ? [said('STEP_DOES_NOTHING')] : []),
			...(step.kind === 'wait' && step.wait.amount === 0 && step.wait.at === null ? [said('STEP_WAIT_SHORT')] : []),
			...(met.has(step.key) && returns(programme, step) ? [said('STEP_LOOP')] : []),
		]
	})
}

function reached(programme: Programme): Set<string> {
	const seen = new Set<string>()
	const left = [programme.firstKey]
	while (left.length > 0) {
		const step = stepOf(programme, left.pop() ?? null)
		if (!step || seen.has(step.key)) continue
		seen.add(step.key)
		left.push(...branchesOf(step).map(({ to }) => to))
	}
	return seen
}

/** Whether a step comes back to itself on a way without a wait: nobody would ever rest there. */
function returns(programme: Programme, from: ProgrammeStep): boolean {
	if (from.kind === 'wait') return false
	const seen = new Set<string>()
	const left = branchesOf(from).map(({ to }) => to)
	while (left.length > 0) {
		const step = stepOf(programme, left.pop() ?? null)
		if (!step || step.kind === 'wait' || seen.has(step.key)) continue
		if (step.key === from.key) return true
		seen.add(step.key)
		left.push(...branchesOf(step).map(({ to }) => to))
	}
	return false
}
