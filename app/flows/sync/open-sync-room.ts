import type { Db } from '../../../db/client.server.ts'
import { type ConnectionView, readConnectionViews } from '../../../db/queries/sync-room.ts'
import { heldBack } from '../../engine/sync/canary.ts'
import { forecastQuota, type QuotaForecast } from '../../engine/sync/forecast-quota.ts'
import { type FeedState, isStuck, judgeFeed } from '../../engine/sync/judge-feed.ts'
import type { StaffMember } from '../../platform/actor.ts'

type Feed = ConnectionView['feeds'][number] & { standing: FeedState }
type Lane = ConnectionView['lanes'][number] & { isStuck: boolean }
type Quota = ConnectionView['quotas'][number] & { forecast: QuotaForecast }
export type ConnectionPage = Omit<ConnectionView, 'feeds' | 'lanes' | 'quotas'> & { feeds: Feed[]; lanes: Lane[]; quotas: Quota[] }

/** Every connection of the house with its figures and what they mean; one statement. */
export async function openSyncRoom(db: Db, staff: StaffMember, at: Date): Promise<ConnectionPage[]> {
	const now = at.toISOString()
	return (await readConnectionViews(db, { sellerEntityId: staff.seller.id, heldBack })).map((view) => ({
		...view,
		feeds: view.feeds.map((feed) => ({ ...feed, standing: judgeFeed(feed, now) })),
		lanes: view.lanes.map((lane) => ({ ...lane, isStuck: isStuck(lane, now) })),
		quotas: view.quotas.map((quota) => ({ ...quota, forecast: forecastQuota(quota, Number(view.quotaShare), now) })),
	}))
}
