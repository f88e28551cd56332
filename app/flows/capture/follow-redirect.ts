import type { Db } from '../../../db/client.server.ts'
import { insertRedirectClick, type PublicRedirect, readPublicRedirect } from '../../../db/queries/redirect.ts'

/** Somebody, or some scanner, follows a redirect: where it leads, and the unconfirmed click. `isCounted` false: nothing is written. Null: there is none. */
export async function followRedirect(
	db: Db,
	{ slug, isCounted, at }: { slug: string; isCounted: boolean; at: Date },
): Promise<(PublicRedirect & { clickId: number | null }) | null> {
	const redirect = await readPublicRedirect(db, slug)
	if (!redirect) return null
	return { ...redirect, clickId: isCounted ? await insertRedirectClick(db, redirect.id, at) : null }
}
