import type { Tx } from '../../../db/client.server.ts'
import { confirmRedirectClick } from '../../../db/queries/redirect.ts'
import type { SeenActivity } from './save-activities.ts'

/** A person followed a redirect: its click is confirmed, once, and is what she did. Null: there is none, or it was confirmed before. */
export async function saveClick(tx: Tx, { clickId, visitorId, at }: { clickId: number; visitorId: string | null; at: Date }): Promise<SeenActivity | null> {
	const click = await confirmRedirectClick(tx, { clickId, visitorId, at })
	if (!click || visitorId === null) return null
	const facts = { redirectId: click.redirectId, redirect: click.name, target: click.target }
	return { sourceKey: `redirect:${clickId}`, kind: 'redirect.clicked', facts, campaignId: click.campaignId, visitorId, occurredAt: at }
}
