import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { type Asked, claimDueWalks, type DueWalk, findAnswers, loadVersions, saveWalks, type WalkMoved } from '../../../db/queries/programme.ts'
import type { Predicate } from '../../engine/base/predicate.ts'
import { type Programme, type ProgrammeStep, readProgramme, stepOf } from '../../engine/marketing/programme.ts'
import { type Move, nextMove } from '../../engine/marketing/programme-walk.ts'
import { planSegment } from '../../engine/marketing/segment.ts'
import { saveStepDone } from './save-step-done.ts'

/** So many walks are advanced in one transaction: what a crash loses, and finds again. */
const mostWalks = 500

type Standing = DueWalk & { programme: Programme; exit: Predicate | null; step: ProgrammeStep | null }

/**
 * Does one step for everybody whose step is due (sync-core.md B14): what the step asks for, where she stands next and the
 * row that says so are one transaction, so that a crash leaves either all of it or none, and no step is done twice. The
 * statements grow with the different steps of a round, not with the people. How many were due.
 */
export async function advanceEnrolments(db: Db, at: Date, most: number = mostWalks): Promise<number> {
	return await withTransaction(db, async (tx) => {
		const walks = await loadStanding(tx, await claimDueWalks(tx, at, most))
		if (walks.length === 0) return 0
		const answers = await findAnswers(tx, askedOf(walks), at)
		const moves = walks.map((walk) => ({ walk, move: decide(walk, answers, at) }))
		const outcomes = await doSteps(tx, moves, at)
		await saveWalks(
			tx,
			moves.map(({ walk, move }) => movedBy(walk, move, outcomes.get(walk.id) ?? answerOf(walk, answers), at)),
			at,
		)
		return walks.length
	})
}

async function loadStanding(tx: Tx, due: readonly DueWalk[]): Promise<Standing[]> {
	if (due.length === 0) return []
	const versions = new Map(due.map(({ programId, version }) => [`${programId}:${version}`, { programId, version }]))
	const stored = await loadVersions(tx, [...versions.values()])
	const read = new Map(
		stored.map(({ programId, version, firstKey, steps, exitQuestion }) => [
			`${programId}:${version}`,
			{ programme: readProgramme(firstKey, steps), exit: exitQuestion },
		]),
	)
	return due.flatMap((walk) => {
		const found = read.get(`${walk.programId}:${walk.version}`)
		return found ? [{ ...walk, ...found, step: stepOf(found.programme, walk.stepKey) }] : []
	})
}

const stepPlace = ({ programId, version, stepKey }: DueWalk) => `${programId}/${version}/${stepKey}`
const exitPlace = ({ programId }: DueWalk) => `${programId}/exit`

/** Each different question once, of whoever stands before it: those of the steps, and those that end a programme. */
function askedOf(walks: readonly Standing[]): Asked[] {
	const questions = walks.flatMap((walk) => [
		...(walk.step?.kind === 'if' && walk.step.question ? [{ place: stepPlace(walk), question: walk.step.question, walk }] : []),
		...(walk.exit ? [{ place: exitPlace(walk), question: walk.exit, walk }] : []),
	])
	return [...Map.groupBy(questions, ({ place }) => place)].flatMap(([place, all]) => {
		const [first] = all
		if (!first) return []
		return [{ place, plan: planSegment(first.question), sellerEntityId: first.walk.sellerEntityId, prospectIds: all.map(({ walk }) => walk.prospectId) }]
	})
}

function decide(walk: Standing, answers: ReadonlySet<string>, at: Date): Move {
	const { programme, stepKey, hops, zone, heldUntil, hasDone, prospectId } = walk
	const isOut = hasDone || answers.has(`${exitPlace(walk)}:${prospectId}`)
	const answer = walk.step?.kind === 'if' ? answers.has(`${stepPlace(walk)}:${prospectId}`) : null
	return nextMove(programme, { stepKey, hops, zone, isOut, heldUntil, answer }, at)
}

const answerOf = (walk: Standing, answers: ReadonlySet<string>) =>
	walk.step?.kind === 'if' ? (answers.has(`${stepPlace(walk)}:${walk.prospectId}`) ? 'yes' : 'no') : null

/** What the steps of this round ask for, those who stand at the same step together. What came of it, by walk. */
async function doSteps(tx: Tx, moves: readonly { walk: Standing; move: Move }[], at: Date): Promise<Map<number, string>> {
	const doing = moves.flatMap(({ walk, move }) => (move.kind === 'done' ? [walk] : []))
	const outcomes = new Map<number, string>()
	for (const [, walks] of Map.groupBy(doing, stepPlace)) {
		const step = walks[0]?.step
		if (step) for (const { walkId, outcome } of await saveStepDone(tx, { step, walks, at })) outcomes.set(walkId, outcome)
	}
	return outcomes
}

function movedBy(walk: Standing, move: Move, outcome: string | null, at: Date): WalkMoved {
	const { id, programId, hops, stepKey } = walk
	const same = { id, programId, hops, stepKey, dueAt: at, done: null, leftFor: null }
	if (move.kind === 'held') return { ...same, state: 'going', dueAt: move.until }
	if (move.kind === 'left') return { ...same, state: 'left', leftFor: move.why }
	if (move.kind === 'begun') return { ...same, state: 'going', stepKey: move.to.key, dueAt: move.to.dueAt }
	const done = { key: move.step, kind: walk.step?.kind ?? 'end', outcome }
	if (move.to === null) return { ...same, hops: hops + 1, done, state: 'done' }
	return { ...same, hops: hops + 1, done, state: 'going', stepKey: move.to.key, dueAt: move.to.dueAt }
}
