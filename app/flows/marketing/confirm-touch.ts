import { type Db, withTransaction } from '../../../db/client.server.ts'
import type { ClickTarget } from '../../../db/queries/touch.ts'
import { type Link, loadClick } from './load-click.ts'
import { type ConfirmedBy, saveTouch } from './save-touch.ts'

/** A person showed herself behind a link. Null when the link is forged, altered or expired; a second time changes nothing. */
export async function confirmTouch(db: Db, link: Link, by: ConfirmedBy): Promise<{ target: ClickTarget; confirmed: boolean } | null> {
	const target = await loadClick(db, link)
	if (!target) return null
	return { target, confirmed: await withTransaction(db, (tx) => saveTouch(tx, target, by, link.at)) }
}
