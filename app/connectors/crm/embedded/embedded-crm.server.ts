import type { Tx } from '../../../../db/client.server.ts'
import { insertOwnerTasks, insertTimeline, readZones, rollUpCarts, rollUpViews, saveOpportunities, saveResponses } from '../../../../db/queries/crm.ts'
import { freezeTouches } from '../../../../db/queries/crm-campaign.ts'
import { adoptOpen, adoptQuoted, attachQuotes, saveQuoteStages } from '../../../../db/queries/crm-quote.ts'
import { sayCause } from '../../../../db/queries/sync-cause.ts'
import { dayIn, workingDayAfter } from '../../../engine/base/calendar.ts'
import type { CommerceCause } from '../../../engine/crm/commerce-effects.ts'
import type { OwnerTask } from '../../../engine/crm/effects.ts'
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
				await freezeTouches(tx, { orderIds: effects.orderIds })
			}
			if (effects.quoteIds.length > 0) {
				await because(tx, 'quote')
				await attachQuotes(tx, effects.quoteIds)
				await saveQuoteStages(tx, effects.quoteIds, effects.lostReasons)
				await freezeTouches(tx, { quoteIds: effects.quoteIds })
			}
			if (effects.tasks.length > 0) await insertOwnerTasks(tx, await dated(tx, effects.tasks))
		},
	}
}

/** Which day it is, is the seller's to say. */
async function dated(tx: Tx, tasks: readonly OwnerTask[]) {
	const zones = await readZones(
		tx,
		tasks.map(({ accountId }) => accountId),
	)
	return tasks.flatMap((task) => {
		const zone = zones.get(task.accountId)
		return zone ? [{ ...task, dueOn: workingDayAfter(dayIn(task.at, zone), task.within) }] : []
	})
}

const because = (tx: Tx, cause: CommerceCause) => sayCause(tx, { cause, actor: 'commerce' })
