import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { readTaxSetting, writeTaxSetting } from '../../../db/queries/tax.ts'
import type { Result } from '../../engine/base/refusal.ts'
import { readTaxSource, type TaxSourceFields } from '../../engine/tax/read-tax-service.ts'
import type { StaffMember } from '../../platform/actor.ts'

/**
 * Says who tells the seller's tax, what happens while nobody does, and whether its prices have tax in them: at once for
 * every open cart; orders keep what they were placed with. Refuses what `readTaxSource` does.
 */
export async function saveTaxSource(
	db: Db,
	staff: StaffMember,
	fields: TaxSourceFields,
	{ at, requestId }: { at: Date; requestId: string },
): Promise<Result<object>> {
	const read = readTaxSource(fields)
	if (!read.ok) return read
	return withTransaction(db, async (tx) => {
		const before = await readTaxSetting(tx, staff.seller.id)
		await writeTaxSetting(tx, staff.seller.id, read.setting)
		const subject = `seller:${staff.seller.id}`
		await insertAudit(tx, [{ userId: staff.userId, action: 'tax_source.changed', subject, before, after: read.setting, requestId, at }])
		return { ok: true as const }
	})
}
