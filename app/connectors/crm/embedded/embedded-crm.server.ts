import type { Tx } from '../../../../db/client.server.ts'
import { insertOwnerTasks, insertTimeline, rollUpCarts, rollUpViews, saveOpportunities, saveResponses } from '../../../../db/queries/crm.ts'
import { adoptOpen, adoptQuoted, attachQuotes, saveQuoteStages } from '../../../../db/queries/crm-quote.ts'
import { sayCause } from '../../../../db/queries/sync-cause.ts'
import type { CommerceCause } from '../../../engine/crm/commerce-effects.ts'
import type { CrmConnector } from '../contract.ts'

/** The CRM side in our own database, inside the caller's transaction: each part is one statement, and none when there is nothing. */
export function embeddedCrm(tx: Tx): CrmConnector {
	return {
		async apply(effects) {
			if (effects.timeline.length > 0) await insertTimeline(tx, effects.timeline)
			if (effects.viewEventIds.length > 0) await rollUpViews(tx, effects.viewEventIds)
			if (effects.responses.length > 0) {
				await because(tx, 'member_status')
				await saveResponses(tx, effects.responses)
			}
			if (effects.cartIds.length > 0) await rollUpCarts(tx, effects.cartIds)
			if (effects.orderIds.length > 0) {
				await because(tx, 'order')
				await adoptQuoted(tx, effects.orderIds)
				await adoptOpen(tx, effects.orderIds)
				await saveOpportunities(tx, effects.orderIds)
			}
			if (effects.quoteIds.length > 0) {
				await because(tx, 'quote')
				await attachQuotes(tx, effects.quoteIds)
				await saveQuoteStages(tx, effects.quoteIds, effects.lostReasons)
			}
			if (effects.tasks.length > 0) await insertOwnerTasks(tx, effects.tasks)
		},
	}
}

const because = (tx: Tx, cause: CommerceCause) => sayCause(tx, { cause, actor: 'commerce' })
