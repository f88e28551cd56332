import type { Db } from '../../../db/client.server.ts'
import { readGuest } from '../../../db/queries/session.ts'
import { readSitemap, type Sitemap } from '../../../db/queries/sitemap.ts'

/** Search engines take 50,000 addresses in a file; ours have one in each language. */
const PART = 10_000

/**
 * What a search engine may know of: the guest catalog, whoever asks (section 3, sitemap). `after` null: the whole of it, or,
 * when it is too large for one file, `parts` to be asked for by the id that each begins after.
 */
export async function openSitemap(db: Db, after: number | null): Promise<Sitemap | null> {
	const guest = await readGuest(db)
	if (!guest) return null
	const sellerEntityId = (guest.seller as { id: number }).id
	return readSitemap(db, { sellerEntityId, policyIds: guest.policyIds, after: after ?? 0, limit: PART })
}
