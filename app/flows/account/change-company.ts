import { type Db, withTransaction } from '../../../db/client.server.ts'
import { clearDefaultLocation, markDefaultLocation, updateContactLocale } from '../../../db/queries/company.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { Shopper } from '../../platform/actor.ts'
import { isLocale } from '../../platform/locale.ts'

type Changed = { ok: true } | { ok: false; refusals: Refusal[] }

/** Makes a store the one that orders go to unless somebody says otherwise. Refuses `ROLE_MAY_NOT`. Null: no store of this account. */
export async function chooseDefaultStore(db: Db, shopper: Shopper, locationId: number): Promise<Changed | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	return withTransaction(db, async (tx) => {
		if (shopper.role !== 'owner' && shopper.role !== 'buyer') return { ok: false as const, refusals: [refusal('ROLE_MAY_NOT')] }
		if (!(await clearDefaultLocation(tx, { accountId, locationId }))) return null
		await markDefaultLocation(tx, { accountId, locationId })
		return { ok: true as const }
	})
}

/** The language in which a person reads and is written to; her own only, never by a rep for her. Null: no such language or person. */
export async function chooseLanguage(db: Db, shopper: Shopper, locale: string): Promise<Changed | null> {
	const { accountId } = shopper.account
	const { contactId } = shopper
	if (accountId === null || contactId === null || shopper.kind !== 'buyer' || !isLocale(locale)) return null
	return withTransaction(db, async (tx) => {
		await updateContactLocale(tx, { accountId, contactId, locale })
		return { ok: true as const }
	})
}
