import type { Tx } from '../../../db/client.server.ts'
import { insertFileGrant } from '../../../db/queries/marketing-file.ts'

const dayMilliseconds = 86_400_000

/** A link to a file for who has just asked for it. */
export async function saveFileGrant(
	tx: Tx,
	{ file, prospectId, submissionId, at }: { file: { id: number; linkDays: number }; prospectId: number; submissionId: number; at: Date },
): Promise<number> {
	return insertFileGrant(tx, { fileId: file.id, prospectId, submissionId, at, expiresAt: new Date(at.getTime() + file.linkDays * dayMilliseconds) })
}
