import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type AssetFilter, ensureDefaultCampaign, ownsChoices, readFormChoices } from '../../../db/queries/form.ts'
import {
	type GrantRow,
	insertMarketingFile,
	listGrants,
	listMarketingFiles,
	lockMarketingFile,
	type MarketingFileRow,
	type MarketingFileWish,
	revokeGrants,
	updateMarketingFile,
	updateMarketingFileStatus,
} from '../../../db/queries/marketing-file.ts'
import type { FileStore } from '../../connectors/files/contract.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyById } from '../../platform/every-page.ts'
import { fileSortOf } from '../../platform/file-sort.ts'
import { pageOf } from './read-page-of.ts'

type Stamp = { requestId: string; at: Date }
export type FileSaved = Result<{ id: number }>

const mostMegabytes = 64

/** The files of the marketer's seller that forms give. */
export async function openFiles(db: Db, staff: StaffMember, filter: AssetFilter): Promise<{ files: MarketingFileRow[]; next: number | null }> {
	const { rows, next } = pageOf(await listMarketingFiles(db, staff.seller.id, { ...filter, limit: filter.limit + 1 }), filter.limit)
	return { files: rows, next }
}

/** All files of a filter as a list to take along, to the last, `filter.limit` at a time. */
export const exportFiles = (db: Db, staff: StaffMember, filter: AssetFilter): AsyncGenerator<readonly MarketingFileRow[]> =>
	everyById(filter.limit, (after) => listMarketingFiles(db, staff.seller.id, { ...filter, after }))

export type FileRoom = { file: MarketingFileRow; campaigns: { id: number; name: string }[]; grants: GrantRow[]; next: number | null }

/** One file with the links that were given. Null: none of this seller's. */
export async function openMarketingFile(
	db: Db,
	staff: StaffMember,
	id: number,
	{ after, limit }: { after: number | null; limit: number },
): Promise<FileRoom | null> {
	const [file] = await listMarketingFiles(db, staff.seller.id, { text: null, status: null, campaignId: null, after: null, limit: 1, id })
	if (!file) return null
	const [{ campaigns }, grants] = await Promise.all([readFormChoices(db, staff.seller.id), listGrants(db, id, { after, limit: limit + 1 })])
	const { rows, next } = pageOf(grants, limit)
	return { file, campaigns, grants: rows, next }
}

export type GivenFile = { name: string; bytes: AsyncIterable<Uint8Array> }

/** Keeps a file that forms may give. Refuses ASSET_NAME_MISSING, FILES_MISSING, FILE_TOO_LONG, FILE_SORT, ASSET_TAKEN. */
export async function uploadFile(
	db: Db,
	store: FileStore,
	staff: StaffMember,
	{ name, title, given, requestId, at }: { name: string; title: Record<string, string>; given: GivenFile } & Stamp,
): Promise<FileSaved> {
	if (name === '') return refused(refusal('ASSET_NAME_MISSING'))
	const fileName = given.name.slice(0, 120)
	const kept = await store.put(given.bytes, mostMegabytes * 1024 * 1024)
	if (!kept) return refused(refusal('FILE_TOO_LONG', { name: fileName, most: mostMegabytes }))
	if (kept.bytes === 0 || fileName === '') return refused(refusal('FILES_MISSING'))
	if (!fileSortOf(kept.head)) return refused(refusal('FILE_SORT', { name: fileName }))
	return withTransaction(db, async (tx): Promise<FileSaved> => {
		const campaignId = await ensureDefaultCampaign(tx, staff.seller.id, at)
		const row = { sellerId: staff.seller.id, userId: staff.userId, campaignId, name, title, fileKey: kept.key, fileName, bytes: kept.bytes, at }
		const id = await insertMarketingFile(tx, row)
		if (id === null) return refused(refusal('ASSET_TAKEN', { name, slug: '' }))
		await insertAudit(tx, [{ userId: staff.userId, action: 'file.uploaded', subject: `file:${id}`, after: { name, fileName }, requestId, at }])
		return { ok: true, id }
	})
}

export type FileChange =
	| { act: 'save'; wish: MarketingFileWish; version: number }
	| { act: 'archive' | 'restore' }
	| { act: 'revoke'; grantIds: readonly number[] | null }

/**
 * Changes what is said of a file, puts it aside (its links open no more), or takes links back: those named, or all. Refuses
 * ASSET_NAME_MISSING, ASSET_CHANGED, ASSET_CHOICE, ASSET_TAKEN, FILE_LINK_DAYS. Null: none of this seller's.
 */
export async function changeFile(
	db: Db,
	staff: StaffMember,
	{ id, change, requestId, at }: { id: number; change: FileChange } & Stamp,
): Promise<FileSaved | null> {
	return withTransaction(db, async (tx): Promise<FileSaved | null> => {
		const stored = await lockMarketingFile(tx, staff.seller.id, id)
		if (!stored) return null
		const audit = { userId: staff.userId, action: `file.${change.act}`, subject: `file:${id}`, before: stored, requestId, at }
		if (change.act === 'revoke') await revokeGrants(tx, id, change.grantIds, at)
		else if (change.act !== 'save') await updateMarketingFileStatus(tx, id, change.act === 'archive' ? 'archived' : 'published', at)
		else {
			const { wish, version } = change
			const isOwn = await ownsChoices(tx, staff.seller.id, { campaignId: wish.campaignId })
			const refusals = [
				...(stored.version === version ? [] : [refusal('ASSET_CHANGED')]),
				...(wish.name === '' ? [refusal('ASSET_NAME_MISSING')] : []),
				...(Number.isInteger(wish.linkDays) && wish.linkDays >= 1 && wish.linkDays <= 365 ? [] : [refusal('FILE_LINK_DAYS', { most: 365 })]),
				...(isOwn ? [] : [refusal('ASSET_CHOICE')]),
			]
			if (refusals.length > 0) return refused(...refusals)
			if (!(await updateMarketingFile(tx, id, wish, at))) return refused(refusal('ASSET_TAKEN', { name: wish.name, slug: '' }))
		}
		await insertAudit(tx, [{ ...audit, after: change.act === 'save' ? change.wish : change.act === 'revoke' ? { grantIds: change.grantIds } : null }])
		return { ok: true, id }
	})
}
