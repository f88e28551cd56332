import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { linkProspects, lockProspects } from '../../../db/queries/marketing.ts'
import { readClickSeller } from '../../../db/queries/redirect.ts'
import { insertOwnActivities, lockProspect, readPlace, touchVisitor } from '../../../db/queries/visitor.ts'
import { type ScoredPerson, type SeenActivity, saveActivities } from './save-activities.ts'
import { saveClick } from './save-click.ts'
import { saveStitch } from './save-stitch.ts'

export type Visit = {
	visitorId: string
	newVisitorId: string
	/** A path of ours without language and query. */
	path: string
	/** The signed-in buyer's contact: she is known. */
	contactId: number | null
	/** The redirect that led here. */
	clickId: number | null
	at: Date
}

/** The same page again within half an hour is the same look. */
const sameLookMilliseconds = 30 * 60_000

/**
 * A person looks at a page of ours (sync-core.md A44, B14). Unknown, it is kept for the day she is known; a signed-in buyer is, and
 * what her browser did before becomes hers. A browser is first seen at the seller of the page or the redirect it came by, else in the shop that everybody sees. Her looks at products are counted by `product.viewed`, not twice. Answers which
 * visitor this browser is from now on.
 */
export async function noteVisit(db: Db, visit: Visit): Promise<{ visitorId: string }> {
	const { path, clickId, at } = visit
	const place = await readPlace(db, path)
	const sellerId = place?.sellerId ?? (clickId === null ? null : await readClickSeller(db, clickId))
	return await withTransaction(db, async (tx) => {
		const { person, visitorId, seenBefore } = await whoIs(tx, visit, sellerId)
		const look = Math.floor(at.getTime() / sameLookMilliseconds)
		// Her looks at products are events of the shop; the page of a redirect is no page.
		const isNone = path === '/r' || (person !== null && visit.contactId !== null && path.startsWith('/products/'))
		// Who was away for half an hour begins a session (B14).
		const session = seenBefore !== null && at.getTime() - seenBefore.getTime() < sameLookMilliseconds ? [] : [sessionOf(visitorId, at)]
		const page: SeenActivity[] = isNone
			? []
			: [
					{
						sourceKey: `page:${visitorId}:${path}:${look}`,
						kind: 'page.viewed',
						facts: { path },
						campaignId: place?.campaignId ?? null,
						visitorId,
						occurredAt: at,
					},
				]
		const clicked = clickId === null ? null : await saveClick(tx, { clickId, visitorId, at })
		await saveSeen(tx, person, [...session, ...(clicked ? [clicked] : []), ...page])
		return { visitorId }
	})
}

const sessionOf = (visitorId: string, at: Date): SeenActivity => ({
	...{ sourceKey: `session:${visitorId}:${at.getTime()}`, kind: 'visitor.session', facts: {}, campaignId: null, visitorId, occurredAt: at },
})

async function whoIs(
	tx: Tx,
	{ visitorId, newVisitorId, contactId, at }: Visit,
	sellerId: number | null,
): Promise<{ person: ScoredPerson | null; visitorId: string; seenBefore: Date | null }> {
	if (contactId !== null) {
		await linkProspects(tx, [contactId])
		const [person] = await lockProspects(tx, [contactId])
		if (person) return { person, ...(await saveStitch(tx, person, { visitorId, newId: newVisitorId, at })) }
	}
	const visitor = await touchVisitor(tx, { id: visitorId, sellerId, at })
	return { person: visitor.prospectId === null ? null : await lockProspect(tx, visitor.prospectId), visitorId, seenBefore: visitor.seenBefore }
}

/** What an unknown visitor does is worth nothing yet: it is scored on the day she is known. */
export async function saveSeen(tx: Tx, person: ScoredPerson | null, seen: readonly SeenActivity[]): Promise<void> {
	if (person) return await saveActivities(tx, person, seen)
	await insertOwnActivities(
		tx,
		seen.map((one) => ({ ...one, prospectId: null, score: 0 })),
	)
}
