import type { Sql } from '../../../db/client.server.ts'
import { readKnownReferences } from '../../../db/queries/marketing-action.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { checkReferences, type MarketingAction, referencesOf } from '../../engine/marketing/action.ts'

/** What stands against actions of a seller: what they name and she has not. One statement. */
export async function findStrangers(sql: Sql, sellerEntityId: number, actions: readonly MarketingAction[]): Promise<Refusal[]> {
	return checkReferences(actions, await readKnownReferences(sql, sellerEntityId, referencesOf(actions)))
}
