import type { Tx } from '../client.server.ts'

export type AuditRow = {
	userId: number | null
	accountId?: number | null
	contactId?: number | null
	onBehalfOfContactId?: number | null
	/** What was done, e.g. `price.changed`. */
	action: string
	/** To what, e.g. `price_book:3`. */
	subject: string
	before?: unknown
	after?: unknown
	requestId?: string | null
	at: Date
}

/** Who changed what; one statement for any number of rows, in the transaction of the change. */
export async function insertAudit(tx: Tx, entries: readonly AuditRow[]): Promise<void> {
	if (entries.length === 0) return
	const rows = JSON.stringify(
		entries.map((entry) => ({
			at: entry.at.toISOString(),
			actor_kind: entry.userId !== null ? 'staff' : entry.contactId ? 'contact' : 'system',
			user_id: entry.userId,
			account_id: entry.accountId ?? null,
			contact_id: entry.contactId ?? null,
			on_behalf_of_contact_id: entry.onBehalfOfContactId ?? null,
			action: entry.action,
			subject: entry.subject,
			before: entry.before ?? null,
			after: entry.after ?? null,
			request_id: entry.requestId ?? null,
		})),
	)
	await tx`
		insert into audit_entry (at, actor_kind, user_id, account_id, contact_id, on_behalf_of_contact_id, action, subject, before, after, request_id)
		select at, actor_kind, user_id, account_id, contact_id, on_behalf_of_contact_id, action, subject, before, after, request_id
		from json_to_recordset(${rows}::text::json) as r(at timestamptz, actor_kind text, user_id bigint, account_id bigint, contact_id bigint,
			on_behalf_of_contact_id bigint, action text, subject text, before jsonb, after jsonb, request_id text)`
}
