import type { Tx } from '../../../../db/client.server.ts'
import { leaveMails, readMailHolders } from '../../../../db/queries/sync-mail.ts'
import { grantMails } from '../../../engine/sync/grant-mails.ts'
import type { SideWrite, SideWritten } from '../contract.ts'

/**
 * Rows whose address is somebody else's already (sync-core.md B4): refused by the name of that field, with who has it. Those who leave
 * theirs to others have left it when this is done, so that two may change places. No statement where no row names an address.
 */
export async function takeMails(tx: Tx, sellerEntityId: number, rows: readonly SideWrite[]): Promise<(SideWritten & { ok: false })[]> {
	const wishes = rows.flatMap(({ key, id, values }) =>
		'email' in values ? [{ key, id, mail: typeof values['email'] === 'string' ? values['email'] : null }] : [],
	)
	const mails = wishes.flatMap(({ mail }) => (mail === null ? [] : [mail.toLowerCase()]))
	if (mails.length === 0) return []
	const { taken, leaveFirst } = grantMails(wishes, await readMailHolders(tx, sellerEntityId, mails))
	if (leaveFirst.length > 0) await leaveMails(tx, leaveFirst)
	return [...taken].map(([key, holder]) => ({
		key,
		ok: false,
		failure: {
			...{ code: 'DUPLICATE_VALUE', message: 'Somebody else has this address', fields: ['email'], status: null, retryAfterSeconds: null, isUnknown: false },
			...(holder === null ? {} : { duplicates: [`prospect:${holder}`] }),
		},
	}))
}
