import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertUploaded, type OwnCertificates, readOwnCertificates } from '../../../db/queries/certificate.ts'
import type { FileStore } from '../../connectors/files/contract.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { type CertificateFields, checkCertificate } from '../../engine/tax/check-certificate.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'
import { type GivenFile, saveCertificateFile } from '../tax/save-certificate-file.ts'

/** More than any account has stores in; beyond it somebody is trying the house's patience. */
const mostWaiting = 20

const changers = new Set(['owner', 'buyer'])

export type CertificatesPage = OwnCertificates & { today: string; mayUpload: boolean }

/** The certificates of the shopper's account and where it may be exempt; null for a guest. */
export async function openOwnCertificates(db: Db, shopper: Shopper, at: Date): Promise<CertificatesPage | null> {
	const { accountId, sellerEntityId } = shopper.account
	if (accountId === null) return null
	const today = dayIn(at, shopper.seller.timeZone)
	return { ...(await readOwnCertificates(db, { accountId, sellerEntityId, today })), today, mayUpload: changers.has(shopper.role) }
}

/**
 * Hands in a certificate with its file; it exempts nothing until the house accepts it. Refuses ROLE_MAY_NOT, by field
 * what `checkCertificate` does, CERTIFICATE_PAST, CERTIFICATES_TOO_MANY, CERTIFICATE_THERE, and what `saveCertificateFile` does.
 */
export async function uploadCertificate(
	db: Db,
	files: FileStore,
	shopper: Shopper,
	{ fields, given, at }: { fields: CertificateFields; given: GivenFile; at: Date },
): Promise<Result<{ id: number }> | null> {
	const page = await openOwnCertificates(db, shopper, at)
	const { accountId } = shopper.account
	if (!page || accountId === null) return null
	const { jurisdiction, number, validFrom, expiresOn } = fields
	const isElsewhere = !page.jurisdictions.includes(jurisdiction)
	const refusals = page.mayUpload
		? [
				...checkCertificate(isElsewhere ? { ...fields, jurisdiction: '' } : fields),
				...(expiresOn !== null && expiresOn < page.today ? [refusal('CERTIFICATE_PAST', { expiresOn })] : []),
				...(page.waiting >= mostWaiting ? [refusal('CERTIFICATES_TOO_MANY', { most: mostWaiting })] : []),
			]
		: [refusal('ROLE_MAY_NOT')]
	if (refusals.length > 0 || validFrom === null || expiresOn === null) return refused(...refusals)
	const kept = await saveCertificateFile(files, given)
	if (!kept.ok) return kept
	return withTransaction(db, async (tx): Promise<Result<{ id: number }>> => {
		const made = await insertUploaded(tx, { accountId, contactId: shopper.contactId, jurisdiction, number, validFrom, expiresOn, file: kept.file, at })
		if (!made) return refused(refusal('CERTIFICATE_THERE', { number }))
		const payload = { certificateId: made.id, number, jurisdiction, expiresOn }
		const { actedByUserId } = actedBy(shopper)
		const subject = `certificate:${accountId}:${made.id}`
		await saveEvents(tx, [{ topic: 'certificate.uploaded', subject, accountId, contactId: shopper.contactId, actedByUserId, payload, occurredAt: at }])
		return { ok: true, id: made.id }
	})
}
