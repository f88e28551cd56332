import { type Branch, branchesOf, type Programme, type ProgrammeStep, type StepBody, type StepKind, stepOf } from './programme.ts'
import { aDay } from './programme-time.ts'

/** Where a step is put: on the way out of another, or at the beginning. */
export type Place = { after: string; branch: Branch } | 'start'

export type Edit =
	| { kind: 'add'; place: Place; step: StepKind }
	| { kind: 'delete'; key: string }
	| { kind: 'move'; key: string; place: Place }
	| { kind: 'change'; key: string; body: StepBody }
	/** A way leads to another step that is there already: two branches meet again, or a loop. */
	| { kind: 'join'; place: Place; to: string }

/** A draft after an edit; the same draft where the edit names a step or a way that is not there. */
export function editProgramme(programme: Programme, edit: Edit): Programme {
	switch (edit.kind) {
		case 'add':
			return add(programme, edit.place, edit.step)
		case 'delete':
			return remove(programme, edit.key)
		case 'move':
			return move(programme, edit.key, edit.place)
		case 'change':
			return change(programme, edit.key, edit.body)
		case 'join':
			return stepOf(programme, edit.to) && hasPlace(programme, edit.place) ? lead(programme, edit.place, edit.to) : programme
	}
}

const freshKey = ({ steps }: Programme, nth = 1) => `s${Math.max(0, ...steps.map(({ key }) => Number(key.slice(1)) || 0)) + nth}`

function hasPlace(programme: Programme, place: Place): boolean {
	if (place === 'start') return true
	const step = stepOf(programme, place.after)
	return step !== null && branchesOf(step).some(({ branch }) => branch === place.branch)
}

function leadsTo(programme: Programme, place: Place): string | null {
	if (place === 'start') return programme.firstKey
	const step = stepOf(programme, place.after)
	return (step && branchesOf(step).find(({ branch }) => branch === place.branch)?.to) ?? null
}

/** A way leads to another step. */
function lead(programme: Programme, place: Place, to: string | null): Programme {
	if (place === 'start') return { ...programme, firstKey: to }
	return { ...programme, steps: programme.steps.map((step) => (step.key === place.after ? led(step, place.branch, to) : step)) }
}

function led(step: ProgrammeStep, branch: Branch, to: string | null): ProgrammeStep {
	if (step.kind === 'if') return branch === 'next' ? step : { ...step, [branch]: to }
	return step.kind === 'end' ? step : { ...step, next: to }
}

function blank(kind: StepKind, next: string | null, no: string | null): StepBody {
	if (kind === 'send') return { kind, sendId: null, next }
	if (kind === 'wait') return { kind, wait: aDay, next }
	if (kind === 'action') return { kind, actions: [], next }
	return kind === 'if' ? { kind, question: null, yes: next, no } : { kind: 'end' }
}

/** A new question gets an end for those of whom it does not hold. A new end cuts off what came after it on this way. */
function add(programme: Programme, place: Place, kind: StepKind): Programme {
	if (!hasPlace(programme, place)) return programme
	const key = freshKey(programme)
	const no = kind === 'if' ? freshKey(programme, 2) : null
	const made: ProgrammeStep[] = [{ key, ...blank(kind, leadsTo(programme, place), no) }, ...(no === null ? [] : [{ key: no, kind: 'end' as const }])]
	return lead({ ...programme, steps: [...programme.steps, ...made] }, place, key)
}

/** Ways to the step lead to what followed it; after a question that is its yes. What only its no led to stands alone, and goes with it when it is an end. */
function remove(programme: Programme, key: string): Programme {
	const step = stepOf(programme, key)
	if (!step) return programme
	const [first, second] = branchesOf(step).map(({ to }) => (to === key ? null : to))
	const heir = first ?? null
	const without: Programme = {
		firstKey: programme.firstKey === key ? heir : programme.firstKey,
		steps: programme.steps
			.filter((one) => one.key !== key)
			.map((one) => branchesOf(one).reduce((left, { branch, to }) => (to === key ? led(left, branch, heir) : left), one)),
	}
	const other = second ? stepOf(without, second) : null
	const isAlone = other?.kind === 'end' && without.firstKey !== other.key && !without.steps.some((one) => branchesOf(one).some(({ to }) => to === other.key))
	return isAlone ? { ...without, steps: without.steps.filter((one) => one !== other) } : without
}

/** Taken out where it was and put in elsewhere; a question takes its no along. An end is not moved: it is where a way stops. */
function move(programme: Programme, key: string, place: Place): Programme {
	const step = stepOf(programme, key)
	if (!step || step.kind === 'end' || (place !== 'start' && place.after === key) || !hasPlace(programme, place)) return programme
	if (leadsTo(programme, place) === key) return programme
	const kept = step.kind === 'if' ? { ...step, no: null } : step
	const out = remove({ ...programme, steps: programme.steps.map((one) => (one.key === key ? kept : one)) }, key)
	if (!hasPlace(out, place)) return programme
	const next = leadsTo(out, place)
	const put: ProgrammeStep = step.kind === 'if' ? { ...step, yes: next } : led(step, 'next', next)
	return lead({ ...out, steps: [...out.steps, put] }, place, key)
}

/** What a step does is written anew; where it leads to stays. */
function change(programme: Programme, key: string, body: StepBody): Programme {
	const step = stepOf(programme, key)
	if (!step || step.kind !== body.kind) return programme
	const ways = branchesOf(step)
	const changed = ways.reduce<ProgrammeStep>((left, { branch, to }) => led(left, branch, to), { key, ...body })
	return { ...programme, steps: programme.steps.map((one) => (one.key === key ? changed : one)) }
}
