import type { Db } from '../../../db/client.server.ts'
import { type ConsentHolder, readConsentHolder } from '../../../db/queries/marketing.ts'
import { verify } from '../../platform/signing.server.ts'

export type PreferenceLink = { token: string; secrets: readonly string[]; at: Date }

/** Whose preferences a link opens; null when it is forged, altered or expired. Reading changes nothing: scanners open links. */
export async function readPreferences(db: Db, { token, secrets, at }: PreferenceLink): Promise<ConsentHolder | null> {
	const claims = verify(token, { purpose: 'preference-centre', secrets, at })
	const prospectId = (claims as { p?: unknown } | null)?.p
	return typeof prospectId === 'number' ? await readConsentHolder(db, prospectId) : null
}
