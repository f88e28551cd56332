import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { findRuleMatches, listRecyclePrograms, markRecycled, refreshGrades, refreshSegments, takeTouched } from '../../../db/queries/automation.ts'
import { freezeTouches } from '../../../db/queries/crm-campaign.ts'
import { insertOpportunityNews, refreshScores } from '../../../db/queries/marketing.ts'
import { enterProgrammes, leaveProgrammes } from '../../../db/queries/programme.ts'
import { gradeLadder } from '../../engine/marketing/grade.ts'
import { loadAutomations } from './load-automations.ts'
import { saveActions } from './save-actions.ts'
import { saveRuleActions } from './save-rule-actions.ts'

/** So many marks are taken at once; a round of them is one transaction. */
const mostMarks = 5000

/**
 * Looks at people who changed: what their opportunities are worth, leads handed back, segments, grades, programmes, then rules, each in as many statements however many
 * people (sync-core.md B14). What it changes marks them anew, so that what follows from it is looked at next; a rule acts
 * once on a person, or once in its days, so it ends. The marks go with the transaction that answers them: a crash leaves them.
 */
export async function workTouched(db: Db, at: Date): Promise<number> {
	return await withTransaction(db, async (tx) => {
		const prospectIds = await takeTouched(tx, mostMarks)
		if (prospectIds.length === 0) return 0
		await freezeTouches(tx, { prospectIds })
		const worth = await insertOpportunityNews(tx, prospectIds)
		if (worth.length > 0) await refreshScores(tx, worth)
		const { segments, rules, profiles } = await loadAutomations(tx)
		await takeBack(tx, prospectIds, at)
		const people = { prospectIds }
		await refreshSegments(tx, segments, people, at)
		await refreshGrades(tx, profiles, gradeLadder, people, at)
		await leaveProgrammes(tx, prospectIds, at)
		await enterProgrammes(tx, people, at)
		const matches = await findRuleMatches(tx, rules, people, at)
		for (const rule of rules) await saveRuleActions(tx, rule, matches.get(rule.id) ?? [], at)
		return prospectIds.length
	})
}

async function takeBack(tx: Tx, prospectIds: readonly number[], at: Date): Promise<void> {
	const back = await markRecycled(tx, prospectIds, at)
	if (back.length === 0) return
	const programs = await listRecyclePrograms(tx)
	for (const { id, sellerEntityId } of programs) {
		const own = back.filter((one) => one.sellerEntityId === sellerEntityId)
		const enrol = [{ kind: 'enrol' as const, programId: id }]
		const times = [...new Set(own.map(({ recycled }) => recycled))]
		for (const time of times) {
			const ids = own.filter(({ recycled }) => recycled === time).map((one) => one.id)
			await saveActions(tx, { prospectIds: ids, actions: enrol, cause: 'recycle', sourceKey: `recycle:${id}:${time}`, at, actor: { userId: null } })
		}
	}
}
