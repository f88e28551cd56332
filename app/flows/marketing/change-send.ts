import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type MergeObject, readMergeObjects } from '../../../db/queries/custom.ts'
import {
	findSendProduct,
	insertSend,
	lockSendDraft,
	readSendChoices,
	readSendDraft,
	type SendChoices,
	type SendDraft,
	type SendWish,
	updateSchedule,
	updateSend,
} from '../../../db/queries/send-room.ts'
import { instantAtMinute } from '../../engine/base/calendar.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { checkSendTexts, sendTextOf } from '../../engine/marketing/send-content.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'

type Said = { requestId: string; at: Date }

/** What a new send may belong to; one statement. */
export const openSendChoices = (db: Db, staff: StaffMember): Promise<SendChoices> => readSendChoices(db, staff.seller.id)

export type SendRoom = { draft: SendDraft; choices: SendChoices; objects: MergeObject[] }

/** A send as it is written, with what it may be for and may tell of its readers; three statements. Null: not this seller's. */
export async function openSendDraft(db: Db, staff: StaffMember, id: number | null): Promise<SendRoom | null> {
	if (id === null) return null
	const sellerId = staff.seller.id
	const [draft, choices, objects] = await Promise.all([readSendDraft(db, sellerId, id), readSendChoices(db, sellerId), readMergeObjects(db, sellerId)])
	return draft && { draft, choices, objects }
}

/** A new send, or a mail for programmes. Null: no such campaign. Refuses `SEND_NAME_MISSING`. */
export async function createSend(
	db: Db,
	staff: StaffMember,
	{ name, kind, campaignId, requestId, at }: Said & { name: string; kind: SendDraft['kind']; campaignId: number },
): Promise<Result<{ id: number }> | null> {
	if (name === '') return refused(refusal('SEND_NAME_MISSING'))
	return await withTransaction(db, async (tx) => {
		const id = await insertSend(tx, staff.seller.id, { name, kind, campaignId, userId: staff.userId, at })
		if (id === null) return null
		await say(tx, staff, { id, requestId, at }, 'created', { name, kind })
		return { ok: true, id }
	})
}

/**
 * Writes a send. What has left stays as it left; a mail of programmes may be mended at any time. Null: not this seller's, or it
 * names what she has not. Refuses `SEND_NAME_MISSING`, `SEND_PRODUCT_UNKNOWN`, `send.already_released` and what `checkSendTexts` does.
 */
export async function changeSend(
	db: Db,
	staff: StaffMember,
	{ id, wish, requestId, at }: Said & { id: number; wish: Omit<SendWish, 'productId'> & { sku: string } },
): Promise<Result<object> | null> {
	return await withTransaction(db, async (tx) => {
		const draft = await lockSendDraft(tx, staff.seller.id, id)
		if (!draft) return null
		if (draft.kind === 'send' && draft.status !== 'draft') return refused(refusal('send.already_released', { name: draft.name }))
		const { sku, ...fields } = wish
		const productId = sku === '' ? null : await findSendProduct(tx, staff.seller.id, sku)
		const objects = JSON.stringify(wish.content).includes('{{') ? await readMergeObjects(tx, staff.seller.id) : []
		const refusals = [
			...(wish.name === '' ? [refusal('SEND_NAME_MISSING')] : []),
			...(sku !== '' && productId === null ? [refusal('SEND_PRODUCT_UNKNOWN', { sku })] : []),
			...checkSendTexts(wish.content, Object.fromEntries(objects.map(({ code, fields }) => [code, ['name', ...fields.map(({ name }) => name)]]))),
		]
		if (refusals.length > 0) return { ok: false, refusals }
		if (!(await updateSend(tx, staff.seller.id, id, { ...fields, productId }))) return null
		await say(tx, staff, { id, requestId, at }, 'changed', fields)
		return { ok: true }
	})
}

/** When a send shall leave, by the clock where the seller is; `at` the minute before it is already past. */
export type When = { day: string; minute: number } | null

/** Lets a send leave by itself later, or holds it back again. Null: not this seller's. Refuses `send.already_released`, `send.content_missing`, `SEND_TIME_PAST`. */
export async function scheduleSend(db: Db, staff: StaffMember, { id, when, requestId, at }: Said & { id: number; when: When }): Promise<Result<object> | null> {
	return await withTransaction(db, async (tx) => {
		const draft = await lockSendDraft(tx, staff.seller.id, id)
		if (draft?.kind !== 'send') return null
		if (draft.status !== 'draft' && draft.status !== 'scheduled') return refused(refusal('send.already_released', { name: draft.name }))
		const scheduledAt = when && instantAtMinute(when.day, when.minute, staff.seller.timeZone)
		if (scheduledAt && !sendTextOf(draft.content, 'en')) return refused(refusal('send.content_missing', { name: draft.name }))
		if (scheduledAt && scheduledAt <= at) return refused(refusal('SEND_TIME_PAST'))
		await updateSchedule(tx, id, scheduledAt)
		await say(tx, staff, { id, requestId, at }, scheduledAt ? 'scheduled' : 'held', { scheduledAt })
		return { ok: true }
	})
}

/** Writes the mail to whoever asks, in a language, as a trial: nobody else gets it and nothing is counted. Refuses `send.content_missing`. */
export async function tryOutSend(db: Db, staff: StaffMember, { id, locale, at }: { id: number; locale: string; at: Date }): Promise<Result<object> | null> {
	return await withTransaction(db, async (tx) => {
		const draft = await readSendDraft(tx, staff.seller.id, id)
		if (!draft) return null
		if (!sendTextOf(draft.content, locale)) return refused(refusal('send.content_missing', { name: draft.name }))
		const payload = { sendId: id, locale, email: staff.email, name: staff.name, sellerName: staff.seller.name, content: draft.content }
		await saveEvents(tx, [{ topic: 'send.tried', subject: `send:${id}`, payload, occurredAt: at }])
		return { ok: true }
	})
}

async function say(tx: Tx, staff: StaffMember, { id, requestId, at }: Said & { id: number }, what: string, after: object): Promise<void> {
	await insertAudit(tx, [{ userId: staff.userId, action: `send.${what}`, subject: `ma_send:${id}`, after, requestId, at }])
}
