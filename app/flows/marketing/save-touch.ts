import type { Tx } from '../../../db/client.server.ts'
import { type ClickTarget, updateTouch } from '../../../db/queries/touch.ts'
import { saveEvents } from '../event/save-events.ts'

/** What a scanner does not do: a signed-in page, a POST, a beacon after two seconds with a person's movement. */
export type ConfirmedBy = 'page' | 'post' | 'beacon'

/** The page waits two seconds before it says that a person is there. */
const beaconSeconds = 2

/** Confirms the newest touch of a link, once; only confirmed touches become events. False when there is nothing to confirm. */
export async function saveTouch(tx: Tx, { recipientId, sendId, maCampaignId }: ClickTarget, by: ConfirmedBy, at: Date): Promise<boolean> {
	const touch = await updateTouch(tx, { recipientId, by, at, minAgeSeconds: by === 'beacon' ? beaconSeconds : 0 })
	if (!touch) return false
	const { id, crmCampaignId, accountId, contactId, productId } = touch
	const subject = contactId === null ? `recipient:${recipientId}` : `contact:${contactId}`
	const payload = { touchId: id, recipientId, sendId, crmCampaignId, maCampaignId, productId, by }
	await saveEvents(tx, [{ topic: 'campaign.touch_confirmed', subject, accountId, contactId, payload, occurredAt: at }])
	return true
}
