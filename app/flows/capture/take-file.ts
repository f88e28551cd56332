import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type GivenFileRow, noteOpened, readGivenFile } from '../../../db/queries/marketing-file.ts'
import { lockProspect } from '../../../db/queries/visitor.ts'
import { verify } from '../../platform/signing.server.ts'
import { saveActivities } from './save-activities.ts'
import { saveStitch } from './save-stitch.ts'

export type FileLink = { token: string; secrets: readonly string[]; at: Date }

/** The file behind a link. Null, whether it is forged, expired, taken back or put aside: all answer alike. Reading counts nothing: scanners open links. */
export async function openFileLink(db: Db, { token, secrets, at }: FileLink): Promise<GivenFileRow | null> {
	const claims = verify(token, { purpose: 'gated-file', secrets, at }) as { g?: unknown } | null
	return typeof claims?.g === 'number' ? readGivenFile(db, claims.g, at) : null
}

/**
 * A person takes her file: it counts once for its link (sync-core.md B14), and whoever holds it is who asked for it, so that what
 * this browser did before is hers. `visitor` null: she is not to be followed, or is of the house. Null as `openFileLink`.
 */
export async function takeFile(
	db: Db,
	link: FileLink,
	{ visitor, isCounted }: { visitor: { id: string; newId: string } | null; isCounted: boolean },
): Promise<{ file: GivenFileRow; visitorId: string | null } | null> {
	const file = await openFileLink(db, link)
	if (!file || !isCounted) return file && { file, visitorId: null }
	const { at } = link
	return await withTransaction(db, async (tx) => {
		const person = await lockProspect(tx, file.prospectId)
		const stitched = visitor ? await saveStitch(tx, person, { visitorId: visitor.id, newId: visitor.newId, at }) : null
		await noteOpened(tx, file.grantId, at)
		const facts = { fileId: file.fileId, file: file.name }
		const visitorId = stitched?.visitorId ?? null
		await saveActivities(tx, person, [
			{ sourceKey: `file:${file.grantId}`, kind: 'file.opened', facts, campaignId: file.campaignId, visitorId, occurredAt: at },
		])
		return { file, visitorId }
	})
}
