import type { Tx } from '../../../db/client.server.ts'
import { insertRuleMatches, type Rule } from '../../../db/queries/automation.ts'
import { saveActions } from './save-actions.ts'

/** What a rule does to those it holds for, and that it did. A rule acts on nobody twice in a day: its key is the day. */
export async function saveRuleActions(tx: Tx, rule: Rule, prospectIds: readonly number[], at: Date): Promise<void> {
	if (prospectIds.length === 0) return
	const sourceKey = `rule:${rule.id}:${at.toISOString().slice(0, 10)}`
	await saveActions(tx, { prospectIds, actions: rule.actions, cause: `rule:${rule.id}`, sourceKey, at, actor: { userId: null } })
	await insertRuleMatches(tx, rule.id, prospectIds, at)
}
