import { branchesOf, type Programme, stepOf } from './programme.ts'
import { waitUntil } from './programme-time.ts'

/** One walk of a person: the step that she stands at (null: she has not begun) and what is known of her now. */
export type Walk = {
	stepKey: string | null
	/** Steps that she has done; each is done once. */
	hops: number
	zone: string
	/** The programme's exit holds for her. */
	isOut: boolean
	/** A rep has her cart in hand until then, and the programme gives way. */
	heldUntil: Date | null
	/** What the question of her step says of her; null at any other step. */
	answer: boolean | null
}

export type Move =
	/** She leaves; nothing more is done for her. */
	| { kind: 'left'; why: 'exit' | 'step_gone' | 'too_long' }
	/** Nothing is done before then. */
	| { kind: 'held'; until: Date }
	/** She begins: nothing is done, she stands at the first step. */
	| { kind: 'begun'; to: Standing }
	/** Her step is done: what it asks for is to be done now, in the same transaction. `to` null: she has come to the end. */
	| { kind: 'done'; step: string; to: Standing | null }

export type Standing = { key: string; dueAt: Date }

/** A walk without end is a mistake of ours or a loop through waits that nobody leaves. */
const mostHops = 1000

/** What happens to somebody whose step is due (sync-core.md B14): at most one step, so that each is written down with what it did. */
export function nextMove(programme: Programme, walk: Walk, at: Date): Move {
	if (walk.isOut) return { kind: 'left', why: 'exit' }
	if (walk.heldUntil !== null && walk.heldUntil > at) return { kind: 'held', until: walk.heldUntil }
	if (walk.hops >= mostHops) return { kind: 'left', why: 'too_long' }
	if (walk.stepKey === null) {
		const first = standing(programme, programme.firstKey, at, walk.zone)
		return first ? { kind: 'begun', to: first } : { kind: 'left', why: 'step_gone' }
	}
	const step = stepOf(programme, walk.stepKey)
	if (!step) return { kind: 'left', why: 'step_gone' }
	if (step.kind === 'end') return { kind: 'done', step: step.key, to: null }
	const branch = step.kind === 'if' ? (walk.answer ? 'yes' : 'no') : 'next'
	const to = branchesOf(step).find((one) => one.branch === branch)?.to ?? null
	const next = standing(programme, to, at, walk.zone)
	return next ? { kind: 'done', step: step.key, to: next } : { kind: 'left', why: 'step_gone' }
}

/** Who comes to a wait stands there until it is over; any other step is due at once. */
function standing(programme: Programme, key: string | null, at: Date, zone: string): Standing | null {
	const step = stepOf(programme, key)
	return step ? { key: step.key, dueAt: step.kind === 'wait' ? waitUntil(step.wait, at, zone) : at } : null
}

export type Trodden = { key: string; at: Date; answer: boolean | null }

/** The way that somebody would go who began now, if nothing about her changed: each step with its time. */
export function walkThrough(programme: Programme, { answers, zone, at }: { answers: ReadonlyMap<string, boolean>; zone: string; at: Date }): Trodden[] {
	const trodden: Trodden[] = []
	let now = at
	let key = programme.firstKey
	while (key !== null && trodden.length < 2 * programme.steps.length) {
		const stands = standing(programme, key, now, zone)
		if (!stands) break
		now = stands.dueAt
		const step = stepOf(programme, key)
		const answer = step?.kind === 'if' ? (answers.get(key) ?? false) : null
		trodden.push({ key, at: now, answer })
		const move = nextMove(programme, { stepKey: key, hops: 0, zone, isOut: false, heldUntil: null, answer }, now)
		key = move.kind === 'done' && move.to ? move.to.key : null
	}
	return trodden
}
