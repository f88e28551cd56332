import type { Sql } from '../../../db/client.server.ts'
import { readCustomDefs } from '../../../db/queries/custom.ts'
import { readKnownReferences } from '../../../db/queries/marketing-action.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { checkReferences, isOwnField, type MarketingAction, referencesOf } from '../../engine/marketing/action.ts'
import { checkOwnActions } from '../../engine/marketing/own-field.ts'

/** What stands against actions of a seller: what they name and she has not, and what is no value of her own fields. One statement, two where an own field is written. */
export async function findStrangers(sql: Sql, sellerEntityId: number, actions: readonly MarketingAction[]): Promise<Refusal[]> {
	const writesOwn = actions.some((action) => action.kind === 'field' && isOwnField(action.field))
	const defs = writesOwn ? await readCustomDefs(sql, sellerEntityId, 'prospect') : []
	return [...checkReferences(actions, await readKnownReferences(sql, sellerEntityId, referencesOf(actions))), ...checkOwnActions(actions, defs)]
}
