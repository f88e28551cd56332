import type { Tx } from '../../../../db/client.server.ts'
import {
	insertActivities,
	insertBuyers,
	insertInterests,
	linkProspects,
	loadDaySums,
	loadKnownKeys,
	loadOrderScores,
	loadScoreRules,
	lockProspects,
	refreshScores,
} from '../../../../db/queries/marketing.ts'
import { sayCause } from '../../../../db/queries/sync-cause.ts'
import { type Activity, groupByCause } from '../../../engine/marketing/activity.ts'
import { interestRule } from '../../../engine/marketing/interest.ts'
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
				return [{ ...activity, prospectId: prospect.id, sellerId: prospect.sellerId, timeZone: prospect.timeZone }]
			})
			if (fresh.length === 0) return
			const rules = await loadScoreRules(tx, [...new Set(fresh.map(({ sellerId }) => sellerId))])
			const prospectIds = [...prospects.values()].map(({ id }) => id)
			const daySums = new Map((await loadDaySums(tx, prospectIds, fresh)).map((row) => [daySumKey(row.prospectId, row.kind, row.day), row.score]))
			const orderScores = new Map((await loadOrderScores(tx, prospectIds, fresh)).map((row) => [orderScoreKey(row.prospectId, row.orderId), row.score]))
			await insertActivities(tx, scoreActivities({ rules, activities: fresh, daySums, orderScores }))
			// At most one round for each cause there is, however many people.
			for (const [cause, ids] of groupByCause(fresh)) {
				await sayCause(tx, { cause, actor: 'commerce' })
				await refreshScores(tx, ids)
			}
			await markInterests(tx, fresh)
			await listBuyers(tx, fresh)
		},
	}
}

type Fresh = Activity & { prospectId: number }

async function markInterests(tx: Tx, fresh: readonly Fresh[]): Promise<void> {
	const views = fresh.filter(({ kind }) => kind === 'product.viewed').map(({ sourceKey }) => sourceKey)
	if (views.length > 0) await insertInterests(tx, views, interestRule)
}

async function listBuyers(tx: Tx, fresh: readonly Fresh[]): Promise<void> {
	const bought = fresh.filter(({ kind }) => kind === 'order.placed')
	if (bought.length === 0) return
	await insertBuyers(
		tx,
		bought.map(({ prospectId, occurredAt }) => ({ prospectId, at: occurredAt })),
	)
}
