import type { Activity } from '../../engine/marketing/activity.ts'

/** The marketing side as commerce sees it. The same activities twice leave one ledger row each. */
export type MarketingConnector = { record(activities: readonly Activity[]): Promise<void> }
