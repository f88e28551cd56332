import type { MailAttachment } from '../../app/engine/content/mail-content.ts'
import type { Sql } from '../client.server.ts'

export type KeptMail = { id: number; state: 'waiting' | 'delivered' | 'failed' }

type NewMail = {
	toEmail: string
	toName: string | null
	locale: string
	kind: string
	subject: string
	html: string
	text: string
	attachments: readonly MailAttachment[]
	accountId: number | null
	contactId: number | null
	idempotencyKey: string
	createdAt: Date
}

/** Keeps a mail, or answers the one already kept under its key; counts the attempt. */
export async function keepMail(tx: Sql, mail: NewMail): Promise<KeptMail> {
	const [kept] = await tx<KeptMail[]>`
		insert into outgoing_mail (to_email, to_name, locale, kind, subject, html, text, attachments, account_id, contact_id, idempotency_key, created_at, attempts)
		values (${mail.toEmail}, ${mail.toName}, ${mail.locale}, ${mail.kind}, ${mail.subject}, ${mail.html}, ${mail.text}, ${JSON.stringify(mail.attachments)}::text::jsonb,
			${mail.accountId}, ${mail.contactId}, ${mail.idempotencyKey}, ${mail.createdAt}, 1)
		on conflict (idempotency_key) do update
			set attempts = outgoing_mail.attempts + case outgoing_mail.state when 'delivered' then 0 else 1 end
		returning id, state`
	if (!kept) throw new Error('a kept mail is answered')
	return kept
}

export async function deliveredMail(tx: Sql, { id, at }: { id: number; at: Date }): Promise<void> {
	await tx`update outgoing_mail set state = 'delivered', delivered_at = ${at}, failure = null where id = ${id}`
}

/** A final failure is not tried again; any other keeps waiting. */
export async function failedMail(tx: Sql, { id, failure, final }: { id: number; failure: string; final: boolean }): Promise<void> {
	await tx`update outgoing_mail set state = ${final ? 'failed' : 'waiting'}, failure = ${failure} where id = ${id}`
}

export type MailListed = { id: number; toEmail: string; toName: string | null; locale: string; kind: string; subject: string; state: string; createdAt: Date }

/** The newest mails, before `beforeId` when given. */
export async function listMails(sql: Sql, { beforeId, to, limit }: { beforeId: number | null; to: string | null; limit: number }): Promise<MailListed[]> {
	return await sql<MailListed[]>`
		select id, to_email, to_name, locale, kind, subject, state, created_at from outgoing_mail
		where (${beforeId}::bigint is null or id < ${beforeId}) and (${to}::text is null or lower(to_email) = lower(${to})) order by id desc limit ${limit}`
}

export async function readMail(sql: Sql, id: number): Promise<(MailListed & { html: string; text: string; attachments: MailAttachment[] }) | null> {
	const [row] = await sql<(MailListed & { html: string; text: string; attachments: MailAttachment[] })[]>`
		select id, to_email, to_name, locale, kind, subject, state, created_at, html, text, attachments from outgoing_mail where id = ${id}`
	return row ?? null
}

/** Where the seller of an account is, for the days on its documents. */
export async function readAccountZone(sql: Sql, accountId: number): Promise<string | null> {
	const [row] = await sql<{ timeZone: string }[]>`select s.time_zone from account a join seller_entity s on s.id = a.seller_entity_id where a.id = ${accountId}`
	return row?.timeZone ?? null
}
