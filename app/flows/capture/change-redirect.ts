import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type AssetFilter, ensureDefaultCampaign, ownsChoices, readFormChoices } from '../../../db/queries/form.ts'
import {
	insertRedirect,
	listRedirects,
	lockRedirect,
	type RedirectRow,
	type RedirectWish,
	updateRedirect,
	updateRedirectStatus,
} from '../../../db/queries/redirect.ts'
import { type Refusal, type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { checkAsset, isTarget } from '../../engine/marketing/form.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyById } from '../../platform/every-page.ts'
import { pageOf } from './read-page-of.ts'

type Stamp = { requestId: string; at: Date }
export type RedirectSaved = Result<{ id: number }>

/** The redirects of the marketer's seller. */
export async function openRedirects(db: Db, staff: StaffMember, filter: AssetFilter): Promise<{ redirects: RedirectRow[]; next: number | null }> {
	const { rows, next } = pageOf(await listRedirects(db, staff.seller.id, { ...filter, limit: filter.limit + 1 }), filter.limit)
	return { redirects: rows, next }
}

/** All redirects of a filter for a file, to the last, `filter.limit` at a time. */
export const exportRedirects = (db: Db, staff: StaffMember, filter: AssetFilter): AsyncGenerator<readonly RedirectRow[]> =>
	everyById(filter.limit, (after) => listRedirects(db, staff.seller.id, { ...filter, after }))

/** One redirect with the campaigns it may belong to. Null: none of this seller's. */
export async function openRedirect(
	db: Db,
	staff: StaffMember,
	id: number,
): Promise<{ redirect: RedirectRow; campaigns: { id: number; name: string }[] } | null> {
	const [redirect] = await listRedirects(db, staff.seller.id, { text: null, status: null, campaignId: null, after: null, limit: 1, id })
	return redirect ? { redirect, campaigns: (await readFormChoices(db, staff.seller.id)).campaigns } : null
}

const against = ({ name, slug, target }: Pick<RedirectWish, 'name' | 'slug' | 'target'>): Refusal[] => [
	...checkAsset({ name, slug }),
	...(isTarget(target) ? [] : [refusal('FORM_REDIRECT', { url: target.slice(0, 200) })]),
]

/** A new redirect: it leads on at once. Refuses what `checkAsset` does, FORM_REDIRECT and ASSET_TAKEN. */
export async function createRedirect(
	db: Db,
	staff: StaffMember,
	{ wish, requestId, at }: { wish: Omit<RedirectWish, 'campaignId'> } & Stamp,
): Promise<RedirectSaved> {
	const refusals = against(wish)
	if (refusals.length > 0) return refused(...refusals)
	return withTransaction(db, async (tx): Promise<RedirectSaved> => {
		const campaignId = await ensureDefaultCampaign(tx, staff.seller.id, at)
		const id = await insertRedirect(tx, { sellerId: staff.seller.id, userId: staff.userId, at }, { ...wish, campaignId })
		if (id === null) return refused(refusal('ASSET_TAKEN', { name: wish.name, slug: wish.slug }))
		await insertAudit(tx, [{ userId: staff.userId, action: 'redirect.created', subject: `redirect:${id}`, after: wish, requestId, at }])
		return { ok: true, id }
	})
}

export type RedirectChange = { act: 'save'; wish: RedirectWish; version: number } | { act: 'archive' | 'restore' }

/** Changes a redirect of the seller. Refuses as `createRedirect`, and ASSET_CHANGED, ASSET_CHOICE. Null: none of this seller's. */
export async function changeRedirect(
	db: Db,
	staff: StaffMember,
	{ id, change, requestId, at }: { id: number; change: RedirectChange } & Stamp,
): Promise<RedirectSaved | null> {
	return withTransaction(db, async (tx): Promise<RedirectSaved | null> => {
		const stored = await lockRedirect(tx, staff.seller.id, id)
		if (!stored) return null
		if ('wish' in change) {
			const isOwn = await ownsChoices(tx, staff.seller.id, change.wish)
			const refusals = stored.version === change.version ? [...against(change.wish), ...(isOwn ? [] : [refusal('ASSET_CHOICE')])] : [refusal('ASSET_CHANGED')]
			if (refusals.length > 0) return refused(...refusals)
			if (!(await updateRedirect(tx, id, change.wish, at))) return refused(refusal('ASSET_TAKEN', { name: change.wish.name, slug: change.wish.slug }))
		} else await updateRedirectStatus(tx, id, change.act === 'archive' ? 'archived' : 'published', at)
		const after = 'wish' in change ? change.wish : null
		await insertAudit(tx, [{ userId: staff.userId, action: `redirect.${change.act}`, subject: `redirect:${id}`, before: stored, after, requestId, at }])
		return { ok: true, id }
	})
}
