import type { Tx } from '../../../../db/client.server.ts'
import { insertTimeline, rollUpCarts, rollUpViews, saveOpportunities, saveQuoteStages, saveResponses } from '../../../../db/queries/crm.ts'
import type { CrmConnector } from '../contract.ts'

/** The CRM side in our own database, inside the caller's transaction: each part is one statement, and none when there is nothing. */
export function embeddedCrm(tx: Tx): CrmConnector {
	return {
		async apply(effects) {
			if (effects.timeline.length > 0) await insertTimeline(tx, effects.timeline)
			if (effects.viewEventIds.length > 0) await rollUpViews(tx, effects.viewEventIds)
			if (effects.responses.length > 0) await saveResponses(tx, effects.responses)
			if (effects.cartIds.length > 0) await rollUpCarts(tx, effects.cartIds)
			if (effects.orderIds.length > 0) await saveOpportunities(tx, effects.orderIds)
			if (effects.quoteIds.length > 0) await saveQuoteStages(tx, effects.quoteIds)
		},
	}
}
