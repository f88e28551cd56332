import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readPart } from '../../../db/queries/product-part.ts'
import { lockProduct } from '../../../db/queries/product-room.ts'
import type { FileStore } from '../../connectors/files/contract.ts'
import { type Refusal, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { fileSortOf } from '../../platform/file-sort.ts'
import { type PartSaved, savePart } from './save-part.ts'

export type UploadedFile = { name: string; bytes: AsyncIterable<Uint8Array> }
export type MediaUpload = { productId: number; files: readonly UploadedFile[]; locale: string; alt: string; isDrawing: boolean; at: Date; requestId: string }

const MB = 1024 * 1024
/** By what a file is; a film is the longest. */
const most = { picture: 12 * MB, document: 32 * MB, video: 64 * MB } as const
const MOST_FILES = 20

type Row = { kind: string; url: string; locale: string; alt: string }

/**
 * Keeps files and adds them to a product's pictures and documents: all of them, or none with every refusal. What a file is
 * its bytes say. Undone like any other change of that part. Refuses FILES_MISSING, FILES_TOO_MANY, FILES_THERE when none of
 * them is new, FILE_TOO_LONG, FILE_SORT and what `savePart` does. Null: no such product of this seller.
 */
export async function uploadMedia(db: Db, store: FileStore, staff: StaffMember, upload: MediaUpload): Promise<PartSaved | null> {
	const { productId, files, at, requestId } = upload
	if (files.length === 0) return refused(refusal('FILES_MISSING'))
	if (files.length > MOST_FILES) return refused(refusal('FILES_TOO_MANY', { most: MOST_FILES }))
	const kept = await keepAll(store, upload)
	if (kept.refusals.length > 0) return refused(...kept.refusals)
	return withTransaction(db, async (tx): Promise<PartSaved | null> => {
		const stored = await lockProduct(tx, { sellerEntityId: staff.seller.id, productId })
		if (!stored) return null
		const content = await readPart(tx, 'media', productId)
		const held = new Set(content.rows.map(({ url }) => url))
		// The same bytes under two names, or bytes that the product has, are one file: it stands there once.
		const added = [...new Map(kept.rows.map((row) => [row.url, row])).values()].filter(({ url }) => !held.has(url))
		if (added.length === 0) return refused(refusal('FILES_THERE'))
		return savePart(tx, staff, { productId, part: 'media', content: { ...content, rows: [...content.rows, ...added] }, at, requestId })
	})
}

/** One after the other: a file is as long as its sender makes it, and the disk is one. */
async function keepAll(store: FileStore, { files, locale, alt, isDrawing }: MediaUpload): Promise<{ rows: Row[]; refusals: Refusal[] }> {
	const rows: Row[] = []
	const refusals: Refusal[] = []
	for (const { name, bytes } of files) {
		const file = await store.put(bytes, most.video)
		const sort = file && fileSortOf(file.head)
		if (file && !sort) refusals.push(refusal('FILE_SORT', { name: name.slice(0, 80) }))
		else if (!file || !sort || file.bytes > most[sort.sort])
			refusals.push(refusal('FILE_TOO_LONG', { name: name.slice(0, 80), most: most[sort?.sort ?? 'video'] / MB }))
		else rows.push({ kind: isDrawing && sort.sort !== 'video' ? 'drawing' : sort.sort, url: `/media/${file.key}`, locale, alt })
	}
	return { rows, refusals }
}
