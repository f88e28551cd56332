import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type AssetStatus, ensureDefaultCampaign, ownsChoices } from '../../../db/queries/form.ts'
import { insertPage, lockPage, type PageWish, updatePage, updatePageStatus } from '../../../db/queries/landing-page.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { checkAsset } from '../../engine/marketing/form.ts'
import { checkPage, type PageDesign } from '../../engine/marketing/landing-page.ts'
import type { StaffMember } from '../../platform/actor.ts'

type Stamp = { requestId: string; at: Date }
export type PageSaved = Result<{ id: number }>

/** A new landing page, a draft. Refuses what `checkAsset` does, and ASSET_TAKEN. */
export async function createPage(
	db: Db,
	staff: StaffMember,
	{ name, slug, design, requestId, at }: { name: string; slug: string; design: PageDesign } & Stamp,
): Promise<PageSaved> {
	const refusals = checkAsset({ name, slug })
	if (refusals.length > 0) return refused(...refusals)
	return withTransaction(db, async (tx): Promise<PageSaved> => {
		const campaignId = await ensureDefaultCampaign(tx, staff.seller.id, at)
		const id = await insertPage(tx, { sellerId: staff.seller.id, userId: staff.userId, at }, { name, slug, campaignId, design, formId: null })
		if (id === null) return refused(refusal('ASSET_TAKEN', { name, slug }))
		await insertAudit(tx, [{ userId: staff.userId, action: 'page.created', subject: `page:${id}`, after: { name, slug }, requestId, at }])
		return { ok: true, id }
	})
}

export type PageChange = { act: 'save' | 'publish'; wish: PageWish; version: number } | { act: 'unpublish' | 'archive' | 'restore' }

const statusAfter = { publish: 'published', unpublish: 'draft', archive: 'archived', restore: 'draft' } as const

/**
 * Changes a landing page of the seller; one in front of people stays whole. Refuses what `checkAsset` and, published, `checkPage` do;
 * ASSET_CHANGED, ASSET_TAKEN and ASSET_CHOICE as with forms. Null: no such page.
 */
export async function changePage(
	db: Db,
	staff: StaffMember,
	{ id, change, requestId, at }: { id: number; change: PageChange } & Stamp,
): Promise<PageSaved | null> {
	return withTransaction(db, async (tx): Promise<PageSaved | null> => {
		const stored = await lockPage(tx, staff.seller.id, id)
		if (!stored) return null
		const subject = { userId: staff.userId, action: `page.${change.act}`, subject: `page:${id}`, before: stored, requestId, at }
		if (!('wish' in change)) {
			await updatePageStatus(tx, id, statusAfter[change.act], at)
			await insertAudit(tx, [subject])
			return { ok: true, id }
		}
		const { wish, version } = change
		if (stored.version !== version) return refused(refusal('ASSET_CHANGED'))
		const status: AssetStatus = change.act === 'publish' ? 'published' : stored.status
		const isOwn = await ownsChoices(tx, staff.seller.id, wish)
		const refusals = [...checkAsset(wish), ...(isOwn ? [] : [refusal('ASSET_CHOICE')]), ...(status === 'published' ? checkPage(wish.design) : [])]
		if (refusals.length > 0) return refused(...refusals)
		if (!(await updatePage(tx, { id, status, at }, wish))) return refused(refusal('ASSET_TAKEN', { name: wish.name, slug: wish.slug }))
		await insertAudit(tx, [{ ...subject, after: { name: wish.name, slug: wish.slug, status } }])
		return { ok: true, id }
	})
}
