import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type ClickTarget, insertTouch } from '../../../db/queries/touch.ts'
import type { Visitor } from '../../platform/session.server.ts'
import { type Link, loadClick } from './load-click.ts'
import { saveTouch } from './save-touch.ts'

/**
 * Somebody, or some scanner, opened the link of a mail: records an unconfirmed touch and answers what to show. A page
 * view of the person herself, signed in, confirms it. Nothing of a rep's counts, and no cart is written (house.md,
 * Campaign click). Null when the link is forged, altered or expired.
 */
export async function openCampaignLink(db: Db, { shopper, staff }: Visitor, link: Link): Promise<{ target: ClickTarget; isSelf: boolean } | null> {
	const target = await loadClick(db, link)
	if (!target) return null
	const isSelf = shopper?.kind === 'buyer' && shopper.contactId === target.contactId
	if (staff) return { target, isSelf }
	const { recipientId, crmCampaignId, accountId, contactId, product } = target
	const click = { recipientId, crmCampaignId, accountId, contactId, productId: product?.id ?? null, at: link.at }
	await withTransaction(db, async (tx) => {
		await insertTouch(tx, click)
		if (isSelf) await saveTouch(tx, target, 'page', link.at)
	})
	return { target, isSelf }
}
