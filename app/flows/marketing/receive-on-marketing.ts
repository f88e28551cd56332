import type { MarketingConnector } from '../../connectors/marketing/contract.ts'
import type { CommerceEvent } from '../../engine/base/event.ts'
import { activitiesOf } from '../../engine/marketing/activity.ts'

/** The marketing side learns what people did: destination `ma` of the outbox. */
export async function receiveOnMarketing(marketing: MarketingConnector, events: readonly CommerceEvent[]): Promise<void> {
	await marketing.record(activitiesOf(events))
}
