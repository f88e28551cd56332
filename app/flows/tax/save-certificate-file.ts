import type { CertificateFile } from '../../../db/queries/certificate.ts'
import type { FileStore } from '../../connectors/files/contract.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { fileSortOf } from '../../platform/file-sort.ts'

/** A scan of some pages is about 2 MB. */
const mostMegabytes = 5

export type GivenFile = { name: string; bytes: AsyncIterable<Uint8Array> }

/** Keeps the paper itself, by what its first bytes say it is. Refuses FILE_TOO_LONG, CERTIFICATE_FILE_MISSING, CERTIFICATE_FILE_SORT. */
export async function saveCertificateFile(files: FileStore, given: GivenFile): Promise<Result<{ file: CertificateFile }>> {
	const name = given.name.slice(0, 120)
	const kept = await files.put(given.bytes, mostMegabytes * 1024 * 1024)
	if (!kept) return refused(refusal('FILE_TOO_LONG', { name, most: mostMegabytes }))
	if (kept.bytes === 0 || name === '') return refused(refusal('CERTIFICATE_FILE_MISSING'))
	const sort = fileSortOf(kept.head)
	if (sort?.sort !== 'picture' && sort?.sort !== 'document') return refused(refusal('CERTIFICATE_FILE_SORT', { name }))
	return { ok: true, file: { key: kept.key, name } }
}
