import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readOpening, updateMachineOpen, updateOpen } from '../../../db/queries/mail-open.ts'
import { lockProspect } from '../../../db/queries/visitor.ts'
import { isMachineOpen, type OpenSign } from '../../engine/marketing/mail-open.ts'
import { verify } from '../../platform/signing.server.ts'
import { saveActivities } from '../capture/save-activities.ts'
import type { Link } from './load-click.ts'

/**
 * The picture of a mail was asked for. The first time that a person seems to have, it is her open: kept with the mail and in the
 * ledger, once, at what the rules of scoring say (nothing, unless somebody changed them). What a program loads is noted apart and
 * counts nowhere. Nothing is answered: whoever asks learns nothing, not even whether there is such a mail.
 */
export async function noteOpen(db: Db, { token, secrets, at }: Link, sign: Pick<OpenSign, 'userAgent' | 'takesBytes' | 'isAhead'>): Promise<void> {
	const claims = verify(token, { purpose: 'mail-open', secrets, at }) as { r?: unknown } | null
	const mail = typeof claims?.r === 'number' ? await readOpening(db, claims.r) : null
	if (!mail || mail.openedAt) return
	const { recipientId, sendId, prospectId, sentAt, machineOpenedAt } = mail
	const isMachine = isMachineOpen({ ...sign, sentAt, at })
	if (isMachine && machineOpenedAt) return
	await withTransaction(db, async (tx) => {
		if (isMachine) return await updateMachineOpen(tx, recipientId, at)
		const person = await lockProspect(tx, prospectId)
		if (!(await updateOpen(tx, recipientId, at))) return
		const opened = { sourceKey: `mail.opened:${recipientId}`, kind: 'mail.opened', facts: { recipientId, sendId }, visitorId: null, occurredAt: at }
		// No campaign: what a mail program may do by itself never becomes where she came from.
		await saveActivities(tx, person, [{ ...opened, campaignId: null }])
	})
}
