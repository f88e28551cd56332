import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { findRuleMatches, refreshGrades, refreshSegments } from '../../../db/queries/automation.ts'
import { claimRun, correctScores, finishRun, markRefreshed, type Run, readNextPeople, updateRun } from '../../../db/queries/marketing-run.ts'
import type { People } from '../../../db/queries/segment.ts'
import { gradeLadder } from '../../engine/marketing/grade.ts'
import { type Automations, loadAutomations } from './load-automations.ts'
import { saveRuleActions } from './save-rule-actions.ts'

/** So many people are looked at in one transaction: what a crash or a cancelling loses. */
const chunk = 25_000

/**
 * One part of the oldest long work of marketing: a rule over everybody, a segment anew, scores or grades anew. Goes on
 * where it stopped, whoever died with it. How many people were looked at; 0: nothing waits.
 */
export async function advanceRuns(db: Db, at: Date, most: number = chunk): Promise<number> {
	return await withTransaction(db, async (tx) => {
		const run = await claimRun(tx, at)
		if (!run) return 0
		const next = await readNextPeople(tx, run.sellerEntityId, run.afterId, most)
		if (!next) {
			await finishRun(tx, run.id, at)
			if (run.kind === 'segment' && run.subjectId !== null) await markRefreshed(tx, run.subjectId, at)
			return 1
		}
		const changed = await look(tx, run, { after: run.afterId, upTo: next.upTo }, at)
		await updateRun(tx, run.id, { ...next, changed })
		return next.count
	})
}

async function look(tx: Tx, run: Run, people: People & { after: number; upTo: number }, at: Date): Promise<number> {
	if (run.kind === 'score') return await correctScores(tx, { ...people, sellerEntityId: run.sellerEntityId, activity: run.subject ?? '', runId: run.id, at })
	const { segments, rules, profiles } = of(run, await loadAutomations(tx))
	if (run.kind === 'segment') return await refreshSegments(tx, segments, people, at)
	if (run.kind === 'grade') return await refreshGrades(tx, profiles, gradeLadder, people, at)
	const matches = await findRuleMatches(tx, rules, people, at)
	const [rule] = rules
	const found = matches.get(rule?.id ?? 0) ?? []
	if (rule) await saveRuleActions(tx, rule, found, at)
	return found.length
}

function of({ kind, subjectId, sellerEntityId }: Run, { segments, rules, profiles }: Automations): Automations {
	const isIt = ({ id }: { id: number }) => id === subjectId
	return {
		segments: kind === 'segment' ? segments.filter(isIt) : [],
		rules: kind === 'rule' ? rules.filter(isIt) : [],
		profiles: profiles.filter((profile) => profile.sellerEntityId === sellerEntityId),
	}
}
