import type { Tx } from '../../../../db/client.server.ts'
import {
	insertActivities,
	linkProspects,
	loadDaySums,
	loadKnownKeys,
	loadOrderScores,
	loadScoreRules,
	lockProspects,
	refreshScores,
} from '../../../../db/queries/marketing.ts'
import { daySumKey, orderScoreKey, scoreActivities } from '../../../engine/marketing/score.ts'
import type { MarketingConnector } from '../contract.ts'

/** The marketing side in our own database, inside the caller's transaction; the statement count does not depend on how many. */
export function embeddedMarketing(tx: Tx): MarketingConnector {
	return {
		async record(activities) {
			const contactIds = [...new Set(activities.map(({ contactId }) => contactId).filter((id) => id !== null))]
			if (contactIds.length === 0) return
			await linkProspects(tx, contactIds)
			// Locked, so that two workers never both take the last points of a day.
			const prospects = new Map((await lockProspects(tx, contactIds)).map((prospect) => [prospect.contactId, prospect]))
			const known = await loadKnownKeys(
				tx,
				activities.map(({ sourceKey }) => sourceKey),
			)
			const fresh = activities.flatMap((activity) => {
				const prospect = prospects.get(activity.contactId ?? 0)
				if (!prospect || known.has(activity.sourceKey)) return []
				known.add(activity.sourceKey)
				return [{ ...activity, prospectId: prospect.id, timeZone: prospect.timeZone }]
			})
			if (fresh.length === 0) return
			const rules = await loadScoreRules(tx)
			const prospectIds = [...prospects.values()].map(({ id }) => id)
			const daySums = new Map((await loadDaySums(tx, prospectIds, fresh)).map((row) => [daySumKey(row.prospectId, row.kind, row.day), row.score]))
			const orderScores = new Map((await loadOrderScores(tx, prospectIds, fresh)).map((row) => [orderScoreKey(row.prospectId, row.orderId), row.score]))
			await insertActivities(tx, scoreActivities({ rules, activities: fresh, daySums, orderScores }))
			await refreshScores(tx, prospectIds)
		},
	}
}
