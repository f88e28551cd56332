import { type Db, withTransaction } from '../../../db/client.server.ts'
import type { ClickTarget } from '../../../db/queries/touch.ts'
import { lockProspect } from '../../../db/queries/visitor.ts'
import { saveStitch } from '../capture/save-stitch.ts'
import { type Link, loadClick } from './load-click.ts'
import { type ConfirmedBy, saveTouch } from './save-touch.ts'

/** The browser that follows the link, when it may be followed; `newId` is another's, should this one be somebody else's already. */
export type ClickVisitor = { id: string; newId: string } | null

/**
 * A person showed herself behind a link; what her browser did before becomes hers (sync-core.md A44). Null when the link is
 * forged, altered or expired; a second time changes nothing.
 */
export async function confirmTouch(
	db: Db,
	link: Link,
	by: ConfirmedBy,
	visitor: ClickVisitor = null,
): Promise<{ target: ClickTarget; confirmed: boolean; visitorId: string | null } | null> {
	const target = await loadClick(db, link)
	if (!target) return null
	return await withTransaction(db, async (tx) => {
		const confirmed = await saveTouch(tx, target, by, link.at)
		if (!confirmed || !visitor) return { target, confirmed, visitorId: null }
		const person = await lockProspect(tx, target.prospectId)
		return { target, confirmed, ...(await saveStitch(tx, person, { visitorId: visitor.id, newId: visitor.newId, at: link.at })) }
	})
}
