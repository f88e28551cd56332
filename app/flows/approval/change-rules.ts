import { type Db, withTransaction } from '../../../db/client.server.ts'
import { markRule, type RulesPage, readRules, writeRule } from '../../../db/queries/approval-rule.ts'
import { readRule, type TypedRule } from '../../engine/approval/read-rule.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { Shopper } from '../../platform/actor.ts'

export type OpenedRules = RulesPage & { mayChange: boolean; currency: string }

/** Whose money it is says who is asked: owners and approvers; a rep looks on. */
const mayRule = ({ kind, role }: Shopper) => kind === 'buyer' && (role === 'owner' || role === 'approver')

/** The rules of the company, and what a rule may name. Null for a guest. */
export async function openRules(db: Db, shopper: Shopper, locale: string): Promise<OpenedRules | null> {
	const { accountId, sellerEntityId, policyIds, currency } = shopper.account
	if (accountId === null) return null
	const page = await readRules(db, { accountId, sellerEntityId, policyIds, locale })
	return { ...page, mayChange: mayRule(shopper), currency }
}

export type RuleChange = { kind: 'save'; ruleId: number | null; typed: TypedRule } | { kind: 'end' | 'putBack'; ruleId: number }

/**
 * Adds, edits, ends a rule, or takes its end back. What already waits is answered as it was asked. Refuses `ROLE_MAY_NOT` and
 * what `readRule` does. Null: no such rule of this account.
 */
export async function changeRules(
	db: Db,
	shopper: Shopper,
	{ change, at }: { change: RuleChange; at: Date },
): Promise<{ ok: true } | { ok: false; refusals: Refusal[] } | null> {
	const { accountId, sellerEntityId, policyIds, currency } = shopper.account
	if (accountId === null) return null
	if (!mayRule(shopper)) return { ok: false, refusals: [refusal('ROLE_MAY_NOT')] }
	return withTransaction(db, async (tx) => {
		if (change.kind !== 'save')
			return (await markRule(tx, { accountId, ruleId: change.ruleId }, change.kind === 'end' ? at : null)) ? { ok: true as const } : null
		const read = readRule(change.typed, currency, await readRules(tx, { accountId, sellerEntityId, policyIds, locale: shopper.locale }))
		if (!read.ok) return read
		return (await writeRule(tx, { accountId, ruleId: change.ruleId }, read.rule, at)) ? { ok: true as const } : null
	})
}
