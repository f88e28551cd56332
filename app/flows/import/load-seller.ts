import { type Db, withTransaction } from '../../../db/client.server.ts'
import { ensureUnits, findSeller, insertSeller, type SellerRow } from '../../../db/queries/import-run.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { ImportMap } from './read-map.ts'

/** Whose rows these will be: the map's seller, made when the map says its name, currency and country; without one, the only seller there is. */
export async function loadSeller(db: Db, map: ImportMap): Promise<{ ok: true; seller: SellerRow } | { ok: false; refusals: Refusal[] }> {
	const wanted = map.seller
	const found = await findSeller(db, wanted?.code ?? null)
	if (found) return { ok: true, seller: found }
	if (!wanted) return { ok: false, refusals: [refusal('import.seller_not_named')] }
	if (!wanted.name || !wanted.currency || !wanted.country) return { ok: false, refusals: [refusal('import.seller_unknown', { code: wanted.code })] }
	const { code, name, currency, country } = wanted
	await withTransaction(db, async (tx) => {
		await insertSeller(tx, { code, name, currency, country, timeZone: wanted.timeZone ?? 'UTC', locale: wanted.locale ?? 'en' })
		await ensureUnits(tx, ['each'])
	})
	const made = await findSeller(db, code)
	return made ? { ok: true, seller: made } : { ok: false, refusals: [refusal('import.seller_unknown', { code })] }
}
