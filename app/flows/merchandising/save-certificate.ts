import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { decideWaiting, endCertificate, insertCertificate } from '../../../db/queries/certificate.ts'
import type { FileStore } from '../../connectors/files/contract.ts'
import { addDays, dayIn } from '../../engine/base/calendar.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { type CertificateFields, checkCertificate } from '../../engine/tax/check-certificate.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'
import { type GivenFile, saveCertificateFile } from '../tax/save-certificate-file.ts'
import type { TaxAct } from './save-tax-rate.ts'

export type RecordedFields = CertificateFields & { account: string; taxCodes: string }

/**
 * Records that an account is exempt, from its first through its last day, with its paper where one is given. Refuses by
 * field FIELD_INVALID, WINDOW_EMPTY, and what `saveCertificateFile` does.
 */
export async function recordCertificate(
	db: Db,
	files: FileStore,
	staff: StaffMember,
	{ fields, given }: { fields: RecordedFields; given: GivenFile | null },
	{ at, requestId }: TaxAct,
): Promise<Result<{ id: number }>> {
	const { account, jurisdiction, number, validFrom, expiresOn } = fields
	const codes = fields.taxCodes.split(/[\s,;]+/).filter(Boolean)
	const areCodes = codes.length <= 20 && codes.every((code) => /^[a-z][a-z0-9_-]{0,29}$/.test(code))
	const refusals = [...checkCertificate(fields), ...(areCodes ? [] : [refusal('FIELD_INVALID', { key: 'taxCodes', given: fields.taxCodes.slice(0, 80) })])]
	if (refusals.length > 0 || validFrom === null || expiresOn === null) return refused(...refusals)
	const kept = given ? await saveCertificateFile(files, given) : { ok: true as const, file: null }
	if (!kept.ok) return kept
	return withTransaction(db, async (tx): Promise<Result<{ id: number }>> => {
		const write = { accountNumber: account, jurisdiction, number, taxCodes: codes.length > 0 ? codes : null, validFrom, expiresOn, file: kept.file }
		const made = await insertCertificate(tx, { sellerEntityId: staff.seller.id, userId: staff.userId, at }, write)
		if (!made) return refused(refusal('FIELD_INVALID', { key: 'account', given: account.slice(0, 80) }))
		const subject = `certificate:${made.accountId}:${made.id}`
		await insertAudit(tx, [{ userId: staff.userId, accountId: made.accountId, action: 'certificate.recorded', subject, after: write, requestId, at }])
		return { ok: true, id: made.id }
	})
}

export type CertificateKey = { accountId: number; id: number }

/** Ends a certificate with yesterday, or with its first day when that is today. Null: no such one that still counts. */
export async function closeCertificate(db: Db, staff: StaffMember, key: CertificateKey, { at, requestId }: TaxAct): Promise<{ ok: true; id: number } | null> {
	return withTransaction(db, async (tx) => {
		const lastDay = addDays(dayIn(at, staff.seller.timeZone), -1)
		const ended = await endCertificate(tx, { ...key, sellerEntityId: staff.seller.id, lastDay })
		if (!ended) return null
		const subject = `certificate:${key.accountId}:${key.id}`
		await insertAudit(tx, [{ userId: staff.userId, accountId: key.accountId, action: 'certificate.ended', subject, after: { lastDay }, requestId, at }])
		return { ok: true as const, id: key.id }
	})
}

/**
 * Accepts what a buyer handed in, or refuses it and says why; she is written to. Refuses CERTIFICATE_REASON_MISSING,
 * NOTE_TOO_LONG. Null: none such that waits.
 */
export async function decideCertificate(
	db: Db,
	staff: StaffMember,
	{ state, note, ...key }: CertificateKey & { state: 'accepted' | 'refused'; note: string },
	{ at, requestId }: TaxAct,
): Promise<Result<{ id: number }> | null> {
	if (state === 'refused' && note === '') return refused(refusal('CERTIFICATE_REASON_MISSING'))
	if (note.length > mostNote) return refused(refusal('NOTE_TOO_LONG', { most: mostNote }))
	return withTransaction(db, async (tx) => {
		const decision = { state, note: state === 'refused' ? note : null, userId: staff.userId, at }
		const decided = await decideWaiting(tx, { ...key, sellerEntityId: staff.seller.id }, decision)
		if (!decided) return null
		const { contactId, number, jurisdiction } = decided
		const subject = `certificate:${key.accountId}:${key.id}`
		const { userId } = staff
		await insertAudit(tx, [{ userId, accountId: key.accountId, action: `certificate.${state}`, subject, after: { note: decision.note }, requestId, at }])
		const payload = { certificateId: key.id, number, jurisdiction, note: decision.note }
		await saveEvents(tx, [{ topic: `certificate.${state}`, subject, accountId: key.accountId, contactId, actedByUserId: userId, payload, occurredAt: at }])
		return { ok: true as const, id: key.id }
	})
}

const mostNote = 500
