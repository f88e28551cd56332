import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { predicateOf, readQuestionRows } from '../automation/read-automation-form.ts'
import { idIn, wordIn } from '../people/read-people-form.ts'

export type ScoreTyped = { activity: string; score: string; most: string }
type ScoreRead = { activity: string; score: number; dailyMaximum: number | null }

const mostRules = 200
const mostPoints = 1000
const mostADay = 10_000

/** Scores as typed, and as they are where all are whole: `activity-0`, `score-0`, `most-0` (empty: no maximum a day). */
export function readScores(form: FormData | URLSearchParams): { typed: ScoreTyped[]; wish: ScoreRead[]; refusals: Refusal[] } {
	const typed = Array.from({ length: mostRules }, (_, n) => ({
		activity: wordIn(form, `activity-${n}`, 60),
		score: wordIn(form, `score-${n}`, 6),
		most: wordIn(form, `most-${n}`, 6),
	})).filter(({ activity }) => /^[a-z_.]+$/.test(activity))
	const read = typed.map(({ activity, score, most }) => {
		const points = /^-?\d{1,5}$/.test(score) ? Number(score) : null
		const daily = most === '' ? null : /^\d{1,5}$/.test(most) ? Number(most) : -1
		const isGood = points !== null && Math.abs(points) <= mostPoints && (daily === null || (daily > 0 && daily <= mostADay && points >= 0))
		return { activity, score: points ?? 0, dailyMaximum: daily, isGood }
	})
	const refusals = read.flatMap(({ isGood }, place) => (isGood ? [] : [refusal('SCORE_VALUE', { place: place + 1 }, place + 1)]))
	return { typed, wish: read.map(({ activity, score, dailyMaximum }) => ({ activity, score, dailyMaximum })), refusals }
}

/** What a form asks of a profile, with what was typed; null: nothing that is known. */
export function readProfileChange(form: FormData) {
	const intent = form.get('intent')
	const name = wordIn(form, 'name')
	const criterionId = idIn(wordIn(form, 'criterion', 15))
	const weight = wordIn(form, 'weight', 3)
	const question = readQuestionRows(form)
	const typed = { name, weight, question, isDefault: form.get('isDefault') !== null }
	if (intent === 'delete') return { typed, change: { kind: 'delete' as const }, refusals: [] }
	if (intent === 'profile') return { typed, change: { kind: 'profile' as const, name, isDefault: typed.isDefault }, refusals: [] }
	if (intent === 'criterion_delete' && criterionId) return { typed, change: { kind: 'criterion_delete' as const, criterionId }, refusals: [] }
	if (intent !== 'criterion') return null
	const asked = predicateOf(question)
	if (!asked.ok) return { typed, change: null, refusals: asked.refusals }
	const thirds = /^[+-]?\d$/.test(weight) ? Number(weight) : 0
	return { typed, change: { kind: 'criterion' as const, criterionId, name, weight: thirds, predicate: asked.value }, refusals: [] }
}
