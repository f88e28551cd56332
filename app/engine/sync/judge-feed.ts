/** A feed says that it lives at least once a minute; after this long its silence is no chance. */
const STOPPED_AFTER_MS = 10 * 60_000
/** Behind, when it last had everything longer ago. */
const BEHIND_AFTER_MS = 15 * 60_000

export type FeedState = 'stopped' | 'behind' | 'fresh'

/**
 * How a feed of a side stands (sync-core.md B2, (e)): one that stopped says nothing at all and is therefore louder than one
 * that fails or lags. Instants as ISO 8601.
 */
export function judgeFeed({ beatAt, caughtUpAt }: { beatAt: string; caughtUpAt: string | null }, at: string): FeedState {
	const ago = (instant: string) => Date.parse(at) - Date.parse(instant)
	if (ago(beatAt) > STOPPED_AFTER_MS) return 'stopped'
	return caughtUpAt === null || ago(caughtUpAt) > BEHIND_AFTER_MS ? 'behind' : 'fresh'
}

/** What waits at this age waits because nobody works, not because much is to be done; backfill may take hours. */
export function isStuck({ lane, oldestAt }: { lane: number; oldestAt: string }, at: string): boolean {
	return lane < 3 && Date.parse(at) - Date.parse(oldestAt) > STOPPED_AFTER_MS
}
