import type { SalesforceSettings } from '../salesforce/settings.ts'

export type AccountEngagementSettings = {
	/** https://pi.pardot.com, https://pi.demo.pardot.com, or the stand-in. */
	origin: string
	/** The business unit that all calls are for; 18 characters from 0Uv on. */
	businessUnitId: string
	/** Tokens come from Salesforce. */
	key: Pick<SalesforceSettings, 'origin' | 'clientId' | 'signIn'>
	/** Calls of a day by the edition: 25,000, 50,000 or 100,000; the service says only when they are used up. */
	dailyCalls?: number
	/** How much of them we use. */
	quotaShare?: number
	timeoutMs?: number
	/** Prospects of a page; 1,000 at most. */
	pageSize?: number
	/** The clock, in milliseconds. */
	now?: () => number
}

/** Five are allowed (sync-core.md B12); one is left for people. */
export const callsAtOnce = 4
/** Rows of a batch of version 4. */
export const rowsOfABatch = 50
export const overlapMs = 5 * 60_000
