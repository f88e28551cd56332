import type { Db } from '../../../db/client.server.ts'
import { type CertificateFile, readCertificateFile } from '../../../db/queries/certificate.ts'
import type { Shopper, StaffMember } from '../../platform/actor.ts'

/** Who may see the papers of any account of her seller: who accepts them, and who answers for the account. */
const readers = new Set<string>(['merchandiser', 'rep', 'credit_manager', 'administrator'])

/** The file of a certificate for its own account or for the house; null for what does not exist and for what is not theirs (section 3). */
export async function openCertificateFile(db: Db, reader: { shopper: Shopper } | { staff: StaffMember }, id: number): Promise<CertificateFile | null> {
	if ('staff' in reader) {
		const { staff } = reader
		return staff.roles.some((role) => readers.has(role)) ? readCertificateFile(db, { id, accountId: null, sellerEntityId: staff.seller.id }) : null
	}
	const { account } = reader.shopper
	return account.accountId === null ? null : readCertificateFile(db, { id, accountId: account.accountId, sellerEntityId: account.sellerEntityId })
}
