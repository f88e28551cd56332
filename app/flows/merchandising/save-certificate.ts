import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { endCertificate, insertCertificate } from '../../../db/queries/rates.ts'
import { addDays, type Day, dayIn } from '../../engine/base/calendar.ts'
import { type Refusal, type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import type { TaxAct } from './save-tax-rate.ts'

export type CertificateFields = { account: string; jurisdiction: string; number: string; taxCodes: string; validFrom: Day | null; expiresOn: Day | null }

/** Records that an account is exempt, from its first through its last day. Refuses by field FIELD_INVALID, and WINDOW_EMPTY. */
export async function recordCertificate(db: Db, staff: StaffMember, fields: CertificateFields, { at, requestId }: TaxAct): Promise<Result<{ id: number }>> {
	const { account, jurisdiction, number, validFrom, expiresOn } = fields
	const wrong = (isRight: boolean, key: keyof CertificateFields): Refusal[] =>
		isRight ? [] : [refusal('FIELD_INVALID', { key, given: (fields[key] ?? '').slice(0, 80) })]
	const codes = fields.taxCodes.split(/[\s,;]+/).filter(Boolean)
	const refusals = [
		...wrong(/^[A-Z0-9][A-Z0-9 ._-]{0,29}$/i.test(jurisdiction), 'jurisdiction'),
		...wrong(number !== '' && number.length <= 60, 'number'),
		...wrong(codes.length <= 20 && codes.every((code) => /^[a-z][a-z0-9_-]{0,29}$/.test(code)), 'taxCodes'),
		...wrong(validFrom !== null, 'validFrom'),
		...wrong(expiresOn !== null, 'expiresOn'),
		...(validFrom && expiresOn && expiresOn < validFrom ? [refusal('WINDOW_EMPTY', { sku: '' })] : []),
	]
	if (refusals.length > 0 || validFrom === null || expiresOn === null) return refused(...refusals)
	return withTransaction(db, async (tx): Promise<Result<{ id: number }>> => {
		const write = { accountNumber: account, jurisdiction, number, taxCodes: codes.length > 0 ? codes : null, validFrom, expiresOn }
		const made = await insertCertificate(tx, staff.seller.id, write)
		if (!made) return refused(refusal('FIELD_INVALID', { key: 'account', given: account.slice(0, 80) }))
		const subject = `certificate:${made.accountId}:${made.id}`
		await insertAudit(tx, [{ userId: staff.userId, accountId: made.accountId, action: 'certificate.recorded', subject, after: write, requestId, at }])
		return { ok: true, id: made.id }
	})
}

/** Ends a certificate with yesterday, or with its first day when that is today. Null: no such one that still counts. */
export async function closeCertificate(
	db: Db,
	staff: StaffMember,
	key: { accountId: number; id: number },
	{ at, requestId }: TaxAct,
): Promise<{ ok: true; id: number } | null> {
	return withTransaction(db, async (tx) => {
		const lastDay = addDays(dayIn(at, staff.seller.timeZone), -1)
		const ended = await endCertificate(tx, { ...key, sellerEntityId: staff.seller.id, lastDay })
		if (!ended) return null
		const subject = `certificate:${key.accountId}:${key.id}`
		await insertAudit(tx, [{ userId: staff.userId, accountId: key.accountId, action: 'certificate.ended', subject, after: { lastDay }, requestId, at }])
		return { ok: true as const, id: key.id }
	})
}
