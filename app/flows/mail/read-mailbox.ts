import type { Db } from '../../../db/client.server.ts'
import { listMails, type MailListed, readMail } from '../../../db/queries/mail.ts'

const pageSize = 50

/** The mailbox of the house, newest first. */
export async function readMailbox(
	db: Db,
	{ beforeId, to }: { beforeId: number | null; to: string | null },
): Promise<{ mails: MailListed[]; nextBefore: number | null }> {
	const mails = await listMails(db, { beforeId, to, limit: pageSize })
	return { mails, nextBefore: mails.length === pageSize ? (mails.at(-1)?.id ?? null) : null }
}

export async function readOneMail(db: Db, id: number) {
	return await readMail(db, id)
}
